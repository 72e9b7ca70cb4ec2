from __future__ import annotations

import numpy as np
import pytest
import shapely

from zonemap.errors import BoundaryError
from zonemap.read.outline.rings import joined_parts, polygon_of

RING = np.array([[0, 0], [0, 9.1], [9, 9], [9, 0]])


def test_a_ring_is_closed_and_its_numbers_stay():
    polygon = polygon_of([RING, RING / 3 + 1], file="z", part="p")
    assert list(polygon.exterior.coords) == [*map(tuple, RING), (0, 0)]
    assert len(polygon.interiors) == 1


def test_two_points_however_often_are_no_ring():
    with pytest.raises(BoundaryError, match="ring 2 of p"):
        polygon_of([RING, RING[[0, 1, 0, 1, 0]]], file="z", part="p")


def test_parts_are_put_together_but_not_dissolved():
    parts = [shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1)]
    assert joined_parts(parts).geom_type == "MultiPolygon"
    assert joined_parts(parts[:1]) is parts[0]
