"""Lists of any length, as Excel reads them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.render.workbook.workbook_world import CONTEXT, english, table_rows
from zonemap.render.workbook import bulk
from zonemap.render.workbook.bulk import number_body, text_body, with_bulk_rows, write_long_list
from zonemap.render.workbook.format import add_sheet, open_book
from zonemap.render.workbook.table import SheetColumn


def content_of(*columns, after=()):
    stream = BytesIO()
    with open_book(stream, CONTEXT, english) as book:
        lists = write_long_list(book, "List", columns, remark="a remark", frozen=1)
        for name in after:
            add_sheet(book, name)
    return with_bulk_rows(stream.getvalue(), lists)


def read(content):
    return load_workbook(BytesIO(content))


def list_of(texts, **columns):
    return SheetColumn("Text", pd.Series(texts, dtype="object"), **columns)


CODES = SheetColumn("Code", pd.Series(["x", "x", "x"]))


def test_text_stays_text_whatever_it_looks_like():
    texts = ["=1+1", "610702190001010000", ' a<b>&"c" _x0041_ \n户 ']
    sheet = read(content_of(list_of(texts), CODES))["List"]
    cells = [sheet[f"A{row}"] for row in (4, 5, 6)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value for cell in cells[:2]] == texts[:2]
    assert cells[2].value.replace("_x005F_", "_") == texts[2]


def test_numbers_are_numbers_and_what_is_missing_is_blank():
    numbers = pd.Series([4.0, np.nan, 1e6])
    sheet = read(content_of(SheetColumn("Row", numbers, "row"), CODES))["List"]
    assert [sheet[f"A{row}"].value for row in (4, 5, 6)] == [4, None, 1_000_000]
    assert sheet["A5"].border.left.style == "thin"


def test_a_list_that_outgrows_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(bulk, "SHEET_CAPACITY", 2)
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 1)
    book = read(content_of(list_of(["a", "b", "c"]), CODES, after=["Last"]))
    assert book.sheetnames == ["List", "List 2", "Last"]
    parts = [[row["Text"] for row in table_rows(book[name])] for name in book.sheetnames[:2]]
    assert parts == [["a", "b"], ["c"]]
    assert book["List 2"]["B4"].value == "x"


def test_headers_filter_and_colours_stand_around_the_rows():
    stages = pd.Series(["active", "", "active"])
    sheet = read(content_of(list_of(["a", "b", "c"], stages=stages), CODES))["List"]
    fills = [sheet[f"A{row}"].fill.fgColor.rgb for row in (4, 5, 6)]
    assert fills[0] == fills[2] != fills[1]
    assert sheet.auto_filter.ref == "A3:B6"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.dimensions == "A1:B6"


def test_a_text_of_several_lines_makes_its_row_tall():
    sheet = read(content_of(list_of(["汉" * 60, "a", "b\nc"]), CODES))["List"]
    heights = [sheet.row_dimensions[row].height for row in (4, 5, 6)]
    assert heights[0] > 60
    assert heights[1] is None
    assert heights[2] == pytest.approx(35)


def test_an_empty_list_says_so():
    empty = pd.Series([], dtype="str")
    sheet = read(content_of(SheetColumn("Text", empty), SheetColumn("Code", empty)))["List"]
    assert sheet["A4"].value == "Nothing to list"


def test_the_file_has_no_clock_and_no_row_of_blank_cells_is_left():
    content = content_of(list_of(["a", "b", "c"]), CODES)
    assert content == content_of(list_of(["a", "b", "c"]), CODES)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        rows = re.findall(rb'<row r="(\d+)"', parts.read("xl/worksheets/sheet1.xml"))
    assert rows == [b"1", b"2", b"3", b"4", b"5", b"6"]


def test_bodies_are_xml():
    assert text_body("") == number_body(np.nan) == "/>"
    assert "&lt;b&gt;" in text_body("<b>")
    assert "<v>0.1</v>" in number_body(np.float64(0.1))
