"""A folder of parts round two zones that overlap, and what one process counts in it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from zonemap.point_tallies import tally_batches
from zonemap.points import layer_zones
from zonemap.read.batches import open_points, point_batches

LAYER = gpd.GeoDataFrame(
    {"id": ["甲", "乙", "空"]},
    geometry=[
        shapely.Point(107.1, 33.05).buffer(0.05),
        shapely.box(107.05, 33.0, 107.2, 33.1),
        shapely.box(0, 0, 1, 1),
    ],
    crs=4326,
)
ZONES = layer_zones(LAYER, radius_m=None, id_column=None, file="z")


def part_table(number, rows):
    """Points of which some have no place; towns that no other part has, and one that all have."""
    random = np.random.default_rng(number)
    lon, lat = random.uniform(106.95, 107.25, rows), random.uniform(32.95, 33.15, rows)
    lon[::17] = np.nan
    names = np.array(["同镇", f"镇{number}", f"镇{number}乙"], dtype=object)
    towns = pa.array(names[random.integers(0, 3, rows)], pa.string())
    return pa.table({"lon": lon, "lat": lat, "town": towns})


def make_parts(folder, *, parts=6, rows=400, group=150):
    """The last but one is empty."""
    folder.mkdir()
    for number in range(parts):
        table = part_table(number, 0 if number == parts - 2 else rows)
        pq.write_table(table, folder / f"p{number:02d}.parquet", row_group_size=group)
    return folder


def counted_here(location, by=("town",)):
    batches = point_batches(open_points(location), columns=by)
    return tally_batches(batches, ZONES, by=by)


def same(first, second):
    """Whether two tallies say the same of everything."""
    numbers = [(t.points, t.outside, t.unplaced, t.beyond) for t in (first, second)]
    return numbers[0] == numbers[1] and first.counts.equals(second.counts)


def busy(client):
    """Tasks that still go on, or whose results are still kept."""
    return [f for f in client.futures.values() if f.status in {"pending", "finished"}]
