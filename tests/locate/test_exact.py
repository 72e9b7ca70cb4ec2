from __future__ import annotations

import numpy as np
import shapely

from tests.locate.shapes import GEOD, zone
from zonemap.locate.exact import held, in_box
from zonemap.locate.pieces import zone_pieces


def first(*parts, **more):
    return next(iter(zone_pieces(zone(*parts, **more), 0)))


def test_a_polygon_holds_its_edge_and_corners_and_not_a_float_beyond():
    piece = first(shapely.box(107, 33, 107.1, 33.1))
    x = np.array([107.0, 107.05, np.nextafter(107.1, 108), 107.1])
    assert held(piece, x, np.array([33.0, 33.1, 33.05, 33.05])).tolist() == [
        True,
        True,
        False,
        True,
    ]


def test_a_disc_holds_its_radius_itself():
    lon, lat, _ = GEOD.fwd(107.0, 33.0, 40.0, 3000.0)
    radius_m = GEOD.inv(107.0, 33.0, lon, lat)[2]
    at = np.array([lon]), np.array([lat])
    assert held(first(shapely.Point(107, 33), radius_m=radius_m), *at).all()
    less = np.nextafter(radius_m, 0)
    assert not held(first(shapely.Point(107, 33), radius_m=less), *at).any()


def test_what_is_no_place_on_earth_is_in_no_disc():
    piece = first(shapely.Point(180, 0), radius_m=1000.0)
    x, y = np.array([180.0, 180.0000001, 540.0, 0.0]), np.array([0.0, 0.0, 0.0, 90.1])
    assert held(piece, x, y).tolist() == [True, False, False, False]


def test_only_finite_points_of_the_box_are_asked():
    piece = first(shapely.box(107, 33, 107.1, 33.1))
    x = np.array([np.nan, 107.0, np.inf, 107.2])
    assert in_box(piece, x, np.full(4, 33.0)).tolist() == [1]
