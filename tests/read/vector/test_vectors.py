from __future__ import annotations

import json
import sqlite3

import geopandas as gpd
import pytest
import shapely

from tests.world import collection, square
from zonemap.errors import BoundaryError, CRSError
from zonemap.read.vector.vectors import read_geojson, require_vector

ZONE = collection(({"a": 1}, square(107, 33, 108, 34)))


def refused(tmp_path, content, name="z.geojson"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BoundaryError) as error:
        require_vector(path, error=BoundaryError)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_plain_geojson_passes(tmp_path):
    (tmp_path / "z.geojson").write_text(ZONE, encoding="utf-8-sig")
    assert read_geojson(tmp_path / "z.geojson", error=BoundaryError)["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    "content",
    [
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"}',
        "<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
        '{"type": "Topology", "objects": {}}',
        "[]",
        "[" * 100_000,
        b"\xff\xfe\0",
        ZONE[:-9],
    ],
)
def test_a_geojson_that_is_something_else_is_refused(tmp_path, content):
    assert "cannot be read as .geojson" in refused(tmp_path, content)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"a": 1', '"a": 1, "a": 2', "twice"),
        ("108", "NaN", "NaN"),
        ("108", "-Infinity", "Infinity"),
        ("108", "1e999", "1e999"),
        ("108", "9" * 5000, "999"),
        ('"features"', '"crs": {"type": "link", "properties": {}}, "features"', "by a link"),
    ],
)
def test_what_no_two_programs_read_alike_is_refused(tmp_path, old, new, why):
    assert why in refused(tmp_path, ZONE.replace(old, new))


@pytest.mark.parametrize("name", ["z.gpkg", "z.shp", "z.fgb", "z.parquet", "z.json"])
def test_text_and_nothing_under_another_name_are_refused(tmp_path, name):
    assert "cannot be read" in refused(tmp_path, "<OGRVRTDataSource>", name)
    assert "empty" in refused(tmp_path, b"", name)


def test_a_database_that_is_no_geopackage_or_reaches_outside_is_refused(tmp_path):
    path = tmp_path / "z.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert "not a plain GeoPackage" in refused(tmp_path, path.read_bytes(), "y.gpkg")
    path.unlink()
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=4326).to_file(path)
    require_vector(path, error=BoundaryError)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIRTUAL TABLE v USING fts4(a)")
    connection.close()
    assert "not a plain GeoPackage" in refused(tmp_path, path.read_bytes(), "y.gpkg")


def test_numbers_come_as_they_are_written(tmp_path):
    path = tmp_path / "z.geojson"
    path.write_text(json.dumps({"type": "Point", "coordinates": [107.123456789012, 33]}))
    assert read_geojson(path, error=BoundaryError)["coordinates"] == [107.123456789012, 33]


def test_a_crs_that_nobody_knows_is_refused(tmp_path):
    path = tmp_path / "x.geojson"
    for named in ('{"name": "urn:x"}', "[]", "null"):
        path.write_text(
            f'{{"type": "FeatureCollection", "crs": {{"type": "name", "properties": {named}}}, '
            '"features": []}'
        )
        with pytest.raises(CRSError):
            read_geojson(path, error=BoundaryError)
