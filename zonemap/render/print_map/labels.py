"""Names on a map, set so that none covers another, a symbol or the frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zonemap.render.print_map.fonts import MM_PER_POINT, text_width_mm
from zonemap.render.print_map.frame import Box
from zonemap.render.print_map.page import TextStyle

__all__ = [
    "Label",
    "PlacedLabel",
    "centred_box",
    "first_free",
    "label_size",
    "place_labels",
]

GAP_MM = 0.5
LINE_HEIGHT_EM = 1.2
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a label may stand about its symbol, the best first: right, left, above, below, corners."""

DIAGONAL = 0.72
"""How far out a corner position begins, of the symbol's radius."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name that wants a place.

    Attributes
    ----------
    text
        The name, one line.
    x, y
        The middle of its symbol, millimetres on the sheet.
    reach_mm
        The radius of its symbol.
    style
        How it is written.
    """

    text: str
    x: float
    y: float
    reach_mm: float
    style: TextStyle


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name, how it is written, and the box it is centred in."""

    text: str
    style: TextStyle
    box: Box


def place_labels(
    labels: Iterable[Label], *, within: Box, obstacles: Iterable[Box] = ()
) -> tuple[PlacedLabel, ...]:
    """The labels that find room about their symbols, the first served first.

    Parameters
    ----------
    labels
        Most important first; one that finds no room is left out.
    within
        No label reaches beyond it.
    obstacles
        What no label may cover; a label may touch the symbol it names.

    Returns
    -------
    placed
        In the order given.
    """
    blocked = list(obstacles)
    placed: list[PlacedLabel] = []
    for label in labels:
        size = label_size(label.text, label.style)
        box = first_free(_about(label, size), within=within, blocked=blocked)
        if box:
            placed.append(PlacedLabel(label.text, label.style, box))
            blocked.append(box)
    return tuple(placed)


def first_free(candidates: Iterable[Box], *, within: Box, blocked: Iterable[Box]) -> Box | None:
    """The first box that lies within the frame and meets none of those blocked."""
    taken = list(blocked)
    for box in candidates:
        if within.holds(box) and not any(map(box.meets, taken)):
            return box
    return None


def label_size(text: str, style: TextStyle) -> tuple[float, float]:
    """Width and height of a label with the space about it, millimetres."""
    width = text_width_mm(text, style.size_pt) + GAP_MM
    return width, style.size_pt * MM_PER_POINT * LINE_HEIGHT_EM


def centred_box(middle: tuple[float, float], size: tuple[float, float]) -> Box:
    """A box of a width and height about its middle, millimetres."""
    (x, y), (width, height) = middle, size
    return Box(x - width / 2, y - height / 2, width, height)


def _about(label: Label, size: tuple[float, float]) -> Iterable[Box]:
    """Boxes about a symbol, the best place first."""
    width, height = size
    for right, up in DIRECTIONS:
        reach = label.reach_mm * (DIAGONAL if right and up else 1) + GAP_MM
        x = label.x + right * (reach + width / 2)
        y = label.y + up * (reach + height / 2)
        yield centred_box((x, y), size)
