"""How much of what is wrong with ledgers is put right: precision and recall, fault by fault.

    python benchmarks/dirty.py --households 30000

makes dirty ledgers whose truth is known, reads them through `zonemap.pipeline.judge_ledgers`, and
compares every row by file, sheet and row. Right is: a repairable cell has its true value; an
unusable one is empty; a household without a usable place or status is undetermined, for the right
reason; a household that stands twice counts once; a cell without fault is as it was.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from zonemap.config import parse_config
from zonemap.errors import ZonemapError
from zonemap.pipeline import judge_ledgers
from zonemap.sample.dirty.catalogue import FAULTS
from zonemap.sample.dirty.generate import dirty_files
from zonemap.sample.files import sample_ledgers, sample_village_points
from zonemap.schema import COLUMNS
from zonemap.template import make_project
from zonemap.workers import available_workers, worker_pool

PLACE = ["longitude", "latitude"]
METRES = np.array([93_360.0, 110_910.0])
NEAR_M = 2.0
KEY = ["file", "row_sheet", "row"]
UNCHECKED = {"noted"}
ALIASES = ("alias_chinese", "alias_english")
FAMILIES = {name: {n for n, f in FAULTS.items() if f.family == name}
            for name in ("structure", "files", "values", "duplicates", "datum")}  # fmt: skip


def cases(rate: float) -> dict[str, dict[str, float]]:
    """The rates of each case: cells in one workbook; towns in every form; other frames."""
    cells = dict.fromkeys(FAMILIES["values"] | FAMILIES["duplicates"], rate)
    layout = dict.fromkeys(FAMILIES["structure"], 0.3) | {"no_coordinates": 0.0}
    towns = layout | {"town_files": 1.0, "decimal_comma": 0.1}
    forms = dict.fromkeys(FAMILIES["files"], 0.06)
    return {
        "one workbook": cells | layout | {"town_files": 0.0, "town_sheets": 0.0},
        "a file a town, every form": cells | towns | forms,
        "a file a town, other frames": towns | dict.fromkeys(FAMILIES["datum"], 0.08),
        "without coordinates": towns | {"no_coordinates": 0.5},
    }


def project_in(folder: Path, *, villages: bytes | None) -> Path:
    """A project that detects the datum, with reference points of villages where they are given."""
    make_project(folder)
    plan = folder / "zonemap.toml"
    text = re.sub(r'(?m)^crs = "[^"]*"', 'crs = "auto"', plan.read_text(encoding="utf-8"))
    if villages is not None:
        (folder / "boundaries" / "village_points.csv").write_bytes(villages)
        line = 'village_points = "boundaries/village_points.csv"'
        text = re.sub(r"(?m)^#?\s*village_points = .*\n", "", text)
        if "[places]" in text:
            text = text.replace("[places]", f"[places]\n{line}", 1)
        else:
            text += f"\n[places]\n{line}\n"
    plan.write_text(text, encoding="utf-8")
    return folder


def judged(folder: Path, lost: list[str]):
    """The last assessment; files that are refused are taken out and named."""
    while True:
        plan = folder / "zonemap.toml"
        config = parse_config(plan.read_text(encoding="utf-8"), path=plan)
        try:
            with worker_pool(available_workers()) as mapper:
                return judge_ledgers(config, mapper=mapper).newest
        except ZonemapError as error:
            name = next((p for p in files_of(folder) if p.name in str(error)), None)
            lost.append(str(error))
            if name is None or len(files_of(folder)) == 1:
                raise
            name.unlink()


def files_of(folder: Path) -> list[Path]:
    """The ledgers of a project, those with the longest names first."""
    found = [path for path in (folder / "households").rglob("*模拟数据*") if path.is_file()]
    return sorted(found, key=lambda path: -len(path.name))


def keyed(table: pd.DataFrame, sheets: set[str]) -> pd.DataFrame:
    """With the sheet blank in files that have none in the truth."""
    named = table.assign(file=table["file"].str.removeprefix("households/"))
    return named.assign(row_sheet=named["sheet"].where(~named["file"].isin(sheets), ""))


def compared(day, truth: pd.DataFrame) -> pd.DataFrame:
    """The truth with what was made of each row beside it, columns ending in ``_got``."""
    got = day.households.rename(columns={"source_file": "file", "source_sheet": "sheet"})
    got = got.drop(columns=["row"], errors="ignore").rename(columns={"source_row": "row"})
    bare = set(truth.loc[truth["sheet"] == "", "file"])
    left, right = keyed(truth, bare), keyed(got, bare)
    return left.merge(right, on=KEY, how="outer", suffixes=("", "_got"), indicator=True)


def same_values(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """By column whether each row has the true value; a place by its distance."""
    same = {}
    for column in COLUMNS:
        true, got = table[column.name], table[f"{column.name}_got"]
        equal = true.isna() & got.isna()
        if column.kind == "number":
            equal |= np.isclose(true, got, rtol=1e-9, atol=1e-9)
        else:
            equal |= (true == got).fillna(value=False).astype(bool)
        same[column.name] = equal.to_numpy(dtype=bool)
    gap = table[PLACE].to_numpy() - table[[f"{name}_got" for name in PLACE]].to_numpy(dtype=float)
    near = np.hypot(*(gap * METRES).T) <= NEAR_M
    return same | dict.fromkeys(PLACE, near)


def right_outcomes(table: pd.DataFrame) -> np.ndarray:
    """Whether each row became what it should: counted, undetermined for its reason, superseded."""
    placement = table["placement"].fillna("lost").replace({"in": "counted", "outside": "counted"})
    same = (placement == table["expected"]).to_numpy(dtype=bool)
    reasons = table["undetermined_reason"].fillna("")
    wrong = [
        (expected == "undetermined") and (got not in reason.split("|"))
        for expected, got, reason in zip(table["expected"], reasons, table["reason"], strict=True)
    ]
    twice = table["household"].duplicated(keep=False) & (table["place"] == "own")
    counted = (placement == "counted").groupby(table["household"]).transform("sum") == 1
    alike = table.groupby("household")["status"].transform("nunique") <= 1
    return np.where(twice & alike, counted, same & ~np.array(wrong))


def scores(day, truth: pd.DataFrame, faults: pd.DataFrame):
    """A row per fault, a row per code, the good cells that changed, and examples of what is wrong."""
    table = compared(day, truth)
    lost = int((table["_merge"] != "both").sum())
    table = table[table["_merge"] == "both"].reset_index(drop=True)
    same, outcome = same_values(table), right_outcomes(table)
    position = table.set_index(KEY).index
    bare = set(truth.loc[truth["sheet"] == "", "file"])
    cells = keyed(faults[(faults["row"] > 0) & (faults["column"] != "")], bare)
    where = position.get_indexer(pd.MultiIndex.from_frame(cells[KEY]))
    cells = cells[where >= 0].assign(at=where[where >= 0])
    told = codes_told(day, bare)
    rows = []
    for fault in cells.itertuples():
        own = table.loc[fault.at]
        value = True
        if fault.expected not in UNCHECKED and FAULTS[fault.fault].family == "values":
            value = same[fault.column][fault.at]
        if fault.column in PLACE and own["place"] != "own":
            value = own["expected"] == "undetermined" or own["place_source"] == "village"
        codes = told.get((fault.file, fault.row_sheet, fault.row), set())
        codes = codes | told.get((fault.file, fault.row_sheet, 0), set())
        right = bool(value) and bool(outcome[fault.at])
        said = fault.code in ("", None) or fault.code.endswith("|") or bool(
            codes & set(fault.code.split("|"))
        )  # fmt: skip
        got = [
            str(own.get(f"{name}_got"))
            for name in (PLACE if fault.column in PLACE else [fault.column])
        ]
        rows.append((fault.fault, fault.expected, right, said, fault.written, fault.true,
                     " ".join(got), own["placement"], own["undetermined_reason"], sorted(codes),
                     f"{fault.file} [{fault.sheet}] {fault.row} {fault.column}"))  # fmt: skip
    names = ["fault", "expected", "right", "told", "written", "true", "got", "placement", "reason",
             "codes", "where"]  # fmt: skip
    return pd.DataFrame(rows, columns=names), good_cells(table, same, outcome, cells), lost


def codes_told(day, bare: set[str]) -> dict[tuple[str, str, int], set[str]]:
    """The codes of issues and repairs by row."""
    both = pd.concat([day.issues, day.repairs], ignore_index=True)
    both = keyed(both, bare)
    grouped = both.groupby(KEY)["code"].agg(set)
    return grouped.to_dict()


def good_cells(table, same, outcome, cells) -> pd.DataFrame:
    """Cells without a fault that are not as they were, and rows that became something else."""
    touched = set(zip(cells["at"], cells["column"], strict=True))
    touched |= {(at, "latitude") for at, column in touched if column == "longitude"}
    bad = []
    rows_with = set(cells["at"])
    for column in COLUMNS:
        for at in np.flatnonzero(~same[column.name]):
            own = table.loc[at]
            if (at, column.name) in touched or (column.name in PLACE and own["place"] != "own"):
                continue
            if column.name in PLACE and own["expected"] == "undetermined":
                continue
            bad.append((column.name, str(own[column.name]), str(own[f"{column.name}_got"]),
                        f"{own['frame']} {own['place_source']}", f"{own['file']} [{own['sheet']}] {own['row']}"))  # fmt: skip
    for at in np.flatnonzero(~outcome):
        if at not in rows_with:
            own = table.loc[at]
            bad.append(("outcome", own["expected"], f"{own['placement']} {own['undetermined_reason']}",
                        own["frame"], f"{own['file']} [{own['sheet']}] {own['row']}"))  # fmt: skip
    return pd.DataFrame(bad, columns=["column", "true", "got", "frame", "where"])


def main() -> None:
    """Make the ledgers of each case, judge them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=30_000)
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", help="Part of the name of the only case to run.")
    parser.add_argument("--no-village-points", action="store_true")
    parser.add_argument("--keep", type=Path, help="Folder for the tables, to look into.")
    parser.add_argument("--examples", type=int, default=2)
    wanted = parser.parse_args()
    for name, rates in cases(wanted.rate).items():
        if wanted.case is None or wanted.case in name:
            run_case(name, rates, wanted)


def run_case(name: str, rates: dict[str, float], wanted: argparse.Namespace) -> None:
    """One case from ledgers to tables."""
    out = sys.stdout.write
    last = date(2022, 9, 30)
    ledgers = list(
        sample_ledgers(households=wanted.households, seed=wanted.seed, weeks=1, last_day=last)
    )
    villages = None
    if not wanted.no_village_points:
        villages = sample_village_points(households=wanted.households, seed=wanted.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_in(Path(temporary) / "county", villages=villages)
        files = list(
            dirty_files(ledgers, rates=rates, seed=wanted.seed, village_points=villages is not None)
        )
        for file in files:
            path = folder / "households" / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        refused: list[str] = []
        start = time.perf_counter()
        try:
            day = judged(folder, refused)
        except ZonemapError as error:
            out(f"\n== {name}: refused as a whole: {error}\n")
            if rates.get("alias_chinese"):
                run_case(f"{name}, plain headings", rates | dict.fromkeys(ALIASES, 0.0), wanted)
            return
        seconds = time.perf_counter() - start
        left = {str(p.relative_to(folder / "households").as_posix()) for p in files_of(folder)}
    truth = pd.concat([file.truth for file in files if file.name in left], ignore_index=True)
    faults = pd.concat([file.faults for file in files if file.name in left], ignore_index=True)
    table, good, lost = scores(day, truth, faults)
    if wanted.keep:
        for key, kept in {"households": day.households, "issues": day.issues, "repairs": day.repairs,
                          "datum": day.datum, "truth": truth, "faults": faults, "scores": table,
                          "good": good}.items():  # fmt: skip
            kept.to_pickle(wanted.keep / f"{key}.pkl")
    out(f"\n== {name}: {len(truth)} rows, {len(left)} of {len(files)} files, {seconds:.1f} s\n")
    for text in refused:
        out(f"refused: {text[:300]}\n")
    out(f"rows not found on one side: {lost}\n")
    summary = table.groupby("fault", sort=False).agg(
        expected=("expected", "first"),
        n=("right", "size"),
        right=("right", "sum"),
        told=("told", "sum"),
    )
    out(summary.sort_index().to_string() + "\n")
    out(
        f"all: {table['right'].mean():.4f} right, {table['told'].mean():.4f} told of {len(table)}\n"
    )
    out(f"good cells or rows altered: {len(good)}\n")
    out(good.groupby(["column", "frame"]).size().to_string() + "\n" if len(good) else "")
    for column, some in good.groupby("column"):
        out(
            f"  {column}\n" + some.head(wanted.examples).to_string(index=False, header=False) + "\n"
        )
    for fault, some in table[~table["right"] | ~table["told"]].groupby("fault"):
        out(f"- {fault}\n")
        for row in some.head(wanted.examples).itertuples():
            out(f"    {row.written!r} true {row.true!r} got {row.got!r} {row.placement} "
                f"{row.reason!r} {row.codes} right={row.right} told={row.told} {row.where}\n")  # fmt: skip


if __name__ == "__main__":
    main()
