from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import GEOD, GK, WGS84
from zonemap.locate.geodesics import (
    distance_to_shape,
    flattened,
    geodesic_m,
    middle_of,
    unit_metres,
)


def test_metres_to_one_place_and_to_paired_places_are_karneys():
    lon, lat = np.array([107.0, 107.1]), np.array([33.0, 33.1])
    one = geodesic_m(lon, lat, 107.05, 33.02)
    assert one[1] == pytest.approx(GEOD.inv(107.1, 33.1, 107.05, 33.02)[2], abs=1e-8)
    paired = geodesic_m(lon, lat, lon[::-1], lat[::-1])
    assert paired[0] == pytest.approx(paired[1], abs=1e-8)


def test_a_unit_is_a_degree_of_latitude_or_a_metre():
    assert unit_metres(WGS84) == pytest.approx(110_574)
    assert unit_metres(GK) == 1.0


def test_a_place_keeps_its_distance_and_direction_from_the_middle_when_flattened():
    lon, lat = np.array([107.0, 107.4]), np.array([33.0, 33.1])
    middle = middle_of(lon, lat)
    assert middle == pytest.approx((107.2, 33.05))
    azimuth, _, metres = GEOD.inv(*middle, 107.4, 33.1)
    x, y = flattened(lon, lat, middle)[1]
    assert np.hypot(x, y) == pytest.approx(metres, abs=1e-8)
    assert np.degrees(np.arctan2(x, y)) == pytest.approx(azimuth, abs=1e-9)


def test_the_distance_to_a_polygon_is_zero_inside_and_the_geodesic_to_its_nearest_edge_outside():
    square = shapely.box(107.0, 33.0, 107.1, 33.1)
    lon, lat = np.array([107.05, 107.05, 107.2]), np.array([33.05, 32.98, 33.2])
    metres = distance_to_shape(lon, lat, square, WGS84)
    assert metres[0] == 0
    assert metres[1] == pytest.approx(GEOD.inv(107.05, 32.98, 107.05, 33.0)[2], abs=0.01)
    assert metres[2] == pytest.approx(GEOD.inv(107.2, 33.2, 107.1, 33.1)[2], abs=1e-6)
