"""The rows at fault as they were delivered: a sheet that can be mended and read as a ledger.

Its headings are those of the ledger form and its cells keep their kind. What is at fault is
coloured. Identity numbers stand in full: who mends them must see them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zonemap.messages import Translate
from zonemap.render.workbook.bulk import BulkCells, BulkRows, bulk_rows
from zonemap.render.workbook.delivered import KINDS, delivered_cells
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet, tint
from zonemap.render.workbook.reasons import SEVERITIES, reason_texts
from zonemap.render.workbook.table import SheetColumn, freeze_header, set_widths, write_header
from zonemap.render.workbook.text import line_count
from zonemap.schema import COLUMN_NAMES, COLUMNS
from zonemap.style import INK, STAGE_COLOURS

__all__ = ["FAULT_STAGES", "row_at_fault", "write_mending_sheets"]

SHEET_CAPACITY = 250_000
"""Rows that one sheet takes: with forty columns more would hardly open."""

GUIDE_ROW = HEADER_ROW
LEGEND_ROW = GUIDE_ROW + 2
HEADINGS_ROW = LEGEND_ROW + 1
"""The row of the headings, from zero: below what to do and what the colours mean."""

KEYS = ["file", "sheet", "row"]
PROBLEM = "problem"
FRONT = len(KEYS) + 1
"""The columns in front of the ledger's: where the row stands, and what is wrong with it."""

LEDGER_HEADINGS = {column.name: column.header for column in COLUMNS}
IDENTIFIERS = {column.name for column in COLUMNS if column.kind == "id"}

MENDED_CODES = (
    "duplicate_household",
    "conflicting_rows",
    "conflicting_place",
    "shared_id",
    "same_place_two_ids",
    "same_person",
    "id_as_number",
    "bad_check_digit",
)
"""What was only noted, but can be mended in its row."""

PLACE = ("longitude", "latitude")
PLACE_CODES = ("no_place", "bad_place", "unknown_datum", "conflicting_place")
ALWAYS_SHOWN = ("household_id", "head", "id_number", "county", "town", "village", *PLACE, "status")
"""Columns shown even where no row fills them; others are left out."""

FAULT_STAGES: Mapping[str, str] = {
    "undetermined": "active",
    "blanked": "underway",
    "noted": "unproven",
}
"""The stage whose colour marks each severity."""

WIDEST, PROBLEM_WIDEST = 22, 44
PAGE_COLUMNS = 16
"""So many columns stay legible on the width of a page; more take two."""


def row_at_fault(issues: pd.DataFrame) -> pd.Series:
    """Whether an issue brings its row onto the sheet, on the index of ``issues``."""
    severe = issues["severity"].isin(["undetermined", "blanked"])
    return (severe | issues["code"].isin(MENDED_CODES)) & issues["row"].gt(0)


def write_mending_sheets(book: Book, rows: pd.DataFrame, issues: pd.DataFrame) -> list[BulkRows]:
    """Write every row at fault as delivered, on as many sheets as it needs.

    Parameters
    ----------
    rows
        ``file``, ``sheet``, ``row`` and columns of the ledger with cells as delivered. Rows
        that no issue brings here (`row_at_fault`) are passed over.
    issues
        As `rejects.rejects_workbook` takes them.

    Returns
    -------
    rows
        What `bulk.with_bulk_rows` is to put in.
    """
    _ = book.translate
    name = _("Rows to mend")
    listed, faults = _listed_rows(rows, issues)
    wanted = len(issues.loc[row_at_fault(issues), KEYS].drop_duplicates())
    lacking = wanted - len(listed[KEYS].drop_duplicates())
    remark = _("{count} rows").format(count=f"{len(listed):,}")
    formats = _fault_formats(book)
    shown = _shown_columns(listed, faults)
    lists = []
    for start in range(0, max(len(listed), 1), SHEET_CAPACITY):
        number = start // SHEET_CAPACITY + 1
        sheet = add_sheet(book, name if number == 1 else f"{name} {number}", remark=remark)
        if wanted == 0:
            text = _("No row is to be mended")
            sheet.write_string(GUIDE_ROW, 0, text, book.formats["heading"])
            return []
        _write_guide(book, sheet, formats, lacking=lacking)
        if listed.empty:
            return []
        part = listed.iloc[start : start + SHEET_CAPACITY]
        here = faults.assign(position=faults["position"] - start)
        here = here.loc[here["position"].between(0, len(part) - 1)]
        lists.append(_write_part(book, sheet, part[[*KEYS, *shown]], here, formats=formats))
    return lists


def _listed_rows(rows: pd.DataFrame, issues: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows at fault in the order of the ledgers, and their issues with ``position`` therein."""
    whole = rows.reindex(columns=[*KEYS, *COLUMN_NAMES])
    ordered = whole.sort_values(KEYS, kind="stable", ignore_index=True)
    places = ordered[KEYS].assign(place=ordered.index)
    matched = issues.merge(places, on=KEYS)
    kept = sorted(matched.loc[row_at_fault(matched), "place"].unique())
    positions = {place: position for position, place in enumerate(kept)}
    faults = matched.assign(position=matched["place"].map(positions)).dropna(subset="position")
    return ordered.iloc[kept], faults.astype({"position": "int64"})


def _shown_columns(rows: pd.DataFrame, faults: pd.DataFrame) -> list[str]:
    """The columns of the ledger that the sheet shows, in the order of the form."""
    wanted = {*ALWAYS_SHOWN, *faults["column"].dropna()}
    filled = {name for name in rows if (rows[name].notna() & rows[name].ne("")).any()}
    return [column.name for column in COLUMNS if column.name in wanted | filled]


def _fault_formats(book: Book) -> dict[str, Format]:
    """A format for each kind of cell, plain and in the colour of each severity."""
    ink = {"font_color": INK["text"], "valign": "vcenter", "text_wrap": True}
    cell = {**ink, "border": 1, "border_color": INK["line"]}
    formats = {}
    for kind, number_format in KINDS.items():
        look = {**cell, "num_format": number_format}
        if kind == "number":
            look |= {"align": "right", "indent": 1}
        formats[kind] = book.workbook.add_format(look)
        for severity, stage in FAULT_STAGES.items():
            colour = {"bg_color": tint(STAGE_COLOURS[stage])}
            formats[f"{kind}_{severity}"] = book.workbook.add_format(look | colour)
    return formats


def _write_guide(
    book: Book, sheet: Worksheet, formats: Mapping[str, Format], *, lacking: int
) -> None:
    """Write what to do with the sheet, what its colours mean, and what it lacks."""
    _ = book.translate
    lines = [
        _(
            "Correct the coloured cells and send the sheet back, or correct the same rows in the "
            "ledger. Leave the headings as they are"
        ),
        _("For internal use: identity numbers stand in full; do not pass on"),
    ]
    if lacking:
        text = _("{count} rows at fault are not copied here: mend them by sheet Issues")
        lines[1] += "   " + text.format(count=f"{lacking:,}")
    for row, line in enumerate(lines, start=GUIDE_ROW):
        sheet.write_string(row, 0, line, book.formats["heading"])
    words = [_(text) for text in SEVERITIES.values()]
    looks = [formats[f"text_{severity}"] for severity in SEVERITIES]
    sheet.write_string(LEGEND_ROW, 0, words[0], looks[0])
    sheet.merge_range(LEGEND_ROW, 1, LEGEND_ROW, 2, words[1], looks[1])
    sheet.write_string(LEGEND_ROW, 3, words[2], looks[2])


def _write_part(
    book: Book,
    sheet: Worksheet,
    rows: pd.DataFrame,
    faults: pd.DataFrame,
    *,
    formats: Mapping[str, Format],
) -> BulkRows:
    """Write the headings of one sheet; its rows, to be put in."""
    _ = book.translate
    table = rows.reset_index(drop=True)
    table.insert(len(KEYS), PROBLEM, _problem_texts(faults, len(rows), translate=_))
    headings = {"file": _("Source file"), "sheet": _("Source sheet"), "row": _("Source row")}
    headings[PROBLEM] = _("What is wrong")
    marks = _marks(faults)
    columns, cells = [], []
    for name in map(str, table.columns):
        widest = PROBLEM_WIDEST if name == PROBLEM else WIDEST
        delivered = delivered_cells(table[name], identifier=name in IDENTIFIERS)
        looks = delivered.kinds.copy()
        for position, severity in marks.get(name, ()):
            looks[position] = f"{delivered.kinds[position]}_{severity}"
        distinct = list(dict.fromkeys(delivered.shown))
        lines = {text: line_count(text, widest) for text in distinct}
        cells.append(BulkCells(delivered.bodies, looks, [lines[text] for text in delivered.shown]))
        heading = headings.get(name) or LEDGER_HEADINGS[name]
        columns.append(SheetColumn(heading, pd.Series(distinct, dtype="object"), widest=widest))
    write_header(book, sheet, columns, row=HEADINGS_ROW)
    set_widths(sheet, columns)
    _set_page(sheet, rows=len(table), columns=len(columns))
    return bulk_rows(book, sheet, cells, row=HEADINGS_ROW + 1, formats=formats)


def _set_page(sheet: Worksheet, *, rows: int, columns: int) -> None:
    """Keep headings and source in sight, on paper too; numbers may stand as text."""
    freeze_header(sheet, row=HEADINGS_ROW, columns=FRONT)
    sheet.autofilter(HEADINGS_ROW, 0, HEADINGS_ROW + rows, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{HEADINGS_ROW + 1 + rows}"})
    if columns > PAGE_COLUMNS:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0, FRONT - 1)


def _marks(faults: pd.DataFrame) -> dict[str, list[tuple[int, str]]]:
    """For each column the positions at fault and their severity, the worst last."""
    ranks = {severity: rank for rank, severity in enumerate(reversed(list(SEVERITIES)))}
    places = faults.loc[faults["code"].isin(PLACE_CODES)]
    every = pd.concat(
        [
            faults,
            *(places.assign(column=name) for name in PLACE),
            faults.assign(column=PROBLEM),
        ]
    )
    ordered = every.assign(rank=every["severity"].map(ranks)).sort_values("rank", kind="stable")
    return {
        str(name): list(zip(group["position"].tolist(), group["severity"].tolist(), strict=True))
        for name, group in ordered.groupby("column")
    }


def _problem_texts(faults: pd.DataFrame, count: int, *, translate: Translate) -> list[str]:
    """What is wrong with each of ``count`` rows, a line for each fault."""
    _ = translate
    said = pd.DataFrame(
        {
            "place": faults["column"].map(LEDGER_HEADINGS).fillna(faults["column"]).fillna(""),
            "reason": reason_texts(faults["code"], translate=_),
            "other": faults.get("other_row", ""),
            # Of a damaged row nothing else is left.
            "raw": faults["value"].where(faults["code"].eq("broken_row")),
        }
    ).fillna("")
    texts: list[list[str]] = [[] for _row in range(count)]
    for position, place, reason, other, raw in zip(
        faults["position"].tolist(), *(said[name].tolist() for name in said), strict=True
    ):
        text = _("{column}: {reason}").format(column=place, reason=reason) if place else reason
        if other:
            text += _(" (same household: {row})").format(row=other)
        texts[position].append(f"{text}\n{raw}" if raw else text)
    return ["\n".join(dict.fromkeys(lines)) for lines in texts]
