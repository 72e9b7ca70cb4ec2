from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from zonemap.errors import CRSError, LedgerError
from zonemap.read.vector.features import feature_sheets
from zonemap.read.vector.vectors import read_geojson

TABLE = {"户编号": ["0013", "2"], "村社区": ["一村", None], "状态": ["在用", "复烧"],
         "计划完成日期": ["2022-09-01", ""]}  # fmt: skip
KINDS = {"a.gpkg": "gpkg", "a.shp": "shp", "a.parquet": "parquet", "a.geojson": "geojson"}


def layer_at(*points, crs="EPSG:4545"):
    return gpd.GeoDataFrame(TABLE, geometry=[shapely.Point(*xy) for xy in points], crs=crs)


def put(folder, name, layer):
    if name.endswith(".shp"):
        layer = layer.rename(columns={"计划完成日期": "planned_da"})
    layer.to_parquet(folder / name) if "parquet" in name else layer.to_file(folder / name)
    return folder / name


def read(path, **aliases):
    return feature_sheets(path, kind=KINDS[path.name], aliases=aliases)


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.parquet"])
def test_points_give_metres_as_delivered_and_the_file_says_which(tmp_path, name):
    sheet = read(put(tmp_path, name, layer_at((409_420.8, 3_660_700, 500), (4e5, 36e5, 1))))[0][0]
    columns = sheet.header.columns
    assert sheet.cells[columns["longitude"]].tolist() == [409_420.8, 4e5]
    assert sheet.cells[columns["latitude"]].tolist() == [3_660_700, 36e5]
    assert sheet.crs.to_epsg() == 4545
    assert sheet.cells[columns["household_id"]].tolist() == ["0013", "2"]
    assert sheet.cells[columns["planned_date"]].iloc[0] == "2022-09-01"
    assert sheet.cells.index.tolist() == [1, 2]


@pytest.mark.parametrize(("crs", "epsg"), [(None, None), ("urn:ogc:def:crs:EPSG::4490", 4490)])
def test_a_geojson_has_the_crs_that_it_states_and_cells_as_written(tmp_path, crs, epsg):
    features = [
        {"type": "Feature",
         "properties": {"户编号": "0013", "状态": "在用", "身份证号": 610702000000000001},
         "geometry": {"type": "Point", "coordinates": [107.1, 33.1, 500]}},
        {"type": "Feature", "properties": {"户编号": "2", "状态": None, "备注": ["x"]},
         "geometry": None},
    ]  # fmt: skip
    content = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    sheet = read(path)[0][0]
    assert (sheet.crs and sheet.crs.to_epsg()) == epsg
    assert sheet.cells[sheet.header.columns["id_number"]][1] == 610702000000000001
    assert sheet.cells[sheet.header.columns["longitude"]][1] == 107.1
    assert np.isnan(sheet.cells[sheet.header.columns["latitude"]][2])
    assert sheet.cells[sheet.header.columns["note"]][2] == '["x"]'
    assert read_geojson(path, error=LedgerError)["type"] == "FeatureCollection"


def test_every_layer_of_a_geopackage_with_a_header_is_read(tmp_path):
    path = tmp_path / "a.gpkg"
    for name in ("一镇", "二镇"):
        layer_at((107, 33), (108, 34), crs=4490).to_file(path, layer=name)
    layer_at((107, 33), (108, 34), crs=4490)[["geometry"]].to_file(path, layer="底图")
    sheets, others = read(path)
    assert [sheet.name for sheet in sheets] == ["一镇", "二镇"]
    assert others == ["底图"]


def test_columns_of_coordinates_win_over_points(tmp_path):
    layer = layer_at((107, 33), (108, 34), crs=4490).assign(经度=[1.0, 2.0], 纬度=[3.0, 4.0])
    sheet = read(put(tmp_path, "a.gpkg", layer))[0][0]
    assert sheet.cells[sheet.header.columns["longitude"]].tolist() == [1, 2]
    assert sheet.crs is None


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.parquet", "a.geojson"])
def test_shapes_that_are_no_points_are_refused(tmp_path, name):
    layer = layer_at((107, 33), (108, 34), crs=4326)
    path = put(
        tmp_path, name, layer.set_geometry(shapely.buffer(layer.geometry.to_numpy(), 0.1), crs=4326)
    )
    with pytest.raises(LedgerError, match="feature 1 is a Polygon"):
        read(path)


def test_another_datum_is_refused(tmp_path):
    with pytest.raises(CRSError, match="Beijing"):
        read(put(tmp_path, "a.gpkg", layer_at((4e5, 36e5), (4e5, 36e5), crs="EPSG:2433")))


def test_parquet_keeps_whole_numbers_with_gaps_and_says_days_as_days(tmp_path):
    table = pa.table(
        {"household_id": [610702000000000001, None], "status": ["在用", "复烧"],
         "accepted_date": pd.to_datetime(["2022-09-01", None]), "note": [{"a": 1}, None]}
    )  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    cells = read(tmp_path / "a.parquet")[0][0].cells
    assert cells.loc[1, 0] == 610702000000000001
    assert cells.loc[1, 2] == pd.Timestamp("2022-09-01")
    assert cells.loc[2, [0, 2, 3]].isna().all()
    assert cells.loc[1, 3] == "{'a': 1}"


def test_a_shapefile_without_prj_states_nothing(tmp_path):
    path = put(tmp_path, "a.shp", layer_at((107, 33), (108, 34), crs=4326))
    path.with_suffix(".prj").unlink()
    assert read(path)[0][0].crs is None
