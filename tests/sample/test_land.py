from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from zonemap.sample.land import (
    FIRST_ZONE,
    OUTSIDE,
    PLAN_COUNTIES,
    SPILL,
    Places,
    build_land,
    county_positions,
    inside_county,
    line_distance_m,
    zone_codes,
    zone_shape,
)

GEOD = pyproj.Geod(ellps="WGS84")
BANNED, DISC = 0, 2
CENTRE = (107.5, 33.1)


@pytest.fixture(scope="module")
def land():
    """Five square counties side by side; a ban in the first two, discs in the other three.

    The ban reaches a little into the third county.
    """
    squares = [shapely.box(107 + 0.2 * n, 33, 107.2 + 0.2 * n, 33.2) for n in range(5)]
    centres = {"county_code": PLAN_COUNTIES[2:], "longitude": [107.5, 107.7, 107.9]}
    places = Places(
        counties=gpd.GeoDataFrame({"adcode": PLAN_COUNTIES}, geometry=squares, crs="EPSG:4326"),
        villages=pd.DataFrame(),
        town_points=pd.DataFrame(),
        ban=gpd.GeoDataFrame(geometry=[shapely.box(107.05, 33.05, 107.42, 33.15)], crs="EPSG:4326"),
        centres=pd.DataFrame(centres).assign(latitude=33.1),
        control_towns=(),
    )
    return build_land(places)


def code_of(land, place, county):
    return zone_codes(land, np.array([place]), np.array([county]))[0]


@pytest.mark.parametrize("bearing", [0, 45, 90, 135, 180, 270])
def test_a_disc_ends_at_its_radius_on_the_ellipsoid_in_every_direction(land, bearing):
    near, far = (GEOD.fwd(*CENTRE, bearing, metres)[:2] for metres in (2999.9, 3000.1))
    assert code_of(land, near, DISC) == FIRST_ZONE + DISC
    assert code_of(land, far, DISC) == OUTSIDE


def test_the_ban_is_a_zone_only_of_the_counties_that_are_under_it(land):
    assert code_of(land, (107.1, 33.1), BANNED) == FIRST_ZONE + BANNED
    assert code_of(land, (107.3, 33.1), 1) == FIRST_ZONE + 1
    assert code_of(land, (107.41, 33.1), DISC) == SPILL
    assert code_of(land, (107.1, 33.18), BANNED) == OUTSIDE


def test_a_place_in_the_neighbour_county_is_not_in_its_own(land):
    points = np.array([(107.1, 33.1), (107.3, 33.1), (107.1, 33.3)])
    assert inside_county(land, points, np.array([0, 0, 0])).tolist() == [True, False, False]


def test_the_distance_to_a_line_is_the_geodesic_one_from_either_side(land):
    offsets_m = np.array([-400.0, -50, 50, 400])
    about_disc = [GEOD.fwd(*CENTRE, 180, 3000 + metres)[:2] for metres in offsets_m]
    about_ban = [GEOD.fwd(107.2, 33.05, 180, metres)[:2] for metres in offsets_m]
    for points in (about_disc, about_ban):
        distance_m = line_distance_m(land, np.array(points))
        assert distance_m == pytest.approx(np.abs(offsets_m), abs=8)


def test_whatever_is_drawn_in_the_shape_of_a_zone_lies_in_the_zone(land):
    for county in range(len(PLAN_COUNTIES)):
        shape = zone_shape(land, county)
        edge = shapely.get_coordinates(shape.boundary.segmentize(0.001))
        codes = zone_codes(land, edge, np.full(len(edge), county))
        assert set(codes) == {FIRST_ZONE + county}


def test_a_county_beyond_the_plan_has_no_position():
    assert county_positions(pd.Series(["610725", "610726", "610702"])).tolist() == [4, -1, 0]
