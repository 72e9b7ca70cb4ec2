"""How many points `locate_points` puts elsewhere than the exact predicates do.

    python benchmarks/exactness.py --random 10000000 --adversarial 22000 --write

Random points are judged by `shapely.intersects_xy` part by part and by `pyproj.Geod`; points made
to fail (`tests/locate/adversaries.py`) by arithmetic in whole numbers and Geod, which share
nothing with zonemap or GEOS (`tests/locate/oracle.py`), and GEOS is held against them too.
``--write`` puts the table into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.locate import oracle
from tests.locate.adversaries import (
    Case,
    buffer_zone,
    disc_cases,
    holed,
    polygon_cases,
    polygon_zone,
    shape_buffer_cases,
)
from tests.locate.adversary_points import GEOD
from tests.locate.judging import answered, expected, intersects, paths

ROOT = Path(__file__).resolve().parents[1]
MARKERS = "<!-- exactness -->", "<!-- /exactness -->"
BATCH = 1_000_000


def outline(rng: np.random.Generator, *, x: float, vertices: int) -> shapely.Polygon:
    """A polygon with bends of every size, as boundaries of land have them."""
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = np.unique(np.geomspace(2, vertices / 8, 40).astype(int))
    phase = rng.uniform(0, 2 * np.pi, len(waves))
    bends = np.zeros(vertices)
    for wave, start in zip(waves, phase, strict=True):
        bends += np.sin(wave * turn + start) / wave
    reach = 0.25 * (1 + 0.2 * bends)
    return shapely.Polygon(np.column_stack([x + reach * np.cos(turn), 33 + reach * np.sin(turn)]))


def random_zones(rng: np.random.Generator) -> tuple:
    """Polygons of 5,000 and 50,000 vertices, one with holes, and three discs."""
    discs = [buffer_zone(shapely.Point(x, 33.1), radius_m=3000) for x in (106.9, 107.0, 107.04)]
    large = [polygon_zone(outline(rng, x=107.0, vertices=5000))]
    large += [polygon_zone(outline(rng, x=107.2, vertices=50_000))]
    return (*large, polygon_zone(holed()), *discs)


def predicate(zone: object, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The exact predicate itself, asked of every point."""
    if zone.radius_m is None:
        return intersects(zone.parts, x, y)
    centre = shapely.get_coordinates(zone.parts[0])[0]
    from_lon, from_lat = (np.full(len(x), value) for value in centre)
    return np.asarray(GEOD.inv(from_lon, from_lat, x, y)[2]) <= zone.radius_m


def random_rows(size: int, seed: int) -> list[dict]:
    """Random points over all zones, asked compiled and by predicate."""
    rng = np.random.default_rng(seed)
    zones = random_zones(rng)
    forms = paths(Case("random", zones, np.empty(0), np.empty(0)))
    points, differ, held = 0, dict.fromkeys(forms, 0), 0
    for start in range(0, size, BATCH):
        count = min(BATCH, size - start)
        case = Case(
            "random", zones, rng.uniform(106.6, 107.6, count), rng.uniform(32.6, 33.5, count)
        )
        want = np.array([predicate(zone, case.x, case.y) for zone in zones])
        held, points = held + int(want.any(axis=0).sum()), points + count
        for number, (name, form) in enumerate(forms.items()):
            got = answered(form, case, threads=1 + number % 2)
            differ[name] += int((got != want).sum())
    return [_row("random", points, held, 0, sum(differ.values()), 0)]


def adversarial_rows(size: int, seed: int) -> list[dict]:
    """Every family, asked in every form and in batches."""
    rows = []
    makers = (polygon_cases, size), (disc_cases, size // 2), (shape_buffer_cases, size // 10)
    for maker, each in makers:
        for case in maker(np.random.default_rng(seed), max(each, 200)):
            want, sure = expected(case)
            wrong = np.zeros_like(want)
            for number, form in enumerate(paths(case).values()):
                wrong |= (answered(form, case, threads=1 + number % 2) != want) & sure
            row = (int(want.any(axis=0).sum()), int((~sure).sum()), int(wrong.sum()))
            rows.append(_row(case.family, len(case.x), *row, geos_differences(case)))
    return rows


def geos_differences(case: Case) -> int:
    """Pairs of point and polygon zone on which GEOS and whole numbers disagree."""
    differ = 0
    for zone in case.zones:
        if zone.kind == "polygon" and all(shapely.is_valid(zone.parts)):
            x, y = oracle.moved(case.x, case.y, case.crs, zone.crs)
            differ += int((intersects(zone.parts, x, y) != oracle.covered(zone.parts, x, y)).sum())
    return differ


def _row(*values: object) -> dict:
    names = "family", "points", "inside", "unsure", "differences", "GEOS differs"
    return dict(zip(names, values, strict=True))


def as_markdown(table: pd.DataFrame) -> str:
    """The table, a family a row, and the sum."""
    lines = [f"| {' | '.join(['family', *table.columns])} |", "|" + "---|" * (table.shape[1] + 1)]
    rows = [*table.iterrows(), ("**all**", table.sum())]
    lines += [f"| {name} | {' | '.join(f'{value:,}' for value in row)} |" for name, row in rows]
    return "\n".join(lines)


def write_table(text: str) -> None:
    """Put the text between the markers of ``benchmarks/README.md``, else at its end."""
    path = ROOT / "benchmarks" / "README.md"
    page = path.read_text(encoding="utf-8")
    start, end = MARKERS
    if start not in page:
        page += f"\n## Exactness\n\n{start}\n{end}\n"
    before, rest = page.split(start)
    path.write_text(f"{before}{start}\n\n{text}\n\n{end}{rest.split(end)[1]}", encoding="utf-8")


def main() -> None:
    """Judge, print, and write if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--random", type=int, default=10_000_000, help="random points")
    parser.add_argument("--adversarial", type=int, default=22_000, help="points a polygon case")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--write", action="store_true", help="into benchmarks/README.md")
    asked = parser.parse_args()
    rows = random_rows(asked.random, asked.seed) + adversarial_rows(asked.adversarial, asked.seed)
    table = pd.DataFrame(rows).groupby("family", sort=False).sum()
    command = f"--random {asked.random} --adversarial {asked.adversarial} --seed {asked.seed}"
    text = (
        f"    python benchmarks/exactness.py {command}\n\n"
        "Differences: points that `locate_points` puts elsewhere than the exact predicate, given\n"
        "the zones as they are or compiled, by one thread or two. Unsure: within 2e-7 m of the\n"
        "radius of a buffer of a line or polygon. GEOS differs: `shapely.intersects_xy` against\n"
        "arithmetic in whole numbers: only where coordinates below 1e-150 underflow.\n\n"
        f"{as_markdown(table)}"
    )
    print(text)  # noqa: T201
    if asked.write:
        write_table(text)


if __name__ == "__main__":
    main()
