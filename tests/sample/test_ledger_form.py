from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from zonemap.sample.ledger_form import ledger_csv, ledger_parquet, ledger_workbook
from zonemap.schema import COLUMN_NAMES, COLUMNS

DAY = date(2022, 9, 30)
HEADERS = [column.header for column in COLUMNS]


def ledger_of(rows):
    """A ledger of invented households, typed as the house asks."""
    dtypes = {"number": "float64", "date": "datetime64[s]", "yes_no": "boolean"}
    table = pd.DataFrame(rows, columns=list(COLUMN_NAMES))
    return table.astype({column.name: dtypes.get(column.kind, "str") for column in COLUMNS})


@pytest.fixture
def ledger():
    common = {"status": "active", "head": "甲某", "village": "某村"}
    shown = {
        "id_number": "999999195001010019",
        "phone": "00012345678",
        "longitude": 107.1,
        "latitude": 33.1,
        "energy_ready": True,
        "installed_date": pd.Timestamp("2022-08-01"),
        "status": "cleared",
    }
    return ledger_of(
        [
            common
            | {
                "household_id": "6107020010010001",
                "county": "汉台区",
                "town": "甲镇",
                "coal_t": 1.1,
            }
            | shown,
            common | {"household_id": "6107020020010001", "county": "汉台区", "town": "乙镇"},
            common
            | {
                "household_id": "6107020010010002",
                "county": "汉台区",
                "town": "甲镇",
                "coal_t": 2.2,
            },
            common
            | {"household_id": "6107230010010001", "county": "洋县", "town": "丙镇", "coal_t": 3.0},
        ]
    )


@pytest.fixture
def book(ledger):
    return openpyxl.load_workbook(BytesIO(ledger_workbook(ledger, day=DAY)))


def cells(sheet, row):
    """The cells of a row by header; row 4 holds the headers."""
    names = [cell.value for cell in sheet[4]]
    return dict(zip(names, sheet[row], strict=True))


def test_each_county_has_a_sheet_that_says_it_is_synthetic(book):
    assert book.sheetnames == ["汉台区", "洋县"]
    assert book["汉台区"]["A1"].value == "汉中市汉台区散煤用户台账（模拟数据）"
    assert "模拟数据" in book["汉台区"]["A2"].value
    assert "填报日期：2022年9月30日" in [cell.value for cell in book["汉台区"][2]]


def test_headers_stand_under_their_groups(book):
    sheet = book["洋县"]
    assert sheet["A3"].value == "序号"
    assert [cell.value for cell in sheet[4]][1:] == HEADERS
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:F3", "G3:O3", "A1:AM1"} <= merged
    assert sheet["G3"].value == "位置"


def test_every_household_is_there_once_with_its_town(book):
    sheet = book["汉台区"]
    numbers = [sheet.cell(row, 1).value for row in range(5, 10)]
    assert numbers == [1, 2, None, 3, None]
    ids = [cells(sheet, row)["户编号"].value for row in (5, 6, 8)]
    assert ids == ["6107020010010001", "6107020010010002", "6107020020010001"]


def test_sums_follow_each_town_and_close_the_sheet(book):
    sheet = book["汉台区"]
    sums = {
        row[7].value: (row[1].value, row[18].value)
        for row in sheet.iter_rows(min_row=5, max_row=10)
        if str(row[7].value).endswith("计")
    }
    assert sheet.cell(4, 19).value == "年用煤量"
    assert sums == {"甲镇小计": ("2户", 3.3), "乙镇小计": ("1户", 0), "合计": ("3户", 3.3)}
    assert sheet.cell(11, 1).value.startswith("填表人：")
    assert sheet.max_row == 11


def test_ids_are_text_days_are_days_and_words_are_chinese(book):
    row = cells(book["汉台区"], 5)
    assert row["身份证号"].value == "999999195001010019"
    assert row["联系电话"].value == "00012345678"
    assert row["身份证号"].data_type == "s"
    assert row["安装日期"].value == datetime(2022, 8, 1)
    assert row["安装日期"].number_format == "yyyy-mm-dd"
    assert row["状态"].value == "已验收"
    assert row["电网气源具备"].value == "是"
    assert row["备注"].value is None


def test_the_page_is_set_for_printing(book):
    sheet = book["汉台区"]
    assert sheet.freeze_panes == "D5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$4"


def test_the_workbook_repeats_byte_for_byte(ledger):
    first = ledger_workbook(ledger, day=DAY)
    assert first == ledger_workbook(ledger, day=DAY)
    assert b"2022-09-30T00:00:00Z" in zipfile.ZipFile(BytesIO(first)).read("docProps/core.xml")


def test_a_formula_stays_text(ledger):
    odd = ledger.assign(note="=1+1")
    sheet = openpyxl.load_workbook(BytesIO(ledger_workbook(odd, day=DAY)))["洋县"]
    assert cells(sheet, 5)["备注"].data_type == "s"


def test_a_household_without_county_is_not_lost(ledger):
    nameless = ledger.assign(county=ledger["county"].where(ledger["county"] != "洋县"))
    book = openpyxl.load_workbook(BytesIO(ledger_workbook(nameless, day=DAY)))
    assert cells(book["未填县区"], 5)["户编号"].value == "6107230010010001"


def test_csv_says_it_is_synthetic_and_holds_every_row(ledger):
    text = ledger_csv(ledger)
    assert text.startswith("\ufeff汉中市散煤用户台账（模拟数据）\n".encode())
    back = pd.read_csv(BytesIO(text), skiprows=1, dtype="str", encoding="utf-8")
    assert list(back.columns) == HEADERS
    assert list(back["户编号"]) == list(ledger["household_id"])
    first = back.loc[0, ["身份证号", "经度", "安装日期", "状态", "电网气源具备"]]
    assert list(first) == ["999999195001010019", "107.1", "2022-08-01", "已验收", "是"]


def test_parquet_has_points_types_and_says_it_is_synthetic(ledger):
    data = ledger_parquet(ledger)
    back = gpd.read_parquet(BytesIO(data))
    assert list(back.columns) == [*HEADERS, "geometry"]
    assert back.crs == "EPSG:4326"
    assert (back.geometry[0].x, back.geometry[0].y) == (107.1, 33.1)
    assert back.geometry[1] is None
    schema = pyarrow.parquet.read_schema(BytesIO(data))
    assert "模拟数据" in schema.metadata[b"title"].decode()
    assert schema.field("电网气源具备").type == pa.bool_()
    assert pa.types.is_timestamp(schema.field("安装日期").type)
    assert back["状态"].tolist() == ["已验收", "在用", "在用", "在用"]
    assert ledger_parquet(ledger) == data
