from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import scattered, zone
from zonemap.locate.exact import held
from zonemap.locate.grids import CROSSED, INSIDE, OUTSIDE, cells_at, own_grids
from zonemap.locate.pieces import Reaches, zone_pieces
from zonemap.locate.reaches import fill_reaches


def filled(shape, radius_m, cells):
    pieces = [
        piece
        for piece in zone_pieces(zone(shape, radius_m=radius_m), 0)
        if isinstance(piece, Reaches)
    ]
    grids = own_grids([piece.box for piece in pieces], cells=np.full(len(pieces), cells))
    states = np.zeros(int(grids.first[-1]), dtype=np.int8)
    fill_reaches(states, pieces, np.arange(len(pieces)), grids)
    return pieces, grids, states


@pytest.mark.parametrize(
    ("shape", "radius_m"),
    [
        (shapely.Point(107, 33), 3000.0),
        (shapely.Point(107, 33), 1.0),
        (shapely.Point(179.999, 70), 3000.0),
        (shapely.Point(20, 89.99), 5000.0),
        (shapely.Point(0, 0), 1_000_000.0),
        (shapely.LineString([(107, 33), (107.2, 33.1), (107.4, 33.0)]), 3000.0),
    ],
)
def test_no_cell_says_inside_or_outside_wrongly(shape, radius_m):
    pieces, grids, states = filled(shape, radius_m, 40)
    for at, piece in enumerate(pieces):
        points = scattered(4000, seed=at, box=piece.box)
        state = states[cells_at(grids, np.full(4000, at), points.x, points.y)]
        truth = held(piece, points.x, points.y)
        assert truth[state == INSIDE].all()
        assert not truth[state == OUTSIDE].any()


def test_most_cells_of_a_disc_are_known():
    _, _, states = filled(shapely.Point(107, 33), 3000.0, 256)
    assert (states == CROSSED).mean() < 0.03
    assert 0.7 < (states == INSIDE).mean() < np.pi / 4
