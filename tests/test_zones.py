from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from zonemap.crs import WGS84
from zonemap.zones import Zone, band_shapes, disc, reproject, zone_shapes

GEOD = Geod(ellps="WGS84")
GK = CRS.from_epsg(4545)
SQUARE = shapely.box(107.0, 33.0, 107.1, 33.1)


def test_a_drawn_disc_is_a_hair_inside_the_true_circle():
    shape = disc(107.03, 33.07, radius_m=3000)
    lon, lat = np.array(shape.exterior.coords).T
    reached = GEOD.inv(np.full(lon.shape, 107.03), np.full(lat.shape, 33.07), lon, lat)[2]
    assert np.allclose(reached, 3000, atol=1e-6)
    area_m2 = abs(GEOD.geometry_area_perimeter(shape)[0])
    assert area_m2 == pytest.approx(np.pi * 3000**2, rel=1e-4)


def test_shapes_are_in_the_plans_order_with_true_areas():
    zones = [
        Zone(zone_id="b", name="乙", parts=np.array([SQUARE]), crs=WGS84, basis="approximate",
             county_parts=np.array([shapely.box(107.05, 32.9, 107.2, 33.2)]), accuracy_m=100.0),
        Zone(zone_id="a", name="甲", parts=np.array([shapely.Point(107.03, 33.07)]), crs=WGS84,
             radius_m=3000.0),
    ]  # fmt: skip
    shapes = zone_shapes(zones, measuring_crs=GK)
    assert shapes.index.tolist() == ["b", "a"]
    assert shapes["kind"].tolist() == ["polygon", "buffer"]
    assert shapes.crs == WGS84
    half_m2 = abs(GEOD.geometry_area_perimeter(shapely.box(107.05, 33.0, 107.1, 33.1))[0])
    assert shapes["area_km2"].tolist() == pytest.approx([half_m2 / 1e6, np.pi * 9], rel=5e-4)


def test_a_reprojected_edge_keeps_its_course():
    there = reproject(SQUARE, source=WGS84, target=GK)
    back = reproject(there, source=GK, target=WGS84)
    assert shapely.hausdorff_distance(back, SQUARE) < 1e-7


def test_a_buffer_of_a_line_is_drawn_all_round_it():
    line = shapely.LineString([(107.0, 33.0), (107.1, 33.0)])
    zone = Zone(zone_id="l", name="l", parts=np.array([line]), crs=WGS84, radius_m=1000.0)
    shape = zone_shapes([zone], measuring_crs=GK).geometry.iloc[0]
    north = GEOD.fwd(107.05, 33.0, 0, 990)[:2]
    beyond = GEOD.fwd(107.05, 33.0, 0, 1010)[:2]
    assert shape.contains(shapely.Point(north))
    assert not shape.contains(shapely.Point(beyond))


def test_villages_are_drawn_as_circles_round_their_points():
    points = np.array([shapely.Point(107.0, 33.0), shapely.Point(107.1, 33.0)])
    zone = Zone(zone_id="v", name="v", parts=points, crs=WGS84, codes=("610702001",))
    shapes = zone_shapes([zone], measuring_crs=GK)
    assert shapes["kind"].tolist() == ["villages"]
    assert shapes["area_km2"].tolist() == pytest.approx([2 * np.pi * 0.25], rel=1e-3)


def test_a_band_is_as_wide_as_the_accuracy_on_both_sides_of_the_line():
    zone = Zone(zone_id="b", name="乙", parts=np.array([SQUARE]), crs=WGS84, accuracy_m=500.0)
    band = band_shapes([zone]).geometry.loc["b"]
    for bearing in (90, 270):
        held = shapely.Point(GEOD.fwd(107.0, 33.05, bearing, 490)[:2])
        beyond = shapely.Point(GEOD.fwd(107.0, 33.05, bearing, 510)[:2])
        assert band.contains(held)
        assert not band.contains(beyond)


def test_the_band_of_a_buffer_is_a_ring_and_of_a_great_doubt_a_disc():
    rough = [
        Zone(zone_id=str(metres), name="", parts=np.array([shapely.Point(107.03, 33.07)]),
             crs=WGS84, radius_m=3000.0, accuracy_m=metres)
        for metres in (600.0, 3500.0)
    ]  # fmt: skip
    bands = band_shapes(rough)
    rings = [len(shape.interiors) for shape in bands.geometry]
    areas = [abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in bands.geometry]
    assert rings == [1, 0]
    wanted = [np.pi * (3600**2 - 2400**2), np.pi * 6500**2]
    assert areas == pytest.approx(wanted, rel=0.01)


def test_the_county_cuts_a_band_and_without_an_accuracy_there_is_none():
    county = np.array([shapely.box(107.05, 32.9, 107.2, 33.2)])
    zones = [
        Zone(zone_id="cut", name="", parts=np.array([SQUARE]), crs=WGS84, accuracy_m=500.0,
             county_parts=county),
        Zone(zone_id="unknown", name="", parts=np.array([SQUARE]), crs=WGS84),
        Zone(zone_id="villages", name="", parts=np.array([]), crs=WGS84, codes=("1",),
             accuracy_m=500.0),
    ]  # fmt: skip
    bands = band_shapes(zones)
    assert bands.index.tolist() == ["cut"]
    assert bands.total_bounds[0] == pytest.approx(107.05, abs=1e-9)
    assert band_shapes(zones[1:]).empty
