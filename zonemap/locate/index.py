"""Which pieces to ask about a point: one grid over all pieces of a group.

Every cell bears one number. Zero: no piece touches it. Above zero: one piece holds all of it and
no other touches it; the number is that of the piece's zone, counted from one. Below zero: it has
a list of its own, of the pieces that hold all of it and of those that cross it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zonemap.locate.crossings import fill_polygons
from zonemap.locate.grids import INSIDE, Grids, own_grids
from zonemap.locate.pieces import Box, Covers, Reaches
from zonemap.locate.reaches import fill_reaches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.locate.pieces import Piece

__all__ = ["Axis", "Index", "build_index", "cell_states"]


class Axis(NamedTuple):
    """Origin, cells per unit, and number of cells."""

    origin: float
    scale: float
    cells: int


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Cells of one grid with the pieces that touch them.

    Attributes
    ----------
    x, y
        How columns and rows are told.
    codes
        One for each cell, row by row.
    starts
        Where the list of the numbers -1, -2 ... begins, and where the last one ends.
    crossed
        Whether a list names a piece that crosses its cell; the others hold all of it.
    pieces
        The lists, one behind the other: positions of pieces, ascending in each.
    """

    x: Axis
    y: Axis
    codes: NDArray[np.int32] | NDArray[np.int16]
    starts: NDArray[np.int64]
    crossed: NDArray[np.bool_]
    pieces: NDArray[np.intp]


def cell_states(pieces: Sequence[Piece], grids: Grids) -> NDArray[np.int8]:
    """What is known of every cell of grids, one grid for each piece."""
    states = np.zeros(int(grids.first[-1]), dtype=np.int8)
    polygons = [(at, piece) for at, piece in enumerate(pieces) if isinstance(piece, Covers)]
    chains = [(at, piece) for at, piece in enumerate(pieces) if isinstance(piece, Reaches)]
    fill_polygons(states, [piece for _, piece in polygons], _positions(polygons), grids)
    fill_reaches(states, [piece for _, piece in chains], _positions(chains), grids)
    return states


def _positions(numbered: Sequence[tuple[int, Piece]]) -> NDArray[np.intp]:
    return np.array([position for position, _ in numbered], dtype=np.intp)


def build_index(pieces: Sequence[Piece], *, cells: int) -> Index:
    """The index of pieces of one CRS, at least one; ``cells`` a side."""
    boxes = np.array([piece.box for piece in pieces])
    extent = Box(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    whole = own_grids([extent], cells=np.array([cells]))
    windows = _windows(whole, boxes)
    states = cell_states(pieces, windows)
    touched = np.flatnonzero(states)
    piece = np.searchsorted(windows.first, touched, side="right") - 1
    row, column = np.divmod(touched - windows.first[piece], windows.columns[piece])
    cell = (row + windows.bottom[piece]) * cells + column + windows.left[piece]
    surely = states[touched] == INSIDE
    codes = np.zeros(cells * cells, dtype=np.int32)
    alone = (np.bincount(cell, minlength=len(codes))[cell] == 1) & surely
    zone = np.array([piece.zone for piece in pieces], dtype=np.int32)
    codes[cell[alone]] = zone[piece[alone]] + 1
    listed = np.flatnonzero(~alone)
    listed = listed[np.argsort(cell[listed], kind="stable")]
    with_list, starts = np.unique(cell[listed], return_index=True)
    codes[with_list] = -1 - np.arange(len(with_list), dtype=np.int32)
    none = np.zeros(0, dtype=bool)
    return Index(
        x=Axis(float(whole.x0[0]), float(whole.x_scale[0]), cells),
        y=Axis(float(whole.y0[0]), float(whole.y_scale[0]), cells),
        codes=_narrowed(codes),
        starts=np.append(starts, len(listed)).astype(np.int64),
        crossed=np.logical_or.reduceat(~surely[listed], starts) if len(starts) else none,
        pieces=piece[listed],
    )


def _narrowed(codes: NDArray[np.int32]) -> NDArray[np.int32] | NDArray[np.int16]:
    """The same numbers in two bytes each, where they fit."""
    narrow = np.iinfo(np.int16)
    if codes.min() < narrow.min or codes.max() > narrow.max:
        return codes
    return codes.astype(np.int16)


def _windows(whole: Grids, boxes: NDArray[np.float64]) -> Grids:
    """The part of one grid that each box touches, a cell wider on every side."""
    west, south, east, north = boxes.T
    left = ((west - whole.x0) * whole.x_scale).astype(np.int64) - 1
    bottom = ((south - whole.y0) * whole.y_scale).astype(np.int64) - 1
    columns = ((east - whole.x0) * whole.x_scale).astype(np.int64) + 2 - left
    rows = ((north - whole.y0) * whole.y_scale).astype(np.int64) + 2 - bottom
    first = np.concatenate([[0], np.cumsum(columns * rows)])
    one = np.ones(len(boxes))
    return Grids(
        one * whole.x0,
        one * whole.y0,
        one * whole.x_scale,
        one * whole.y_scale,
        left,
        bottom,
        columns,
        rows,
        first,
    )
