from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.read.workbook_world import book_of, saved
from zonemap.errors import CRSError, PointsError
from zonemap.read.points import read_points

LAYER = gpd.GeoDataFrame(
    {"n": [1]}, geometry=[shapely.Point(409_420.8, 3_660_700.0)], crs="EPSG:4545"
)


def test_a_csv_keeps_its_cells_as_they_are_written(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("id,lon,lat,note\n007,107.50,33.2,\n8,,33.2,NA\n", encoding="utf-8-sig")
    points = read_points(path)
    assert points.table.to_numpy().tolist() == [
        ["007", "107.50", "33.2", ""],
        ["8", "", "33.2", "NA"],
    ]
    assert points.points.degrees()[0][0] == 107.5
    assert np.isnan(points.points.degrees()[0][1])


def test_metres_need_their_crs(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("x,y\n409420.8,3660700\n", encoding="utf-8")
    with pytest.raises(PointsError, match="--crs"):
        read_points(path)
    assert read_points(path, crs="EPSG:4545").points.degrees()[0][0] == pytest.approx(
        107.03, abs=0.01
    )


@pytest.mark.parametrize("name", ["p.gpkg", "p.parquet", "p.geojson"])
def test_points_with_geometry_come_in_degrees(tmp_path, name):
    layer = LAYER.to_crs("EPSG:4490") if name.endswith("geojson") else LAYER
    layer.to_parquet(tmp_path / name) if "parquet" in name else layer.to_file(tmp_path / name)
    points = read_points(tmp_path / name)
    assert points.points.degrees()[0][0] == pytest.approx(107.03, abs=0.01)
    assert points.table["n"].tolist() == [1]


def test_other_geometry_a_missing_column_and_an_old_datum_are_refused(tmp_path):
    LAYER.set_geometry(LAYER.buffer(1)).to_file(tmp_path / "p.gpkg")
    with pytest.raises(PointsError, match="Polygon"):
        read_points(tmp_path / "p.gpkg")
    (tmp_path / "p.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(PointsError, match="needs columns lon and lat"):
        read_points(tmp_path / "p.csv")
    (tmp_path / "q.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(CRSError, match="Beijing"):
        read_points(tmp_path / "q.csv", crs="EPSG:2433")


def test_no_points_are_an_error(tmp_path):
    (tmp_path / "p.csv").write_text("lon,lat\n", encoding="utf-8")
    with pytest.raises(PointsError, match="no points"):
        read_points(tmp_path / "p.csv")


def test_a_workbook_is_read_as_a_csv_with_the_same_cells_would_be(tmp_path):
    rows = [["007", 107.5, "33.2"], ["8", None, 33.2], ["9", 1075, 33]]
    path = saved(
        book_of([], ["编号", "经度", "纬度"], *rows, headings=["清单"]), tmp_path / "p.xlsx"
    )
    points = read_points(path)
    assert points.table["编号"].tolist() == ["007", "8", "9"]
    np.testing.assert_array_equal(points.points.x, [107.5, np.nan, np.nan])
    assert points.points.y[0] == 33.2


def test_a_workbook_without_a_row_has_no_points(tmp_path):
    path = saved(book_of(headings=["经度", "纬度"]), tmp_path / "p.xlsx")
    with pytest.raises(PointsError, match="has no points"):
        read_points(path)
