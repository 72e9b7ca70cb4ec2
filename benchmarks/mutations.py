"""Ledgers broken at random in every container: counted whole, or refused with one line.

    python benchmarks/mutations.py --seeds 1000

judges each in a project of its own. A traceback, an account that does not balance, a number of
rows or a household id that differs from what was written is a failure, named by its seed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.mutated_files import Delivered, delivered
from tests.world import make_project
from zonemap.assess import Result
from zonemap.errors import ZonemapError
from zonemap.pipeline import check
from zonemap.read.plan import read_config

PARTS = ["headers", "blank", "subtotals", "data"]
FATES = ["in", "outside", "undetermined", "superseded"]
SLOW_SECONDS = 20


def faults_of(result: Result, sent: Delivered) -> list[str]:
    """What is wrong with the account of a ledger that was counted."""
    account = result.accounting
    table = result.newest.households
    found = []
    if not (account["rows"] == account[PARTS].sum(axis=1)).all():
        found.append("rows of the file are not its parts")
    if not (account["data"] == account[FATES].sum(axis=1)).all():
        found.append("data rows are not their fates")
    if account["data"].sum() != len(table):
        found.append("data rows were lost")
    if sent.rows is not None and account["rows"].sum() != sent.rows:
        found.append(f"{account['rows'].sum()} rows, written {sent.rows}")
    if sent.ids is not None and Counter(table["household_id"].dropna()) != sent.ids:
        found.append(f"ids differ: {sent.ids - Counter(table['household_id'].dropna())}")
    return found


def verdict(seed: int) -> tuple[int, str, list[str]]:
    """Seed, ``counted`` or the template of the refusal, and the faults."""
    sent = delivered(seed)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_project(Path(scratch) / "p")
        for old in (folder / "households").iterdir():
            old.unlink()
        for name, data in sent.files.items():
            (folder / "households" / name).write_bytes(data)
        try:
            what, faults = "counted", faults_of(check(read_config(folder)), sent)
        except ZonemapError as error:
            what = error.template
            faults = [f"refused though whole: {error}"] if sent.ids is not None else []
            faults += ["more than one line"] if "\n" in str(error) else []
        except Exception:
            what, faults = "traceback", [traceback.format_exc()]
    if time.perf_counter() - start > SLOW_SECONDS:
        faults.append("slow")
    return seed, what, faults


def main() -> int:
    """Run the seeds; 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.seeds)
    with ProcessPoolExecutor(options.processes) as pool:
        verdicts = list(pool.map(verdict, seeds, chunksize=10))
    for what, count in Counter(what for _, what, _ in verdicts).most_common():
        sys.stdout.write(f"{count:6}  {what}\n")
    failed = [(seed, faults) for seed, _, faults in verdicts if faults]
    for seed, faults in failed:
        sys.stdout.write(f"seed {seed}: {'; '.join(faults)}\n")
    sys.stdout.write(f"{len(verdicts)} ledgers, {len(failed)} failures\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
