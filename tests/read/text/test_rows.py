from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.text.decoding import decoded
from zonemap.read.text.heads import text_head
from zonemap.read.text.rows import text_rows

HEADINGS = "户编号,村社区,经度,状态,备注\n"
ROW = "h{},一村,107,在用,\n"


def rows(tmp_path, text, *, headings=HEADINGS):
    path = tmp_path / "a.csv"
    path.write_bytes(headings.encode() + (text if isinstance(text, bytes) else text.encode()))
    read = decoded(path)
    return text_rows(read, text_head(read.data, file=path.name, aliases={}))


def ids(cells):
    return cells[0].fillna("?").tolist()


def many(first=1, count=5):
    return "".join(ROW.format(number) for number in range(first, first + count))


def test_cells_are_text_exactly_as_written(tmp_path):
    cells, broken = rows(tmp_path, '0012,NA,"107,5",Null,"a\nb"\n="0012",None,nan, 在用 ,=1\n')
    assert cells.to_numpy().tolist() == [
        ["0012", "NA", "107,5", "Null", "a\nb"],
        ["0012", "None", "nan", " 在用 ", "=1"],
    ]
    assert (cells.index.tolist(), broken) == ([2, 3], {})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_excel_does_whatever_ends_them(tmp_path, end):
    text = (many(1, 2) + "\n" + '"h3","一\n村",107,在用,\n' + many(4, 1)).replace("\n", end)
    cells, broken = rows(tmp_path, text.rstrip(), headings=HEADINGS.replace("\n", end))
    assert ids(cells) == ["h1", "h2", "", "h3", "h4"]
    assert (cells.index.tolist(), broken) == ([2, 3, 4, 5, 6], {})


def test_a_short_and_a_long_row_are_broken_and_the_others_stay_in_their_rows(tmp_path):
    cells, broken = rows(
        tmp_path, many(1, 2) + "h3,一村,107\n" + many(4, 2) + "h6,一村,107,在用,,x\n"
    )
    assert ids(cells) == ["h1", "h2", "?", "h4", "h5", "?"]
    assert broken == {4: "h3,一村,107", 7: "h6,一村,107,在用,,x"}
    assert cells.loc[4].isna().all()


def test_empty_cells_behind_the_header_are_tolerated(tmp_path):
    cells, broken = rows(
        tmp_path, many(1, 1) + "h2,一村,107,在用,,,,\n" * 3 + "h3,一村,107,在用,,,\n"
    )
    assert (cells.shape, broken) == ((5, 5), {})
    cells, broken = rows(tmp_path, "h1,一村,107,在用\n" * 3, headings="户编号,村社区,经度,状态,,\n")
    assert (cells.shape, broken) == ((3, 6), {})


def test_short_totals_and_signatures_are_not_broken(tmp_path):
    cells, broken = rows(tmp_path, many() + "合计,5户\n填表人：甲,审核人：乙\n")
    assert (len(cells), broken) == (7, {})
    assert cells.loc[7].tolist() == ["合计", "5户", "", "", ""]


def test_a_nul_and_bad_bytes_break_only_their_rows(tmp_path):
    text = many().encode() + "h6,一\0村,107,在用,\n".encode() + b"h7,\xff\xfe,107,x,\n"
    cells, broken = rows(tmp_path, text)
    assert ids(cells) == ["h1", "h2", "h3", "h4", "h5", "?", "?"]
    assert broken == {7: "h6,一\ufffd村,107,在用,", 8: "h7,\ufffd\ufffd,107,x,"}


@pytest.mark.parametrize(
    "bad",
    [
        'h3,"一村,107,在用,\n',
        'h3,"一村,107,在用,\nh4,二村",107,在用,\n',
        'h3,"一村,107,在用,\nh4,"二村",107,在用,\n',
        'h3,"' + "x" * 3_000_000 + "\n",
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused_by_its_row(tmp_path, bad):
    with pytest.raises(LedgerError, match="quotation mark in row 4"):
        rows(tmp_path, many(1, 2) + bad + many(5, 3))


def test_a_quotation_mark_inside_a_cell_is_text(tmp_path):
    cells, broken = rows(tmp_path, 'h1,一村,107,在用,5" 管\n"h""2",一村,107,在用,\n')
    assert (cells[4].tolist(), ids(cells), broken) == (['5" 管', ""], ["h1", 'h"2'], {})


def test_a_file_whose_rows_are_mostly_broken_is_refused(tmp_path):
    with pytest.raises(LedgerError, match=r"3 of 5 rows.*row 4 first"):
        rows(tmp_path, many(1, 2) + "h3,x\n" * 3 + ",,,,\n" * 9)


def test_a_file_with_a_header_only_has_no_rows(tmp_path):
    assert len(rows(tmp_path, "")[0]) == 0
