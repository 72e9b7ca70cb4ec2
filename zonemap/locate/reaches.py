"""What is known of each cell under chains with a radius.

The distance to a chain changes by no more than the way one goes. A block of cells whose middle is
nearer than the radius by more than the way to its corners is wholly inside; one that is farther
by more is wholly outside; of any other the quarters are looked at, down to single cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonemap.locate.chains import SLACK_M, chain_distance
from zonemap.locate.geodesics import geodesic_m
from zonemap.locate.grids import CROSSED, INSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.locate.grids import Grids
    from zonemap.locate.pieces import Reaches

__all__ = ["fill_reaches"]

MOST_METRES_PER_DEGREE = 111_700.0
"""No degree of a meridian is longer, nor of a parallel, over the cosine of its latitude: both
are less than pi / 180 of the ellipsoid's greatest radius of curvature, 6,399,594 m."""


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """Squares of cells: the piece, the first column and row of its grid; ``size`` cells a side."""

    piece: NDArray[np.intp]
    column: NDArray[np.int64]
    row: NDArray[np.int64]
    size: int

    def take(self, which: NDArray[np.bool_]) -> _Blocks:
        return _Blocks(self.piece[which], self.column[which], self.row[which], self.size)

    def quarters(self) -> _Blocks:
        half = self.size // 2
        column = np.concatenate([self.column, self.column + half] * 2)
        row = np.concatenate([self.row, self.row, self.row + half, self.row + half])
        return _Blocks(np.tile(self.piece, 4), column, row, half)


def fill_reaches(
    states: NDArray[np.int8], pieces: Sequence[Reaches], grid: NDArray[np.intp], grids: Grids
) -> None:
    """Write into ``states`` what is known of each cell of the grids of chains.

    Parameters
    ----------
    states
        One for each cell, all outside; changed in place.
    pieces
        Chains with a radius.
    grid
        Of each piece, ascending.
    grids
        Of all pieces, in degrees.
    """
    if len(pieces) == 0:
        return
    widest = max(int(grids.columns[grid].max()), int(grids.rows[grid].max()))
    every = np.arange(len(pieces))
    none = np.zeros(len(pieces), dtype=np.int64)
    blocks = _Blocks(every, none, none, 1 << (widest - 1).bit_length())
    while len(blocks.piece):
        at = grid[blocks.piece]
        blocks = blocks.take((blocks.column < grids.columns[at]) & (blocks.row < grids.rows[at]))
        inside, outside = _decided(blocks, pieces, grid, grids)
        _fill(states, blocks.take(inside), grid, grids, INSIDE)
        blocks = blocks.take(~(inside | outside))
        if blocks.size == 1:
            _fill(states, blocks, grid, grids, CROSSED)
            return
        blocks = blocks.quarters()


def _decided(
    blocks: _Blocks, pieces: Sequence[Reaches], grid: NDArray[np.intp], grids: Grids
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which blocks are wholly inside, and which wholly outside."""
    at, half = grid[blocks.piece], blocks.size / 2
    half_lon, half_lat = half / grids.x_scale[at], half / grids.y_scale[at]
    lon = grids.x0[at] + (grids.left[at] + blocks.column + half) / grids.x_scale[at]
    lat = grids.y0[at] + (grids.bottom[at] + blocks.row + half) / grids.y_scale[at]
    # the way to a corner, on a map that makes every degree as long as it is anywhere in the block
    lowest = np.radians(np.clip(np.abs(lat) - half_lat, 0, 90))
    corner_m = MOST_METRES_PER_DEGREE * np.hypot(half_lat, half_lon * np.cos(lowest)) * 1.001
    radius_m, distance_m = _distances(blocks.piece, lon, np.clip(lat, -90, 90), pieces)
    on_earth = (np.abs(lon) + half_lon <= 180) & (np.abs(lat) + half_lat <= 90)
    inside = on_earth & (distance_m + corner_m <= radius_m)
    outside = on_earth & (distance_m - SLACK_M - corner_m > radius_m)
    return inside, outside


def _distances(
    piece: NDArray[np.intp],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    pieces: Sequence[Reaches],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The radius of the piece of each place, and the place's distance to it."""
    radius_m = np.array([each.radius_m for each in pieces])[piece]
    start_lon = np.array([each.chain.lon[0] for each in pieces])[piece]
    start_lat = np.array([each.chain.lat[0] for each in pieces])[piece]
    distance_m = geodesic_m(lon, lat, start_lon, start_lat)
    of_line = np.array([len(each.chain.lon) > 1 for each in pieces])[piece]
    for position in np.unique(piece[of_line]).tolist():
        here = np.flatnonzero(piece == position)
        distance_m[here] = chain_distance(lon[here], lat[here], pieces[position].chain)
    return radius_m, distance_m


def _fill(
    states: NDArray[np.int8], blocks: _Blocks, grid: NDArray[np.intp], grids: Grids, state: int
) -> None:
    """Write one state into every cell of blocks, as far as they lie in their grid."""
    at = grid[blocks.piece]
    side = np.arange(blocks.size)
    column = blocks.column[:, None, None] + side[None, None, :]
    row = blocks.row[:, None, None] + side[None, :, None]
    cell = grids.first[at][:, None, None] + row * grids.columns[at][:, None, None] + column
    within = (column < grids.columns[at][:, None, None]) & (row < grids.rows[at][:, None, None])
    states[cell[within]] = state
