from __future__ import annotations

import numpy as np
import pytest

from tests.locate.shapes import GEOD, GK, WGS84
from zonemap.locate.geodesics import geodesic_m, unit_metres


def test_metres_to_one_place_and_to_paired_places_are_karneys():
    lon, lat = np.array([107.0, 107.1]), np.array([33.0, 33.1])
    one = geodesic_m(lon, lat, 107.05, 33.02)
    assert one[1] == pytest.approx(GEOD.inv(107.1, 33.1, 107.05, 33.02)[2], abs=1e-8)
    paired = geodesic_m(lon, lat, lon[::-1], lat[::-1])
    assert paired[0] == pytest.approx(paired[1], abs=1e-8)


def test_a_unit_is_a_degree_of_latitude_or_a_metre():
    assert unit_metres(WGS84) == pytest.approx(110_574)
    assert unit_metres(GK) == 1.0
