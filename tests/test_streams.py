from __future__ import annotations

import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from zonemap.crs import Coordinates
from zonemap.errors import ColumnError
from zonemap.locate import Membership, join_zone_ids
from zonemap.points import layer_zones, locate_table
from zonemap.read.batches import open_points, point_batches
from zonemap.read.points import PointTable, read_points
from zonemap.streams import ahead, locate_batches, located_batches, spread, zone_id_column
from zonemap.write.files import write_table

SQUARES = [shapely.box(107.0, 33.0, 107.1, 33.1), shapely.box(107.05, 33.0, 107.2, 33.1)]
ZONES = layer_zones(
    gpd.GeoDataFrame({"id": ["甲", "乙"]}, geometry=SQUARES, crs=4326),
    radius_m=None,
    id_column=None,
    file="z",
)
N = 50


@pytest.fixture
def table():
    random = np.random.default_rng(3)
    lon, lat = random.uniform(106.95, 107.25, N), random.uniform(32.95, 33.15, N)
    lon[7], lat[9], lon[11] = np.nan, np.nan, 400
    return pd.DataFrame({"id": [f"{i:03d}" for i in range(N)], "lon": lon, "lat": lat})


def stream(source, out, rows, *, distance=True):
    batches = point_batches(open_points(source), rows=rows)
    return locate_batches(batches, ZONES, out=out, distance=distance)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("out", ["o.csv", "o.parquet"])
@pytest.mark.parametrize("distance", [True, False])
def test_batches_make_no_difference(tmp_path, table, kind, out, distance):
    source = tmp_path / f"p.{kind}"
    write_table(table, source)
    made, totals = [], []
    for rows in (1, 7, 1000):
        path = tmp_path / f"{rows}{out}"
        totals.append(stream(source, path, rows, distance=distance))
        made.append(path.read_bytes())
    assert made[0] == made[1] == made[2]
    assert [(t.points, t.outside, t.unplaced) for t in totals] == [
        (N, totals[0].outside, 3)
    ] * 3  # fmt: skip
    assert totals[0].counts.equals(totals[2].counts)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_file_comes_out_as_when_all_is_held_in_memory(tmp_path, table, kind):
    source = tmp_path / f"p.{kind}"
    write_table(table, source)
    whole = locate_table(read_points(source), ZONES, distance=True)
    write_table(whole.table, tmp_path / "whole.csv")
    totals = stream(source, tmp_path / "o.csv", 7)
    assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert totals.counts.equals(whole.totals.counts)
    assert (totals.outside, totals.unplaced) == (whole.totals.outside, whole.totals.unplaced)


def test_geoparquet_keeps_its_geometry_and_crs(tmp_path, table):
    layer = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table.lon, table.lat), crs=4490)
    layer.to_parquet(tmp_path / "p.parquet")
    totals = stream(tmp_path / "p.parquet", tmp_path / "o.parquet", 7)
    again = gpd.read_parquet(tmp_path / "o.parquet")
    assert again.crs == layer.crs
    assert again.columns.tolist() == [*layer.columns, "zone_id", "distance_to_edge_m"]
    plain = Coordinates(table["lon"].to_numpy(), table["lat"].to_numpy())
    whole = locate_table(PointTable(table, plain), ZONES, distance=False)
    assert again["zone_id"].tolist()[:11] == whole.table["zone_id"].tolist()[:11]
    assert totals.points == N


def test_nothing_is_left_when_a_later_part_is_damaged(tmp_path, table):
    (tmp_path / "in").mkdir()
    table.to_parquet(tmp_path / "in" / "a.parquet")
    source = open_points(tmp_path / "in")
    table.rename(columns={"id": "other"}).to_parquet(tmp_path / "in" / "a.parquet")
    with pytest.raises(ValueError, match=r"a\.parquet"):
        locate_batches(point_batches(source), ZONES, out=tmp_path / "o.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_column_that_would_be_added_is_not_overwritten(tmp_path, table):
    table.assign(zone_id="x").to_parquet(tmp_path / "p.parquet")
    batches = point_batches(open_points(tmp_path / "p.parquet"))
    with pytest.raises(ColumnError, match="zone_id; rename"):
        list(located_batches(batches, ZONES))


def test_ids_are_joined_as_they_are_one_by_one():
    random = np.random.default_rng(5)
    pairs = np.argwhere(random.random((200, 6)) < 0.3)
    membership = Membership(pairs[:, 0], pairs[:, 1])
    ids = ["a", "b;", "c", "镇", "e", "f"]
    expected = join_zone_ids(membership, zone_ids=ids, size=200)
    assert zone_id_column(membership, zone_ids=ids, size=200).to_pylist() == expected
    nothing = Membership(np.empty(0, np.intp), np.empty(0, np.intp))
    assert zone_id_column(nothing, zone_ids=[], size=2).to_pylist() == ["", ""]


def test_work_done_ahead_and_spread_keeps_its_order_and_its_faults():
    assert list(ahead(range(5))) == list(range(5))
    assert list(spread(lambda n: n * n, range(20), threads=3)) == [n * n for n in range(20)]

    def faulty():
        yield 1
        raise ColumnError("x")

    for make in (ahead, lambda items: spread(str, items, threads=2)):
        with pytest.raises(ColumnError):
            list(make(faulty()))


MEMORY = """
import resource, sys
from pathlib import Path
import geopandas, shapely
from zonemap.points import layer_zones
from zonemap.read.batches import open_points, point_batches
from zonemap.streams import locate_batches
layer = geopandas.GeoDataFrame(geometry=[shapely.box(107, 33, 107.1, 33.1)], crs=4326)
zones = layer_zones(layer, radius_m=None, id_column=None, file="z")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
batches = point_batches(open_points(Path(sys.argv[1])), rows=1 << 16)
locate_batches(batches, zones, out=Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
@pytest.mark.parametrize("group", [1 << 18, 1 << 30])
def test_memory_is_bounded_by_the_batch_however_large_the_row_group(tmp_path, group):
    import pyarrow.parquet as pq

    count = 5_000_000
    random = np.random.default_rng(1)
    columns = {name: random.uniform(33, 107, count) for name in ("lon", "lat", "more", "other")}
    pq.write_table(pa.table(columns), tmp_path / "p.parquet", row_group_size=group)
    size = (tmp_path / "p.parquet").stat().st_size
    words = [sys.executable, "-c", MEMORY, tmp_path / "p.parquet", tmp_path / "o.csv"]
    words[-1] = tmp_path / "o.parquet"
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(done.stdout) * 1024 < size
    assert pq.ParquetFile(tmp_path / "o.parquet").metadata.num_rows == count
