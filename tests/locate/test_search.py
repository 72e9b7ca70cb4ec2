from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import GK, WGS84, pairs, scattered, star, zone
from zonemap.crs import Coordinates, from_degrees
from zonemap.locate import compile_zones, locate_points, search
from zonemap.zones import reproject

ROAD = shapely.LineString([(106.85, 32.95), (107.0, 33.2), (107.15, 33.1)])
ZONES = [
    zone(star(), star(107.05)),
    zone(star(107.02, 33.12)),
    zone(shapely.Point(107.05, 33.1), shapely.Point(107.08, 33.1), radius_m=3000.0),
    zone(ROAD, radius_m=700.0),
    zone(star(), county_parts=np.array([shapely.box(106, 33.1, 108, 34)])),
    zone(reproject(star(106.95), source=WGS84, target=GK), crs=GK),
    zone(shapely.box(106.9, 33.0, 107.0, 33.1), radius_m=500.0),
]


@pytest.fixture(scope="module")
def points():
    return scattered(120_000)


@pytest.fixture(scope="module")
def by_rule(points):
    """Each point asked on its own, a few at a time."""
    found = []
    for start in range(0, len(points), 40_000):
        part = locate_points(points.take(np.arange(start, start + 40_000)), zones=ZONES)
        found += [(point + start, z) for point, z in pairs(part)]
    return found


@pytest.mark.parametrize("threads", [1, 2])
def test_grids_and_the_rule_itself_give_the_same_pairs(points, by_rule, threads):
    assert pairs(locate_points(points, zones=ZONES, threads=threads)) == by_rule


@pytest.mark.parametrize("fineness", [1, 5000, 10_000_000])
def test_coarse_and_fine_grids_give_the_same_pairs(points, by_rule, fineness):
    compiled = compile_zones(ZONES, points=fineness)
    assert pairs(locate_points(points, zones=compiled)) == by_rule


def test_batches_of_any_size_give_the_same_pairs(points, by_rule, monkeypatch):
    monkeypatch.setattr(search, "BATCH", 777)
    monkeypatch.setattr(search, "SPAN", 3 * 777)
    assert pairs(locate_points(points, zones=ZONES, threads=2)) == by_rule


def test_every_point_is_paired_once_with_a_zone_whatever_pieces_hold_it(by_rule):
    assert len(set(by_rule)) == len(by_rule)
    assert by_rule == sorted(by_rule)
    assert {z for _, z in by_rule} == set(range(len(ZONES)))


def test_points_in_another_crs_are_brought_to_that_of_each_zone(points, by_rule):
    x, y = from_degrees(points.x[:2000], points.y[:2000], crs=GK)
    found = pairs(locate_points(Coordinates(x, y, GK), zones=compile_zones(ZONES)))
    assert found == [pair for pair in by_rule if pair[0] < 2000]


def test_what_is_not_finite_is_in_no_zone():
    x = np.array([np.nan, np.inf, -np.inf, 1e308, 107.0, 107.0])
    y = np.array([33.1, 33.1, 33.1, -1e308, np.nan, 33.1])
    for zones in (ZONES, compile_zones(ZONES)):
        assert {point for point, _ in pairs(locate_points(Coordinates(x, y), zones=zones))} == {5}


@pytest.mark.parametrize("size", [0, 1])
def test_no_points_and_one_point_are_answered(size):
    for zones in (ZONES, compile_zones(ZONES), [], compile_zones([])):
        found = locate_points(scattered(size), zones=zones, threads=2)
        assert len(found.point) == len(found.zone)
        assert found.point.dtype == np.intp


def test_neighbours_both_hold_the_border_they_share():
    west, east = shapely.box(107, 33, 107.1, 33.1), shapely.box(107.1, 33, 107.2, 33.1)
    on_border = Coordinates(np.full(60_000, 107.1), np.linspace(33, 33.1, 60_000))
    found = locate_points(on_border, zones=[zone(west), zone(east)])
    assert np.bincount(found.zone).tolist() == [60_000, 60_000]
