from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import GEOD, star, zone
from zonemap.locate.pieces import Covers, Reaches, county_pieces, zone_pieces


def test_every_polygon_is_a_piece_and_what_is_empty_is_none():
    two = shapely.MultiPolygon([star(), star(108.0)])
    pieces = list(zone_pieces(zone(two, shapely.Polygon(), star(109.0)), 7))
    assert [piece.zone for piece in pieces] == [7, 7, 7]
    assert all(isinstance(piece, Covers) for piece in pieces)


def test_a_polygon_with_a_radius_is_the_polygon_and_what_is_near_its_rings():
    square = shapely.box(107, 33, 107.01, 33.01)
    kinds = {type(piece) for piece in zone_pieces(zone(square, radius_m=500.0), 0)}
    assert kinds == {Covers, Reaches}


def test_villages_have_no_piece_and_a_county_has_its_polygons():
    assert list(zone_pieces(zone(shapely.Point(107, 33), codes=("610702",)), 0)) == []
    with_county = zone(star(), county_parts=np.array([star(), star(108.0)]))
    assert len(list(county_pieces(with_county, 0))) == 2


@pytest.mark.parametrize(
    ("lon", "lat", "radius_m"),
    [(107, 33, 3000), (179.99, 60, 3000), (-180, -85, 1e5), (0, 89.99, 5000), (30, 0, 1e6)],
)
def test_the_boxes_of_a_disc_hold_its_whole_rim(lon, lat, radius_m):
    boxes = [
        piece.box for piece in zone_pieces(zone(shapely.Point(lon, lat), radius_m=radius_m), 0)
    ]
    rim_lon, rim_lat, _ = GEOD.fwd(
        np.full(720, lon), np.full(720, lat), np.arange(720) / 2, np.full(720, float(radius_m))
    )
    held = np.zeros(720, dtype=bool)
    for west, south, east, north in boxes:
        held |= (rim_lon >= west) & (rim_lon <= east) & (rim_lat >= south) & (rim_lat <= north)
    assert held.all()
    assert all(-180 <= box.west < box.east <= 180 for box in boxes)


def test_a_disc_across_the_antimeridian_has_a_box_on_either_side():
    pieces = list(zone_pieces(zone(shapely.Point(179.99, 0), radius_m=3000.0), 0))
    assert [(piece.box.west > 0) for piece in pieces] == [True, False]
