from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS

from zonemap.locate.geodesics import distance_to_shape
from zonemap.locate.nearest import nearest_zone_m
from zonemap.zones import Zone

WGS84 = CRS.from_epsg(4326)


def zone(shape, *, radius_m=None, codes=()):
    parts = shapely.get_parts([shape])
    return Zone(zone_id="z", name="z", parts=parts, crs=WGS84, radius_m=radius_m, codes=codes)


def measured(lon, lat, zone):
    metres = distance_to_shape(lon, lat, zone.parts[0], zone.crs)
    return metres if zone.radius_m is None else np.abs(metres - zone.radius_m)


def test_of_many_zones_the_nearest_is_found_as_if_each_were_measured():
    rng = np.random.default_rng(3)
    corners = rng.uniform([106.5, 32.5], [108, 34], (60, 2))
    zones = [zone(shapely.box(x, y, x + 0.01, y + 0.02)) for x, y in corners[:40]]
    zones += [zone(shapely.Point(x, y), radius_m=4000.0 + 50 * x) for x, y in corners[40:]]
    lon, lat = rng.uniform(106, 108.5, 900), rng.uniform(32, 34.5, 900)
    every = np.array([measured(lon, lat, each) for each in zones])
    outside = every[:40].min(axis=0) > 0
    for each, metres in zip(zones[40:], every[40:], strict=True):
        outside &= distance_to_shape(lon, lat, each.parts[0], WGS84) > each.radius_m
        assert metres.shape == lon.shape
    asked = []

    def counted(lon, lat, zone):
        asked.append(len(lon))
        return measured(lon, lat, zone)

    found = nearest_zone_m(lon[outside], lat[outside], zones=zones, measure=counted)
    assert np.array_equal(found, every.min(axis=0)[outside])
    assert sum(asked) < outside.sum() * 12


def test_across_the_antimeridian_a_zone_is_near():
    zones = [zone(shapely.Point(-179.9, 10), radius_m=100.0), zone(shapely.Point(178, 10))]
    found = nearest_zone_m(np.array([179.9]), np.array([10.0]), zones=zones, measure=measured)
    assert 21_000 < found[0] < 22_000


def test_without_zones_nothing_is_near():
    listed = zone(shapely.Point(107, 33), codes=("610702",))
    for zones in ([], [listed]):
        found = nearest_zone_m(np.array([107.0]), np.array([33.0]), zones=zones, measure=measured)
        assert np.isinf(found).all()
