"""Rows that a clerk can mend and zonemap can read again."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest

from tests.render.workbook.rejects_world import (
    NEW,
    OLD,
    draw_issues,
    draw_rows,
    draw_tables,
    empty_tables,
    write_rejects,
)
from tests.render.workbook.workbook_world import ID_NUMBER, read_book, table_rows
from zonemap.messages import translator
from zonemap.read.layout.rows import find_header
from zonemap.render.workbook import mending
from zonemap.render.workbook.mending import row_at_fault
from zonemap.schema import COLUMN_NAMES

NAME = "Rows to mend"
HEADINGS = 6


@pytest.fixture(scope="module")
def sheet():
    return read_book(write_rejects(), values=False)[NAME]


def cell(sheet, row, heading):
    """The cell of the row that stands in ``row`` of its ledger."""
    headings = {found.value: found.column for found in sheet[HEADINGS]}
    numbers = {sheet.cell(at, 3).value: at for at in range(HEADINGS + 1, sheet.max_row + 1)}
    return sheet.cell(numbers[row], headings[heading])


def fill(found):
    return found.fill.fgColor.rgb if found.fill.fill_type else None


def test_every_row_at_fault_is_copied_once_and_no_other(sheet):
    rows = table_rows(sheet, header=HEADINGS)
    assert [(row["Source file"], row["Source row"]) for row in rows] == [
        (OLD, 11), (NEW, 5), (NEW, 6), (NEW, 7), (NEW, 8), (NEW, 9),
    ]  # fmt: skip


def test_cells_stand_as_they_were_delivered(sheet):
    assert cell(sheet, 6, "身份证号").value == ID_NUMBER
    assert cell(sheet, 6, "身份证号").data_type in {"s", "inlineStr"}
    assert cell(sheet, 6, "身份证号").number_format == "@"
    assert cell(sheet, 6, "户编号").value == "00610702000006"
    assert cell(sheet, 6, "联系电话").value == 13800000000
    assert cell(sheet, 6, "经度").value == pytest.approx(107.02345678)
    assert cell(sheet, 6, "经度").data_type == "n"
    assert cell(sheet, 6, "纬度").value == "33°04′12″"
    assert cell(sheet, 7, "安装日期").value == "2022.13.1"
    assert f"{cell(sheet, 6, '安装日期').value:%Y-%m-%d}" == "2022-09-03"
    assert f"{cell(sheet, 6, '回头看日期').value:%H:%M}" == "13:30"
    assert cell(sheet, 6, "电网气源具备").value is True
    assert cell(sheet, 6, "备注").value == "=1+1"
    assert cell(sheet, 6, "备注").data_type in {"s", "inlineStr"}


def test_cells_at_fault_are_coloured_by_what_they_do(sheet):
    red, orange = fill(cell(sheet, 6, "状态")), fill(cell(sheet, 6, "年用煤量"))
    blue = fill(cell(sheet, 8, "身份证号"))
    assert len({red, orange, blue, None}) == 4
    assert fill(cell(sheet, 6, "户主姓名")) is None
    assert fill(cell(sheet, 5, "经度")) == fill(cell(sheet, 5, "纬度")) == red
    assert fill(cell(sheet, 7, "安装日期")) == orange
    assert [fill(sheet[f"{letter}5"]) for letter in "ABD"] == [red, orange, blue]
    assert fill(cell(sheet, 6, "What is wrong")) == red, "the worst of the row"


def test_what_is_wrong_stands_in_front_in_words(sheet):
    told = cell(sheet, 6, "What is wrong").value
    assert told.split("\n") == [
        "年用煤量: Not a number",
        "状态: Status is no word of the form",
    ]
    assert "2022-09-30.xlsx 台账 第6行" in cell(sheet, 9, "What is wrong").value
    assert "=SUM(A1)" in cell(sheet, 11, "What is wrong").value


def test_the_sheet_says_that_identity_numbers_stand_in_full(sheet):
    assert "identity numbers stand in full" in sheet["A4"].value


def test_columns_that_no_row_fills_are_left_out(sheet):
    headings = [found.value for found in sheet[HEADINGS]]
    assert "炉具" not in headings
    assert "状态" in headings


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_is_a_ledger_and_no_other_sheet_is(language):
    book = read_book(write_rejects(translate=translator(language)))
    headers = {}
    for page in book:
        rows = [list(row) for row in page.iter_rows(max_row=30, values_only=True)]
        headers[page.title] = find_header(rows, where=page.title)
    names = [name for name, header in headers.items() if header is not None]
    assert [book.sheetnames.index(name) for name in names] == [2]
    header = headers[names[0]]
    assert header.row == HEADINGS - 1
    assert set(header.columns) <= set(COLUMN_NAMES)
    assert {"household_id", "longitude", "status", "id_number"} <= set(header.columns)
    assert len(header.unread) == 4


def test_rows_that_outgrow_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(mending, "SHEET_CAPACITY", 4)
    book = read_book(write_rejects(), values=False)
    first, second = (table_rows(book[name], header=HEADINGS) for name in (NAME, f"{NAME} 2"))
    assert [len(first), len(second)] == [4, 2]
    assert [row["Source row"] for row in second] == [8, 9]
    assert fill(cell(book[f"{NAME} 2"], 8, "身份证号")) is not None
    assert fill(cell(book[f"{NAME} 2"], 8, "状态")) is None


def test_a_row_at_fault_that_is_not_given_is_said():
    rows = draw_rows()
    sheet = read_book(write_rejects(tables=draw_tables(rows=rows[rows["row"] != 6])))[NAME]
    assert "1 rows at fault are not copied" in sheet["A4"].value
    sheet = read_book(write_rejects(tables=draw_tables(rows=rows.iloc[:0])))[NAME]
    assert "6 rows at fault are not copied" in sheet["A4"].value


def test_a_ledger_without_coordinates_gets_their_columns_to_fill_in():
    rows = draw_rows().drop(columns=["longitude", "latitude"])
    sheet = read_book(write_rejects(tables=draw_tables(rows=rows)))[NAME]
    assert {"经度", "纬度"} <= {found.value for found in sheet[HEADINGS]}


def test_no_row_to_mend_is_said():
    book = read_book(write_rejects(draw_issues().iloc[:0], empty_tables()))
    assert book[NAME]["A3"].value == "No row is to be mended"


def test_the_columns_in_front_stay_in_sight_and_print_on_every_page(sheet):
    assert sheet.freeze_panes == f"E{HEADINGS + 1}"
    assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
    assert sheet.print_title_cols == "$A:$D"
    assert sheet.page_setup.orientation == "landscape"


def test_what_was_only_noted_of_a_sheet_brings_no_row():
    issues = draw_issues()
    brought = issues.loc[row_at_fault(issues)]
    assert not set(brought["code"]) & {"hidden_rows", "few_decimals"}
    assert isinstance(brought, pd.DataFrame)


def test_the_file_opens_with_the_reader_of_ledgers():
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(write_rejects()))
    rows = book.get_sheet_by_name(NAME).to_python()
    header = find_header(rows[:30], where=NAME)
    ids = [row[header.columns["id_number"]] for row in rows[header.row + 1 :]]
    assert ids[1] == ID_NUMBER
