"""The exact rule of a piece, asked of each point itself.

A polygon holds what it *covers* in the coordinates of its own file: its edges are straight there,
and a point on the edge is inside. A chain holds what lies at most the radius away by geodesic
distance. No drawn polygon ever counts anything.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.locate.chains import within_chain
from zonemap.locate.pieces import Covers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.locate.pieces import Piece

__all__ = ["held", "in_box"]

_PREPARING = Lock()


def held(piece: Piece, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a piece holds each point.

    Parameters
    ----------
    piece
        Of a zone.
    x, y
        Finite, in the CRS of the piece.

    Returns
    -------
    held
        True on the edge, and at the radius itself; False for what is no place on earth, where
        the piece is asked in degrees.
    """
    if isinstance(piece, Covers):
        _make_ready(piece.shape)
        # of a point, *intersects* is the same predicate as *covers*: the edge belongs to it
        return np.asarray(shapely.intersects_xy(piece.shape, x, y), dtype=np.bool_)
    answer = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    on_earth = np.flatnonzero(answer)
    answer[on_earth] = within_chain(x[on_earth], y[on_earth], piece.chain, piece.radius_m)
    return answer


def in_box(piece: Piece, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.intp]:
    """Positions of the points in a piece's box, ascending: the only ones it may hold."""
    west, south, east, north = piece.box
    inside = (x >= west) & (x <= east)
    inside &= (y >= south) & (y <= north)
    return np.flatnonzero(inside)


def _make_ready(shape: shapely.Polygon) -> None:
    """Prepare a polygon and ask it once, for its search tree is made by the first question.

    Two threads that ask the first question at once would both make it.
    """
    with _PREPARING:
        if not shapely.is_prepared(shape):
            shapely.prepare(shape)
            shapely.intersects_xy(shape, *shapely.get_coordinates(shape)[0])
