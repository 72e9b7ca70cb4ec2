"""Coal sellers, checkpoints and the like in the clearance workbook: counts by zone, and a list."""

from __future__ import annotations

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.points import PointTables
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.table import (
    FIRST_ROW,
    SheetColumn,
    freeze_header,
    set_widths,
    write_header,
    write_notes,
    write_rows,
    write_table,
)
from zonemap.render.workbook.text import mask_identity

__all__ = ["write_point_sheets"]

SUMMED = ("inside", "outside", "unplaced")
"""What makes up all points of a layer."""


def write_point_sheets(book: Book, points: PointTables, *, zone_names: pd.Series) -> None:
    """Write points by zone and layer, and a list of every point; nothing if there are none.

    Parameters
    ----------
    points
        Layers of points of the plan.
    zone_names
        The name of each zone, indexed by ``zone_id`` in the plan's order.
    """
    if len(points.layers):
        _write_counts(book, points, zone_names)
        _write_list(book, points, zone_names)


def _write_counts(book: Book, points: PointTables, zone_names: pd.Series) -> None:
    _ = book.translate
    sheet = add_sheet(book, _("Points by zone"))
    zones = points.by_zone.T.reindex(zone_names.index)
    columns = _layer_columns(_("Zone"), zone_names, zones, points)
    write_header(book, sheet, columns, row=HEADER_ROW)
    next_row = write_rows(book, sheet, columns, row=FIRST_ROW)
    sums = points.layers[list(SUMMED)].T
    words = {
        "inside": _("In some zone, each once"),
        "outside": _("Outside all zones"),
        "unplaced": _("Without usable place"),
    }
    body = _layer_columns("", pd.Series(words), sums, points)
    last = write_rows(book, sheet, body, row=next_row, look="total_")
    total = _layer_columns("", pd.Series([_("All points")]), points.layers[["points"]].T, points)
    summed = [
        total[0],
        *(
            SheetColumn(
                column.header, column.cells, "count", f"=SUM({letter}{next_row + 1}:{letter}{last})"
            )
            for letter, column in zip("BCDEFG", total[1:], strict=False)
        ),
    ]
    last = write_rows(book, sheet, summed, row=last, look="total_")
    freeze_header(sheet)
    widths = set_widths(sheet, columns)
    write_notes(
        book, sheet, _notes(zones, translate=_), row=last + 1, widths=[*widths, *[14.0] * 4]
    )


def _layer_columns(
    head: str, names: pd.Series, table: pd.DataFrame, points: PointTables
) -> list[SheetColumn]:
    """The names of the rows, and a column of counts for each layer."""
    labels = points.layers["name"]
    return [
        SheetColumn(head, names),
        *(SheetColumn(labels[layer], table[layer], "count") for layer in points.layers.index),
    ]


def _notes(zones: pd.DataFrame, *, translate: Translate) -> list[tuple[str, list[str]]]:
    _ = translate
    lines = [
        _("Points are located by the same rule as households: a point on the line is inside"),
        _(
            "Without usable place: no coordinates in the file, or none within the counties; see "
            "the list"
        ),
    ]
    if bool(zones.isna().any(axis=None)):
        lines.append(
            _("Blank: a zone of villages has no outline, so no point can be counted in it")
        )
    return [(_("What the words mean"), lines)]


def _write_list(book: Book, points: PointTables, zone_names: pd.Series) -> None:
    _ = book.translate
    sheet = add_sheet(book, _("List of points"))
    rows = points.rows
    no_numbers = pd.Series("", index=rows.index)
    columns = [
        SheetColumn(_("Kind of point"), rows["layer_id"].map(points.layers["name"])),
        SheetColumn(_("Name"), mask_identity(rows["name"], no_numbers)),
        SheetColumn(_("Zone"), _standing(rows, zone_names, translate=_)),
        SheetColumn(_("Address"), mask_identity(rows["address"], no_numbers)),
        SheetColumn(_("Longitude"), rows["longitude"], "degree"),
        SheetColumn(_("Latitude"), rows["latitude"], "degree"),
        SheetColumn(_("Coordinates as delivered"), rows["written"]),
        SheetColumn(_("Row in its file"), rows["number"], "row"),
    ]
    next_row = write_table(book, sheet, columns, row=HEADER_ROW)
    sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(columns) - 1)
    freeze_header(sheet, columns=2)
    set_widths(sheet, columns)


def _standing(rows: pd.DataFrame, zone_names: pd.Series, *, translate: Translate) -> pd.Series:
    """The names of the zones that hold each point, or why there are none."""
    _ = translate
    known = zone_names.to_dict()
    joined = {
        ids: "；".join(known[zone] for zone in ids.split(";")) if ids else _("Outside all zones")
        for ids in rows["zone_id"].unique()
    }
    unplaced = rows["longitude"].isna()
    return rows["zone_id"].map(joined).mask(unplaced, _("Without usable place"))
