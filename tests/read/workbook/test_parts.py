from __future__ import annotations

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.read.workbook_world import ROW, book_of, saved, with_parts
from zonemap.errors import LedgerError
from zonemap.read.workbook.parts import scan_workbook

CELLS = (
    b'<row r="2" hidden="1"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>A1</f></c>'
    b'<c r="C2"><f>A1</f><v/></c><c r="D2" t="str"><f>A1</f><v></v></c><c r="E2"><f>A1</f><v>0</v>'
    b'</c><c t="e" r="F2"><v>#N/A</v></c></row></sheetData>'
)


def scanned(path):
    return scan_workbook(path)


def test_hidden_rows_errors_and_formulas_without_value_are_found(tmp_path):
    path = saved(book_of(), tmp_path / "a.xlsx")
    scan = scanned(with_parts(path, sheet=lambda text: text.replace(b"</sheetData>", CELLS)))
    sheet = scan.sheets["台账"]
    assert sheet.hidden == {1}
    assert sheet.errors == {(1, 0): "#DIV/0!", (1, 5): "#N/A"}
    assert sheet.uncached == ((1, 1), (1, 2))
    assert not scan.from_1904


def test_the_calendar_of_1904_is_seen(tmp_path):
    book = book_of(ROW)
    book.epoch = CALENDAR_MAC_1904
    assert scanned(saved(book, tmp_path / "a.xlsx")).from_1904


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        b"<row r='1048576'><c/><c r='XFD9'><v>1</v></c></row></sheetData>",
        b'<x:row xmlns:x="x" r="1048576"><x:c r="XFD1048576"/></x:row></sheetData>',
    ],
)
def test_a_lone_cell_far_out_is_refused_however_it_is_written(tmp_path, cells):
    path = saved(book_of(ROW), tmp_path / "a.xlsx")
    with_parts(path, sheet=lambda text: text.replace(b"</sheetData>", cells))
    with pytest.raises(LedgerError, match="XFD1048576 stands far outside"):
        scanned(path)


def test_a_workbook_whose_own_list_is_broken_is_refused(tmp_path):
    path = with_parts(saved(book_of(ROW), tmp_path / "a.xlsx"), book=b"<workbook")
    with pytest.raises(LedgerError, match="damaged"):
        scanned(path)
