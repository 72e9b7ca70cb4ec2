"""The rows of a text file below its header, each in its place, and those that are broken."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from zonemap.errors import LedgerError
from zonemap.read.layout.rows import row_kinds
from zonemap.read.text.decoding import BAD_BYTE, NUL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from numpy.typing import NDArray

    from zonemap.read.text.decoding import DecodedText
    from zonemap.read.text.heads import TextHead

__all__ = ["text_rows"]

TEXT = pa.large_string()
BLOCK_BYTES = 1 << 20
END = "\x1e"
"""Stands alone on a line of its own behind the last: where it is not found again, a quotation mark
was left open."""

_EXCEL_TEXT = r'^="(.*)"$'


def text_rows(text: DecodedText, head: TextHead) -> tuple[pd.DataFrame, dict[int, str]]:
    """Every row of a text file below its header.

    Parameters
    ----------
    text
        From `zonemap.read.text.decoding.decoded`.
    head
        From `zonemap.read.text.heads.text_head`.

    Returns
    -------
    cells
        As wide as the header, columns by position; the index is the row as Excel numbers it.
        Cells of broken rows are missing.
    broken
        Row number to raw text of rows with too few cells, filled cells beyond the header, a NUL
        or bytes that are no text; blank rows, totals and signatures are none.

    Raises
    ------
    LedgerError
        If a quotation mark swallows rows, or more than half of the rows are broken.
    """
    table, odd = _parsed(text.data, head)
    rows = [_cells(row, place, head) for place, row in odd]
    columns, unfit = _in_place(table, rows, [place for place, _ in odd], head)
    if b'"' in text.data:
        _require_no_swallowed(columns, odd, head)
    columns = [_plain(column) for column in columns]
    doubtful = np.flatnonzero(unfit | _marked(columns) if text.damaged else unfit)
    frame = _frame(columns, head)
    broken = doubtful[row_kinds(frame.iloc[doubtful], header=head.header) == "data"]
    if not len(broken):
        return frame, {}
    _require_mostly_whole(columns, broken, head)
    keep = np.ones(len(frame), dtype=bool)
    keep[broken] = False
    kept = [pc.if_else(pa.array(keep), column, pa.scalar(None, TEXT)) for column in columns]
    return _frame(kept, head), _raw_texts(broken, columns, dict(odd), head)


def _parsed(data: bytes, head: TextHead) -> tuple[pa.Table, list[tuple[int, str]]]:
    """The rows of the usual width, and the others by their place below the header, from 0."""
    end = b"" if data.endswith((b"\n", b"\r")) else b"\n"
    data = b"".join([data, end, END.encode()])
    odd: list[tuple[int, str]] = []

    def keep(row: pa.csv.InvalidRow) -> str:
        odd.append((row.number - 1, row.text))
        return "skip"

    names = [str(position) for position in range(head.usual)]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(data)[head.start :])),
            read_options=pa.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=BLOCK_BYTES
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=head.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        _refuse_open_quote(_endless_row(data, head), head)
    if not odd or odd[-1][1] != END:
        _refuse_open_quote(len(table) + len(odd) - 1, head)
    return table, odd[:-1]


def _endless_row(data: bytes, head: TextHead) -> int:
    """The place of the row whose cell outgrows all bounds."""
    text = io.StringIO(data[head.start :].decode("utf-8", errors="replace"), newline="")
    place = -1
    try:
        for _ in csv.reader(text, delimiter=head.delimiter):
            place += 1
    except csv.Error:
        place += 1
    return place


def _refuse_open_quote(place: int, head: TextHead) -> NoReturn:
    raise LedgerError(
        "{file}: a quotation mark in row {row} is not closed and swallows the rows below; mend "
        "that row",
        file=head.file,
        row=head.header.row + 2 + place,
    )


def _cells(text: str, place: int, head: TextHead) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=head.delimiter), [])
    except csv.Error:
        _refuse_open_quote(place, head)


def _in_place(
    table: pa.Table, rows: Sequence[Sequence[str]], places: Sequence[int], head: TextHead
) -> tuple[list[pa.ChunkedArray], NDArray[np.bool_]]:
    """Columns as wide as the header with the odd rows among the others, and which do not fit."""
    usual = np.ones(len(table) + len(rows), dtype=bool)
    usual[list(places)] = False
    unfit = np.zeros(len(usual), dtype=bool)
    for beyond in table.columns[head.width :]:
        unfit[usual] |= pc.not_equal(beyond, "").to_numpy()
    unfit[list(places)] = [len(row) < head.least or any(row[head.width :]) for row in rows]
    order = np.empty(len(usual), dtype="int64")
    order[usual] = np.arange(len(table))
    order[~usual] = len(table) + np.arange(len(rows))
    columns = []
    for at in range(head.width):
        odd = pa.array([row[at] if at < len(row) else "" for row in rows], TEXT)
        own = table.column(at).chunks if at < head.usual else [_empty(len(table))]
        column = pa.chunked_array([*own, odd], TEXT)
        columns.append(column.take(pa.array(order)) if rows else column)
    return columns, unfit


def _empty(length: int) -> pa.Array:
    return pa.repeat(pa.scalar("", TEXT), length)


def _require_no_swallowed(
    columns: Sequence[pa.ChunkedArray], odd: Sequence[tuple[int, str]], head: TextHead
) -> None:
    """Refuse a cell that holds line breaks and as many separators as a row has."""
    # Two stray quotation marks make one cell of all that stands between them.
    least = max(1, head.least - 1)
    for column in columns:
        broken = pc.match_substring_regex(column, r"[\r\n]")
        if not pc.any(broken).as_py():
            continue
        swallowed = pc.greater_equal(pc.count_substring(column, head.delimiter), least)
        found = pc.index(pc.and_(broken, swallowed), value=True).as_py()
        if found >= 0:
            _refuse_open_quote(found, head)
    for place, text in odd:
        if ("\n" in text or "\r" in text) and text.count(head.delimiter) >= 2 * least:
            _refuse_open_quote(place, head)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells without the formula by which a text export keeps Excel from making numbers of them."""
    if not pc.any(pc.starts_with(column, '="')).as_py():
        return column
    return pc.replace_substring_regex(column, _EXCEL_TEXT, r"\1")


def _marked(columns: Sequence[pa.ChunkedArray]) -> NDArray[np.bool_]:
    """Rows with a NUL or bytes that are no text."""
    found = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        found |= pc.match_substring_regex(column, f"[{BAD_BYTE}{NUL}]").to_numpy()
    return found


def _frame(columns: Sequence[pa.ChunkedArray], head: TextHead) -> pd.DataFrame:
    table = pa.table(list(columns), names=[str(at) for at in range(len(columns))])
    frame: pd.DataFrame = table.to_pandas()
    frame.columns = pd.RangeIndex(len(columns))
    first = head.header.row + 2
    frame.index = pd.RangeIndex(first, first + len(frame))
    return frame


def _require_mostly_whole(
    columns: Sequence[pa.ChunkedArray], broken: NDArray[np.int64], head: TextHead
) -> None:
    filled = np.zeros(len(columns[0]), dtype=bool)
    filled[broken] = True
    for column in columns:
        filled |= pc.not_equal(column, "").to_numpy()
    if 2 * len(broken) > filled.sum():
        raise LedgerError(
            "{file}: {broken} of {rows} rows have too few or too many cells or unreadable "
            "characters, row {row} first; export the file again",
            file=head.file,
            broken=len(broken),
            rows=int(filled.sum()),
            row=head.header.row + 2 + int(broken[0]),
        )


def _raw_texts(
    broken: NDArray[np.int64],
    columns: Sequence[pa.ChunkedArray],
    odd: dict[int, str],
    head: TextHead,
) -> dict[int, str]:
    """Row number to text; of a row of the usual width its cells."""
    first = head.header.row + 2
    cells = [column.take(pa.array(broken)).to_pylist() for column in columns]
    texts = {}
    for place, row in zip(broken.tolist(), zip(*cells, strict=True), strict=True):
        text = odd.get(place) or head.delimiter.join(row)
        texts[first + place] = text.replace(BAD_BYTE, "\ufffd").replace(NUL, "\ufffd")
    return texts
