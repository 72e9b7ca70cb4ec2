"""Uniform grids over pieces, and what is known of each of their cells.

The column of a point is ``trunc((x - x0) * scale)``, and so for rows. Both roundings keep the
order of numbers, so a column is an unbroken interval of x; and each is relative to its result, so
the number before truncation is off by less than columns / 2**51 of a cell: under 1e-11. A cell
that every edge passes by more than `MARGIN` of a cell is therefore passed by the exact edge as
well, with all points that fall into it, and one answer of the exact rule holds for all of them.

Every grid has a border, a cell and a half wide, beyond the piece. What lies further out is put
into the border's last cell, and that is outside. So are numbers that are not finite: a processor
turns them into the least or the greatest integer, or zero, and all three fall into the border.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.locate.pieces import Box

__all__ = ["CROSSED", "INSIDE", "MARGIN", "OUTSIDE", "Grids", "cells_at", "middles", "own_grids"]

OUTSIDE, INSIDE, CROSSED = 0, 1, 2
"""No point of the cell, every point, or only the exact rule can tell."""

MARGIN = 2.0**-20
"""Share of a cell by which edges are thickened: 100,000 times what rounding can move them."""

BORDER = 1.5

COARSEST = 2.0**-36
"""Least size of a cell as a share of the coordinates: thousands of floats lie across it."""


@dataclass(frozen=True, slots=True, eq=False)
class Grids:
    """Grids, one for each piece; the cells of all are numbered in one row.

    Attributes
    ----------
    x0, y0, x_scale, y_scale
        Origin, and cells per unit, of each grid.
    left, bottom
        Column and row of the origin's grid at which this window of it begins.
    columns, rows
        Of the window.
    first
        Number of each grid's first cell, and behind the last the number of cells.
    """

    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x_scale: NDArray[np.float64]
    y_scale: NDArray[np.float64]
    left: NDArray[np.int64]
    bottom: NDArray[np.int64]
    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    first: NDArray[np.int64]

    def __len__(self) -> int:
        """How many grids there are."""
        return len(self.x0)


def own_grids(boxes: Sequence[Box], *, cells: NDArray[np.int64]) -> Grids:
    """A grid of its own for each box, with so many ``cells`` a side."""
    west, south, east, north = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    x0, x_scale = _axis(west, east, cells)
    y0, y_scale = _axis(south, north, cells)
    first = np.concatenate([[0], np.cumsum(cells * cells)])
    none = np.zeros(len(boxes), dtype=np.int64)
    return Grids(x0, y0, x_scale, y_scale, none, none, cells, cells, first)


def _axis(
    low: NDArray[np.float64], high: NDArray[np.float64], cells: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Origin and scale with which ``low`` to ``high`` fills the grid but for its border."""
    least = np.maximum(np.maximum(np.abs(low), np.abs(high)) * COARSEST, np.finfo(float).tiny)
    cell = np.maximum((high - low) / (cells - 2 * BORDER), least)
    return low - BORDER * cell, 1 / cell


def cells_at(
    grids: Grids, grid: NDArray[np.intp], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The number of the cell into which each point falls, of the grid it is paired with."""
    with np.errstate(invalid="ignore", over="ignore"):
        column = ((x - grids.x0[grid]) * grids.x_scale[grid]).astype(np.int64) - grids.left[grid]
        row = ((y - grids.y0[grid]) * grids.y_scale[grid]).astype(np.int64) - grids.bottom[grid]
    column = np.clip(column, 0, grids.columns[grid] - 1)
    row = np.clip(row, 0, grids.rows[grid] - 1)
    return np.asarray(grids.first[grid] + row * grids.columns[grid] + column)


def middles(
    grids: Grids, cell: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """The grid of each cell, and x and y of the cell's middle."""
    grid = np.searchsorted(grids.first, cell, side="right") - 1
    row, column = np.divmod(cell - grids.first[grid], grids.columns[grid])
    x = grids.x0[grid] + (column + grids.left[grid] + 0.5) / grids.x_scale[grid]
    y = grids.y0[grid] + (row + grids.bottom[grid] + 0.5) / grids.y_scale[grid]
    return grid, x, y
