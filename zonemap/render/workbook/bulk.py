"""Lists of any length: their rows are made as XML and put into the finished workbook.

XlsxWriter takes ten microseconds and several hundred bytes for each cell. Here it writes the
header of a sheet and a row of blank cells, one in each look; the rows of the list, made from
their distinct values, then take the place of that row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.table import (
    FIRST_ROW,
    LINE_HEIGHT,
    SHEET_ROWS,
    TALLEST,
    SheetColumn,
    freeze_header,
    set_widths,
    write_header,
    write_table,
)
from zonemap.render.workbook.text import cell_text, line_count

__all__ = [
    "BLANK",
    "SHEET_CAPACITY",
    "BulkCells",
    "BulkRows",
    "bulk_rows",
    "number_body",
    "text_body",
    "with_bulk_rows",
    "write_long_list",
]

SHEET_CAPACITY = SHEET_ROWS - FIRST_ROW
"""Rows of a list that one sheet holds."""

BLANK = "/>"
"""What follows the style of a blank cell."""

ROWS_AT_ONCE = 20_000
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")
"""What Excel takes for a character written as its number."""


@dataclass(frozen=True, slots=True)
class BulkCells:
    """The cells of one column.

    Attributes
    ----------
    bodies
        What follows the style of each cell in XML.
    looks
        The name of the format of each cell, or the one of all.
    lines
        The lines of text that each cell takes.
    """

    bodies: list[str]
    looks: str | list[str]
    lines: list[int] | None = None


@dataclass(frozen=True, slots=True)
class BulkRows:
    """Rows that stand in for the row of blank cells of a sheet.

    Attributes
    ----------
    part
        The sheet's part of the workbook.
    row
        The first row, as Excel numbers it.
    looks
        The names of formats in the order of the blank cells.
    columns
        The cells of the rows, column by column.
    """

    part: str
    row: int
    looks: tuple[str, ...]
    columns: tuple[BulkCells, ...]


def text_body(text: str) -> str:
    """The XML of a cell of text, from `text.cell_text`; blank if empty."""
    if not text:
        return BLANK
    safe = escape(_ESCAPED.sub(lambda found: "_x005F" + found[0], text))
    return f' t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def number_body(value: float) -> str:
    """The XML of a cell of a number; blank if missing."""
    if pd.isna(value):
        return BLANK
    digits = str(int(value)) if isinstance(value, int | np.integer) else repr(float(value))
    return f"><v>{digits}</v></c>"


def bulk_rows(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[BulkCells],
    *,
    row: int,
    formats: Mapping[str, Format],
) -> BulkRows:
    """The rows of ``sheet``, the last that was added, from ``row`` on, to be put in later.

    Parameters
    ----------
    row
        From zero; nothing may be written at it or below.
    formats
        The formats that the looks of ``columns`` name.

    Returns
    -------
    rows
        What `with_bulk_rows` is to put in.
    """
    for position, look in enumerate(formats.values()):
        sheet.write_blank(row, position, None, look)
    part = f"xl/worksheets/sheet{len(book.workbook.worksheets())}.xml"
    return BulkRows(part, row + 1, tuple(formats), tuple(columns))


def write_long_list(
    book: Book, name: str, columns: Sequence[SheetColumn], *, remark: str, frozen: int
) -> list[BulkRows]:
    """Write the headers of a list with a filter, on as many sheets as it needs.

    Parameters
    ----------
    columns
        Of text, or of whole numbers; the last is not printed.
    frozen
        How many columns stay in sight.

    Returns
    -------
    rows
        What `with_bulk_rows` is to put in.
    """
    count = len(columns[0].cells)
    lists = []
    for start in range(0, max(count, 1), SHEET_CAPACITY):
        number = start // SHEET_CAPACITY + 1
        sheet = add_sheet(book, name if number == 1 else f"{name} {number}", remark=remark)
        part = [_column_part(column, start) for column in columns]
        freeze_header(sheet, columns=frozen)
        set_widths(sheet, [_distinct(column) for column in part])
        if not count:
            write_table(book, sheet, part, row=HEADER_ROW)
            continue
        write_header(book, sheet, part, row=HEADER_ROW)
        cells = [_column_cells(book, column) for column in part]
        looks = sorted({look for column in cells for look in _looks(column)})
        formats = {look: book.formats[look] for look in looks}
        lists.append(bulk_rows(book, sheet, cells, row=FIRST_ROW, formats=formats))
        last = HEADER_ROW + len(part[0].cells)
        sheet.autofilter(HEADER_ROW, 0, last, len(part) - 1)
        # The last column is a code, for programs.
        sheet.print_area(0, 0, last, len(part) - 2)
    return lists


def _column_part(column: SheetColumn, start: int) -> SheetColumn:
    """The part of a column that one sheet holds, from ``start`` on."""
    part = slice(start, start + SHEET_CAPACITY)
    stages = None if column.stages is None else column.stages.iloc[part]
    return replace(column, cells=column.cells.iloc[part], stages=stages)


def _distinct(column: SheetColumn) -> SheetColumn:
    """The column with each value once: as wide, and sooner measured."""
    return replace(column, cells=column.cells.drop_duplicates(), stages=None)


def _looks(cells: BulkCells) -> set[str]:
    return {cells.looks} if isinstance(cells.looks, str) else set(cells.looks)


def _column_cells(book: Book, column: SheetColumn) -> BulkCells:
    """The cells of a column of a list."""
    looks: str | list[str] = column.kind
    if column.stages is not None:
        names = [f"stage_{stage}" for stage in column.stages]
        looks = [name if name in book.formats else column.kind for name in names]
    if column.kind != "text":
        return BulkCells([number_body(value) for value in column.cells.tolist()], looks)
    codes, distinct = pd.factorize(column.cells.astype("str"), use_na_sentinel=False)
    texts = cell_text(pd.Series(distinct))
    bodies = [text_body(text) for text in texts]
    lines = [line_count(text, column.widest) for text in texts]
    order = codes.tolist()
    tall = [lines[code] for code in order] if max(lines) > 1 else None
    return BulkCells([bodies[code] for code in order], looks, tall)


def with_bulk_rows(content: bytes, lists: Sequence[BulkRows]) -> bytes:
    """The workbook with the rows of ``lists`` in their places; the same gives the same bytes."""
    rows_of = {rows.part: rows for rows in lists}
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data, name = old.read(entry), entry.filename
            with new.open(copy(entry), "w") as part:
                for piece in _pieces(data, rows_of[name]) if name in rows_of else [data]:
                    part.write(piece)
    return stream.getvalue()


def _pieces(data: bytes, rows: BulkRows) -> Iterator[bytes]:
    """The XML of a sheet, the row of blank cells replaced by ``rows``."""
    xml = data.decode()
    start = xml.index(f'<row r="{rows.row}"')
    end = xml.index("</row>", start) + len("</row>")
    styles = dict(zip(rows.looks, re.findall(r' s="(\d+)"', xml[start:end]), strict=True))
    count = len(rows.columns[0].bodies)
    corner = f"{xl_col_to_name(len(rows.columns) - 1)}{rows.row + count - 1}"
    yield re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{corner}"', xml[:start]).encode()
    heights = _heights(rows.columns, count)
    template = _row_template(rows.columns, styles)
    varied = [column for column in rows.columns if not isinstance(column.looks, str)]
    for first in range(0, count, ROWS_AT_ONCE):
        part = slice(first, min(first + ROWS_AT_ONCE, count))
        numbers = range(rows.row + part.start, rows.row + part.stop)
        bodies = [column.bodies[part] for column in rows.columns]
        looks = [[styles[look] for look in column.looks[part]] for column in varied]
        texts = map(template.format, numbers, heights[part], *bodies, *looks)
        yield "".join(texts).encode()
    yield xml[end:].encode()


def _heights(columns: Sequence[BulkCells], count: int) -> list[str]:
    """The height of each row as an attribute, empty where one line is enough."""
    tall = [column.lines for column in columns if column.lines is not None]
    if not tall:
        return [""] * count
    lines = list(map(max, *tall)) if len(tall) > 1 else tall[0]
    texts = {
        number: f' ht="{min(LINE_HEIGHT * number + 2, TALLEST)}" customHeight="1"'
        for number in set(lines)
    }
    return [texts[number] if number > 1 else "" for number in lines]


def _row_template(columns: Sequence[BulkCells], styles: Mapping[str, str]) -> str:
    """A row with places for its number, its height, the bodies and the styles that vary."""
    cells, varied = [], 2 + len(columns)
    for position, column in enumerate(columns):
        style = f"{{{varied}}}"
        if isinstance(column.looks, str):
            style = styles[column.looks]
        else:
            varied += 1
        cells.append(f'<c r="{xl_col_to_name(position)}{{0}}" s="{style}"{{{position + 2}}}')
    return f'<row r="{{0}}"{{1}}>{"".join(cells)}</row>'
