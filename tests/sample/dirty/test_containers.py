from __future__ import annotations

import csv
import io
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest

from zonemap.sample.dirty.cells import clean_page
from zonemap.sample.dirty.containers import cover_rows, delimited, features, web_page, workbook
from zonemap.sample.dirty.duplicates import with_duplicates
from zonemap.sample.dirty.kinds import Formula
from zonemap.sample.dirty.layout import Grid

DAY = date(2022, 9, 30)
ROWS = [
    ["台账", None, None],
    ["村", "日期", "煤"],
    ["甲村", DAY, 3.5],
    [None, "2022.9.3", Formula("=1/0", "#DIV/0!")],
    ["乙,村", None, Formula("=B1", None)],
]


@pytest.fixture
def grid():
    spans = [(0, 0, 0, 2), (2, 0, 3, 0)]
    return Grid("甲", ROWS, spans, [3], np.array([3, 4, 5]), pd.DataFrame())


def test_a_workbook_holds_cells_merges_hidden_rows_and_its_cover(grid):
    data = workbook([grid], day=DAY, cover=cover_rows(DAY))
    assert data == workbook([grid], day=DAY, cover=cover_rows(DAY))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert book.sheetnames == ["封面", "甲"]
    sheet = book["甲"]
    assert sheet["B3"].value == datetime(2022, 9, 30)
    assert sheet["C4"].value == "#DIV/0!"
    assert sheet["C4"].data_type == "e"
    assert sheet["C5"].value is None
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:C1", "A3:A4"}
    assert sheet.row_dimensions[4].hidden
    assert not sheet.row_dimensions[3].hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_reads_back_in_its_encoding(grid, encoding, separator):
    text = delimited(grid, separator=separator, encoding=encoding).decode(encoding)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert rows[0] == ["台账", "", ""]
    assert rows[2:] == [
        ["甲村", "2022-09-30", "3.5"], ["", "2022.9.3", "#DIV/0!"], ["乙,村", "", "=B1"],
    ]  # fmt: skip


def test_a_web_page_spans_what_is_merged(grid):
    page = web_page(grid).decode()
    assert '<td colspan="3">台账</td></tr>' in page
    assert '<tr><td rowspan="2">甲村</td>' in page
    assert "<tr><td>2022.9.3</td>" in page
    assert "模拟数据" in page


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON"])
def test_features_have_points_where_there_is_a_place(ledger, tmp_path, driver):
    rows = with_duplicates(ledger.head(3), rates={}, rng=np.random.default_rng(1))
    lon = np.array([107.1, np.nan, 107.3])
    lat = np.array([33.1, np.nan, 33.3])
    data = features(clean_page(rows), (lon, lat), driver=driver, day=DAY)
    path = tmp_path / f"layer.{driver.lower()}"
    path.write_bytes(data)
    back = gpd.read_file(path)
    assert back.crs == "EPSG:4326"
    assert back["户编号"].tolist() == ledger["household_id"].head(3).tolist()
    assert "经度" not in back.columns
    assert back.geometry[0].x == pytest.approx(107.1)
    assert back.geometry[1] is None
