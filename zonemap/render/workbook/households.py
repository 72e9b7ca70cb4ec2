"""The lists of households in the clearance workbook: remaining, undetermined, beyond the plan.

Identity numbers are never in them: who visits a household needs its name and its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.rejects import reason_texts
from zonemap.render.workbook.table import (
    FILE_WIDEST,
    FIRST_ROW,
    SHEET_ROWS,
    Kind,
    SheetColumn,
    freeze_header,
    set_widths,
    write_table,
)
from zonemap.render.workbook.tables import remaining_households
from zonemap.render.workbook.text import mask_identity
from zonemap.schema import COLUMNS, STAGES, STATUSES

__all__ = [
    "household_columns",
    "source_columns",
    "standing_columns",
    "write_beyond_plan_sheet",
    "write_list",
    "write_pointer",
    "write_remaining_sheet",
    "write_undetermined_sheet",
]

SHEET_CAPACITY = SHEET_ROWS - FIRST_ROW
"""Rows of a list that one sheet holds."""

SOURCE_COLUMNS = 3
"""The last columns of a list trace a row to its ledger; they are not printed."""

WHO = ("household_id", "head", "phone")
WHERE = ("county", "town", "village", "group", "address")
USE = ("user_type", "fuel", "coal_t")
PLAN = ("planned_date", "officer", "consent")
TEXTS = (*WHO, *WHERE, "user_type", "fuel", "officer", "consent", "status", "blocked_reason")
ORDER = ("county", "town", "village", "household_id")

LISTED = {column.name: column for column in COLUMNS}
STATUS_LABELS = {status.name: status.label for status in STATUSES}
STAGE_LABELS = {stage.name: stage.label for stage in STAGES}


def write_remaining_sheet(
    book: Book, households: pd.DataFrame, *, zone_names: pd.Series, listed: bool
) -> None:
    """Write every household that still counts as a coal user.

    Parameters
    ----------
    households
        All households of the run.
    zone_names
        The name of each zone, indexed by ``zone_id`` in the plan's order.
    listed
        Whether to list them; else the sheet says where they are.
    """
    _ = book.translate
    table = remaining_households(households)
    if not listed:
        write_pointer(book, _("Remaining households"), count=len(table))
        return
    table = _in_reading_order(table, zone_names)
    columns = [
        *household_columns(table, (*WHO, *WHERE, *USE), translate=_),
        *standing_columns(table, translate=_),
        SheetColumn(_("Why blocked"), table["blocked_reason"]),
        *household_columns(table, PLAN, translate=_),
        *source_columns(table, translate=_),
    ]
    zone = SheetColumn(_("Zone"), _zone_texts(table["zone_id"], zone_names))
    write_list(book, _("Remaining households"), [zone, *columns], frozen=3)


def write_undetermined_sheet(
    book: Book, households: pd.DataFrame, *, zone_names: pd.Series, listed: bool
) -> None:
    """Write every household whose place or status cannot be used, and why.

    Parameters are those of `write_remaining_sheet`.
    """
    _ = book.translate
    table = households.loc[households["placement"].eq("undetermined")]
    if not listed:
        write_pointer(book, _("Undetermined"), count=len(table))
        return
    table = _in_reading_order(table, zone_names)
    columns = [
        SheetColumn(_("Why undetermined"), reason_texts(table["undetermined_reason"], translate=_)),
        *household_columns(table, (*WHO, *WHERE, *USE), translate=_),
        SheetColumn(_("Status"), _words(table["status"], STATUS_LABELS, translate=_)),
        *household_columns(table, ("officer",), translate=_),
        *source_columns(table, translate=_),
    ]
    write_list(book, _("Undetermined"), columns, frozen=3)


def write_beyond_plan_sheet(
    book: Book, households: pd.DataFrame, *, zone_names: pd.Series, listed: bool
) -> None:
    """Write the households inside the polygon of a zone that no zone of the plan counts.

    Parameters are those of `write_remaining_sheet`.
    """
    _ = book.translate
    beyond = households["beyond_plan"].fillna(value=False).astype(bool)
    table = households.loc[beyond & households["placement"].ne("superseded")]
    name = _("In ban zone, not in plan")
    if not listed:
        write_pointer(book, name, count=len(table))
        return
    table = _in_reading_order(table, zone_names)
    columns = [
        *household_columns(table, (*WHO, *WHERE, *USE), translate=_),
        SheetColumn(_("Status"), _words(table["status"], STATUS_LABELS, translate=_)),
        *household_columns(table, PLAN, translate=_),
        *source_columns(table, translate=_),
    ]
    write_list(book, name, columns, frozen=2)


def write_pointer(book: Book, name: str, *, count: int) -> None:
    """Write a sheet that says where its list is."""
    _ = book.translate
    sheet = add_sheet(book, name)
    text = _("The list of {count} households is in located.parquet").format(count=f"{count:,}")
    sheet.write_string(HEADER_ROW, 0, text, book.formats["heading"])


def write_list(
    book: Book,
    name: str,
    columns: Sequence[SheetColumn],
    *,
    frozen: int,
    listed: int | None = None,
) -> None:
    """Write a list with a filter, over as many sheets as it needs.

    Parameters
    ----------
    columns
        The last `SOURCE_COLUMNS` are not printed.
    frozen
        So many columns stay in sight.
    listed
        How many households there are, where they are not one a row.
    """
    _ = book.translate
    count = len(columns[0].cells)
    households = count if listed is None else listed
    remark = _("{count} households").format(count=f"{households:,}")
    for start in range(0, max(count, 1), SHEET_CAPACITY):
        number = start // SHEET_CAPACITY + 1
        sheet_name = name if number == 1 else f"{name} {number}"
        part = [_column_part(column, start) for column in columns]
        sheet = add_sheet(book, sheet_name, remark=remark)
        next_row = write_table(book, sheet, part, row=HEADER_ROW)
        freeze_header(sheet, columns=frozen)
        set_widths(sheet, part)
        if count:
            sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(part) - 1)
            sheet.print_area(0, 0, next_row - 1, len(part) - 1 - SOURCE_COLUMNS)


def _column_part(column: SheetColumn, start: int) -> SheetColumn:
    """The part of a column that one sheet holds, from ``start`` on."""
    part = slice(start, start + SHEET_CAPACITY)
    stages = None if column.stages is None else column.stages.iloc[part]
    return replace(column, cells=column.cells.iloc[part], stages=stages)


def _in_reading_order(table: pd.DataFrame, zone_names: pd.Series) -> pd.DataFrame:
    """The rows by zone, county, town, village and household; identity numbers are masked."""
    places = {zone: position for position, zone in enumerate(zone_names.index)}
    first = table["zone_id"].fillna("").astype("str").str.split(";").str[0]
    order = first.map(places).fillna(len(places))
    listed = table.assign(_order=order).sort_values(["_order", *ORDER], kind="stable")
    numbers = listed["id_number"]
    return listed.assign(**{name: mask_identity(listed[name], numbers) for name in TEXTS})


def _zone_texts(zone_ids: pd.Series, zone_names: pd.Series) -> pd.Series:
    """The names of the zones of each household, joined."""
    known = zone_names.to_dict()
    texts = {
        joined: "、".join(known.get(zone, zone) for zone in joined.split(";"))
        for joined in zone_ids.dropna().unique()
    }
    return zone_ids.astype("object").map(texts)


def _words(names: pd.Series, labels: dict[str, str], *, translate: Translate) -> pd.Series:
    """The label of each name; what has none stays as it is."""
    _ = translate
    texts = names.astype("object")
    return texts.map({name: _(label) for name, label in labels.items()}).fillna(texts)


def household_columns(
    table: pd.DataFrame, names: Sequence[str], *, translate: Translate
) -> list[SheetColumn]:
    """Columns of the ledger under their labels."""
    _ = translate
    kinds: dict[str, Kind] = {"number": "amount", "date": "day"}
    return [
        SheetColumn(
            _(LISTED[name].label),
            table[name],
            kinds.get(LISTED[name].kind, "text"),
        )
        for name in names
    ]


def standing_columns(table: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """What the ledger says, and the stage once the evidence has been weighed."""
    _ = translate
    stage = _words(table["stage"], STAGE_LABELS, translate=_)
    return [
        SheetColumn(_("Status"), _words(table["status"], STATUS_LABELS, translate=_)),
        SheetColumn(_("Stage"), stage, stages=table["stage"]),
    ]


def source_columns(table: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """Where the row stands in the ledger."""
    _ = translate
    return [
        SheetColumn(_("Ledger file"), table["source_file"], widest=FILE_WIDEST),
        SheetColumn(_("Sheet"), table["source_sheet"]),
        SheetColumn(_("Row in Excel"), table["source_row"], "row"),
    ]
