"""How values become cells."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.render.workbook.workbook_world import CONTEXT, english
from zonemap.errors import OutputError
from zonemap.render.workbook import table as sheet_table
from zonemap.render.workbook.format import add_sheet, open_book
from zonemap.render.workbook.table import (
    SheetColumn,
    set_shared_widths,
    set_widths,
    write_notes,
    write_table,
)


def sheet_of(*columns):
    stream = BytesIO()
    with open_book(stream, CONTEXT, english) as book:
        sheet = add_sheet(book, "Sheet")
        write_table(book, sheet, columns, row=2)
        set_widths(sheet, columns)
    return load_workbook(BytesIO(stream.getvalue()))["Sheet"]


def test_text_stays_text_whatever_it_looks_like():
    raw = ["=1+1", "+8613", "-3", "@x", "007", "http://a.b", "1e5"]
    sheet = sheet_of(SheetColumn("Text", pd.Series(raw)))
    cells = [sheet.cell(4 + offset, 1) for offset in range(len(raw))]
    assert [cell.value for cell in cells] == raw
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["A8"].number_format == "@"


def test_days_are_days_and_old_ones_stay_readable():
    days = pd.Series(pd.to_datetime(["2022-09-30", None, "1899-05-01"]).astype("datetime64[s]"))
    sheet = sheet_of(SheetColumn("Day", days, "day"))
    assert f"{sheet['A4'].value:%Y-%m-%d}" == "2022-09-30"
    assert sheet["A5"].value is None
    assert sheet["A6"].value == "1899-05-01"


def test_missing_numbers_are_blank_and_never_zero():
    sheet = sheet_of(SheetColumn("Coal", pd.Series([1.25, np.nan]), "amount"))
    assert [sheet["A4"].value, sheet["A5"].value] == [1.25, None]


def test_a_formula_is_written_for_its_row_in_excel():
    column = SheetColumn("Sum", pd.Series([3, 5]), "count", "=B{row}+C{row}")
    sheet = sheet_of(column)
    assert [sheet["A4"].value, sheet["A5"].value] == ["=B4+C4", "=B5+C5"]


def test_columns_are_as_wide_as_their_chinese_up_to_a_limit():
    short = SheetColumn("a", pd.Series(["汉台区东关街道"]))
    long = SheetColumn("b", pd.Series(["汉" * 60]))
    sheet = sheet_of(short, long)
    assert 16 <= sheet.column_dimensions["A"].width < 18
    assert 34 <= sheet.column_dimensions["B"].width < 35
    assert sheet.row_dimensions[4].height > 60, "four lines must be seen"


def test_rows_that_do_not_fit_are_refused_and_never_cut(monkeypatch):
    monkeypatch.setattr(sheet_table, "SHEET_ROWS", 4)
    with pytest.raises(OutputError, match="do not fit"):
        sheet_of(SheetColumn("Text", pd.Series(["a", "b"])))


def test_the_stage_of_a_row_colours_its_cell():
    stages = pd.Series(["active", "blocked"])
    sheet = sheet_of(SheetColumn("Stage", stages, stages=stages))
    fills = [sheet[cell].fill.fgColor.rgb for cell in ("A4", "A5")]
    assert fills[0] != fills[1]
    assert "00000000" not in fills


def test_notes_without_paragraphs_are_left_out():
    stream = BytesIO()
    with open_book(stream, CONTEXT, english) as book:
        sheet = add_sheet(book, "Sheet")
        notes = [("Empty", []), ("Full", ["=a note"])]
        assert write_notes(book, sheet, notes, row=2, widths=[10, 10]) == 5
    sheet = load_workbook(BytesIO(stream.getvalue()))["Sheet"]
    assert [sheet["A3"].value, sheet["A4"].value] == ["Full", "=a note"]


def test_tables_on_one_sheet_share_the_widest_width():
    stream = BytesIO()
    with open_book(stream, CONTEXT, english) as book:
        sheet = add_sheet(book, "Sheet")
        narrow, wide = pd.Series([1]), pd.Series(["汉台区东关街道"])
        tables = [[SheetColumn("a", narrow, "count")], [SheetColumn("a", wide)] * 2]
        widths = set_shared_widths(sheet, *tables)
    assert widths == [16.0, 16.0]
