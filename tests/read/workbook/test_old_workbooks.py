from __future__ import annotations

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.read.workbook_world import ROW, as_xls, book_of, saved
from zonemap.errors import LedgerError
from zonemap.read.workbook.old_workbooks import scan_old_workbook


def test_hidden_rows_errors_and_the_calendar_are_found_in_an_xls(tmp_path):
    book = book_of(ROW, ROW)
    book.active.row_dimensions[3].hidden = True
    book.active["A2"] = "=1/0"
    book.epoch = CALENDAR_MAC_1904
    path = as_xls(saved(book, tmp_path / "a.xlsx"))
    scan = scan_old_workbook(path)
    assert scan.sheets["0"].hidden == {2}
    assert scan.sheets["0"].errors == {(1, 0): "#DIV/0!"}
    assert scan.from_1904
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(LedgerError, match="cut off"):
        scan_old_workbook(path)


def test_a_compound_file_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    with pytest.raises(LedgerError, match="cut off"):
        scan_old_workbook(path)
