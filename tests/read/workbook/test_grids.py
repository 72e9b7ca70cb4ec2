from __future__ import annotations

from datetime import timedelta

from zonemap.read.sheet import Finding
from zonemap.read.workbook.grids import Grid, grid_sheet

HEAD = ["户编号", "镇办", "村社区", "状态", "验收日期"]


def sheet_of(*rows, head=(HEAD,), **more):
    return grid_sheet(Grid("s", [*head, *rows], **more), where="x", aliases={})


def test_a_village_merged_down_speaks_for_every_household_and_nothing_else_does():
    sheet = sheet_of(
        ["1", "一镇", "一村", "在用", ""],
        ["2", "", "", "", ""],
        ["3", "", "二村", "在用", ""],
        merged=[((1, 2), (2, 2)), ((1, 3), (2, 3)), ((1, 1), (3, 1))],
    )
    assert sheet.cells[2].tolist() == ["一村", "一村", "二村"]
    assert sheet.cells[1].tolist() == ["一镇"] * 3
    assert sheet.cells[3].tolist() == ["在用", "", "在用"]
    assert sheet.filled == ((3, 1), (3, 2), (4, 1))


def test_cells_merged_across_are_not_filled():
    sheet = sheet_of(["1", "一镇", "", "在用", ""], merged=[((1, 1), (1, 2))])
    assert sheet.cells[2].tolist() == [""]
    assert sheet.filled == ()


def test_a_title_merged_across_the_sheet_is_neither_header_nor_data():
    title = ["状态统计", "", "", "", ""]
    sheet = sheet_of(
        ["1", "一镇", "一村", "在用", ""], head=(title, HEAD), merged=[((0, 0), (0, 4))]
    )
    assert sheet.header.row == 1
    assert sheet.header.unread == ()
    assert sheet.cells.index.tolist() == [3]


def test_errors_and_times_are_text_and_dates_of_1904_are_set_right():
    sheet = sheet_of(
        ["1", "一镇", "一村", "", 43343.0],
        [timedelta(hours=5), "一镇", "一村", "在用", "2022-09-01"],
        [3, "一镇", "一村", "在用", 2022],
        errors={(1, 3): "#N/A"},
        from_1904=True,
    )
    assert sheet.cells[3].tolist() == ["#N/A", "在用", "在用"]
    assert sheet.cells[0].tolist() == ["1", "5:00:00", 3]
    assert sheet.cells[4].tolist() == [44805.0, "2022-09-01", 2022]


def test_formulas_without_value_and_hidden_rows_are_counted():
    rows = [["1", "一镇", "一村", "在用", ""], ["", "", "", "", ""], ["2", "", "", "在用", ""]]
    sheet = sheet_of(*rows, uncached=[(0, 0), (1, 4), (3, 4)], hidden=frozenset({2, 3}))
    assert sheet.findings == (
        Finding(0, "accepted_date", "2", "no_cached_value"),
        Finding(0, "", "1", "hidden_rows"),
    )
    assert sheet_of(*rows, hidden=None).findings == (Finding(0, "", "2", "hidden_rows"),)
