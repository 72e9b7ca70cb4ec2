from __future__ import annotations

from datetime import date

import pytest

from tests.read.compound_world import compound
from tests.read.workbook_world import HEADINGS, ROW, as_xls, book_of, saved, with_parts
from zonemap.errors import LedgerError
from zonemap.read.workbook.workbooks import workbook_sheets


def read(path):
    return workbook_sheets(path, old=path.suffix == ".xls", aliases={})


def test_an_xls_is_read_like_an_xlsx(tmp_path):
    book = book_of(ROW, ["2", None, None, 107.2, 33.2, None, date(2022, 9, 1), "0014"],
                   merged=["B2:B3", "C2:C3"])  # fmt: skip
    book.active["F3"] = "=1/0"
    book.create_sheet("说明")["A1"] = "填表说明"
    new = saved(book, tmp_path / "a.xlsx")
    for path in (new, as_xls(new)):
        sheets, others = read(path)
        assert others == ["说明"]
        assert sheets[0].name == "台账"
        assert sheets[0].cells[2].tolist() == ["一村", "一村"]
        assert sheets[0].filled == ((3, 1), (3, 2))
        assert sheets[0].cells[6].tolist() == ["", date(2022, 9, 1)]
        assert sheets[0].cells[7].tolist() == ["0013", "0014"]
        error = sheets[0].cells[5].tolist()[1]
        assert error == ("" if path is new else "#DIV/0!")


def test_a_sheet_that_begins_lower_and_further_right_keeps_its_row_numbers(tmp_path):
    book = book_of()
    book.active.delete_rows(1)
    for column, (heading, cell) in enumerate(zip(HEADINGS, ROW, strict=True), start=3):
        book.active.cell(5, column, heading)
        book.active.cell(6, column, cell)
    sheet = read(saved(book, tmp_path / "a.xlsx"))[0][0]
    assert sheet.cells.index.tolist() == [6]
    assert sheet.header.columns["village"] == 4
    assert sheet.rows_above == (5, 4)


def test_hidden_sheets_and_rows_are_read_and_counted(tmp_path):
    book = book_of(ROW, ROW)
    book.active.row_dimensions[2].hidden = True
    book.copy_worksheet(book.active).sheet_state = "hidden"
    sheets, _ = read(saved(book, tmp_path / "a.xlsx"))
    assert [len(sheet.cells) for sheet in sheets] == [2, 2]
    assert [sheet.findings[0].value for sheet in sheets] == ["1", "2"]


@pytest.mark.parametrize("stream", [{"EncryptedPackage": b"x"}, {"Workbook": None}])
def test_a_workbook_with_a_password_says_what_to_do(tmp_path, stream):
    bof, file_pass = b"\x09\x08\x04\0\0\x06\x05\0", b"\x2f\0\x02\0\0\0"
    path = tmp_path / "a.xls"
    path.write_bytes(compound(**{name: v or bof + file_pass for name, v in stream.items()}))
    with pytest.raises(LedgerError, match="password; save it without one"):
        read(path)


def test_a_sheet_that_is_no_xml_is_one_line_and_nothing_else(tmp_path, capfd):
    path = with_parts(saved(book_of(ROW), tmp_path / "a.xlsx"), sheet=b"<c r='A1' <<<")
    with pytest.raises(LedgerError, match="damaged"):
        read(path)
    assert capfd.readouterr().err == ""
