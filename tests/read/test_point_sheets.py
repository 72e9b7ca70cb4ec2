"""Lists of points in workbooks."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.read.workbook_world import as_xls, book_of, saved
from zonemap.errors import PointsError, ZonemapError
from zonemap.read.point_sheets import read_point_sheet

HEADINGS = ["编号", "名称", "经度", "纬度", "备注"]
ROWS = [["007", "甲店", 107.06, 33.05, None], ["8", "乙店", "107.07", " 33.06", "合计3人"]]


def table_of(tmp_path, *rows, headings=HEADINGS, merged=()):
    return read_point_sheet(
        saved(book_of(*rows, headings=headings, merged=merged), tmp_path / "a.xlsx")
    )


def test_cells_are_text_and_codes_keep_their_zeros_and_digits(tmp_path):
    rows = [["007", "甲店", 107.06, 33.05, 610702001001], [8, "乙店", None, None, True]]
    table = table_of(tmp_path, *rows, [9, "丙店", "东", "北", datetime(2026, 11, 1)])
    assert table.to_numpy().tolist() == [
        ["007", "甲店", "107.06", "33.05", "610702001001"],
        ["8", "乙店", "", "", "True"],
        ["9", "丙店", "东", "北", "2026-11-01"],
    ]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_the_header_stands_under_a_title_and_over_its_columns_numbers(tmp_path, name):
    book = book_of(
        ["填报单位：某县", None, None, None, None], [], ["编 号", "名\n称", "坐标", None, "备注"],
        [None, None, "经 度", "纬 度", None], [1, 2, 3, 4, 5], *ROWS,
        headings=["散煤销售点清单"], merged=("A1:E1", "A4:A5", "B4:B5", "C4:D4", "E4:E5"),
    )  # fmt: skip
    path = saved(book, tmp_path / "a.xlsx")
    table = read_point_sheet(as_xls(path) if name == "a.xls" else path)
    assert table.columns.tolist() == HEADINGS
    assert table["编号"].tolist() == ["007", "8"]
    assert table["经度"].tolist() == ["107.06", "107.07"]


def test_blank_rows_and_repeated_headers_are_no_points(tmp_path):
    rows = [ROWS[0], [], [None, " ", None, None, None], HEADINGS, ROWS[1]]
    assert table_of(tmp_path, *rows)["名称"].tolist() == ["甲店", "乙店"]


def test_totals_and_signatures_are_no_points(tmp_path):
    rows = [
        ROWS[0], ["小计", 1, None, None, None], ROWS[1], ["合计", 2, None, None, None],
        ["填表人：某某", None, None, "审核人：某某", None], ["2026年11月1日"],
    ]  # fmt: skip
    assert table_of(tmp_path, *rows)["名称"].tolist() == ["甲店", "乙店"]


def test_what_only_looks_like_a_total_is_a_point(tmp_path):
    rows = [
        ["3", "合计", 107.1, 33.1, None],
        ["4", "丁店", None, None, "共计:3吨"],
        ["合计", None, None, 33.1, None],
        ["联系人", "戊店", None, None, None],
        ROWS[0],
        ["5", "汉台区天汉大道，路口；十号旁", None, None, None],
    ]
    assert table_of(tmp_path, *rows)["编号"].tolist() == ["3", "4", "合计", "联系人", "007", "5"]


def test_a_merged_place_holds_for_each_row_and_a_merged_coordinate_for_one(tmp_path):
    rows = [["一镇", "甲", 107.1, 33.1], [None, "乙", None, None], ["二镇", "丙", 107.2, 33.2], []]
    merged = ("A2:A3", "C2:C3", "D2:D3", "A4:A5", "B4:B5")
    table = table_of(tmp_path, *rows, headings=["镇办", "名称", "经度", "纬度"], merged=merged)
    assert table.to_numpy().tolist() == [
        ["一镇", "甲", "107.1", "33.1"],
        ["一镇", "乙", "", ""],
        ["二镇", "丙", "107.2", "33.2"],
    ]


def test_columns_without_a_heading_of_their_own_are_kept_under_their_letter(tmp_path):
    headings = ["lon", "lat", "备注", "备注", None, None]
    table = table_of(tmp_path, [107, 33, "a", "b", "c", None], headings=headings)
    assert table.iloc[0].to_dict() == {
        "lon": "107", "lat": "33", "备注": "a", "备注_D": "b", "column_E": "c",
    }  # fmt: skip


def book_with_sheets(**sheets):
    book = book_of(["某县"], headings=["说明"], title="封面")
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [HEADINGS, *rows]:
            sheet.append(row)
    return book


def test_the_one_sheet_with_points_is_read_even_hidden_and_beside_an_empty_form(tmp_path):
    book = book_with_sheets(空表=[], 清单=ROWS)
    book["清单"].sheet_state = "hidden"
    assert len(read_point_sheet(saved(book, tmp_path / "a.xlsx"))) == 2


def test_several_sheets_with_points_are_named(tmp_path):
    path = saved(book_with_sheets(汉台=ROWS, 南郑=ROWS), tmp_path / "a.xlsx")
    with pytest.raises(PointsError, match="汉台, 南郑") as caught:
        read_point_sheet(path)
    assert "\n" not in str(caught.value)


def test_a_workbook_without_coordinates_or_with_one_twice_is_one_line(tmp_path):
    with pytest.raises(PointsError, match="no sheet has columns longitude and latitude"):
        table_of(tmp_path, ["a", "b"], headings=["名称", "镇办"])
    with pytest.raises(PointsError, match=r"a.xlsx \[台账\]: two columns are headed 经度"):
        table_of(tmp_path, [1, 2, 3, 4], headings=["经度", "纬度", "经 度", "备注"])


def test_an_empty_list_has_no_row(tmp_path):
    assert table_of(tmp_path).shape == (0, 5)


def test_a_web_page_named_xls_is_read_and_a_text_is_not(tmp_path):
    path = tmp_path / "a.xls"
    cells = "".join(f"<td>{cell or ''}</td>" for cell in ROWS[0])
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    page = f"<html><meta charset=gbk><table><tr>{head}</tr><tr>{cells}</tr></table></html>"
    path.write_bytes(page.encode("gbk"))
    assert read_point_sheet(path)["编号"].tolist() == ["007"]
    path.write_text("经度\t纬度\n107\t33\n", encoding="utf-8")
    with pytest.raises(ZonemapError, match="save it as XLSX"):
        read_point_sheet(path)
