"""The land that synthetic households (模拟数据) live on: counties, the ban, the discs.

Coordinates are longitude and latitude in degrees; CGCS2000 and WGS84 are taken as coincident.
Points are arrays of two columns, counties are given by their position in `PLAN_COUNTIES`.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = [
    "FIRST_ZONE",
    "METRES",
    "NEAR_M",
    "OUTSIDE",
    "PLAN_COUNTIES",
    "SPILL",
    "Land",
    "Places",
    "build_land",
    "county_positions",
    "inside_county",
    "line_distance_m",
    "zone_codes",
    "zone_shape",
]

PLAN_COUNTIES: tuple[str, ...] = ("610702", "610703", "610722", "610723", "610725")
"""The counties of the plan: 汉台区, 南郑区, 城固县, 洋县, 勉县."""

OUTSIDE, SPILL, FIRST_ZONE = 0, 1, 2
"""Codes of a place: in no zone; inside the ban polygon but in no zone of the plan; and, from
here on, the zone of the county at that position of `PLAN_COUNTIES`."""

NEAR_M = 480.0
"""Nearer than this to a zone line is near; the margin to 500 m covers the flat measure."""

METRES = np.array([93_360.0, 110_910.0])
"""A degree of longitude and of latitude at 33.1 N; good to 0.2 % over the five counties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The reference layers of a project, as read; longitude and latitude, EPSG:4326 or 4490.

    Attributes
    ----------
    counties
        Polygons with ``adcode`` and ``name``.
    villages
        Text columns ``county_code``, ``county``, ``town_code9``, ``town``,
        ``village_code12``, ``village``.
    town_points
        ``town_code9`` (text), ``lon_wgs84``, ``lat_wgs84``: the towns whose place is known.
    ban
        Polygons of the burn ban.
    centres
        ``county_code`` (text), ``longitude``, ``latitude``: centres of the discs; the other
        counties of the plan are under the ban.
    control_towns
        Codes of towns known to lie in the zone of their county.
    radius_m
        Radius of the discs.
    """

    counties: gpd.GeoDataFrame
    villages: pd.DataFrame
    town_points: pd.DataFrame
    ban: gpd.GeoDataFrame
    centres: pd.DataFrame
    control_towns: tuple[str, ...]
    radius_m: float = 3000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """The polygons and discs that say what lies where; counties by position in `PLAN_COUNTIES`."""

    polygons: tuple[BaseGeometry, ...]
    ban: BaseGeometry
    banned_counties: np.ndarray
    centres: np.ndarray
    centre_county: np.ndarray
    radius_m: float


def county_positions(codes: pd.Series) -> np.ndarray:
    """Where codes of counties stand in `PLAN_COUNTIES`; -1 for another county."""
    return np.asarray(pd.Index(PLAN_COUNTIES).get_indexer(pd.Index(codes)))


def build_land(places: Places) -> Land:
    """The polygons and discs of ``places``, prepared for many questions."""
    shapes = places.counties.set_index("adcode").geometry
    polygons = tuple(shapes[code] for code in PLAN_COUNTIES)
    ban = places.ban.geometry.union_all()
    shapely.prepare([*polygons, ban])
    centre_county = county_positions(places.centres["county_code"])
    return Land(
        polygons=polygons,
        ban=ban,
        banned_counties=~np.isin(np.arange(len(PLAN_COUNTIES)), centre_county),
        centres=places.centres[["longitude", "latitude"]].to_numpy(float),
        centre_county=centre_county,
        radius_m=places.radius_m,
    )


def inside_county(land: Land, points: np.ndarray, county: np.ndarray) -> np.ndarray:
    """Whether each point lies in its own county."""
    inside = np.zeros(len(points), bool)
    for position, polygon in enumerate(land.polygons):
        own = np.flatnonzero(county == position)
        inside[own] = shapely.intersects_xy(polygon, points[own])
    return inside


def centre_distance_m(centre: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Geodesic distance in metres of each point from one centre."""
    start = np.broadcast_to(centre, points.shape)
    geod = pyproj.Geod(ellps="WGS84")
    _, _, distance = geod.inv(start[:, 0], start[:, 1], points[:, 0], points[:, 1])
    return np.asarray(distance)


def zone_codes(land: Land, points: np.ndarray, county: np.ndarray) -> np.ndarray:
    """`OUTSIDE`, `SPILL` or the code of the zone that holds each point."""
    codes = np.full(len(points), OUTSIDE)
    banned = shapely.intersects_xy(land.ban, points)
    codes[banned] = SPILL
    under_ban = banned & land.banned_counties[county]
    codes[under_ban] = FIRST_ZONE + county[under_ban]
    for centre, own in zip(land.centres, land.centre_county, strict=True):
        close = np.flatnonzero(np.hypot(*((points - centre) * METRES).T) < land.radius_m * 1.05)
        held = close[centre_distance_m(centre, points[close]) <= land.radius_m]
        codes[held] = FIRST_ZONE + own
    return codes


def line_distance_m(land: Land, points: np.ndarray) -> np.ndarray:
    """Metres, to 0.2 %, from each point to the ban's edge or a disc's, on either side."""
    edge = shapely.transform(land.ban.boundary, lambda degrees: degrees * METRES)
    distance = shapely.distance(shapely.points(points * METRES), edge)
    for centre in land.centres:
        from_centre = np.hypot(*((points - centre) * METRES).T)
        distance = np.minimum(distance, np.abs(from_centre - land.radius_m))
    return np.asarray(distance)


def zone_shape(land: Land, county: int) -> BaseGeometry:
    """The zone of a county, a little shrunk: to draw points in, never to count with."""
    polygon = land.polygons[county]
    if land.banned_counties[county]:
        return polygon.intersection(land.ban).buffer(-0.001)
    discs = [
        shapely.transform(shapely.Point(centre * METRES).buffer(0.97 * land.radius_m), to_degrees)
        for centre in land.centres[land.centre_county == county]
    ]
    return polygon.intersection(shapely.union_all(discs))


def to_degrees(metres: np.ndarray) -> np.ndarray:
    """Degrees of flat metres."""
    return np.asarray(metres / METRES)
