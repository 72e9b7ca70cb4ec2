from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from zonemap.errors import ColumnError, PointsError
from zonemap.read.batches import open_points, part_batches, point_batches

N = 20
LON, LAT = np.linspace(107, 108, N), np.linspace(33, 34, N)
TABLE = pd.DataFrame({"town": [f"镇{i % 3}" for i in range(N)], "lon": LON, "lat": LAT})


def read(path, *, rows=7, columns=None, crs=None):
    return list(point_batches(open_points(path, crs=crs), rows=rows, columns=columns))


def x_of(batches):
    return np.concatenate([batch.points.x for batch in batches])


@pytest.mark.parametrize("rows", [1, 7, 1000])
@pytest.mark.parametrize("group", [3, 1000])
def test_every_row_is_in_one_batch_and_in_its_order(tmp_path, rows, group):
    TABLE.to_parquet(tmp_path / "p.parquet", row_group_size=group)
    batches = read(tmp_path / "p.parquet", rows=rows)
    assert max(len(batch.table) for batch in batches) <= rows
    assert x_of(batches).tolist() == LON.tolist()
    assert pa.concat_tables([b.table for b in batches]).column("town").to_pylist() == [*TABLE.town]
    assert batches[-1].done == 1


def test_only_the_columns_asked_for_come_texts_as_dictionaries(tmp_path):
    TABLE.assign(secret="x").to_parquet(tmp_path / "p.parquet")
    (batch,) = read(tmp_path / "p.parquet", rows=100, columns=["town"])
    assert batch.table.column_names == ["town"]
    assert pa.types.is_dictionary(batch.table.schema.field("town").type)
    assert read(tmp_path / "p.parquet", columns=[])[0].table.column_names == []
    with pytest.raises(ColumnError, match=r"p\.parquet: has no column nothing"):
        read(tmp_path / "p.parquet", columns=["nothing"])


def test_doubles_are_not_copied(tmp_path):
    TABLE.to_parquet(tmp_path / "p.parquet")
    (batch,) = read(tmp_path / "p.parquet", rows=100)
    address = batch.table.column("lon").chunk(0).buffers()[1].address
    assert batch.points.x.__array_interface__["data"][0] == address


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (
            pa.array(["107.5", "", " 107 ", "none", "1e2", None]),
            [107.5, None, 107, None, 100, None],
        ),
        (pa.array([107, None, 108]), [107, None, 108]),
        (pa.array([107.5, None], pa.float32()), [107.5, None]),
        (pa.array(["107", None]).dictionary_encode(), [107, None]),
        (pa.array([True, False]), [None, None]),
    ],
)
def test_cells_that_are_no_numbers_are_no_place(tmp_path, cells, numbers):
    table = pa.table({"lon": cells, "lat": pa.array([33.0] * len(cells))})
    pq.write_table(table, tmp_path / "p.parquet")
    for rows in (1, 100):
        batches = read(tmp_path / "p.parquet", rows=rows)
        np.testing.assert_array_equal(x_of(batches), np.array(numbers, dtype=float))
        assert sum(batch.unplaced for batch in batches) == numbers.count(None)


def test_a_csv_keeps_its_cells_with_newlines_and_a_byte_order_mark(tmp_path):
    text = 'id,lon,lat,note\n007,107.50,33.2,"a\nb, c"\n8,,33.2,NA\n'
    (tmp_path / "p.csv").write_text(text, encoding="utf-8-sig", newline="")
    batches = read(tmp_path / "p.csv", rows=1)
    rows = [row for batch in batches for row in batch.table.to_pylist()]
    assert [list(row.values()) for row in rows] == [
        ["007", "107.50", "33.2", "a\nb, c"],
        ["8", "", "33.2", "NA"],
    ]
    np.testing.assert_array_equal(x_of(batches), [107.5, np.nan])


def test_a_csv_that_changes_its_encoding_is_refused(tmp_path):
    data = "lon,lat,镇\n".encode() + b"107,33,abcdefghi\n" * 80_000
    (tmp_path / "p.csv").write_bytes(data + "107,33,甲\n".encode("gb18030"))
    with pytest.raises(PointsError, match=r"p\.csv: cannot be read"):
        read(tmp_path / "p.csv")


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geometry_becomes_numbers_and_stays_in_the_table(tmp_path, encoding):
    layer = gpd.GeoDataFrame(TABLE[["town"]], geometry=gpd.points_from_xy(LON, LAT), crs=4490)
    layer.to_parquet(tmp_path / "p.parquet", geometry_encoding=encoding, row_group_size=6)
    batches = read(tmp_path / "p.parquet")
    assert x_of(batches).tolist() == LON.tolist()
    assert batches[0].points.crs.to_epsg() == 4490
    assert b"geo" in batches[0].table.schema.metadata
    assert read(tmp_path / "p.parquet", columns=["town"])[0].table.column_names == ["town"]


def test_a_feature_that_is_no_point_is_named_by_its_row_in_its_part(tmp_path):
    shapes = [*gpd.points_from_xy(LON, LAT), shapely.box(0, 0, 1, 1)]
    gpd.GeoDataFrame(geometry=shapes, crs=4326).to_parquet(tmp_path / "p.parquet")
    with pytest.raises(PointsError, match=r"p\.parquet: feature 21 is a Polygon"):
        read(tmp_path / "p.parquet", rows=4)


def test_parts_follow_each_other_and_folders_give_columns(tmp_path):
    for key, rows in (("week=1", TABLE[:12]), ("week=2", TABLE[12:])):
        (tmp_path / key).mkdir()
        rows.to_parquet(tmp_path / key / "p.parquet")
    batches = read(tmp_path)
    assert x_of(batches).tolist() == LON.tolist()
    whole = pa.concat_tables([batch.table for batch in batches])
    assert whole.column("week").to_pylist() == ["1"] * 12 + ["2"] * 8
    weeks = [batch.table.column("week").to_pylist() for batch in read(tmp_path, columns=["week"])]
    assert [week for part in weeks for week in part] == ["1"] * 12 + ["2"] * 8


def test_a_part_may_be_empty_but_not_all_of_them(tmp_path):
    TABLE[:0].to_parquet(tmp_path / "a.parquet")
    source = open_points(tmp_path)
    with pytest.raises(PointsError, match="has no points"):
        list(point_batches(source))
    assert list(part_batches(source, 0)) == []
    TABLE.to_parquet(tmp_path / "b.parquet")
    assert len(x_of(read(tmp_path))) == N


def test_metres_are_refused_only_where_no_row_has_degrees(tmp_path):
    metres = TABLE.assign(lon=409_420.0, lat=3_660_700.0)
    metres.to_parquet(tmp_path / "p.parquet")
    with pytest.raises(PointsError, match="--crs"):
        read(tmp_path / "p.parquet", rows=3)
    assert read(tmp_path / "p.parquet", crs="EPSG:4545")[0].unplaced == 0
    pd.concat([metres, TABLE]).to_parquet(tmp_path / "p.parquet")
    batches = read(tmp_path / "p.parquet")
    assert sum(batch.beyond for batch in batches) == N
    assert sum(batch.unplaced for batch in batches) == N


def test_a_part_damaged_in_its_middle_is_named(tmp_path):
    TABLE.to_parquet(tmp_path / "p.parquet", compression="gzip", use_dictionary=False)
    data = bytearray((tmp_path / "p.parquet").read_bytes())
    data[10:200] = b"\xff" * 190
    (tmp_path / "p.parquet").write_bytes(data)
    with pytest.raises(PointsError, match=r"p\.parquet: cannot be read"):
        read(tmp_path / "p.parquet")
