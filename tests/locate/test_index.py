from __future__ import annotations

import numpy as np
import shapely

from tests.locate.shapes import star, zone
from zonemap.locate.index import build_index
from zonemap.locate.pieces import zone_pieces


def test_a_cell_bears_its_zone_or_a_list_of_pieces_or_nothing():
    shapes = [shapely.box(107, 33, 107.3, 33.3), shapely.box(107.2, 33, 107.5, 33.3)]
    pieces = [piece for at, shape in enumerate(shapes) for piece in zone_pieces(zone(shape), at)]
    index = build_index(pieces, cells=53)
    codes = index.codes.reshape(53, 53)
    middle = codes[26]
    assert middle[0] == 0
    assert middle[10] == 1
    assert middle[45] == 2
    both = -1 - middle[26]
    listed = slice(*index.starts[both : both + 2])
    assert index.pieces[listed].tolist() == [0, 1]
    assert not index.crossed[both]
    assert index.crossed[-1 - middle[1]]


def test_every_list_has_an_entry_and_pieces_ascend_in_it():
    pieces = [p for at in range(3) for p in zone_pieces(zone(star(107 + at / 20)), at)]
    index = build_index(pieces, cells=64)
    sizes = np.diff(index.starts)
    assert sizes.min() >= 1
    assert len(sizes) == -index.codes.min()
    for first, end in zip(index.starts[:-1], index.starts[1:], strict=True):
        assert (np.diff(index.pieces[first:end]) > 0).all()


def test_a_zone_far_down_a_long_plan_keeps_its_number():
    pieces = list(zone_pieces(zone(star()), 40_000))
    index = build_index(pieces, cells=64)
    assert index.codes.max() == 40_001
    assert build_index(list(zone_pieces(zone(star()), 3)), cells=64).codes.dtype == np.int16
