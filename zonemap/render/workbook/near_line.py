"""What lies too near the line to call, in the clearance workbook: by zone, and whom to visit."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from zonemap.messages import Translate
from zonemap.render.nearness import NearTables
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.households import (
    household_columns,
    source_columns,
    standing_columns,
    write_list,
    write_pointer,
)
from zonemap.render.workbook.table import (
    SheetColumn,
    freeze_header,
    set_widths,
    write_header,
    write_notes,
    write_rows,
)
from zonemap.render.workbook.tables import WorkbookCounts
from zonemap.render.workbook.text import mask_identity

__all__ = ["write_near_sheet", "write_visit_sheet"]

CALLS = ("_certain", "", "_possible")
ENDS = ("_low", "_high")
GROUPS = ((1, 3), (4, 6), (8, 9), (10, 11), (12, 13))
"""First and last column under each of the upper headers."""

UNKNOWN = "—"
"""Where a zone states no accuracy, or has no line, there is no range."""

WHERE = ("county", "town", "village")
WHO = ("household_id", "head", "address")
TEXTS = (*WHERE, *WHO, "status", "location_method")
LISTED = (
    *TEXTS, "id_number", "phone", "place_source", "source_file", "source_sheet", "source_row",
)  # fmt: skip
MASKED_FROM = 6
"""What stands for a telephone number and is no longer than this is none."""

ORDER = (*WHERE, "metres", "household_id")


def write_near_sheet(book: Book, near: NearTables, *, zone_names: pd.Series) -> None:
    """Write for each zone what its counts hang on; nothing if it was not asked for.

    Parameters
    ----------
    near
        What lies near the lines.
    zone_names
        The name of each zone, indexed by ``zone_id`` in the plan's order.
    """
    if not len(near.zones):
        return
    _ = book.translate
    sheet = add_sheet(book, _("Near the line"), remark=_("households"))
    columns = _zone_columns(near, zone_names, translate=_)
    header = HEADER_ROW + 1
    write_header(book, sheet, columns, row=header)
    _write_upper_header(book, sheet, columns)
    next_row = write_rows(book, sheet, columns, row=header + 1)
    freeze_header(sheet, row=header)
    widths = set_widths(sheet, columns)
    notes = _notes(near.households["household"].nunique(), translate=_)
    write_notes(book, sheet, notes, row=next_row + 1, widths=widths)


def _zone_columns(near: NearTables, names: pd.Series, *, translate: Translate) -> list[SheetColumn]:
    _ = translate
    zones = near.zones
    calls = (_("Certain"), _("As counted"), _("Possible"))
    ends = (_("Least"), _("Most"))
    moved = {"line": _("Line"), "centre": _("Centre point"), "": UNKNOWN}
    visits = near.households["zone_id"].value_counts().reindex(zones.index, fill_value=0)
    accuracy = zones["line_accuracy_m"].where(zones["range_of"] != "")

    def counted(name: str, words: tuple[str, ...], suffixes: tuple[str, ...]) -> list[SheetColumn]:
        return [
            SheetColumn(word, _or_dash(zones[name + suffix]), "count")
            for word, suffix in zip(words, suffixes, strict=True)
        ]

    return [
        SheetColumn(_("Zone"), names.reindex(zones.index)),
        *counted("households", calls, CALLS),
        *counted("remaining", calls, CALLS),
        SheetColumn(_("To visit"), visits, "count"),
        SheetColumn(_("What moves"), zones["range_of"].map(moved), "mark"),
        SheetColumn(_("By metres"), _or_dash(accuracy), "count"),
        *counted("households", ends, ENDS),
        *counted("remaining", ends, ENDS),
    ]


def _or_dash(numbers: pd.Series) -> pd.Series:
    return numbers.astype("object").where(numbers.notna(), UNKNOWN)


def _write_upper_header(book: Book, sheet: Worksheet, columns: list[SheetColumn]) -> None:
    """Write the upper header; what stands under none runs over both rows."""
    _ = book.translate
    words = (
        _("Households (base)"),
        _("Remaining"),
        _("Accuracy of the line or centre"),
        _("Base, if it lies elsewhere"),
        _("Remaining, if it lies elsewhere"),
    )
    look = book.formats["header"]
    grouped = {column for first, last in GROUPS for column in range(first, last + 1)}
    for position, column in enumerate(columns):
        if position not in grouped:
            sheet.merge_range(HEADER_ROW, position, HEADER_ROW + 1, position, column.header, look)
    for (first, last), text in zip(GROUPS, words, strict=True):
        sheet.merge_range(HEADER_ROW, first, HEADER_ROW, last, text, look)
    sheet.set_row(HEADER_ROW, 40)


def _notes(visits: int, *, translate: Translate) -> list[tuple[str, list[str]]]:
    _ = translate
    return [
        (
            _("Two doubts, kept apart"),
            [
                _(
                    "Where households stand: certain leaves out those inside whose own accuracy "
                    "reaches the line, possible takes in those outside; a visit settles it, see "
                    "sheet Visit list."
                ),
                _(
                    "Where the line or centre lies: least and most are the counts if it lay "
                    "elsewhere by its stated accuracy; no visit settles it, only an official line "
                    "or centre does. County lines are taken as they are: their error is in no "
                    "range."
                ),
                _(
                    "{count} households are to be visited; one near the lines of two zones stands "
                    "under both."
                ).format(count=f"{visits:,}"),
                _(
                    "Neither changes what is counted. Undetermined households are in none of these "
                    "columns; — means that no accuracy is stated, or that the zone has no line."
                ),
            ],
        )
    ]


def write_visit_sheet(
    book: Book, counts: WorkbookCounts, households: pd.DataFrame, *, listed: bool
) -> None:
    """Write every household that may stand on either side of a line; nothing if not asked for.

    Parameters
    ----------
    households
        All households of the run.
    listed
        Whether to list them; else the sheet says where they are.
    """
    near = counts.near
    if not len(near.zones):
        return
    _ = book.translate
    count = near.households["household"].nunique()
    if not listed:
        write_pointer(book, _("Visit list"), count=count)
        return
    table = _in_visiting_order(near, households)
    sides = {True: _("Inside"), False: _("Outside")}
    stands = {"village": _("Point of its village"), "own": _("Own coordinates")}
    columns = [
        SheetColumn(_("Zone"), table["near_zone"].map(counts.zones["name"])),
        *household_columns(table, (*WHERE, *WHO), translate=_),
        SheetColumn(_("Stands now"), table["inside"].map(sides), "mark"),
        SheetColumn(_("Metres to the line"), table["metres"].round(), "count"),
        SheetColumn(_("Own accuracy, metres"), table["accuracy_m"].round(), "count"),
        SheetColumn(_("Placed by"), table["place_source"].map(stands)),
        *household_columns(table, ("location_method",), translate=_),
        *standing_columns(table, translate=_),
        *source_columns(table, translate=_),
    ]
    write_list(book, _("Visit list"), columns, frozen=5, listed=count)


def _in_visiting_order(near: NearTables, households: pd.DataFrame) -> pd.DataFrame:
    """A row per household and zone, by zone, county, town, village and metres; ids masked."""
    zone_order = {zone: place for place, zone in enumerate(near.zones.index)}
    own = households.loc[near.households["household"], list(LISTED)]
    told = near.households.rename(columns={"zone_id": "near_zone"})
    table = pd.concat([own.reset_index(drop=True), told.reset_index(drop=True)], axis=1)
    table = table.assign(
        metres=table["distance_to_edge_m"].abs(), zone_order=table["near_zone"].map(zone_order)
    )
    table = table.sort_values(["zone_order", *ORDER], kind="stable", ignore_index=True)
    for numbers in (
        table["id_number"],
        table["phone"].where(table["phone"].str.len() > MASKED_FROM),
    ):
        table = table.assign(**{name: mask_identity(table[name], numbers) for name in TEXTS})
    return table
