"""Counts by zone, county, town and village, and by ledger date, as sheets that can be filtered."""

from __future__ import annotations

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.table import (
    FIRST_ROW,
    SheetColumn,
    freeze_header,
    set_widths,
    write_rows,
    write_table,
)
from zonemap.render.workbook.tables import TOTAL, WorkbookCounts
from zonemap.schema import COUNT_COLUMNS, STAGES

__all__ = ["write_history_sheet", "write_place_sheet"]

PLACE_COLUMNS = ("county", "town", "village")
FIRST_COUNT = 1 + len(PLACE_COLUMNS)
"""The column of the first count, from zero."""


def count_labels(translate: Translate) -> dict[str, str]:
    """The header of each of `schema.COUNT_COLUMNS`."""
    _ = translate
    stages = {stage.name: _(stage.label) for stage in STAGES}
    return stages | {
        "households": _("Households (base)"),
        "claimed": _("Claimed cleared"),
        "remaining": _("Remaining"),
    }


def write_place_sheet(book: Book, counts: WorkbookCounts) -> None:
    """Write a row per zone and village, and below a total per zone that survives sorting."""
    _ = book.translate
    sheet = add_sheet(book, _("Zone, town, village"))
    order = {zone: position for position, zone in enumerate(counts.zones.index)}
    places = counts.place_counts.assign(order=counts.place_counts["zone_id"].map(order))
    places = places.sort_values(["order", *PLACE_COLUMNS], kind="stable")
    columns = _place_columns(places, counts.zones["name"], translate=_)
    next_row = write_table(book, sheet, columns, row=HEADER_ROW)
    freeze_header(sheet, columns=FIRST_COUNT)
    set_widths(sheet, columns)
    if places.empty:
        return
    sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(columns) - 1)
    totals = counts.zone_counts.drop(index=TOTAL).rename_axis("zone_id").reset_index()
    totals = totals.assign(county=_("Zone total"), town="", village="")
    body = _place_columns(totals, counts.zones["name"], translate=_, last_row=next_row)
    # A blank row keeps the totals out of the filter above them.
    write_rows(book, sheet, body, row=next_row + 1, look="total_")


def _place_columns(
    table: pd.DataFrame, names: pd.Series, *, translate: Translate, last_row: int = 0
) -> list[SheetColumn]:
    """The columns of the sheet; with ``last_row`` counts are sums over the zone's rows above."""
    _ = translate
    labels = count_labels(_)
    words = {"county": _("County"), "town": _("Town"), "village": _("Village")}
    columns = [SheetColumn(_("Zone"), table["zone_id"].map(names))]
    columns += [SheetColumn(words[name], table[name]) for name in PLACE_COLUMNS]
    for position, name in enumerate(COUNT_COLUMNS, start=FIRST_COUNT):
        formula = ""
        if last_row:
            letter, first = chr(ord("A") + position), FIRST_ROW + 1
            formula = (
                f"=SUMPRODUCT(($A${first}:$A${last_row}=$A{{row}})"
                f"*{letter}${first}:{letter}${last_row})"
            )
        stage = name if name in {stage.name for stage in STAGES} else ""
        columns.append(SheetColumn(labels[name], table[name], "count", formula, stage))
    return columns


def write_history_sheet(book: Book, counts: WorkbookCounts) -> None:
    """Write households, proven and remaining for every ledger date and zone."""
    _ = book.translate
    sheet = add_sheet(book, _("History"))
    zones = counts.zones
    order = {zone: position for position, zone in enumerate([*zones.index, TOTAL])}
    history = counts.history.assign(order=counts.history["zone_id"].map(order))
    history = history.sort_values(["ledger_date", "order"], kind="stable")
    names = {**zones["name"].to_dict(), TOTAL: _("Total")}
    labels = count_labels(_)
    columns = [
        SheetColumn(_("Ledger date"), history["ledger_date"], "day"),
        SheetColumn(_("Zone"), history["zone_id"].map(names)),
        SheetColumn(labels["households"], history["households"], "count", "=E{row}+F{row}"),
        SheetColumn(labels["claimed"], history["claimed"], "count"),
        SheetColumn(labels["proven"], history["proven"], "count", stage="proven"),
        SheetColumn(labels["remaining"], history["remaining"], "count", stage="active"),
        SheetColumn(labels["undetermined"], history["undetermined"], "count", stage="undetermined"),
    ]
    next_row = write_table(book, sheet, columns, row=HEADER_ROW)
    if not history.empty:
        sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(columns) - 1)
        total = names[TOTAL].replace('"', '""')
        rule = {"criteria": f'=$B{FIRST_ROW + 1}="{total}"', "format": book.formats["total_rule"]}
        sheet.conditional_format(
            FIRST_ROW, 0, next_row - 1, len(columns) - 1, {"type": "formula", **rule}
        )
    freeze_header(sheet, columns=2)
    set_widths(sheet, columns)
