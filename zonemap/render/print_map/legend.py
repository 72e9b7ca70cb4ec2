"""The legend beside a map: rows of a key and what it stands for, from the top down."""

from __future__ import annotations

import dataclasses

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from zonemap.classify import Breaks
from zonemap.messages import Translate
from zonemap.render.print_map.frame import Box, MapFrame, lowered
from zonemap.render.print_map.frame_marks import draw_north_arrow, draw_scale
from zonemap.render.print_map.layers import (
    COUNTY_DASHES,
    COUNTY_LINE_PT,
    ZONE_LINE_PT,
    Dashes,
    draw_cross,
    zone_dashes,
)
from zonemap.render.print_map.page import HEADING, PLAIN, QUIET, TextStyle, draw_rule, put_text
from zonemap.render.print_map.symbols import draw_symbol
from zonemap.schema import STAGES
from zonemap.style import INK, OUTSIDE_COLOUR, STAGE_COLOURS, SYMBOL_RADII_MM, ZONE_COLOURS

__all__ = [
    "draw_heading",
    "draw_line_rows",
    "draw_scale_block",
    "draw_stage_rows",
    "draw_symbol_row",
]

Look = tuple[str, float, Dashes]
"""Colour, width in points and dashes of a line."""

ROW_MM = 4.7
SCALE_MM = 15.0
KEY_MM = 9.0
"""The room for a key, left of its words."""

NUMBER = dataclasses.replace(PLAIN, align="right")


def draw_heading(page: Axes, text: str, *, box: Box) -> Box:
    """A heading under a thin rule; returns what is left of the box below it."""
    draw_rule(page, box=box)
    put_text(page, text, at=(box.left, box.top - 4.6), style=HEADING)
    return lowered(box, 6.6)


def draw_stage_rows(page: Axes, counts: pd.Series, *, box: Box, translate: Translate) -> Box:
    """A row for every stage: dot, name and number of households; then those outside.

    Parameters
    ----------
    page
        The page.
    counts
        The zone's row of zone_counts.
    box
        The room for the rows, millimetres.
    translate
        The language.

    Returns
    -------
    rest
        What is left of the box.
    """
    _ = translate
    for stage in STAGES[:-1]:
        words = (_(stage.label), f"{counts[stage.name]:,}")
        box = _draw_row(page, words, box=box, dot=STAGE_COLOURS[stage.name])
    total = (_("Base (households in the zone)"), f"{counts['households']:,}")
    box = _draw_row(page, total, box=box, dot=None)
    undetermined = (_("Undetermined, not drawn"), f"{counts['undetermined']:,}")
    box = _draw_row(page, undetermined, box=box, dot=None)
    box = _draw_row(page, (_("Households nearby, outside"), ""), box=box, dot=OUTSIDE_COLOUR)
    note = _("Where dots overlap, the worse stage is on top")
    put_text(page, note, at=(box.left, box.top - ROW_MM / 2 - 0.5), style=QUIET)
    return lowered(box, ROW_MM)


def draw_symbol_row(page: Axes, breaks: Breaks, *, box: Box) -> Box:
    """The circles of all classes side by side, each over its label; returns what is left."""
    if not breaks.uppers:
        put_text(page, "0", at=(box.left, box.top - 3), style=PLAIN)
        return lowered(box, ROW_MM)
    radii = SYMBOL_RADII_MM[: len(breaks.uppers)]
    pitch = box.width / max(len(radii), 4)
    for number, (radius, label) in enumerate(zip(radii, breaks.labels, strict=True)):
        x = box.left + pitch * (number + 0.5)
        draw_symbol(page, at=(x, box.top - max(radii) - 0.5), radius_mm=radius)
        style = TextStyle(size_pt=7, align="center")
        put_text(page, label, at=(x, box.top - 2 * max(radii) - 4), style=style)
    return lowered(box, 2 * max(radii) + 6)


def draw_line_rows(page: Axes, zones: pd.DataFrame, *, box: Box, translate: Translate) -> Box:
    """Rows for the zone lines that occur, the centre if there is one, and the county line.

    Parameters
    ----------
    page
        The page.
    zones
        Rows of zone_shapes that are drawn as the subject of the sheet.
    box
        The room for the rows, millimetres.
    translate
        The language.

    Returns
    -------
    rest
        What is left of the box.
    """
    _ = translate
    words = {"zero": _("Zone to reach zero"), "baseline": _("Zone of a project's base")}
    drawn = zip(zones["target"].astype(str), zones["basis"].map(zone_dashes), strict=True)
    for target, dashes in sorted(set(drawn), key=str, reverse=True):
        look = (ZONE_COLOURS[target], ZONE_LINE_PT, dashes)
        box = _draw_line_row(page, words[target], box=box, look=look)
    doubtful = zones["basis"] != "official"
    if doubtful.any():
        note = _("Dashed: not an official line")
        put_text(page, note, at=(box.left + KEY_MM, box.top - ROW_MM / 2 - 0.5), style=QUIET)
        box = lowered(box, ROW_MM)
    buffers = zones[zones["kind"] == "buffer"]
    if len(buffers):
        target = str(buffers["target"].iloc[0])
        draw_cross(page, at=(box.left + 3.5, box.top - ROW_MM / 2), target=target)
        put_text(page, _("Centre point"), at=(box.left + KEY_MM, box.top - ROW_MM / 2 - 0.95))
        box = lowered(box, ROW_MM)
    look = (INK["line"], COUNTY_LINE_PT, COUNTY_DASHES)
    return _draw_line_row(page, _("County line"), box=box, look=look)


def draw_scale_block(page: Axes, frame: MapFrame, *, box: Box, translate: Translate) -> Box:
    """1:N, scale bar and north arrow under a heading; returns what is left of the box."""
    _ = translate
    box = draw_heading(page, _("Scale"), box=box)
    scale_box = dataclasses.replace(box, bottom=box.top - SCALE_MM, height=SCALE_MM)
    draw_scale(page, frame, box=scale_box, translate=translate)
    north = (box.right - 8, box.top - SCALE_MM / 2 - 1)
    draw_north_arrow(page, frame, at=north, translate=translate)
    return lowered(box, SCALE_MM)


def _draw_row(page: Axes, words: tuple[str, str], *, box: Box, dot: str | None) -> Box:
    name, number = words
    middle = box.top - ROW_MM / 2
    if dot:
        page.add_artist(
            Line2D(
                [box.left + 3], [middle], marker="o", markersize=5.5, markeredgewidth=0, color=dot
            )
        )
    put_text(page, name, at=(box.left + KEY_MM - 3, middle - 0.95))
    if number:
        put_text(page, number, at=(box.right, middle - 0.95), style=NUMBER)
    return lowered(box, ROW_MM)


def _draw_line_row(page: Axes, text: str, *, box: Box, look: Look) -> Box:
    colour, width, dashes = look
    middle = box.top - ROW_MM / 2
    page.add_artist(
        Line2D(
            [box.left, box.left + KEY_MM - 2],
            [middle, middle],
            color=colour,
            linewidth=width,
            linestyle=dashes,
        )
    )
    put_text(page, text, at=(box.left + KEY_MM, middle - 0.95))
    return lowered(box, ROW_MM)
