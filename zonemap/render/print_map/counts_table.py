"""The small table of counts on the overview sheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from matplotlib.axes import Axes

from zonemap.messages import Translate
from zonemap.render.print_map.fonts import MM_PER_POINT, fitting_size_pt, wrapped_lines
from zonemap.render.print_map.frame import Box, lowered
from zonemap.render.print_map.page import PLAIN, QUIET, draw_rule, put_text
from zonemap.render.print_map.tables import MapTables

__all__ = ["TABLE_COLUMNS", "draw_counts_table"]

TABLE_COLUMNS = ("households", "claimed", "proven", "remaining", "undetermined")
"""The columns of zone_counts that are printed."""

NUMBER_MM = 14.2
HEAD_GAP_MM = 0.3
HEADER_MM = 8.0
ROW_MM = 5.2
ROWS_AT_MOST_MM = 44.0
SMALL_LEADING = 1.4


def draw_counts_table(page: Axes, tables: MapTables, *, box: Box, translate: Translate) -> Box:
    """Draws a row for each zone, and the total in which each household counts once.

    Returns
    -------
    rest
        What is left of the box.
    """
    _ = translate
    heads = (
        _("Base"),
        _("Claimed cleared"),
        _("Proven cleared"),
        _("Remaining"),
        _("Undetermined"),
    )
    draw_rule(page, box=box, width_pt=0.9)
    _draw_heads(page, (_("Zone (households)"), *heads), box=box)
    box = lowered(box, HEADER_MM)
    draw_rule(page, box=box)
    counts = tables.zone_counts.loc[[*tables.zone_shapes.index, "total"], list(TABLE_COLUMNS)]
    names = [*tables.zone_shapes["name"], _("Total, each household once")]
    row_mm = min(ROW_MM, ROWS_AT_MOST_MM / len(names))
    for name, numbers in zip(names, counts.to_numpy().tolist(), strict=True):
        if name == names[-1]:
            draw_rule(page, box=box)
        _draw_row(
            page, [str(name), *(f"{number:,.0f}" for number in numbers)], box=box, row_mm=row_mm
        )
        box = lowered(box, row_mm)
    draw_rule(page, box=box, width_pt=0.9)
    return box


def _draw_heads(page: Axes, heads: Sequence[str], *, box: Box) -> None:
    style = dataclasses.replace(QUIET, align="right")
    put_text(page, heads[0], at=(box.left, box.top - HEADER_MM + 2), style=QUIET)
    for right, head in zip(_column_ends(box), heads[1:], strict=True):
        lines = wrapped_lines(head, style.size_pt, width_mm=NUMBER_MM - HEAD_GAP_MM)
        pitch = style.size_pt * MM_PER_POINT * 1.2
        for number, line in enumerate(reversed(lines)):
            size = fitting_size_pt(line, style.size_pt, width_mm=NUMBER_MM - HEAD_GAP_MM)
            at = (right, box.top - HEADER_MM + 2 + number * pitch)
            put_text(page, line, at=at, style=dataclasses.replace(style, size_pt=size))


def _draw_row(page: Axes, cells: Sequence[str], *, box: Box, row_mm: float) -> None:
    size = min(PLAIN.size_pt, row_mm / MM_PER_POINT / SMALL_LEADING)
    height = box.top - row_mm * 0.68
    name_mm = box.width - NUMBER_MM * len(TABLE_COLUMNS) - 1
    name_size = fitting_size_pt(cells[0], size, width_mm=name_mm)
    put_text(
        page, cells[0], at=(box.left, height), style=dataclasses.replace(PLAIN, size_pt=name_size)
    )
    style = dataclasses.replace(PLAIN, size_pt=size, align="right")
    for right, cell in zip(_column_ends(box), cells[1:], strict=True):
        put_text(page, cell, at=(right, height), style=style)


def _column_ends(box: Box) -> list[float]:
    count = len(TABLE_COLUMNS)
    return [box.right - NUMBER_MM * (count - number - 1) for number in range(count)]
