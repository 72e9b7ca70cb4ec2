"""How a table becomes the cells of a sheet: headers, rows, widths, and notes below.

Text is always written as text, so nothing a ledger holds can become a formula, a link or a
number, and no digit of an identifier is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zonemap.errors import OutputError
from zonemap.render.workbook.format import HEADER_ROW, Book
from zonemap.render.workbook.text import cell_text, display_width, header_width, line_count

__all__ = [
    "FILE_WIDEST",
    "FIRST_ROW",
    "LINE_HEIGHT",
    "SHEET_ROWS",
    "TALLEST",
    "Kind",
    "SheetColumn",
    "freeze_header",
    "set_shared_widths",
    "set_widths",
    "write_header",
    "write_notes",
    "write_rows",
    "write_table",
]

Kind = Literal["text", "count", "row", "amount", "day", "share", "mark", "figure", "degree"]

FIRST_ROW = HEADER_ROW + 1
"""The first row of a table's body, from zero."""

SHEET_ROWS = 1_048_576
"""Rows that a sheet can hold."""

LINE_HEIGHT = 16.5
NARROWEST = 7
FILE_WIDEST = 46
"""The width at which the name of a file wraps, in characters of Excel."""

TALLEST = 400
EXCEL_DAY_ZERO = pd.Timestamp("1899-12-30")
FIRST_SAFE_DAY = 61
"""1 March 1900; before it Excel's calendar has a day that never was."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes
    ----------
    header
        Its header, translated.
    cells
        A value per row; of formulas the values that they give.
    kind
        How values are written.
    formula
        A formula for each row, in which ``{row}`` is the number of the row in Excel.
    stage
        The stage whose colour marks the header; empty for none.
    stages
        The stage of each row, whose colour marks the cell.
    widest
        The width at which text wraps, in characters of Excel.
    """

    header: str
    cells: pd.Series
    kind: Kind = "text"
    formula: str = ""
    stage: str = ""
    stages: pd.Series | None = None
    widest: float = 34


def write_table(book: Book, sheet: Worksheet, columns: Sequence[SheetColumn], *, row: int) -> int:
    """Write a header at ``row`` and a row for each value.

    Returns
    -------
    next_row
        The first row below, from zero. An empty table gets a row that says so.
    """
    write_header(book, sheet, columns, row=row)
    if columns[0].cells.empty:
        sheet.write_string(row + 1, 0, book.translate("Nothing to list"), book.formats["empty"])
        return row + 2
    return write_rows(book, sheet, columns, row=row + 1)


def freeze_header(sheet: Worksheet, *, row: int = HEADER_ROW, columns: int = 1) -> None:
    """Keep the header at ``row`` and the first ``columns`` in sight; repeat it on each page."""
    sheet.freeze_panes(row + 1, columns)
    sheet.repeat_rows(row)


def write_header(book: Book, sheet: Worksheet, columns: Sequence[SheetColumn], *, row: int) -> None:
    """Write the headers of ``columns`` at ``row``."""
    for position, column in enumerate(columns):
        name = f"header_{column.stage}" if column.stage else "header"
        sheet.write_string(row, position, column.header, book.formats[name])
    lines = max(header_width(column.header)[1] for column in columns)
    sheet.set_row(row, 7 + LINE_HEIGHT * lines)


def write_rows(
    book: Book, sheet: Worksheet, columns: Sequence[SheetColumn], *, row: int, look: str = ""
) -> int:
    """Write the values of ``columns`` from ``row`` on.

    Parameters
    ----------
    look
        What the names of formats begin with: ``total_`` or nothing.

    Returns
    -------
    next_row
        The first row below, from zero.

    Raises
    ------
    OutputError
        If the sheet cannot hold so many rows.
    """
    next_row = row + len(columns[0].cells)
    if next_row > SHEET_ROWS:
        raise OutputError(
            "sheet {sheet}: {rows} rows do not fit; split the table",
            sheet=sheet.get_name(),
            rows=next_row,
        )
    lines: dict[int, int] = {}
    for position, column in enumerate(columns):
        cell_format = book.formats[look + column.kind]
        if column.formula:
            _write_formulas(sheet, column, (row, position), cell_format)
        elif column.kind in {"text", "mark"}:
            texts = cell_text(column.cells)
            looks = _stage_formats(book, column, cell_format)
            _write_texts(sheet, texts, (row, position), looks)
            _add_wrapped(lines, texts, column.widest)
        else:
            _write_numbers(sheet, column, (row, position), cell_format)
    for offset, count in lines.items():
        sheet.set_row(row + offset, min(LINE_HEIGHT * count + 2, TALLEST))
    return next_row


def _add_wrapped(lines: dict[int, int], texts: list[str], width: float) -> None:
    """Add to ``lines`` the rows, from zero, that take several, and how many they take."""
    tall = {text: count for text in set(texts) if (count := line_count(text, width)) > 1}
    if tall:
        for row, text in enumerate(texts):
            if text in tall:
                lines[row] = max(lines.get(row, 1), tall[text])


def _stage_formats(book: Book, column: SheetColumn, cell_format: Format) -> list[Format]:
    """The format of each cell of a text column."""
    if column.stages is None:
        return [cell_format] * len(column.cells)
    return [book.formats.get(f"stage_{stage}", cell_format) for stage in column.stages]


def _write_formulas(
    sheet: Worksheet, column: SheetColumn, start: tuple[int, int], look: Format
) -> None:
    """Write a formula in each row, with the value it gives."""
    row, position = start
    for offset, value in enumerate(column.cells.tolist()):
        formula = column.formula.format(row=row + offset + 1)
        sheet.write_formula(row + offset, position, formula, look, value)


def _write_texts(
    sheet: Worksheet, texts: list[str], start: tuple[int, int], looks: list[Format]
) -> None:
    """Write each text as text, an empty one as a blank cell."""
    row, position = start
    write_string, write_blank = sheet.write_string, sheet.write_blank
    for offset, (text, look) in enumerate(zip(texts, looks, strict=True)):
        if text:
            write_string(row + offset, position, text, look)
        else:
            write_blank(row + offset, position, None, look)


def _write_numbers(
    sheet: Worksheet, column: SheetColumn, start: tuple[int, int], look: Format
) -> None:
    """Write each value as a number; days as Excel counts them, a missing one as blank."""
    row, position = start
    values = column.cells
    if column.kind == "day":
        days = pd.to_datetime(values)
        values = (days - EXCEL_DAY_ZERO).dt.days
        values = values.astype("object").where(
            values >= FIRST_SAFE_DAY, days.dt.strftime("%Y-%m-%d")
        )
    for offset, value in enumerate(values.tolist()):
        if pd.isna(value):
            sheet.write_blank(row + offset, position, None, look)
        elif isinstance(value, str):
            sheet.write_string(row + offset, position, value, look)
        else:
            sheet.write_number(row + offset, position, value, look)


def set_widths(sheet: Worksheet, columns: Sequence[SheetColumn]) -> list[float]:
    """Set the width of each column by what it holds; Chinese counts double.

    Returns
    -------
    widths
        In characters of Excel.
    """
    return set_shared_widths(sheet, columns)


def set_shared_widths(sheet: Worksheet, *tables: Sequence[SheetColumn]) -> list[float]:
    """Set each column as wide as the widest of the tables that stand in it.

    Returns
    -------
    widths
        In characters of Excel.
    """
    widths: list[float] = []
    for columns in zip_longest(*tables):
        width = max(
            min(max(_content_width(column), NARROWEST), column.widest)
            for column in columns
            if column is not None
        )
        sheet.set_column(len(widths), len(widths), float(width))
        widths.append(float(width))
    return widths


def _content_width(column: SheetColumn) -> float:
    """The width that header and values of a column ask for."""
    header = header_width(column.header)[0] + 3
    if column.cells.empty:
        return header
    if column.kind in {"text", "mark"}:
        return max(header, 2.0 + max(map(display_width, set(cell_text(column.cells)))))
    if column.kind == "day":
        return max(header, 12)
    if column.kind == "share":
        return max(header, 9)
    largest = pd.to_numeric(column.cells, errors="coerce").abs().max()
    digits = 0 if pd.isna(largest) else len(f"{largest:,.0f}")
    return max(header, digits + {"amount": 6, "figure": 6, "degree": 10}.get(column.kind, 3))


def write_notes(
    book: Book,
    sheet: Worksheet,
    notes: Sequence[tuple[str, Sequence[str]]],
    *,
    row: int,
    widths: Sequence[float],
) -> int:
    """Write headed paragraphs from ``row`` on, each over the whole width of the table.

    Parameters
    ----------
    notes
        A heading and its paragraphs; a heading without paragraphs is left out.
    widths
        The widths of the columns that a paragraph runs over.

    Returns
    -------
    next_row
        The first row below, from zero.
    """
    width = sum(widths)
    for heading, paragraphs in notes:
        if not paragraphs:
            continue
        sheet.write_string(row, 0, heading, book.formats["heading"])
        sheet.set_row(row, 22)
        row += 1
        for text in cell_text(pd.Series(list(paragraphs), dtype="object")):
            sheet.merge_range(row, 0, row, len(widths) - 1, "", book.formats["note"])
            sheet.write_string(row, 0, text, book.formats["note"])
            sheet.set_row(row, LINE_HEIGHT * line_count(text, width))
            row += 1
        row += 1
    return row
