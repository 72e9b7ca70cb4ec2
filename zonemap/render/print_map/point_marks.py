"""Marks of coal sellers, checkpoints and the like on a map, and their rows in the legend."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from zonemap.messages import Translate
from zonemap.render.points import PointTables
from zonemap.render.print_map.fonts import MM_PER_POINT, fitting_size_pt
from zonemap.render.print_map.frame import Box, MapFrame, lowered, page_of, projected_of
from zonemap.render.print_map.page import PLAIN, QUIET, put_text
from zonemap.style import INK, POINT_MARKS, POINT_RADIUS_MM

__all__ = ["draw_mark_line", "draw_mark_rows", "draw_marks", "mark_boxes"]

RIM_PT = 0.5
MARK_ZORDER = 3.5
"""Over household dots, under the circles and names that stand on the page itself."""

ROW_MM = 4.7
KEY_MM = 5.5
KEY_GAP_MM = 2.5
HEAD_MM = 26.0
NUMBER_MM = 4.5
NUMBER = dataclasses.replace(PLAIN, align="right")
MOST_KEPT_CLEAR = 150
"""With more marks on the map names may cover them: else no name would find room."""


def draw_marks(
    axes: Axes, frame: MapFrame, points: PointTables, *, radius_mm: float = POINT_RADIUS_MM
) -> None:
    """A small mark with a white rim for each placed point, a form for each layer."""
    for place, layer in enumerate(points.layers.index):
        rows = _placed(points, layer)
        x, y = projected_of(frame.crs, rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
        _plot_marks(axes, (x, y), place=place, radius_mm=radius_mm, name=f"points {layer}")


def mark_boxes(
    frame: MapFrame, points: PointTables, *, radius_mm: float = POINT_RADIUS_MM
) -> list[Box]:
    """What names keep off, a box a mark, millimetres; none where the marks are too many."""
    placed = points.rows[points.rows["longitude"].notna()]
    x, y = page_of(
        frame, placed["longitude"].to_numpy(dtype=float), placed["latitude"].to_numpy(dtype=float)
    )
    box = frame.box
    seen = (x > box.left) & (x < box.right) & (y > box.bottom) & (y < box.top)
    if seen.sum() > MOST_KEPT_CLEAR:
        return []
    corners = zip((x[seen] - radius_mm).tolist(), (y[seen] - radius_mm).tolist(), strict=True)
    return [Box(left, bottom, 2 * radius_mm, 2 * radius_mm) for left, bottom in corners]


def draw_mark_rows(page: Axes, points: PointTables, *, box: Box, zone_id: str) -> Box:
    """For each layer its mark, name, and how many of its points lie in the zone, two in a row.

    Returns
    -------
    rest
        What is left of the box.
    """
    if not len(points.layers):
        return box
    return _draw_keys(page, points, counts=points.by_zone[zone_id], box=box, across=2)


def draw_mark_line(page: Axes, points: PointTables, *, box: Box, translate: Translate) -> Box:
    """For each layer its mark, name, and how many of its points lie in any zone, three in a row.

    Returns
    -------
    rest
        What is left of the box.
    """
    if not len(points.layers):
        return box
    _ = translate
    head = _("Other points in the zones")
    size = fitting_size_pt(head, QUIET.size_pt, width_mm=HEAD_MM)
    style = dataclasses.replace(QUIET, size_pt=size)
    put_text(page, head, at=(box.left, box.top - ROW_MM / 2 - 0.85), style=style)
    keys = dataclasses.replace(box, left=box.left + HEAD_MM, width=box.width - HEAD_MM)
    rest = _draw_keys(page, points, counts=points.layers["inside"], box=keys, across=3)
    return dataclasses.replace(box, height=rest.height)


def _draw_keys(page: Axes, points: PointTables, *, counts: pd.Series, box: Box, across: int) -> Box:
    width = (box.width - (across - 1) * KEY_GAP_MM) / across
    for place, (name, count) in enumerate(zip(points.layers["name"], counts, strict=True)):
        left = box.left + place % across * (width + KEY_GAP_MM)
        middle = box.top - (place // across + 0.5) * ROW_MM
        at = np.array([left + 2.5]), np.array([middle])
        _plot_marks(page, at, place=place, radius_mm=POINT_RADIUS_MM, name="")
        size = fitting_size_pt(name, PLAIN.size_pt, width_mm=width - KEY_MM - NUMBER_MM)
        style = dataclasses.replace(PLAIN, size_pt=size)
        put_text(page, name, at=(left + KEY_MM, middle - 0.95), style=style)
        number = "—" if pd.isna(count) else f"{count:,}"
        put_text(page, number, at=(left + width, middle - 0.95), style=NUMBER)
    return lowered(box, -(-len(points.layers) // across) * ROW_MM)


def _placed(points: PointTables, layer: str) -> pd.DataFrame:
    rows = points.rows
    return rows[(rows["layer_id"] == layer) & rows["longitude"].notna()]


def _plot_marks(
    axes: Axes,
    places: tuple[np.ndarray, np.ndarray],
    *,
    place: int,
    radius_mm: float,
    name: str,
) -> None:
    colour, corners = POINT_MARKS[place % len(POINT_MARKS)]
    reach = float(np.abs(corners).max())
    axes.plot(
        *places,
        linestyle="none",
        # matplotlib stretches a path to the size of the marker: its reach keeps its share
        marker=Path([*corners, corners[0]], closed=True),
        markersize=2 * radius_mm * reach / MM_PER_POINT,
        markerfacecolor=colour,
        markeredgecolor=INK["paper"],
        markeredgewidth=RIM_PT,
        zorder=MARK_ZORDER,
        gid=name or None,
        scalex=False,
        scaley=False,
    )
