"""What stands above every table and around it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from tests.render.workbook.workbook_world import CONTEXT, english
from zonemap.render.workbook.format import add_sheet, open_book


def book_of(context):
    stream = BytesIO()
    with open_book(stream, context, english) as book:
        add_sheet(book, "Sheet", remark="a remark")
    return load_workbook(BytesIO(stream.getvalue()))


def test_title_days_and_mark_stand_above_the_table():
    sheet = book_of(CONTEXT)["Sheet"]
    assert sheet["A1"].value == "测试县散煤清零 · Sheet"
    for part in ("2022-09-30", "2022-10-31", "For internal use", "a remark"):
        assert part in sheet["A2"].value


def test_a_reviewed_workbook_bears_its_number():
    sheet = book_of(replace(CONTEXT, map_review_number="陕S(2022)001"))["Sheet"]
    assert "陕S(2022)001" in sheet["A2"].value
    assert "陕S(2022)001" in sheet.oddFooter.right.text


def test_the_file_is_dated_by_its_ledger_and_not_by_the_clock():
    properties = book_of(CONTEXT).properties
    assert f"{properties.created:%Y-%m-%d %H:%M}" == "2022-09-30 00:00"
    assert properties.title == CONTEXT.title


def test_an_ampersand_in_the_title_is_no_footer_code():
    sheet = book_of(replace(CONTEXT, title="A&D"))["Sheet"]
    assert "A&&D" in sheet.oddFooter.left.text
