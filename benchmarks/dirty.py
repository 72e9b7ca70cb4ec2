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
from typing import TYPE_CHECKING

import pandas as pd
from dirty_scores import scores

from zonemap.config import parse_config
from zonemap.errors import ZonemapError
from zonemap.pipeline import check, judge_ledgers
from zonemap.read.folders import LedgerFile
from zonemap.read.ledgers import read_ledger
from zonemap.sample.dirty.catalogue import FAULTS
from zonemap.sample.dirty.generate import dirty_files
from zonemap.sample.files import sample_ledgers, sample_village_points
from zonemap.template import make_project
from zonemap.workers import available_workers, worker_pool

if TYPE_CHECKING:
    from dirty_scores import Scores

    from zonemap.assess import Assessment
    from zonemap.sample.dirty.truth import DirtyFile

LAST_DAY = date(2022, 9, 30)
ALIASES = ("alias_chinese", "alias_english")


def names_of(*families: str) -> list[str]:
    """The faults of some families."""
    return [name for name, fault in FAULTS.items() if fault.family in families]


def cases(rate: float) -> dict[str, dict[str, float]]:
    """The rates of each case: cells in one workbook; towns in every form; other frames."""
    cells = dict.fromkeys(names_of("values", "duplicates"), rate)
    layout = dict.fromkeys(names_of("structure"), 0.3) | {"no_coordinates": 0.0}
    towns = layout | {"town_files": 1.0, "decimal_comma": 0.1}
    return {
        "one workbook": cells | layout | {"town_files": 0.0, "town_sheets": 0.0},
        "a file a town, every form": cells | towns | dict.fromkeys(names_of("files"), 0.06),
        "a file a town, other frames": towns | dict.fromkeys(names_of("datum"), 0.02),
        "without coordinates": towns | {"no_coordinates": 0.5},
    }


def project_in(folder: Path, *, crs: str, villages: bytes | None) -> Path:
    """A project whose ledgers are in ``crs``, with points of villages where they are given."""
    make_project(folder)
    plan = folder / "zonemap.toml"
    text = re.sub(r'(?m)^crs = "[^"]*"', f'crs = "{crs}"', plan.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^#?\s*village_points = .*\n", "", text)
    if villages is not None:
        (folder / "boundaries" / "village_points.csv").write_bytes(villages)
        line = '[places]\nvillage_points = "boundaries/village_points.csv"'
        text = text.replace("[places]", line, 1) if "[places]" in text else f"{text}\n{line}\n"
    plan.write_text(text, encoding="utf-8")
    return folder


def files_of(folder: Path) -> list[Path]:
    """The ledgers of a project."""
    return sorted(p for p in (folder / "households").rglob("*模拟数据*") if p.is_file())


def judged(folder: Path) -> tuple[Assessment, float, list[str]]:
    """The last assessment, its seconds, and what was refused; files refused are taken out."""
    refused = []
    for path in files_of(folder):
        try:
            read_ledger(LedgerFile(LAST_DAY, path), root=folder)
        except ZonemapError as error:
            refused.append(str(error))
            path.unlink()
    plan = folder / "zonemap.toml"
    config = parse_config(plan.read_text(encoding="utf-8"), path=plan)
    start = time.perf_counter()
    try:
        with worker_pool(available_workers()) as mapper:
            newest = judge_ledgers(config, mapper=mapper).newest
    except ZonemapError:
        result = check(config)
        newest = result.newest
        refused += [f"no counts: {problem}" for problem in result.problems]
    return newest, time.perf_counter() - start, refused


def main() -> None:
    """Make the ledgers of each case, judge them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=30_000)
    parser.add_argument("--rate", type=float, default=0.002, help="Of every fault of cells.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crs", default="auto", help="As in zonemap.toml.")
    parser.add_argument("--case", default="", help="Part of the name of the cases to run.")
    parser.add_argument("--no-village-points", action="store_true")
    parser.add_argument("--examples", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="Folder for the tables, to look into.")
    wanted = parser.parse_args()
    for name, rates in cases(wanted.rate).items():
        if wanted.case in name:
            run_case(name, rates, wanted)


def run_case(name: str, rates: dict[str, float], wanted: argparse.Namespace) -> None:
    """One case from ledgers to tables; without other headings where a sheet is refused."""
    made, villages = made_files(rates, wanted)
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_in(Path(temporary) / "county", crs=wanted.crs, villages=villages)
        for file in made:
            path = folder / "households" / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        try:
            day, seconds, refused = judged(folder)
        except ZonemapError as error:
            sys.stdout.write(f"\n== {name}: refused as a whole: {error}\n")
            if rates.get(ALIASES[0]):
                run_case(f"{name}, plain headings", rates | dict.fromkeys(ALIASES, 0.0), wanted)
            return
        left = {path.relative_to(folder / "households").as_posix() for path in files_of(folder)}
    truth, faults = (
        pd.concat([getattr(file, part) for file in made if file.name in left], ignore_index=True)
        for part in ("truth", "faults")
    )
    scored = scores(day, truth, faults)
    head = f"{len(truth)} rows, {len(left)} of {len(made)} files, {seconds:.1f} s"
    sys.stdout.write(f"\n== {name}: {head}\n")
    sys.stdout.writelines(f"refused: {text[:300]}\n" for text in refused)
    report(scored, examples=wanted.examples)
    keep = {"households": day.households, "issues": day.issues, "repairs": day.repairs,
            "datum": day.datum, "truth": truth, "faults": scored.faults,
            "good": scored.good}  # fmt: skip
    for key, table in keep.items() if wanted.keep else ():
        table.to_pickle(wanted.keep / f"{key}.pkl")


def made_files(
    rates: dict[str, float], wanted: argparse.Namespace
) -> tuple[list[DirtyFile], bytes | None]:
    """The dirty files of a case, and points of villages unless they are not wanted."""
    ledgers = sample_ledgers(
        households=wanted.households, seed=wanted.seed, weeks=1, last_day=LAST_DAY
    )
    villages = None
    if not wanted.no_village_points:
        villages = sample_village_points(households=wanted.households, seed=wanted.seed)
    given = villages is not None
    files = dirty_files(ledgers, rates=rates, seed=wanted.seed, village_points=given)
    return list(files), villages


def report(scored: Scores, *, examples: int) -> None:
    """Print recall by fault, precision by code, and examples of what went wrong."""
    out = sys.stdout.write
    out(f"rows not found on one side: {scored.lost}\n")
    faults, good = scored.faults, scored.good
    if len(faults):
        summary = faults.groupby("fault").agg(
            expected=("expected", "first"), n=("right", "size"), right=("right", "sum"),
            told=("told", "sum"),
        )  # fmt: skip
        out(f"\nrecall by fault\n{summary.to_string()}\n")
        right, told = faults["right"].mean(), faults["told"].mean()
        out(f"all: {right:.4f} right, {told:.4f} told of {len(faults)}\n")
        out(f"\nprecision by code\n{scored.codes.to_string()}\n")
    out(f"\ngood cells or rows altered: {len(good)}\n")
    if len(good):
        out(good.groupby(["column", "frame", "source"]).size().to_string() + "\n")
    for _column, some in good.groupby("column"):
        out(some.head(examples).to_string(index=False, header=False) + "\n")
    wrong = faults[~(faults["right"] & faults["told"])]
    for fault, some in wrong.groupby("fault"):
        out(f"- {fault}\n{some.head(examples).drop(columns='fault').to_string(header=False)}\n")


if __name__ == "__main__":
    main()
