"""The workbook that goes back to the towns, as a whole."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.render.workbook.rejects_world import (
    draw_issues,
    draw_repairs,
    draw_tables,
    empty_tables,
    write_rejects,
)
from tests.render.workbook.workbook_world import ID_NUMBER, english, read_book
from zonemap.errors import ZonemapError
from zonemap.render.workbook import rejects

SHEETS = ["Summary", "Issues", "Rows to mend", "Repairs", "Coordinates", "By file and reason"]


def test_sheets_stand_in_their_order():
    assert read_book(write_rejects()).sheetnames == SHEETS


def test_nothing_found_is_a_whole_workbook_all_the_same():
    assert read_book(write_rejects(draw_issues().iloc[:0], empty_tables())).sheetnames == SHEETS


@pytest.mark.parametrize("column", ["code", "severity"])
def test_what_cannot_be_put_into_words_is_an_error(column):
    with pytest.raises(ZonemapError, match="moonlight"):
        write_rejects(draw_issues(**{column: "moonlight"}))
    with pytest.raises(ZonemapError, match="moonlight"):
        write_rejects(tables=draw_tables(repairs=draw_repairs().assign(code="moonlight")))


def test_the_same_tables_give_the_same_bytes():
    assert write_rejects() == write_rejects()


def test_identity_numbers_stand_in_full_in_the_rows_to_mend_only():
    content = write_rejects(draw_issues(column="id_number", value=ID_NUMBER))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        holding = [name for name in parts.namelist() if ID_NUMBER.encode() in parts.read(name)]
    assert holding == ["xl/worksheets/sheet3.xml"]


def test_every_sheet_prints_on_landscape_a4_with_its_header_repeated():
    for sheet in read_book(write_rejects()):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows, sheet.title


def test_tables_are_not_changed():
    issues, tables = draw_issues(), draw_tables()
    before = issues.copy(), tables.rows.copy()
    write_rejects(issues, tables)
    assert issues.equals(before[0])
    assert tables.rows.equals(before[1])


def test_the_words_are_found_where_callers_look_for_them():
    assert {"no_place"} <= set(rejects.REASONS)
    assert {"dms"} <= set(rejects.REPAIRS)
    texts = rejects.reason_texts(draw_issues()["code"], translate=english)
    assert texts.index.equals(draw_issues().index)
