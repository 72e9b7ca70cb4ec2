"""The look of every workbook: its formats, and the title and page set-up of a sheet."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zonemap.messages import Translate
from zonemap.render.captions import edition_mark
from zonemap.style import INK, STAGE_COLOURS

__all__ = ["HEADER_ROW", "Book", "WorkbookContext", "add_sheet", "open_book", "tint"]

HEADER_ROW = 2
"""The row of a sheet's header, from zero: below its title and the line under it."""

FONT: Mapping[str, Any] = {"font_name": "Microsoft YaHei", "font_size": 10}
"""A face that every Chinese Windows has."""

HEADER_FILL = "#e6ebf1"
TOTAL_FILL = "#f4f6f8"
HAIRLINE = 1
THICK = 5
A4 = 9
ROW_HEIGHT = 18
PALENESS = 0.75
FOOTER_TITLE_LENGTH = 60
NUMBER_FORMATS: Mapping[str, str] = {
    "text": "@",
    "count": "#,##0",
    "row": "0",
    "amount": "#,##0.00",
    "day": "yyyy-mm-dd",
    "share": "0.0%",
    "mark": "@",
    "figure": "General",
    "degree": "0.000000",
}
RIGHT: Mapping[str, object] = {"align": "right", "indent": 1}
ALIGNMENTS: Mapping[str, Mapping[str, object]] = {
    "text": {"text_wrap": True},
    "count": RIGHT,
    "row": RIGHT,
    "amount": RIGHT,
    "figure": RIGHT,
    "degree": RIGHT,
    "day": {"align": "center"},
    "share": RIGHT,
    "mark": {"align": "center"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookContext:
    """What every sheet says above its table.

    Attributes
    ----------
    title
        The name of the plan.
    as_of
        The day of the newest ledger.
    deadline
        The last day of the plan.
    sources
        A sentence for each source.
    map_review_number
        Empty: for internal use.
    """

    title: str
    as_of: date
    deadline: date
    sources: tuple[str, ...] = ()
    map_review_number: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, its formats by name, and what its sheets say."""

    workbook: Workbook
    formats: Mapping[str, Format]
    context: WorkbookContext
    translate: Translate


@contextmanager
def open_book(stream: BytesIO, context: WorkbookContext, translate: Translate) -> Iterator[Book]:
    """A workbook that is written to ``stream`` when the block ends.

    Yields
    ------
    book
        With no sheet yet; the same calls give the same bytes.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # A copy: XlsxWriter adds to the dictionary it is given.
        "default_format_properties": dict(FONT),
    }
    workbook = Workbook(stream, options)
    day = context.as_of
    workbook.set_properties(
        {
            "title": context.title,
            "author": "zonemap",
            "created": datetime(day.year, day.month, day.day),
        }
    )
    workbook.set_size(24_000, 14_000)
    # A list is a million small tuples without cycles: looking for cycles in them costs a sixth.
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield Book(workbook, _book_formats(workbook), context, translate)
        workbook.close()
    finally:
        if collecting:
            gc.enable()


def _book_formats(workbook: Workbook) -> dict[str, Format]:
    """Every format of a book by name: ``text``, ``total_count``, ``header_active``..."""
    ink = {"font_color": INK["text"], "valign": "vcenter"}
    cell = {**ink, "border": HAIRLINE, "border_color": INK["line"]}
    header = {**cell, "bold": True, "bg_color": HEADER_FILL, "align": "center", "text_wrap": True}
    looks: dict[str, dict[str, Any]] = {
        "title": {**ink, "bold": True, "font_size": 16},
        "meta": {**ink, "font_color": INK["quiet"]},
        "heading": {**ink, "bold": True, "font_size": 11},
        "note": {**ink, "text_wrap": True, "valign": "top"},
        "empty": {**ink, "italic": True, "font_color": INK["quiet"]},
        "header": header,
        "total_rule": {"bold": True, "bg_color": TOTAL_FILL},
        "alarm_rule": {"bold": True, "font_color": STAGE_COLOURS["active"]},
    }
    for kind, number_format in NUMBER_FORMATS.items():
        look = {**cell, "num_format": number_format, **ALIGNMENTS[kind]}
        looks[kind] = look
        looks[f"total_{kind}"] = {**look, "bold": True, "bg_color": TOTAL_FILL}
    for stage, colour in STAGE_COLOURS.items():
        looks[f"header_{stage}"] = {**header, "bottom": THICK, "bottom_color": colour}
        looks[f"stage_{stage}"] = {**looks["text"], "bg_color": tint(colour)}
    return {name: workbook.add_format(look) for name, look in looks.items()}


def tint(colour: str) -> str:
    """The colour mixed with white until dark text reads well on it."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * PALENESS):02x}" for part in parts)


def add_sheet(book: Book, name: str, *, remark: str = "") -> Worksheet:
    """A sheet with its title, the line under it and its page set-up: A4, landscape."""
    _ = book.translate
    context = book.context
    sheet = book.workbook.add_worksheet(name)
    sheet.write_string(0, 0, f"{context.title} · {name}", book.formats["title"])
    line = [
        _("As of {day}").format(day=f"{context.as_of:%Y-%m-%d}"),
        _("deadline {day}").format(day=f"{context.deadline:%Y-%m-%d}"),
        edition_mark(context.map_review_number, translate=_),
        remark,
    ]
    sheet.write_string(1, 0, "   ".join(filter(None, line)), book.formats["meta"])
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(0, 27)
    sheet.set_row(1, 20)
    _set_page(sheet, book)
    return sheet


def _set_page(sheet: Worksheet, book: Book) -> None:
    """The page set-up and the footer with its page numbers."""
    _ = book.translate
    context = book.context
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.hide_gridlines(2)
    title = context.title[:FOOTER_TITLE_LENGTH].replace("&", "&&")
    pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
    mark = edition_mark(context.map_review_number, translate=_).replace("&", "&&")
    sheet.set_footer(f"&L&9{title} {context.as_of:%Y-%m-%d}&C&9{pages}&R&9{mark}")
