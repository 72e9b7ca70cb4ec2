from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod

from zonemap.crs import Coordinates, from_degrees, to_degrees
from zonemap.locate import (
    distance_to_edge,
    edge_distances,
    join_zone_ids,
    locate_claims,
    locate_points,
)
from zonemap.zones import Zone

WGS84 = CRS.from_epsg(4326)
GK = CRS.from_epsg(4545)
GEOD = Geod(ellps="WGS84")
SQUARE = [(107.0, 33.0), (107.1, 33.0), (107.1, 33.1), (107.0, 33.1)]


def polygon_zone(*polygons, zone_id="z", crs=WGS84, **more):
    return Zone(zone_id=zone_id, name=zone_id, parts=np.array(polygons), crs=crs, **more)


def disc_zone(lon, lat, *, radius_m=3000.0, zone_id="d"):
    parts = np.array([shapely.Point(lon, lat)])
    return Zone(zone_id=zone_id, name=zone_id, parts=parts, crs=WGS84, radius_m=radius_m)


def at(x, y, crs=WGS84):
    """Points from numbers or sequences."""
    return Coordinates(
        np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float)), crs
    )


def inside(zone, lon, lat):
    membership = locate_points(at(lon, lat), zones=[zone])
    return np.isin(np.arange(np.size(lon)), membership.point)


@pytest.mark.parametrize(("lon", "lat"), [(107.0, 33.05), (107.05, 33.1), (107.1, 33.0)])
def test_a_point_on_an_edge_or_corner_is_inside(lon, lat):
    assert inside(polygon_zone(shapely.Polygon(SQUARE)), lon, lat).all()


def test_one_float_step_outside_an_edge_is_outside():
    zone = polygon_zone(shapely.Polygon(SQUARE))
    assert not inside(zone, np.nextafter(107.1, 108), 33.05).any()
    assert inside(zone, np.nextafter(107.1, 107), 33.05).all()


def test_a_hole_is_outside_but_its_edge_is_inside():
    hole = [(107.04, 33.04), (107.06, 33.04), (107.06, 33.06), (107.04, 33.06)]
    zone = polygon_zone(shapely.Polygon(SQUARE, [hole]))
    assert inside(zone, [107.05, 107.04, 107.03], [33.05, 33.05, 33.05]).tolist() == [
        False,
        True,
        True,
    ]


def test_a_household_counts_once_in_a_zone_whose_parts_share_a_border():
    left, right = shapely.box(107.0, 33.0, 107.1, 33.1), shapely.box(107.1, 33.0, 107.2, 33.1)
    membership = locate_points(at([107.1], [33.05]), zones=[polygon_zone(left, right)])
    assert membership.point.tolist() == [0]


def test_overlapping_zones_both_hold_a_point_in_the_plans_order():
    shape = shapely.Polygon(SQUARE)
    zones = [polygon_zone(shape, zone_id="b"), polygon_zone(shape, zone_id="a")]
    membership = locate_points(at([108.0, 107.05], [33.0, 33.05]), zones=zones)
    assert join_zone_ids(membership, zone_ids=["b", "a"], size=2) == ["", "b;a"]


def test_the_county_condition_is_a_second_covers_not_an_overlay():
    county = np.array([shapely.box(107.05, 33.0, 107.2, 33.1)])
    zone = polygon_zone(shapely.Polygon(SQUARE), county_parts=county)
    assert inside(zone, [107.04, 107.05, 107.06], [33.05] * 3).tolist() == [False, True, True]


@pytest.mark.parametrize("radius_m", [500.0, 3000.0, 25_000.0])
def test_a_buffer_ends_where_the_geodesic_says(radius_m):
    azimuths = np.linspace(0, 360, 721)
    size = azimuths.shape
    centre = np.full(size, 107.03), np.full(size, 33.07)
    zone = disc_zone(107.03, 33.07, radius_m=radius_m)
    for offset_m, expected in [(-1e-6, True), (1e-6, False)]:
        lon, lat, _ = GEOD.fwd(*centre, azimuths, np.full(size, radius_m + offset_m))
        assert (inside(zone, lon, lat) == expected).all()


def test_a_point_at_exactly_the_radius_is_inside():
    lon, lat = 107.05, 33.08
    radius_m = GEOD.inv(107.03, 33.07, lon, lat)[2]
    assert inside(disc_zone(107.03, 33.07, radius_m=radius_m), lon, lat).all()
    assert not inside(disc_zone(107.03, 33.07, radius_m=np.nextafter(radius_m, 0)), lon, lat).any()


def test_a_buffer_at_a_pole_or_across_the_antimeridian_loses_nobody():
    lon, lat, _ = GEOD.fwd(
        [0.0, 179.99, 179.99], [89.99, 10.0, 10.0], [0.0, 90.0, 270.0], [2500.0] * 3
    )
    assert inside(disc_zone(0.0, 89.99), lon[:1], lat[:1]).all()
    assert inside(disc_zone(179.99, 10.0), lon[1:], lat[1:]).all()


def test_a_polygon_in_metres_is_asked_in_its_own_coordinates():
    x, y = from_degrees([107.05], [33.05], crs=GK)
    box = shapely.box(x[0], y[0], x[0] + 1000, y[0] + 1000)
    zone = polygon_zone(box, crs=GK)
    degrees = np.array([107.0501, 107.0499]), np.array([33.0501, 33.0501])
    assert inside(zone, *degrees).tolist() == [True, False]


def test_a_point_on_a_line_stays_on_it_when_both_are_in_the_same_metres():
    x, y = from_degrees([107.0, 107.1], [33.0, 33.1], crs=GK)
    zone = polygon_zone(shapely.box(x[0], y[0], x[1], y[1]), crs=GK)
    edge = at(np.full(1000, x[0]), np.linspace(y[0], y[1], 1000), GK)
    assert len(locate_points(edge, zones=[zone]).point) == 1000


def test_edges_are_straight_in_the_coordinates_of_their_file():
    degrees = shapely.box(107.0, 33.0, 107.6, 33.4)
    x, y = from_degrees(*np.array(degrees.exterior.coords).T, crs=GK)
    metres = polygon_zone(shapely.Polygon(np.column_stack([x, y])), crs=GK)
    middle = to_degrees([x[1:3].mean()], [y[1:3].mean()], crs=GK)
    lon, edge = middle[0][0], middle[1][0]
    assert abs(edge - 33.4) > 1e-4
    between = (edge + 33.4) / 2
    assert inside(polygon_zone(degrees), lon, between).any() == (between < 33.4)
    assert inside(metres, lon, between).any() == (between < edge)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_point_that_is_not_finite_is_in_no_zone(bad):
    assert not inside(polygon_zone(shapely.Polygon(SQUARE)), bad, 33.05).any()
    assert not inside(disc_zone(107.0, 33.05), 107.0, bad).any()


GRID = st.integers(-8, 8)


def _covers_exactly(ring, x, y):
    """Crossing number in rational arithmetic; True on an edge."""
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if cross == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and x < x1 + Fraction(y - y1) * (x2 - x1) / Fraction(y2 - y1):
            odd = not odd
    return odd


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(GRID, GRID), min_size=3, max_size=8, unique=True),
    st.lists(st.tuples(GRID, GRID), min_size=1, max_size=20),
)
def test_membership_equals_exact_rational_arithmetic(ring, points):
    polygon = shapely.Polygon(ring)
    if not polygon.is_valid or polygon.is_empty:
        return
    x, y = np.array(points, dtype=float).T
    expected = [_covers_exactly(ring, px, py) for px, py in points]
    assert inside(polygon_zone(polygon), x, y).tolist() == expected


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(order):
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(106.95, 107.15, 12), rng.uniform(32.95, 33.15, 12)
    zones = [polygon_zone(shapely.Polygon(SQUARE)), disc_zone(107.05, 33.05)]
    plain = locate_points(at(lon, lat), zones=zones)
    mixed = locate_points(at(lon[order], lat[order]), zones=zones)
    pairs = {(order[p], z) for p, z in zip(mixed.point, mixed.zone, strict=True)}
    assert pairs == set(zip(plain.point, plain.zone, strict=True))


def test_distance_to_the_edge_is_true_metres_positive_inside():
    zone = polygon_zone(shapely.Polygon(SQUARE))
    lon, lat = np.array([107.01, 106.99, 107.05, np.nan]), np.array([33.05, 33.05, 33.1, 33.0])
    membership = locate_points(at(lon, lat), zones=[zone])
    distance_m = distance_to_edge(at(lon, lat), zones=[zone], membership=membership)
    west_m = GEOD.inv(107.0, 33.05, 107.01, 33.05)[2]
    assert distance_m[0] == pytest.approx(west_m, abs=0.01)
    assert distance_m[1] == pytest.approx(-west_m, abs=0.01)
    assert distance_m[2] == pytest.approx(0, abs=1e-6)
    assert np.isnan(distance_m[3])


def test_distance_to_a_buffer_is_radius_less_geodesic_and_to_the_nearest_zone():
    zones = [disc_zone(107.0, 33.0), disc_zone(107.2, 33.0)]
    lon, lat = np.array([107.01, 107.15]), np.array([33.0, 33.0])
    membership = locate_points(at(lon, lat), zones=zones)
    distance_m = distance_to_edge(at(lon, lat), zones=zones, membership=membership)
    assert distance_m[0] == pytest.approx(3000 - GEOD.inv(107.0, 33.0, 107.01, 33.0)[2], abs=1e-6)
    assert distance_m[1] == pytest.approx(3000 - GEOD.inv(107.2, 33.0, 107.15, 33.0)[2], abs=1e-6)


def test_a_zone_of_villages_holds_those_who_name_them_and_nobody_by_place():
    def listed(*codes, zone_id):
        parts = np.array([shapely.Point(107.05, 33.05)])
        return Zone(zone_id=zone_id, name=zone_id, parts=parts, crs=WGS84, codes=codes)

    zones = [
        listed("610702001001", "610722", zone_id="v"),
        polygon_zone(shapely.Polygon(SQUARE)),
        listed("610702001", zone_id="t"),
    ]
    codes = np.array(["610702001001", "", "610702001002", "610722999999", "6107"], dtype=object)
    membership = locate_claims(codes, zones=zones)
    pairs = list(zip(membership.point.tolist(), membership.zone.tolist(), strict=True))
    assert pairs == [(0, 0), (0, 2), (2, 2), (3, 0)]
    assert len(locate_points(at(107.05, 33.05), zones=[zones[0]]).point) == 0


def around(n=4000, seed=7, side=0.2):
    rng = np.random.default_rng(seed)
    return at(rng.uniform(107.05 - side, 107.05 + side, n), rng.uniform(32.95, 33.15, n))


def star(*, crs=WGS84, vertices=500):
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    far = 0.05 * (1 + 0.3 * np.sin(5 * angle) + 0.1 * np.sin(37 * angle))
    x, y = from_degrees(107.05 + far * np.cos(angle), 33.05 + far * np.sin(angle), crs=crs)
    return polygon_zone(shapely.Polygon(np.column_stack([x, y])), crs=crs)


@pytest.mark.parametrize("crs", [WGS84, GK])
def test_within_reach_nobody_is_missed_and_metres_are_true(crs):
    zone, points = star(crs=crs), around()
    reach_m = np.random.default_rng(1).choice([8.0, 90.0, 1500.0, np.nan], len(points))
    positions, metres = edge_distances(points, zone=zone, reach_m=reach_m)
    lon, lat = points.degrees()
    ring = shapely.segmentize(shapely.boundary(zone.parts[0]), 1e-4 if crs is WGS84 else 10)
    edge = to_degrees(*shapely.get_coordinates(ring).T, crs=crs)
    tree = shapely.STRtree(shapely.points(*from_degrees(*edge, crs=GK)))
    nearest = tree.nearest(shapely.points(*from_degrees(lon, lat, crs=GK)))
    close = np.abs(GEOD.inv(lon, lat, edge[0][nearest], edge[1][nearest])[2])
    signed = np.where(inside(zone, lon, lat), close, -close)
    assert np.abs(np.abs(metres) - close[positions]).max() < 7
    assert (np.sign(metres) == np.sign(signed[positions])).all()
    assert set(np.flatnonzero(close <= reach_m)) <= set(positions)
    assert (np.abs(metres) <= reach_m[positions]).all()


def test_within_a_county_the_nearer_of_both_edges_counts():
    zone = polygon_zone(
        shapely.Polygon(SQUARE), county_parts=np.array([shapely.box(107.05, 32, 108, 34)])
    )
    lon, lat = [107.049, 107.051, 107.099, 107.001, 106.999], [33.05] * 5
    positions, metres = edge_distances(at(lon, lat), zone=zone, reach_m=200)
    step_m = GEOD.inv(107.05, 33.05, 107.051, 33.05)[2]
    assert positions.tolist() == [0, 1, 2]
    assert metres == pytest.approx([-step_m, step_m, step_m], abs=0.01)


def test_overlapping_discs_have_one_edge_round_both():
    parts = shapely.points([107.0, 107.02], [33.0, 33.0])
    zone = Zone(zone_id="d", name="d", parts=parts, crs=WGS84, radius_m=3000.0)
    lon, lat, _ = GEOD.fwd([107.0] * 3, [33.0] * 3, [90, 270, 270], [2990.0, 2990.0, 3020.0])
    positions, metres = edge_distances(at(lon, lat), zone=zone, reach_m=50)
    assert positions.tolist() == [1, 2]
    assert metres == pytest.approx([10, -20], abs=1e-6)


def test_the_edge_round_a_line_is_at_its_radius():
    line = shapely.LineString([(107.0, 33.0), (107.0, 33.1)])
    zone = Zone(zone_id="l", name="l", parts=np.array([line]), crs=WGS84, radius_m=2000.0)
    lon, lat, _ = GEOD.fwd([107.0] * 3, [33.05] * 3, [90] * 3, [0.0, 1990.0, 2030.0])
    positions, metres = edge_distances(at(lon, lat), zone=zone, reach_m=50)
    assert positions.tolist() == [1, 2]
    assert metres == pytest.approx([10, -30], abs=0.01)


def test_what_has_no_edge_or_no_place_is_near_nothing():
    empty = Zone(zone_id="e", name="e", parts=np.empty(0, dtype=object), crs=WGS84)
    point = np.array([shapely.Point(107.0, 33.0)])
    listed = Zone(zone_id="v", name="v", parts=point, crs=WGS84, codes=("610702",))
    for zone in (empty, listed):
        assert len(edge_distances(at(107.0, 33.0), zone=zone, reach_m=1e6)[0]) == 0
    square = polygon_zone(shapely.Polygon(SQUARE))
    for lon, lat in [(np.nan, 33.0), (467.0, 33.0), (107.0, np.inf)]:
        assert len(edge_distances(at(lon, lat), zone=square, reach_m=1e5)[0]) == 0
    assert len(edge_distances(at([], []), zone=square, reach_m=1e5)[0]) == 0
