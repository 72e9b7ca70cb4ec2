from __future__ import annotations

from pathlib import Path

import pytest

from zonemap.errors import LedgerError
from zonemap.read.workbook.cell_references import (
    column_letters,
    column_position,
    extent_of,
    parsed_extent,
)

PLAIN = b'<row r="1"><c r="A1"/><c r="AB7" s="1"><v>1</v></c></row><row><c r="XFD1048576"/></row>'


def test_the_last_cell_is_found_without_parsing():
    extent = extent_of(PLAIN)
    assert (extent.corner, extent.cells, extent.plain) == ("XFD1048576", 3, True)


@pytest.mark.parametrize(
    "text",
    [
        b"<row r='3'><c r='B3'/></row>", b'<row r="3"><c s="1" r="B3"/></row>',
        b'<row r="3"><c/><c></c></row>', b'<x:row r="3"><x:c r="B3"/></x:row>',
        b'<row r="3"><c r="b3"/></row>', '<row r="3"><c r="B3"/></row>'.encode("utf-16-le"),
    ],
)  # fmt: skip
def test_a_sheet_written_otherwise_has_to_be_parsed(text):
    assert not extent_of(text).plain


@pytest.mark.parametrize(
    "text",
    ["<row r='9'><c/><c/></row>", "<row r='1'><c r = 'B9'/></row>",
     "<row r='8'/><row><c/><c/></row>"],
)  # fmt: skip
def test_parsing_finds_the_last_cell_however_it_is_written(text):
    assert parsed_extent([b"<s>", text.encode(), b"</s>"], Path("a")).corner == "B9"
    with pytest.raises(LedgerError, match="damaged"):
        parsed_extent([b"<s>"], Path("a"))


@pytest.mark.parametrize(("letters", "position"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_columns_are_named_as_excel_names_them(letters, position):
    assert column_letters(position) == letters
    assert column_position(letters) == position
