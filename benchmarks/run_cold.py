"""How long `zonemap run` takes on a cold project of synthetic ledgers.

    python benchmarks/run_cold.py --households 30000 --weeks 8

makes the project in a temporary folder (not timed), then runs it several times, each from a
fresh process, and prints the median, beside two peers measured in the same run: parsing the same
workbooks and doing nothing with them, and `import geopandas, folium, matplotlib`.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARSE = """
import sys, python_calamine
for path in sys.argv[1:]:
    book = python_calamine.load_workbook(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""


def seconds(command: list[str]) -> float:
    """Wall time of a command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Make the project, time the runs, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=30_000)
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    wanted = parser.parse_args()
    zonemap = [sys.executable, "-c", "from zonemap.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "county")
        subprocess.run([*zonemap, "init", project, "--quiet"], check=True)
        subprocess.run(
            [*zonemap, "sample", project, "--households", str(wanted.households),
             "--weeks", str(wanted.weeks), "--quiet"],
            check=True,
        )  # fmt: skip
        ledgers = sorted(str(path) for path in Path(project, "households").glob("*.xlsx"))
        commands = {
            "zonemap run, cold": [*zonemap, "run", "--project", project, "--quiet"],
            "parse the same workbooks only": [sys.executable, "-c", PARSE, *ledgers],
            "import the libraries only": [
                sys.executable, "-c", "import geopandas, folium, matplotlib.figure",
            ],
        }  # fmt: skip
        times = {name: [] for name in commands}
        for _ in range(wanted.runs):
            for name, command in commands.items():
                times[name].append(seconds(command))
    sys.stdout.write(f"{wanted.households} households x {wanted.weeks} XLSX ledgers\n")
    for name, measured in times.items():
        sys.stdout.write(
            f"{name:32} median {statistics.median(measured):6.1f} s  "
            f"({min(measured):.1f} to {max(measured):.1f})\n"
        )


if __name__ == "__main__":
    main()
