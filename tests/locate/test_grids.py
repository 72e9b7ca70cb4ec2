from __future__ import annotations

import numpy as np

from zonemap.locate.grids import cells_at, middles, own_grids
from zonemap.locate.pieces import Box

BOXES = [Box(107.0, 33.0, 107.2, 33.1), Box(-1e8, 5.0, -1e8, 5.0)]
GRIDS = own_grids(BOXES, cells=np.array([16, 32]))


def test_a_box_fills_its_grid_but_for_the_border():
    corners = cells_at(GRIDS, np.zeros(2, int), np.array([107.0, 107.2]), np.array([33.0, 33.1]))
    assert corners.tolist() == [16 + 1, 14 * 16 + 14]


def test_what_is_beyond_or_not_finite_falls_into_the_last_cell_of_the_border():
    x = np.array([0.0, 200.0, np.nan, np.inf, -np.inf, 1e300])
    column = cells_at(GRIDS, np.zeros(6, int), x, np.full(6, 33.05)) % 16
    assert set(column.tolist()) <= {0, 15}
    assert column[:2].tolist() == [0, 15]


def test_the_middle_of_a_cell_falls_into_it_in_every_grid():
    cells = np.arange(GRIDS.first[-1])
    grid, x, y = middles(GRIDS, cells)
    assert (cells_at(GRIDS, grid, x, y) == cells).all()
    assert np.bincount(grid).tolist() == [256, 1024]


def test_columns_are_unbroken_intervals():
    x = np.sort(np.random.default_rng(0).uniform(106.9, 107.3, 10_000))
    column = cells_at(GRIDS, np.zeros(len(x), int), x, np.full(len(x), 33.05)) % 16
    assert (np.diff(column) >= 0).all()
