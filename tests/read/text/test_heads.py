from __future__ import annotations

import time

import pytest

from zonemap.errors import ColumnError
from zonemap.read.text.heads import text_head


def head(text, **words):
    return text_head(text.encode(), file="a.csv", aliases=words)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_columns(delimiter):
    found = head(
        delimiter.join(["户编号", "村社区", "备注,说明;a", "状态"]).replace("备注,说明;a", "备注")
    )
    assert found.delimiter == delimiter
    assert found.header.columns == {"household_id": 0, "village": 1, "note": 2, "status": 3}


def test_excels_own_first_line_states_the_separator_and_is_no_row():
    found = head("sep=;\n村社区;状态\n一村;在用\n")
    assert (found.delimiter, found.header.row, found.above) == (";", 0, (1, 0))


def test_the_rows_begin_behind_the_header_also_with_line_breaks_in_quotes():
    text = '"台账\n（试验）",,\n\n"村\n社区",状态,备注\r\n一村,在用,\r\n'
    found = head(text)
    assert found.above == (3, 1)
    assert text.encode()[found.start :].decode() == "一村,在用,\r\n"


def test_widths_are_those_of_the_headings_the_header_and_the_rows():
    found = head("村社区,状态,\n" + "一村,在用,,,\n" * 3)
    assert (found.least, found.width, found.usual) == (2, 3, 5)


def test_a_text_without_a_header_is_no_ledger_and_an_ambiguous_one_is_refused():
    assert head("甲,乙\n1,2\n") is None
    assert head("") is None
    with pytest.raises(ColumnError, match="状态"):
        head("村社区,状态,状态\n")


def test_a_line_of_cells_without_end_is_looked_at_no_further_than_excel_would():
    start = time.perf_counter()
    assert text_head(b"a," * 500_000, file="x.csv", aliases={}) is None
    assert time.perf_counter() - start < 10
