"""What is known of each cell under polygons.

Every edge is followed from row to row, and the cells it comes within `MARGIN` of are crossed. In
a row, the cells between two crossed ones that no edge touches are one connected piece of land:
the exact rule, asked at the middle of one of them, answers for all. Before the first and behind
the last crossed cell of a row lies land that reaches the border, which is outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from zonemap.locate.exact import held
from zonemap.locate.grids import CROSSED, INSIDE, MARGIN, middles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zonemap.locate.grids import Grids
    from zonemap.locate.pieces import Covers

__all__ = ["fill_polygons", "stretches"]


def fill_polygons(
    states: NDArray[np.int8], pieces: Sequence[Covers], grid: NDArray[np.intp], grids: Grids
) -> None:
    """Write into ``states`` what is known of each cell of the grids of polygons.

    Parameters
    ----------
    states
        One for each cell, all outside; changed in place.
    pieces
        Polygons.
    grid
        Of each piece, ascending.
    grids
        Of all pieces.
    """
    if len(pieces) == 0:
        return
    for edges in _in_shares(_edges(pieces, grid, grids)):
        states[_crossed_cells(edges, grids)] = CROSSED
    crossed = np.flatnonzero(states)
    gap = np.flatnonzero(np.diff(crossed) > 1)
    gap = gap[_row(grids, crossed[gap]) == _row(grids, crossed[gap + 1])]
    start, end = crossed[gap] + 1, crossed[gap + 1]
    inside = _held_at(start, pieces, grid, grids)
    steps = np.zeros(len(states) + 1, dtype=np.int8)
    steps[start[inside]] = INSIDE
    steps[end[inside]] = -INSIDE
    states += np.cumsum(steps[:-1], dtype=np.int8)


CELLS_AT_ONCE = 1 << 22


class _Edges(NamedTuple):
    """The grid of every edge, and its lower and upper end in columns and rows of that grid."""

    grid: NDArray[np.intp]
    u1: NDArray[np.float64]
    v1: NDArray[np.float64]
    u2: NDArray[np.float64]
    v2: NDArray[np.float64]


def _row(grids: Grids, cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for the row of each cell, different in different grids."""
    grid = np.searchsorted(grids.first, cell, side="right") - 1
    before = np.concatenate([[0], np.cumsum(grids.rows)])
    rows = before[grid] + (cell - grids.first[grid]) // grids.columns[grid]
    return np.asarray(rows, dtype=np.int64)


def _held_at(
    cell: NDArray[np.int64], pieces: Sequence[Covers], grid: NDArray[np.intp], grids: Grids
) -> NDArray[np.bool_]:
    """The exact answer at the middle of each cell; the cells ascend."""
    _, x, y = middles(grids, cell)
    begin = np.searchsorted(cell, grids.first[grid])
    end = np.searchsorted(cell, grids.first[grid + 1])
    inside = np.zeros(len(cell), dtype=bool)
    for piece, of_piece in zip(pieces, map(slice, begin, end), strict=True):
        inside[of_piece] = held(piece, x[of_piece], y[of_piece])
    return inside


def _in_shares(edges: _Edges) -> Iterator[_Edges]:
    """The edges, no more at a time than cross `CELLS_AT_ONCE` cells or so."""
    cells = np.cumsum(np.abs(edges.u2 - edges.u1) + edges.v2 - edges.v1 + 2)
    ends = np.searchsorted(cells, np.arange(CELLS_AT_ONCE, cells[-1], CELLS_AT_ONCE))
    for some in np.split(np.arange(len(cells)), ends):
        yield _Edges(
            edges.grid[some], edges.u1[some], edges.v1[some], edges.u2[some], edges.v2[some]
        )


def _crossed_cells(edges: _Edges, grids: Grids) -> NDArray[np.int64]:
    """Every cell that comes within `MARGIN` of an edge, some more than once."""
    of_edge, u1, v1, u2, v2 = edges
    row, edge = stretches(
        np.floor(v1 - MARGIN).astype(np.int64), np.floor(v2 + MARGIN).astype(np.int64)
    )
    # the share of the edge that lies in the row, from its lower end on; all of a level one
    rise = v2[edge] - v1[edge]
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(rise > 0, (row - MARGIN - v1[edge]) / rise, 0.0)
        high = np.where(rise > 0, (row + 1 + MARGIN - v1[edge]) / rise, 1.0)
    run = u2[edge] - u1[edge]
    one = u1[edge] + np.clip(low, 0, 1) * run
    other = u1[edge] + np.clip(high, 0, 1) * run
    column, part = stretches(
        np.floor(np.minimum(one, other) - MARGIN).astype(np.int64),
        np.floor(np.maximum(one, other) + MARGIN).astype(np.int64),
    )
    at = of_edge[edge[part]]
    return np.asarray(grids.first[at] + row[part] * grids.columns[at] + column)


def _edges(pieces: Sequence[Covers], grid: NDArray[np.intp], grids: Grids) -> _Edges:
    rings, of_piece = shapely.get_rings([piece.shape for piece in pieces], return_index=True)
    places, of_ring = shapely.get_coordinates(rings, return_index=True)
    at = grid[of_piece[of_ring]]
    u = (places[:, 0] - grids.x0[at]) * grids.x_scale[at] - grids.left[at]
    v = (places[:, 1] - grids.y0[at]) * grids.y_scale[at] - grids.bottom[at]
    start = np.flatnonzero(of_ring[1:] == of_ring[:-1])
    down = v[start] > v[start + 1]
    lower, upper = np.where(down, start + 1, start), np.where(down, start, start + 1)
    return _Edges(at[start], u[lower], v[lower], u[upper], v[upper])


def stretches(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Every whole number from each ``first`` to its ``last``, and the position of the pair."""
    count = last - first + 1
    pair = np.repeat(np.arange(len(first)), count)
    before = np.cumsum(count) - count
    return np.arange(len(pair)) - before[pair] + first[pair], pair
