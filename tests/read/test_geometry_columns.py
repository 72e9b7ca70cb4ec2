from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from zonemap.errors import PointsError
from zonemap.read.geometry_columns import geometry_column, geometry_columns, geometry_points

POINTS = [shapely.Point(107, 33), None, shapely.Point(108, 34)]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("interleaved", [True, False])
def test_every_encoding_gives_the_same_numbers(encoding, interleaved):
    layer = gpd.GeoDataFrame(geometry=POINTS, crs="EPSG:4490")
    table = pa.table(layer.to_arrow(geometry_encoding=encoding, interleaved=interleaved))
    found = geometry_column(table.schema, file="p")
    assert found.name == "geometry"
    assert found.crs["id"]["code"] == 4490
    column = table.column("geometry").combine_chunks()
    for part, expected in ((column, [107, np.nan, 108]), (column.slice(1), [np.nan, 108])):
        x, y = geometry_points(part, file="p")
        np.testing.assert_array_equal(x, expected)
        np.testing.assert_array_equal(y, np.array(expected) - 74)


def geo(**columns):
    text = json.dumps({"primary_column": "geometry", "columns": columns})
    return pa.schema([("geometry", pa.binary())], metadata={"geo": text})


def test_a_crs_that_is_not_stated_is_crs84_and_one_that_is_null_is_unknown():
    assert geometry_column(geo(geometry={}), file="p").crs == "OGC:CRS84"
    assert geometry_column(geo(geometry={"crs": None}), file="p").crs is None
    assert geometry_columns(geo(geometry={})) == ["geometry"]


def test_a_plain_table_has_no_geometry():
    assert geometry_column(pa.schema([("lon", pa.float64())]), file="p") is None
    assert geometry_columns(pa.schema([("lon", pa.float64())])) == []


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"primary_column": "g", "columns": {}}'])
def test_a_broken_description_is_refused(text):
    with pytest.raises(PointsError, match=r"p\.parquet"):
        geometry_column(pa.schema([("g", pa.binary())], metadata={"geo": text}), file="p.parquet")


def test_other_shapes_of_geoarrow_are_refused():
    layer = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)])
    table = pa.table(layer.to_arrow(geometry_encoding="geoarrow"))
    with pytest.raises(PointsError, match="points are needed"):
        geometry_points(table.column("geometry").combine_chunks(), file="p")
