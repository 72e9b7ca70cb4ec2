"""Circles sized by class for towns and villages, and the names they ask for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from zonemap.classify import Breaks, class_of, classify_counts
from zonemap.render.print_map.frame import Box, MapFrame, page_of
from zonemap.render.print_map.labels import Label
from zonemap.render.print_map.names import PLACE_NAME
from zonemap.style import SYMBOL_COLOUR, SYMBOL_RADII_MM

__all__ = [
    "classed_places",
    "draw_symbol",
    "draw_symbols",
    "place_name_labels",
    "symbol_boxes",
]

FILL_ALPHA = 0.3
SYMBOL_LINE_PT = 0.7
SYMBOL_BODY = 0.75
"""The half side of the square, of a symbol's radius, that names keep off."""


def classed_places(places: pd.DataFrame) -> tuple[pd.DataFrame, Breaks]:
    """The places with the ``class`` of their ``remaining``, and the breaks for the legend."""
    breaks = classify_counts(places["remaining"])
    return places.assign(**{"class": class_of(places["remaining"], breaks)}), breaks


def draw_symbols(page: Axes, frame: MapFrame, places: pd.DataFrame) -> None:
    """A circle for each place, in the order of the table: the largest first, beneath."""
    for x, y, radius in _circles(frame, places):
        draw_symbol(page, at=(x, y), radius_mm=radius)


def draw_symbol(page: Axes, *, at: tuple[float, float], radius_mm: float) -> None:
    """One circle on the page, see-through so that dots and lines stay legible."""
    page.add_artist(
        Circle(
            at,
            radius_mm,
            facecolor=(SYMBOL_COLOUR, FILL_ALPHA),
            edgecolor=SYMBOL_COLOUR,
            linewidth=SYMBOL_LINE_PT,
            zorder=2,
            gid="symbol",
        )
    )


def symbol_boxes(frame: MapFrame, places: pd.DataFrame) -> list[Box]:
    """What names keep off, a box a symbol, millimetres on the sheet."""
    sides = [(x, y, SYMBOL_BODY * radius) for x, y, radius in _circles(frame, places)]
    return [Box(x - half, y - half, 2 * half, 2 * half) for x, y, half in sides]


def place_name_labels(frame: MapFrame, places: pd.DataFrame, *, most: int) -> list[Label]:
    """Name and count for each of the largest places that have a name."""
    named = places[places["name"] != ""].head(most)
    rows = zip(named["name"], named["remaining"], strict=True)
    texts = [f"{name} {remaining:,}" for name, remaining in rows]
    return [
        Label(text, x, y, radius, PLACE_NAME)
        for text, (x, y, radius) in zip(texts, _circles(frame, named), strict=True)
    ]


def _circles(frame: MapFrame, places: pd.DataFrame) -> list[tuple[float, float, float]]:
    x, y = page_of(frame, places["longitude"].to_numpy(), places["latitude"].to_numpy())
    radii = np.take(SYMBOL_RADII_MM, places["class"].to_numpy(dtype="int64"))
    return list(zip(x.tolist(), y.tolist(), radii.tolist(), strict=True))
