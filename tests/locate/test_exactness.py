"""`locate_points` against judges that share nothing with it, where arithmetic gives way.

Polygons are judged in whole numbers, buffers by Karney's geodesic (`tests/locate/oracle.py`), on
points made to fail (`tests/locate/adversaries.py`); `benchmarks/exactness.py` does it at length.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.locate import oracle
from tests.locate.adversaries import (
    GK,
    WGS84,
    Case,
    buffer_zone,
    disc_cases,
    polygon_cases,
    polygon_zone,
    shape_buffer_cases,
)
from tests.locate.adversary_points import GEOD
from tests.locate.judging import answered, expected, intersects, paths

BATCH = 150_000
"""More points than any batch of the locator, so that one is split."""


def cases(maker, size, seed=20_261_123):
    return list(maker(np.random.default_rng(seed), size))


POLYGONS, DISCS = cases(polygon_cases, 4500), cases(disc_cases, 1500)
SHAPES = cases(shape_buffer_cases, 120)
CASES = POLYGONS + DISCS + SHAPES
SLOW = {"50,000 vertices", "1,200 small zones", "many discs"}
QUICK = [case for case in POLYGONS + DISCS[::4] if case.family not in SLOW]


def each(listed):
    """A test for each case; it is given the case's number in `CASES`."""
    named = [
        pytest.param(CASES.index(case), id=f"{case.family} {k}") for k, case in enumerate(listed)
    ]
    return pytest.mark.parametrize("number", named)


@cache
def judged(number):
    """The judge's table, where it is sure, and the zones in each form; worked out once."""
    return *expected(CASES[number]), paths(CASES[number])


def test_there_are_enough_adversaries():
    assert sum(len(case.x) for case in CASES) > 200_000


@each(CASES)
def test_zones_hold_what_the_judge_says(number):
    want, sure, forms = judged(number)
    for zones in forms.values():
        assert (answered(zones, CASES[number]) == want)[sure].all()


@each([case for case in POLYGONS if case.judge == "oracle"])
def test_geos_says_the_same_as_exact_arithmetic(number):
    case = CASES[number]
    for zone in [zone for zone in case.zones[:99] if zone.kind == "polygon"]:
        x, y = oracle.moved(case.x, case.y, case.crs, zone.crs)
        assert (intersects(zone.parts, x, y) == oracle.covered(zone.parts, x, y)).all()


@each(QUICK)
def test_batches_order_and_threads_change_nothing(number):
    case, (want, _, forms) = CASES[number], judged(number)
    order = np.random.default_rng(1).integers(0, len(case.x), BATCH)
    for threads, zones in zip((1, 2, 2), forms.values(), strict=True):
        assert (answered(zones, case, order=order, threads=threads) == want[:, order]).all()


@each([*QUICK, *SHAPES[::3]])
def test_a_point_alone_is_where_it_is_among_others(number):
    case, (want, sure, forms) = CASES[number], judged(number)
    for zones in forms.values():
        for point in np.random.default_rng(2).integers(0, len(case.x), 2):
            alone = answered(zones, case, order=np.array([point]))[:, 0]
            assert (alone == want[:, point])[sure[:, point]].all()


def test_no_points_and_no_zones_are_no_pairs():
    nothing = np.empty(0)
    zone = polygon_zone(shapely.box(107, 33, 108, 34))
    assert answered((zone,), Case("none", (zone,), nothing, nothing)).shape == (1, 0)
    case = Case("none", (), np.array([107.5]), np.array([33.5]))
    for zones in paths(case).values():
        assert answered(zones, case).shape == (0, 1)


@pytest.mark.parametrize("radius_m", [500.0, 3000.0, 25_000.0])
@pytest.mark.parametrize("lat", [-89.99, -60.0, 0.0, 33.07, 66.5, 89.5])
def test_a_disc_whose_radius_is_a_points_own_distance_holds_it(lat, radius_m):
    azimuth, own = np.linspace(0, 360, 9), np.ones(9)
    lon, near, _ = GEOD.fwd(own * 107.03, own * lat, azimuth, own * radius_m)
    for x, y, own_m in zip(lon, near, oracle.metres(107.03, lat, lon, near), strict=True):
        wide = buffer_zone(shapely.Point(107.03, lat), radius_m=own_m)
        tight = buffer_zone(shapely.Point(107.03, lat), radius_m=np.nextafter(own_m, 0))
        case = Case("own", (wide, tight), np.full(3, x), np.full(3, y))
        for zones in paths(case).values():
            assert answered(zones, case).tolist() == [[True] * 3, [False] * 3]


SMALL = st.integers(-6, 6)
HALVES = st.integers(-14, 14)
RING = st.lists(st.tuples(SMALL, SMALL), min_size=3, max_size=9, unique=True)
ZONES = st.lists(
    st.lists(st.tuples(RING, st.none() | RING), min_size=1, max_size=3), min_size=1, max_size=4
)
POINTS = st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=40)
PLACES = st.sampled_from(
    [(1.0, 0.0, 0.0), (2.0**-12, 107.0, 33.0), (0.1, 107.3, 33.1), (1e7, 1e8, -1e8)]
)


def lattice_zone(rings, scale, *, x, y):
    shapes = []
    for shell, hole in rings:
        shape = shapely.Polygon(shell, [hole] if hole else [])
        shape = shape if shape.is_valid else shapely.Polygon(shell)
        shapes += [moved_to(shape, scale, x=x, y=y)] if shape.is_valid else []
    # moved by rounding, a valid polygon may not be one
    shapes = [shape for shape in shapes if shape.is_valid]
    return polygon_zone(*shapes, crs=GK if abs(x) > 180 else WGS84)


def moved_to(shape, scale, *, x, y):
    return shapely.transform(shape, lambda ends: ends * scale + [x, y])


@settings(max_examples=50, deadline=None)
@given(ZONES, POINTS, PLACES)
def test_polygons_of_a_small_lattice_hold_what_exact_arithmetic_says(shapes, points, place):
    scale, x, y = place
    zones = tuple(lattice_zone(rings, scale, x=x, y=y) for rings in shapes)
    assume(any(len(zone.parts) for zone in zones))
    at = np.array(points) / 2 * scale + [x, y]
    case = Case("lattice", zones, at[:, 0], at[:, 1], zones[0].crs)
    want, _ = expected(case)
    order = np.tile(np.arange(len(at)), 300)
    for path in paths(case).values():
        assert (answered(path, case) == want).all()
        assert (answered(path, case, order=order) == want[:, order]).all()


CENTRES = st.tuples(st.integers(-180, 180), st.integers(-90, 90))
STEPS = st.lists(st.tuples(st.integers(0, 24), st.integers(-3, 3)), min_size=1, max_size=30)


@settings(max_examples=20, deadline=None)
@given(st.lists(CENTRES, min_size=1, max_size=4), STEPS, st.sampled_from([1.0, 3000.0, 4e5, 5e6]))
def test_discs_anywhere_hold_what_the_geodesic_says(centres, steps, radius_m):
    centre = np.array(centres, dtype=float)[np.arange(len(steps)) % len(centres)]
    turn, offset = np.array(steps, dtype=float).T
    x, y, _ = GEOD.fwd(*centre.T, turn * 15, radius_m + offset * 1e-6)
    each = tuple(buffer_zone(shapely.Point(point), radius_m=radius_m) for point in centres)
    together = buffer_zone(*map(shapely.Point, centres), radius_m=radius_m)
    case = Case("discs", (*each, together), x, y)
    want, _ = expected(case)
    for path in paths(case).values():
        assert (answered(path, case) == want).all()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=6, max_size=6))
def test_the_oracles_orientation_is_that_of_fractions(values):
    ax, ay, bx, by, px, py = map(Fraction, values)
    turn = (ax - px) * (by - py) - (ay - py) * (bx - px)
    sign = oracle.orientation(*np.array(values)[:, None])[0]
    assert sign == (turn > 0) - (turn < 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(SMALL, min_size=6, max_size=6), st.sampled_from([0.1, 1.0, 1e-9]))
def test_the_oracles_orientation_is_that_of_fractions_of_near_ties(values, scale):
    moved = np.array(values) * scale + 107.0
    ax, ay, bx, by, px, py = map(Fraction, moved.tolist())
    turn = (ax - px) * (by - py) - (ay - py) * (bx - px)
    assert oracle.orientation(*moved[:, None])[0] == (turn > 0) - (turn < 0)
