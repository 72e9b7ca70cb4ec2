"""Shapes and zones for the tests of `zonemap.locate`."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS, Geod

from zonemap.crs import Coordinates
from zonemap.zones import Zone

WGS84 = CRS.from_epsg(4326)
GK = CRS.from_epsg(4545)
GEOD = Geod(ellps="WGS84")


def zone(*parts, crs=WGS84, **more):
    return Zone(zone_id="z", name="z", parts=np.array(parts, dtype=object), crs=crs, **more)


def star(lon=107.0, lat=33.1, *, size=0.1, vertices=400, holes=()):
    """A polygon with a rim of bays and capes."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = size * (1 + 0.25 * np.sin(3 * angle) + 0.1 * np.sin(17 * angle))
    return shapely.Polygon(
        np.column_stack([lon + reach * np.cos(angle), lat + reach * np.sin(angle)]), holes
    )


def scattered(size, *, seed=0, box=(106.8, 32.9, 107.2, 33.3), crs=WGS84):
    rng = np.random.default_rng(seed)
    west, south, east, north = box
    return Coordinates(rng.uniform(west, east, size), rng.uniform(south, north, size), crs)


def pairs(membership):
    return list(zip(membership.point.tolist(), membership.zone.tolist(), strict=True))
