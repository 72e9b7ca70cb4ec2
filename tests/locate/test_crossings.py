from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import scattered, star, zone
from zonemap.locate import crossings
from zonemap.locate.crossings import fill_polygons, stretches
from zonemap.locate.grids import CROSSED, INSIDE, OUTSIDE, cells_at, own_grids
from zonemap.locate.pieces import Box, zone_pieces

HOLE = shapely.Point(107.0, 33.1).buffer(0.02).exterior.coords
SHAPES = [
    star(holes=[HOLE]),
    shapely.box(107, 33, 107.2, 33.2),
    shapely.Polygon([(107, 33), (107.2, 33.0), (107.2, 33.0), (107.0, 33.2)]),
    shapely.Polygon([(107, 33), (107.3, 33.3), (107.3, 33.3 + 1e-13)]),
    shapely.Polygon([(107, 33), (107.1, 33.1), (107.1, 33), (107, 33.1)]),  # a bow-tie
]


def filled(shapes, cells):
    pieces = [piece for shape in shapes for piece in zone_pieces(zone(shape), 0)]
    grids = own_grids([piece.box for piece in pieces], cells=np.full(len(pieces), cells))
    states = np.zeros(int(grids.first[-1]), dtype=np.int8)
    fill_polygons(states, pieces, np.arange(len(pieces)), grids)
    return pieces, grids, states


@pytest.mark.parametrize("cells", [8, 33, 256])
def test_no_cell_says_inside_or_outside_wrongly(cells):
    pieces, grids, states = filled(SHAPES, cells)
    for at, piece in enumerate(pieces):
        points = scattered(20_000, seed=at, box=piece.box)
        state = states[cells_at(grids, np.full(20_000, at), points.x, points.y)]
        truth = shapely.intersects_xy(piece.shape, points.x, points.y)
        assert truth[state == INSIDE].all()
        assert not truth[state == OUTSIDE].any()


def test_every_vertex_and_every_place_on_an_edge_is_in_a_crossed_cell():
    pieces, grids, states = filled(SHAPES, 64)
    for at, piece in enumerate(pieces):
        places = shapely.get_coordinates(shapely.segmentize(piece.shape, 1e-4))
        cell = cells_at(grids, np.full(len(places), at), places[:, 0], places[:, 1])
        assert (states[cell] == CROSSED).all()


def test_few_cells_are_crossed_and_the_border_is_not():
    _, _, states = filled([star()], 512)
    square = states.reshape(512, 512)
    assert (square == CROSSED).mean() < 0.02
    assert (square == INSIDE).mean() > 0.3
    assert not square[[0, -1]].any()
    assert not square[:, [0, -1]].any()


def test_edges_taken_in_shares_give_the_same_cells(monkeypatch):
    _, _, whole = filled(SHAPES, 64)
    monkeypatch.setattr(crossings, "CELLS_AT_ONCE", 10)
    _, _, in_shares = filled(SHAPES, 64)
    assert (whole == in_shares).all()


def test_stretches_count_from_first_to_last_and_may_be_empty():
    numbers, pair = stretches(np.array([3, 7, 5]), np.array([5, 7, 4]))
    assert numbers.tolist() == [3, 4, 5, 7]
    assert pair.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_an_edge_at_the_border_of_two_columns_crosses_both(steps):
    grids = own_grids([Box(107.0, 33.0, 107.2, 33.2)], cells=np.array([32]))
    border = grids.x0[0] + 9 / grids.x_scale[0]
    for _ in range(abs(steps)):
        border = np.nextafter(border, border + steps)
    shape = shapely.box(border, 33.05, 107.2, 33.15)
    pieces = list(zone_pieces(zone(shape), 0))
    states = np.zeros(int(grids.first[-1]), dtype=np.int8)
    fill_polygons(states, pieces, np.array([0]), grids)
    row = states.reshape(32, 32)[16]
    assert row[[7, 8, 9, 10]].tolist() == [OUTSIDE, CROSSED, CROSSED, INSIDE]
