"""Counting more points than one reads at a time: streaming, two processes side by side, and Dask.

    python benchmarks/scale.py --rows 100000000

makes a folder of Parquet parts below the temporary folder, counts it in fresh processes three
ways, requires equal counts, prints a table and removes what it made.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

BOX = (105.5, 32.1, 108.3, 33.9)
TOWNS = 176
ZONES = 5
VERTICES = 5_000
PACKAGES = ("dask", "distributed", "pyarrow", "numpy", "shapely", "pyproj")
MB = 1 << 20


def make_zones(path: Path) -> None:
    """Five overlapping zones with many vertices."""
    random = np.random.default_rng(7)
    shapes = []
    for _ in range(ZONES):
        angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
        waves = sum(random.uniform(0, 0.05) * np.sin(k * angle + k) for k in (3, 7, 19, 101))
        radius = 0.35 * (1 + waves)
        x, y = random.uniform(106.2, 107.6), random.uniform(32.7, 33.3)
        shapes.append(
            shapely.Polygon(np.c_[x + radius * np.cos(angle), y + radius * np.sin(angle)])
        )
    ids = [f"zone-{n}" for n in range(ZONES)]
    gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs=4326).to_file(path)


def make_parts(folder: Path, rows: int, parts: int) -> None:
    """Points with a town and a status each, in parts of equal size."""
    folder.mkdir()
    towns = pa.array([f"镇{n:03d}" for n in range(TOWNS)])
    for number, here in enumerate(np.diff(np.linspace(0, rows, parts + 1).astype(int))):
        random = np.random.default_rng(number)
        coded = pa.DictionaryArray.from_arrays(random.integers(0, TOWNS, here, dtype="i2"), towns)
        table = pa.table({
            "lon": random.uniform(BOX[0], BOX[2], here),
            "lat": random.uniform(BOX[1], BOX[3], here),
            "town": coded.cast(pa.string()),
        })  # fmt: skip
        pq.write_table(table, folder / f"part-{number:04d}.parquet", row_group_size=1 << 18)


def halves(folder: Path) -> list[Path]:
    """Two folders with every other part each, as links."""
    made = [folder.with_name(f"{folder.name}-{n}") for n in range(2)]
    for half in made:
        half.mkdir()
    for number, part in enumerate(sorted(folder.iterdir())):
        (made[number % 2] / part.name).hardlink_to(part)
    return made


def child(mode: str, points: Path, zones: Path) -> None:
    """Count in this process and print what it took."""
    from zonemap.point_tallies import tally_batches
    from zonemap.points import layer_zones
    from zonemap.read.batches import open_points, point_batches
    from zonemap.read.boundaries import read_layer

    layer = read_layer(zones, kind="any")
    known = layer_zones(layer, radius_m=None, id_column=None, file=zones.name)
    source = open_points(points)
    worker_mb: list[float] = []
    if mode == "dask":
        tally, seconds, worker_mb = _on_dask(source, known)
    else:
        started = time.perf_counter()
        tally = tally_batches(point_batches(source, columns=("town",)), known, by=("town",))
        seconds = time.perf_counter() - started
    counts = tally.counts.to_csv(index=False)
    report = {"seconds": seconds, "mb": _peak_mb(), "worker_mb": worker_mb, "counts": counts}
    print(json.dumps(report))  # noqa: T201


def _on_dask(source: object, zones: object) -> tuple[object, float, list[float]]:
    from zonemap.partitions import open_cluster, tally_parts

    with open_cluster(workers=2) as client:
        client.run(_load)
        started = time.perf_counter()
        tally = tally_parts(source, zones, client=client, by=("town",))
        seconds = time.perf_counter() - started
        return tally, seconds, list(client.run(_peak_mb).values())


def _load() -> None:
    """What a worker imports, which the other processes have done before their clock starts."""
    import zonemap.partitions  # noqa: F401


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


def run(mode: str, folders: list[Path], zones: Path) -> dict[str, object]:
    """Fresh processes side by side, one a folder: the slowest clock, the highest peak."""
    words = [sys.executable, __file__, "--child", mode, "--zones", str(zones), "--points"]
    started = time.perf_counter()
    running = [subprocess.Popen([*words, str(f)], stdout=subprocess.PIPE) for f in folders]
    reports = [json.loads(process.communicate()[0]) for process in running]
    return {
        "wall": time.perf_counter() - started,
        "seconds": max(report["seconds"] for report in reports),
        "mb": max(report["mb"] for report in reports),
        "worker_mb": max([mb for r in reports for mb in r["worker_mb"]], default=None),
        "counts": [report["counts"] for report in reports],
    }


def _sums(counts: list[str]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for text in counts:
        for line in text.splitlines()[1:]:
            key, _, points = line.rpartition(",")
            sums[key] = sums.get(key, 0) + int(points)
    return sums


def main() -> None:
    """Make, count, compare, print, remove."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--parts", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="Where to make the points; else temporary.")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--points", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--zones", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.child:
        child(words.child, words.points, words.zones)
        return
    with tempfile.TemporaryDirectory(dir=words.folder) as name:
        compare(Path(name), words.rows, words.parts or max(words.rows // 2_500_000, 8), words.runs)


def compare(folder: Path, rows: int, parts: int, runs: int) -> None:
    """The three ways in turn, several times, and the table of their medians."""
    points, zones = folder / "points", folder / "zones.gpkg"
    make_zones(zones)
    make_parts(points, rows, parts)
    size = sum(path.stat().st_size for path in points.iterdir())
    ways = {"stream": [points], "side by side": halves(points), "dask": [points]}
    found: dict[str, list[dict[str, object]]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, folders in ways.items():
            found[way].append(run(way, folders, zones))
    sums = [_sums(report["counts"]) for reports in found.values() for report in reports]
    if any(other != sums[0] for other in sums):
        raise SystemExit("the counts differ")
    show(found, rows=rows, parts=parts, size=size)


def show(found: dict[str, list[dict[str, object]]], *, rows: int, parts: int, size: int) -> None:
    """Print the medians, and Dask against two processes side by side."""
    tell = print
    tell(f"{rows:,} points in {parts} parts, {size / MB:,.0f} MB; {ZONES} zones x {VERTICES:,} "
         f"vertices, by town ({TOWNS}); equal counts")  # fmt: skip
    tell(", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES))
    tell(
        "\n| way | median s | range | M points/s | whole process s | peak MB |"
        "\n|---|---|---|---|---|---|"
    )
    median = {}
    for way, reports in found.items():
        seconds = sorted(report["seconds"] for report in reports)
        median[way] = float(np.median(seconds))
        wall = float(np.median([report["wall"] for report in reports]))
        peak = max(report["mb"] for report in reports)
        workers = max(report["worker_mb"] or 0 for report in reports)
        memory = f"{peak:,.0f}" + (f", each worker {workers:,.0f}" if workers else "")
        tell(f"| {way} | {median[way]:.2f} | {seconds[0]:.2f} to {seconds[-1]:.2f} | "
             f"{rows / median[way] / 1e6:.1f} | {wall:.1f} | {memory} |")  # fmt: skip
    ratios = [
        d["seconds"] / s["seconds"]
        for d, s in zip(found["dask"], found["side by side"], strict=True)
    ]
    tell(f"\nDask takes {np.median(ratios):.2f} times as long as the two side by side "
         f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip


if __name__ == "__main__":
    main()
