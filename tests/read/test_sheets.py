from __future__ import annotations

import io
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from openpyxl import Workbook

from zonemap.errors import LedgerError
from zonemap.read.sheets import LEDGER_SUFFIXES, read_sheets


def put_workbook(path, *sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows, merged in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    book.save(path)
    return path


ROWS = [
    ["台账", None, None, None],
    ["序号", "位置", None, "状态"],
    [None, "经度", "纬度", None],
    [1, 107.5, 33.2, "在用"],
    [],
    [2, 107.6, 33.3, "复烧"],
]


def test_a_sheet_under_a_title_and_a_merged_header_is_read(tmp_path):
    path = put_workbook(
        tmp_path / "a.xlsx",
        ("说明", [["填表说明"]], []),
        ("汉台区", ROWS, ["A1:D1", "A2:A3", "B2:C2", "D2:D3"]),
    )
    sheets, others = read_sheets(path)
    assert others == ["说明"]
    assert [sheet.name for sheet in sheets] == ["汉台区"]
    assert sheets[0].header.columns == {"longitude": 1, "latitude": 2, "status": 3}
    assert sheets[0].rows_above == (3, 0)
    assert sheets[0].cells.index.tolist() == [4, 5, 6]
    assert sheets[0].cells[3].tolist() == ["在用", "", "复烧"]


def test_dates_numbers_and_text_come_as_they_are(tmp_path):
    rows = [
        ["经度", "纬度", "状态", "验收日期", "联系电话"],
        [107.5, 33.2, "在用", date(2022, 9, 1), "0013"],
    ]
    sheet = read_sheets(put_workbook(tmp_path / "a.xlsx", ("s", rows, [])))[0][0]
    assert sheet.cells.iloc[0].tolist() == [107.5, 33.2, "在用", date(2022, 9, 1), "0013"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes('台账,,\n村社区,状态,备注\n一村,在用,"甲,乙"\n'.encode(encoding))
    sheet = read_sheets(path)[0][0]
    assert sheet.rows_above == (1 + 1, 0)
    assert sheet.cells.index.tolist() == [3]
    assert sheet.cells.iloc[0].tolist() == ["一村", "在用", "甲,乙"]


def test_a_csv_with_a_header_only_has_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("村社区,状态\n", encoding="utf-8")
    assert len(read_sheets(path)[0][0].cells) == 0


def layer_at(x, y, crs):
    table = {"村社区": ["一村"], "状态": ["在用"]}
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(x, y)], crs=crs)


def test_parquet_with_points_gives_coordinates(tmp_path):
    layer = gpd.GeoDataFrame(
        {"村社区": ["一村"], "状态": ["在用"]},
        geometry=[shapely.Point(107.5, 33.2)],
        crs="EPSG:4490",
    )
    layer.to_parquet(tmp_path / "a.parquet")
    sheet = read_sheets(tmp_path / "a.parquet")[0][0]
    columns = sheet.header.columns
    assert sheet.cells[columns["longitude"]].tolist() == [107.5]
    assert sheet.cells[columns["latitude"]].tolist() == [33.2]


def test_points_in_metres_stay_metres_and_the_file_says_which(tmp_path):
    layer_at(4e5, 36e5, "EPSG:4545").to_parquet(tmp_path / "a.parquet")
    sheet = read_sheets(tmp_path / "a.parquet")[0][0]
    assert sheet.cells[sheet.header.columns["longitude"]].tolist() == [4e5]
    assert sheet.crs.to_epsg() == 4545


TEXT = "户编号,村社区,状态\n0013,一村,在用\n"
PAGE = "<table><tr><td>户编号<td>村社区<td>状态<tr><td>0013<td>一村<td>在用</table>"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.xlsx", TEXT, "CSV"), ("a.xls", PAGE, "HTML"), ("a.csv", PAGE, "HTML"),
     ("a.csv", TEXT, None), ("a.html", PAGE, None)],
)  # fmt: skip
def test_a_file_is_read_as_what_it_is(tmp_path, name, content, told):
    (tmp_path / name).write_text(content, encoding="utf-8")
    sheet = read_sheets(tmp_path / name)[0][0]
    assert sheet.cells.iloc[0].tolist() == ["0013", "一村", "在用"]
    codes = [(f.value, f.code) for f in sheet.findings if f.code == "read_as"]
    assert codes == ([(told, "read_as")] if told else [])


def test_an_xlsx_named_xls_is_read_and_told(tmp_path):
    path = put_workbook(tmp_path / "a.xlsx", ("s", ROWS, [])).rename(tmp_path / "a.xls")
    assert read_sheets(path)[0][0].findings[0].value == "XLSX"


def test_headings_of_the_plan_win_in_every_format(tmp_path):
    rows = [["号", "地方", "状态"], ["1", "一村", "在用"]]
    book = put_workbook(tmp_path / "a.xlsx", ("s", rows, []))
    page = tmp_path / "a.html"
    page.write_text(PAGE.replace("村社区", "地方"), encoding="utf-8")
    text = tmp_path / "a.csv"
    text.write_text(TEXT.replace("村社区", "地方"), encoding="utf-8")
    for path in (book, page, text):
        sheet = read_sheets(path, aliases={"地方": "village", "号": "household_id"})[0][0]
        assert sheet.header.columns["village"] == 1


def test_an_empty_file_is_refused(tmp_path):
    for suffix in LEDGER_SUFFIXES:
        (tmp_path / f"a{suffix}").write_bytes(b"")
        with pytest.raises(LedgerError, match="empty"):
            read_sheets(tmp_path / f"a{suffix}")


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(LedgerError, match=r"is not a readable"):
        read_sheets(tmp_path / name)


def test_bytes_in_no_known_encoding_are_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes("村社区,状态\n".encode() + b"\xff\xff\xff\n")
    with pytest.raises(LedgerError, match="neither UTF-8 nor GB18030"):
        read_sheets(tmp_path / "a.csv")


def test_a_plain_parquet_table_is_read(tmp_path):
    buffer = io.BytesIO()
    pd.DataFrame({"village": ["一村"], "status": ["在用"]}).to_parquet(buffer)
    (tmp_path / "a.parquet").write_bytes(buffer.getvalue())
    assert read_sheets(tmp_path / "a.parquet")[0][0].header.columns == {"village": 0, "status": 1}
