"""How often the frame of a ledger is told, and how often wrongly.

    python benchmarks/datum.py --files 20

draws synthetic ledgers of five counties of Hanzhong (`tests/datum/simulate.py`) in five frames
each, gives three kinds of references, and prints the share of files told and the number told
wrongly (a file is wrong if any row that was placed is more than 30 m from the truth), then the
time taken for large ledgers.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.datum.simulate import Course, bounds, counties, draw_file, error_m, only
from zonemap.datum.detect import References, tell_datum

COUNTIES = ("610702", "610703", "610722", "610723", "610725")
KNOWN = {
    "village points": ("village_points",),
    "an earlier ledger": ("earlier",),
    "towns, counties": ("town_points",),
}
WRONG_M = 30.0


def frames(county: str) -> dict[str, str]:
    """What a ledger of the county may stand in; Gauss-Krüger about the nearer meridian."""
    meridian = 3 * round(counties()[county].centroid.x / 3)
    return {
        "WGS84": "WGS84",
        "GCJ-02": "GCJ-02",
        "BD-09": "BD-09",
        "GK with zone": f"EPSG:{4513 + meridian // 3 - 25}",
        "GK without": f"EPSG:{4534 + meridian // 3 - 25}",
    }


def draw_course(rng: np.random.Generator) -> Course:
    """A ledger of ordinary size, with references as good or bad as they come."""
    return Course(
        villages=int(rng.integers(10, 81)),
        rows=int(rng.integers(200, 3001)),
        noise_m=float(rng.uniform(30, 300)) / 1.5,
        outliers=float(rng.uniform(0, 0.1)),
        moved=float(rng.uniform(0, 0.15)),
        seen_before=float(rng.uniform(0.3, 0.95)),
    )


def accuracy(files: int, seed: int) -> pd.DataFrame:
    """Files told and told wrongly, by frame and by what is known."""
    rows = []
    for county in COUNTIES:
        for name, frame in frames(county).items():
            for number in range(files):
                key = [seed, int(county), list(frames(county)).index(name), number]
                file = draw_file(
                    rng := np.random.default_rng(key), county, course=draw_course(rng), frame=frame
                )
                for known, tables in KNOWN.items():
                    finding = tell_datum(
                        file.points,
                        declared="auto",
                        references=only(file.references, *tables),
                        inside_claimed=file.inside_claimed,
                    )
                    placed = (finding.placed["fault"] == "").mean()
                    off = error_m(file, finding.placed) > WRONG_M
                    rows.append((known, name, placed > 0.9, bool(off.any()), placed))
    table = pd.DataFrame(rows, columns=["known", "frame", "told", "wrong", "placed"])
    by = table.groupby(["known", "frame"], sort=False)
    return by.agg(
        files=("told", "size"),
        told_percent=("told", lambda told: 100 * told.mean()),
        wrong=("wrong", "sum"),
        rows_placed_percent=("placed", lambda share: 100 * share.mean()),
    )


def seconds(rows: int) -> float:
    """Time to tell one ledger with all references."""
    course = Course(villages=250, rows=rows)
    file = draw_file(np.random.default_rng(1), "610722", course=course, frame="GCJ-02")
    text = ["sheet", "county_code", "town_code", "village_code", "household_id", "location_method"]
    points = file.points.astype(dict.fromkeys(text, "str"))
    references = References(
        village_points=file.references.village_points,
        town_points=file.references.town_points,
        earlier=file.references.earlier.astype({"household_id": "str"}),
        bounds=bounds(),
    )
    start = time.perf_counter()
    tell_datum(points, declared="auto", references=references, inside_claimed=file.inside_claimed)
    return time.perf_counter() - start


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    wanted = parser.parse_args()
    table = accuracy(wanted.files, wanted.seed)
    sys.stdout.write(table.round(2).to_string() + "\n\n")
    for rows in wanted.rows:
        sys.stdout.write(f"{rows:>9,} rows: {seconds(rows):.2f} s\n")


if __name__ == "__main__":
    main()
