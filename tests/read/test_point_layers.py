"""A layer of points as delivered."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tests.read.workbook_world import book_of, saved
from zonemap.errors import PointsError, ZonemapError
from zonemap.read.point_layers import read_point_layer

CSV = "名称,经度,纬度\n甲店,107.06,33.05\n乙店,无,\n"
SHAPES = [shapely.Point(107.06, 33.05), None, shapely.MultiPoint([(107.07, 33.06)])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_ledgers_come_in(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.encode(encoding))
    points = read_point_layer(path)
    assert points.table["名称"].tolist() == ["甲店", "乙店"]
    assert points.x[0] == 107.06
    assert np.isnan(points.x[1])
    assert points.written.iloc[1].tolist() == ["无", ""]


def test_semicolons_and_quoted_commas_and_empty_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('经度;纬度;名称\r\n107.06;33.05;"甲;店"\r\n;;\r\n\r\n', encoding="utf-8")
    assert read_point_layer(path).table["名称"].tolist() == ["甲;店"]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "parquet"])
def test_features_are_read_and_one_without_a_point_stays(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    shapes = SHAPES if suffix in {"geojson", "parquet"} else [*SHAPES[:2], SHAPES[2].geoms[0]]
    layer = gpd.GeoDataFrame({"name": ["a", "b", "c"]}, geometry=shapes, crs=4326)
    layer.to_parquet(path) if suffix == "parquet" else layer.to_file(path)
    points = read_point_layer(path)
    assert points.table["name"].tolist() == ["a", "b", "c"]
    np.testing.assert_array_equal(points.x, [107.06, np.nan, 107.07])
    assert points.written["x"].tolist() == ["107.06", "", "107.07"]


def test_a_plain_parquet_table_is_read(tmp_path):
    pd.DataFrame({"lon": [107.06], "lat": [33.05]}).to_parquet(tmp_path / "a.parquet")
    assert read_point_layer(tmp_path / "a.parquet").y.tolist() == [33.05]


def test_a_column_crs_is_heard_unless_the_plan_speaks(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("lon,lat,crs\n107.06,33.05,GCJ-02\n", encoding="utf-8")
    assert read_point_layer(path).shift == "GCJ-02"
    assert read_point_layer(path, crs="EPSG:4490").shift == ""


def test_metres_are_read_with_their_crs_and_refused_without(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x,y\n412000,3658000\n", encoding="utf-8")
    assert read_point_layer(path, crs="EPSG:4545").crs.to_epsg() == 4545
    with pytest.raises(PointsError, match="are not degrees"):
        read_point_layer(path)


def test_a_projected_file_cannot_be_gcj(tmp_path):
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=SHAPES[:1], crs=4326).to_crs(4545).to_file(path)
    with pytest.raises(PointsError, match="not in degrees of GCJ-02"):
        read_point_layer(path, crs="GCJ-02")


def test_polygons_and_several_points_in_one_are_refused(tmp_path):
    for shape in (shapely.box(107, 33, 108, 34), shapely.MultiPoint([(107, 33), (108, 34)])):
        path = tmp_path / "a.geojson"
        gpd.GeoDataFrame(geometry=[SHAPES[0], shape], crs=4326).to_file(path)
        with pytest.raises(PointsError, match="feature 2 is a"):
            read_point_layer(path)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"name,lon,lat\n", "has no points"),
        ("a.csv", b"name,town\na,b\n", "needs columns longitude and latitude"),
        ("a.csv", b"lon,lon,lat\n1,2,3\n", "two columns have the same name"),
        ("a.csv", b"lon,lat\n107,33\n107\n", "cannot be read as a table"),
        ("a.csv", b"lon,lat,crs\n107,33,EPSG:4326\n107,33,BD-09\n", "several systems"),
        ("a.csv", b"", "cannot be read as a table"),
        ("a.parquet", b"PAR1 broken", "cannot be read"),
        ("a.xlsx", b"PK", "is not a readable workbook"),
        ("a.kml", b"<kml/>", "files are not read"),
    ],
)
def test_what_is_no_layer_of_points_is_one_line(tmp_path, name, data, why):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ZonemapError, match=why) as caught:
        read_point_layer(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["geojson", "shp"])
def test_a_file_of_features_is_in_the_shifted_degrees_that_the_plan_states(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    gpd.GeoDataFrame(geometry=SHAPES[:1], crs=4326).to_file(path)
    (tmp_path / "a.prj").unlink(missing_ok=True)
    points = read_point_layer(path, crs="BD-09")
    assert (points.shift, points.crs.to_epsg()) == ("BD-09", 4326)


def test_a_workbook_is_read_as_a_csv_is(tmp_path):
    rows = [["甲店", 107.06, "33.05", "GCJ-02"], ["乙店", "无", None, None]]
    heads = ["名称", "经度", "纬度", "crs"]
    path = saved(book_of(heads, *rows, [], headings=["散煤销售点"]), tmp_path / "a.xlsx")
    points = read_point_layer(path)
    assert points.table["名称"].tolist() == ["甲店", "乙店"]
    assert points.written.to_numpy().tolist() == [["107.06", "33.05"], ["无", ""]]
    assert points.shift == "GCJ-02"
    assert np.isnan(points.x[1])
