"""How long one large ledger takes from its file to judged households.

    python benchmarks/ledgers.py

makes two projects in a temporary folder (not timed), each with one ledger of 25 columns: 100,000
rows as XLSX, 1,000,000 rows as CSV. Each is read, repaired and judged in one fresh process, which
tells its seconds by the clock and by the processor and its greatest memory, imports left out.
Beside it stands a peer of the same run: bare `python_calamine` parsing of the same workbook, and
`pandas.read_csv` of the same text file.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import python_calamine
import xlsxwriter

from zonemap.assess import assess
from zonemap.intake import OwnWords, take_in
from zonemap.project import open_project
from zonemap.read.folders import find_ledgers
from zonemap.read.plan import read_config
from zonemap.sample.files import sample_ledgers
from zonemap.sample.ledger_form import cell_values, shown_values
from zonemap.schema import COLUMNS, SAMPLE_MARK
from zonemap.template import make_project

LAST_DAY = date(2022, 9, 30)
LEFT_OUT = {
    "vulnerable", "group", "location_method", "stove", "heated_area_m2", "energy_ready",
    "planned_date", "officer", "energy_on_date", "check_date", "check_result", "deferred_reason",
    "exemption_until",
}  # fmt: skip
KEPT = [column for column in COLUMNS if column.name not in LEFT_OUT]


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A ledger as CSV: a line of headings, then the rows."""
    shown = {column.header: shown_values(table[column.name], column) for column in KEPT}
    pa.csv.write_csv(pa.table(shown), path)


def write_xlsx(table: pd.DataFrame, path: Path) -> None:
    """A ledger as a workbook of one sheet: a row of headings, then the rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for position, column in enumerate(KEPT):
            look = days if column.kind == "date" else None
            sheet.write_string(0, position, column.header)
            for row, value in enumerate(cell_values(table[column.name], column), start=1):
                if isinstance(value, str):
                    sheet.write_string(row, position, value)
                elif value is not None:
                    sheet.write_number(row, position, value, look)


def project_with(folder: Path, *, rows: int, suffix: str) -> Path:
    """A new project with one ledger."""
    make_project(folder)
    write = {"csv": write_csv, "xlsx": write_xlsx}[suffix]
    for day, table in sample_ledgers(households=rows, seed=1, weeks=1, last_day=LAST_DAY):
        write(table, folder / "households" / f"{day.isoformat()}_{SAMPLE_MARK}.{suffix}")
    return folder


def ledger_of(root: Path) -> Path:
    """The one ledger of a project."""
    return next(path for path in (root / "households").iterdir() if SAMPLE_MARK in path.name)


def read_and_judge(root: Path) -> int:
    """Read, repair and judge the ledger; how many rows it has."""
    config = read_config(root)
    (delivery,) = find_ledgers(root, config.ledgers.path)
    typed = take_in(delivery, root=root, words=OwnWords())
    none = pd.DataFrame({"household_id": pd.Series(dtype="str"), "longitude": [], "latitude": []})
    return len(assess([typed], open_project(config), first_row=0, earlier=none).households)


def parse_only(root: Path) -> int:
    """Parse the same file and do nothing with it; how many rows it has."""
    path = ledger_of(root)
    if path.suffix == ".csv":
        return len(pd.read_csv(path, dtype="str"))
    book = python_calamine.load_workbook(path)
    return len(book.get_sheet_by_index(0).to_python())


DEEDS = {"judge": read_and_judge, "parse": parse_only}


def measure(deed: str, root: Path) -> None:
    """Do it here and tell what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    rows = DEEDS[deed](root)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sys.stdout.write(json.dumps({"rows": rows, "s": wall, "cpu_s": cpu, "mb": peak_mb()}))


def peak_mb() -> float:
    """The most memory this process has held; Linux only, where getrusage tells the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def measured(deed: str, root: Path) -> dict[str, float]:
    """What it takes in a fresh process."""
    command = [sys.executable, __file__, "--measure", deed, str(root)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main() -> None:
    """Make the projects, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--xlsx-rows", type=int, default=100_000)
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--measure", nargs=2, metavar=("DEED", "PROJECT"))
    wanted = parser.parse_args()
    if wanted.measure:
        measure(wanted.measure[0], Path(wanted.measure[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for suffix, rows in {"xlsx": wanted.xlsx_rows, "csv": wanted.csv_rows}.items():
            root = project_with(Path(folder) / suffix, rows=rows, suffix=suffix)
            for _ in range(wanted.runs):
                report(suffix, measured("judge", root), measured("parse", root))


def report(suffix: str, own: dict[str, float], peer: dict[str, float]) -> None:
    """A line for the ledger and one for its peer."""
    for what, took in {"judged": own, "parsed only": peer}.items():
        sys.stdout.write(
            f"{took['rows']:>9,} rows {suffix:4} {what:12} {took['s']:6.1f} s  "
            f"{took['cpu_s']:6.1f} s CPU  {took['mb']:6,.0f} MB\n"
        )
    sys.stdout.write(f"ratio {own['s'] / peer['s']:.1f}, CPU {own['cpu_s'] / peer['cpu_s']:.1f}\n")


if __name__ == "__main__":
    main()
