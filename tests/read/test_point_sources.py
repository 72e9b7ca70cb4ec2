from __future__ import annotations

import pickle

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zonemap.errors import CRSError, PointsError
from zonemap.read.point_sources import can_stream, open_points

TABLE = pd.DataFrame({"lon": [107.0, 107.5], "lat": [33.0, 33.5], "town": ["甲", "乙"]})


def layer(crs="EPSG:4326"):
    return gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(107, 33)], crs=crs)


def test_a_source_is_told_from_its_header(tmp_path):
    TABLE.to_parquet(tmp_path / "p.parquet")
    source = open_points(tmp_path / "p.parquet")
    assert source.coordinates == ("lon", "lat")
    assert source.schema.names == ["lon", "lat", "town"]
    assert (source.rows, source.name, source.crs.to_epsg()) == (2, "p.parquet", 4326)


def test_a_source_can_be_sent_to_another_process(tmp_path):
    TABLE.to_parquet(tmp_path / "p.parquet")
    again = pickle.loads(pickle.dumps(open_points(tmp_path)))
    assert (again.rows, again.parts[0].name) == (2, "p.parquet")


def test_formats_that_come_whole_are_not_streamed(tmp_path):
    assert can_stream(tmp_path)
    assert can_stream("p.CSV")
    assert can_stream("s3://bucket/points")
    assert not can_stream("p.gpkg")


def test_geometry_without_a_crs_needs_one_and_its_own_goes_first(tmp_path):
    layer(None).to_parquet(tmp_path / "p.parquet")
    with pytest.raises(CRSError, match="no coordinate reference system"):
        open_points(tmp_path / "p.parquet")
    assert open_points(tmp_path / "p.parquet", crs="EPSG:4545").crs.to_epsg() == 4545
    layer("EPSG:4490").to_parquet(tmp_path / "p.parquet")
    assert open_points(tmp_path / "p.parquet", crs="EPSG:4545").crs.to_epsg() == 4490


@pytest.mark.parametrize(
    ("second", "named"),
    [
        (TABLE.rename(columns={"town": "village"}), "column town is not as in a.parquet"),
        (TABLE.assign(more=1), "column more is not as in a.parquet"),
        (TABLE.assign(town=[1, 2]), "column town is not as in a.parquet"),
    ],
)
def test_a_part_with_other_columns_is_named(tmp_path, second, named):
    TABLE.to_parquet(tmp_path / "a.parquet")
    second.to_parquet(tmp_path / "b.parquet")
    with pytest.raises(PointsError, match=rf"b\.parquet: {named}"):
        open_points(tmp_path)


def test_a_part_in_another_crs_is_named(tmp_path):
    layer().to_parquet(tmp_path / "a.parquet")
    layer("EPSG:4545").to_parquet(tmp_path / "b.parquet")
    with pytest.raises(PointsError, match=r"b\.parquet: its coordinates are in CGCS2000.*a\.parq"):
        open_points(tmp_path)


def test_a_part_that_cannot_be_read_is_named(tmp_path):
    TABLE.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(PointsError, match=r"b\.parquet: cannot be read"):
        open_points(tmp_path)


@pytest.mark.parametrize("text", ["", "a,b\n", "lon,lat,lon\n"])
def test_a_csv_needs_its_columns_each_once(tmp_path, text):
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PointsError, match=r"needs columns|same name"):
        open_points(tmp_path / "p.csv")
