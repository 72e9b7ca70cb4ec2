from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests.world import collection, square
from zonemap.errors import BoundaryError, CRSError
from zonemap.read.boundaries import read_layer, select_features

SQUARE = square(107.0, 33.0, 107.1, 33.1)


def put(folder, text, name="zone.geojson"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path, kind="polygon", **more):
    with pytest.raises((BoundaryError, CRSError)) as error:
        read_layer(path, kind=kind, **more)
    message = str(error.value)
    assert path.name in message
    assert "\n" not in message
    return message


def test_a_layer_is_read_whole_in_its_own_crs(tmp_path):
    layer = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[shapely.box(0, 0, 9, 9)], crs="EPSG:4545")
    layer.to_file(tmp_path / "zone.gpkg")
    read = read_layer(tmp_path / "zone.gpkg", kind="polygon")
    assert read["name"].tolist() == ["甲"]
    assert read.crs.to_epsg() == 4545


def test_a_missing_file_is_named(tmp_path):
    assert "no such file" in refused(tmp_path / "gone.geojson")


def test_a_layer_without_features_is_refused(tmp_path):
    assert "no features" in refused(put(tmp_path, collection()))


def test_a_file_without_crs_is_refused_unless_the_plan_states_it(tmp_path):
    path = tmp_path / "zone.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 9, 9)]).to_file(path)
    assert "no coordinate reference system" in refused(path)
    assert read_layer(path, kind="polygon", crs="EPSG:4545").crs.to_epsg() == 4545


def test_a_polygon_that_crosses_itself_is_refused_with_the_place(tmp_path):
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    message = refused(put(tmp_path, collection(({}, SQUARE), ({}, bow_tie))))
    assert "feature 2" in message
    assert "Self-intersection" in message


def test_metres_in_a_file_that_says_degrees_are_refused(tmp_path):
    assert "not degrees" in refused(put(tmp_path, collection(({}, square(4e5, 3e6, 5e5, 4e6)))))


def test_swapped_axes_are_refused(tmp_path):
    assert "not degrees" in refused(
        put(tmp_path, collection(({}, square(33.0, 107.0, 33.1, 107.1))))
    )


@pytest.mark.parametrize("geometry", [None, {"type": "Polygon", "coordinates": []}])
def test_a_feature_without_geometry_is_refused(tmp_path, geometry):
    refused(put(tmp_path, collection(({}, SQUARE), ({}, geometry))))


def test_a_layer_of_points_is_no_layer_of_polygons(tmp_path):
    point = {"type": "Point", "coordinates": [107, 33]}
    assert "Point" in refused(put(tmp_path, collection(({}, point))))
    assert len(read_layer(put(tmp_path, collection(({}, point))), kind="point")) == 1


@pytest.mark.parametrize("name", ["zone.kml", "zone.vrt", "zone.xlsx"])
def test_other_formats_are_refused(tmp_path, name):
    assert "not read" in refused(put(tmp_path, "x", name))


def test_a_broken_file_is_one_line(tmp_path):
    refused(put(tmp_path, '{"type": "FeatureCollection", "feat'))
    refused(put(tmp_path, "not a database", "zone.gpkg"))


@pytest.mark.parametrize("name", ["/vsicurl/x.geojson", "postgresql://db", "https://x/y.geojson"])
def test_addresses_are_no_files(name):
    with pytest.raises(BoundaryError, match="only files on this computer"):
        read_layer(name, kind="polygon")


def test_centres_come_from_a_csv_with_their_columns_as_text(tmp_path):
    path = put(tmp_path, "code,longitude,latitude\n0610,107.5,33.2\n", "centres.csv")
    layer = read_layer(path, kind="point")
    assert layer["code"].tolist() == ["0610"]
    assert layer.geometry.iloc[0] == shapely.Point(107.5, 33.2)
    assert layer.crs.to_epsg() == 4326


def test_a_centre_without_coordinates_is_refused_by_row(tmp_path):
    path = put(tmp_path, "longitude,latitude\n107.5,33.2\n107.5,\n", "centres.csv")
    assert "row 3" in refused(path, kind="point")


def test_features_are_selected_as_text_or_the_plan_is_wrong(tmp_path):
    path = put(tmp_path, collection(({"code": 7}, SQUARE), ({"code": 8}, SQUARE)))
    layer = read_layer(path, kind="polygon")
    assert len(select_features(layer, where={"code": "7"}, file="f")) == 1
    with pytest.raises(BoundaryError, match="code = 9"):
        select_features(layer, where={"code": "9"}, file="f")
    with pytest.raises(BoundaryError, match="no column"):
        select_features(layer, where={"nothing": "9"}, file="f")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_chinese_field_names_that_a_shapefile_cut_in_two_do_no_harm(tmp_path, encoding):
    layer = gpd.GeoDataFrame(
        {"name": ["甲"], "abcdefghij": ["1"]}, geometry=[shapely.box(107, 33, 108, 34)], crs=4326
    )
    layer.to_file(tmp_path / "z.shp", encoding=encoding)
    (tmp_path / "z.cpg").unlink()
    table = (tmp_path / "z.dbf").read_bytes()
    cut = "a禁燃区域代码".encode(encoding)[:10]
    (tmp_path / "z.dbf").write_bytes(table.replace(b"abcdefghij", cut))
    read = read_layer(tmp_path / "z.shp", kind="polygon")
    assert read["name"].tolist() == ["甲"]
    (tmp_path / "z.prj").unlink()
    assert "no coordinate reference system" in refused(tmp_path / "z.shp")
    assert read_layer(tmp_path / "z.shp", kind="polygon", crs="EPSG:4490").crs.to_epsg() == 4490


def test_a_geopackage_with_two_layers_is_a_choice_that_nobody_made(tmp_path):
    layer = gpd.GeoDataFrame(geometry=[shapely.box(107, 33, 108, 34)], crs=4326)
    for name in "ab":
        layer.to_file(tmp_path / "z.gpkg", layer=name)
    assert "several layers (a, b)" in refused(tmp_path / "z.gpkg")


def test_parquet_without_geometry_and_a_collection_of_geometries_are_refused(tmp_path):
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "z.parquet")
    assert "has no geometry" in refused(tmp_path / "z.parquet")
    mixed = {"type": "GeometryCollection", "geometries": [SQUARE]}
    assert "GeometryCollection" in refused(put(tmp_path, collection(({}, mixed))))
