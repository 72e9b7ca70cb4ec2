from __future__ import annotations

import pickle

import numpy as np
import shapely

from tests.locate.shapes import GK, pairs, scattered, star, zone
from zonemap.locate import compile_zones, locate_points

ZONES = [
    zone(star()),
    zone(shapely.Point(107.05, 33.1), radius_m=3000.0),
    zone(shapely.Point(107, 33), codes=("610702",)),
    zone(star(), county_parts=np.array([shapely.box(106, 33.1, 108, 34)])),
]


def test_what_was_pickled_answers_as_before():
    points = scattered(1000)
    compiled = compile_zones(ZONES)
    again = pickle.loads(pickle.dumps(compiled))
    assert pairs(locate_points(points, zones=again)) == pairs(locate_points(points, zones=compiled))


def test_pieces_are_grouped_by_crs_and_counties_stand_apart():
    in_metres = zone(shapely.box(36_500_000, 3_650_000, 36_510_000, 3_660_000), crs=GK)
    compiled = compile_zones([*ZONES, in_metres])
    assert [len(group.pieces) for group in compiled.groups] == [3, 1]
    assert list(compiled.counties) == [3]


def test_zones_without_land_compile_to_nothing():
    assert compile_zones([ZONES[2]]).groups == ()
    assert compile_zones([]).zones == ()


def test_grids_stay_small_however_many_zones_overlap():
    many = [zone(star(size=0.3)) for _ in range(400)]
    group = compile_zones(many).groups[0]
    assert len(group.states) < 1 << 24
    assert len(group.index.pieces) < 1 << 23
