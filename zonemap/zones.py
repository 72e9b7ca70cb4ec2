"""What a zone is, and its shape for drawing.

A `Zone` holds what decides membership: polygons in the coordinates of their own file, or
features and a radius. The shape drawn on maps is made from it and never counts anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from zonemap.crs import ELLIPSOID, WGS84, from_degrees, to_degrees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Zone", "band_shapes", "disc", "reproject", "zone_shapes"]

DISC_VERTICES = 360
"""Vertices of a drawn 3 km disc: at most 0.11 m inside the true circle."""

VILLAGE_RADIUS_M = 500.0
"""Radius of the disc by which a village is drawn: it has no outline of its own."""

DENSIFY_SHARE = 1 / 200
"""Longest step along a reprojected edge, as a share of the shape's width."""

DEGREE_M = 111_000.0
BAND_SEGMENTS = 24
BAND_COARSENESS = 1 / 200
"""Of a band: vertices to a quarter turn, and how far its edge may stray, as a share of its half
width; `DEGREE_M` are the metres of a degree of latitude, about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zone:
    """What households are counted in.

    Attributes
    ----------
    zone_id, name, target, basis, fuel_class
        As in ``zonemap.toml``.
    parts
        Geometries in ``crs``: polygons whose inside and edge are the zone, or, where
        ``radius_m`` is set, features (points, lines or polygons) round which it lies.
    crs
        Of ``parts``; edges are straight in it.
    radius_m
        None for a polygon; else the greatest geodesic distance from ``parts``.
    county_parts, county_crs
        Polygons a member must be inside too; none: no such condition.
    county_code
        The county whose households could lie in the zone; empty: any.
    accuracy_m
        By how many metres line or centre may be off; NaN if unknown.
    codes
        Codes of counties, towns or villages whose households are the zone, wherever they
        stand; ``parts`` are then points to draw it by, and decide nothing.
    """

    zone_id: str
    name: str
    parts: NDArray[np.object_]
    crs: pyproj.CRS
    radius_m: float | None = None
    county_parts: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    county_crs: pyproj.CRS = WGS84
    county_code: str = ""
    target: str = "baseline"
    basis: str = "official"
    accuracy_m: float = float("nan")
    fuel_class: str | None = None
    codes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``polygon``, ``buffer`` or ``villages``."""
        if self.codes:
            return "villages"
        return "polygon" if self.radius_m is None else "buffer"


def zone_shapes(zones: Sequence[Zone], *, measuring_crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """The zones as shapes to draw, one row each in the given order.

    Parameters
    ----------
    zones
        Any kind.
    measuring_crs
        Projected CRS in metres in which ``area_km2`` is measured.

    Returns
    -------
    shapes
        EPSG:4326, indexed by ``zone_id``; see ``docs/architecture.md`` for the columns. Buffers
        are drawn as polygons with `DISC_VERTICES` vertices, villages as discs round their
        points.
    """
    geometry = gpd.GeoSeries([_drawn(zone) for zone in zones], crs=WGS84)
    measured = [reproject(shape, source=WGS84, target=measuring_crs) for shape in geometry]
    columns = {
        "name": [zone.name for zone in zones],
        "kind": [zone.kind for zone in zones],
        "target": [zone.target for zone in zones],
        "basis": [zone.basis for zone in zones],
        "accuracy_m": [float(zone.accuracy_m) for zone in zones],
        "radius_m": [float("nan") if z.radius_m is None else float(z.radius_m) for z in zones],
        "area_km2": shapely.area(measured) / 1e6,
        "fuel_class": [zone.fuel_class for zone in zones],
    }
    index = pd.Index([zone.zone_id for zone in zones], name="zone_id")
    table = pd.DataFrame(columns, index=index)
    return gpd.GeoDataFrame(table, geometry=geometry.to_numpy(), crs=WGS84)


def band_shapes(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    """The land on which the edge of each zone may lie, for drawing.

    Parameters
    ----------
    zones
        Any kind. Those of villages have no edge, and of an unknown accuracy nobody knows where
        it may lie.

    Returns
    -------
    bands
        EPSG:4326, a row for each other zone, indexed by ``zone_id`` in the given order: ``name``,
        ``kind``, ``target``, ``accuracy_m``. A band is so wide on both sides of the line, or of
        the circle; a county that is a condition cuts it.
    """
    edged = [zone for zone in zones if not zone.codes and zone.accuracy_m > 0]
    columns = {
        "name": [zone.name for zone in edged],
        "kind": [zone.kind for zone in edged],
        "target": [zone.target for zone in edged],
        "accuracy_m": pd.array([zone.accuracy_m for zone in edged], dtype="float64"),
    }
    index = pd.Index([zone.zone_id for zone in edged], name="zone_id", dtype="str")
    table = pd.DataFrame(columns, index=index)
    return gpd.GeoDataFrame(table, geometry=[_band(zone) for zone in edged], crs=WGS84)


def _band(zone: Zone) -> shapely.Geometry:
    if zone.radius_m is None:
        shape = _merged(zone.parts, zone.crs)
    else:
        shape = _drawn_buffer(zone, zone.radius_m)
    local = _local_metres(shape)
    edged = reproject(shape, source=WGS84, target=local)
    outer = shapely.buffer(edged, zone.accuracy_m, quad_segs=BAND_SEGMENTS)
    inner = shapely.buffer(edged, -zone.accuracy_m, quad_segs=BAND_SEGMENTS)
    band = reproject(shapely.difference(outer, inner), source=local, target=WGS84)
    drawn = shapely.simplify(band, zone.accuracy_m * BAND_COARSENESS / DEGREE_M)
    if len(zone.county_parts) == 0:
        return drawn
    return shapely.intersection(drawn, _merged(zone.county_parts, zone.county_crs))


def _drawn(zone: Zone) -> shapely.Geometry:
    if zone.codes:
        return _drawn_buffer(zone, VILLAGE_RADIUS_M)
    if zone.radius_m is not None:
        return _drawn_buffer(zone, zone.radius_m)
    shape = _merged(zone.parts, zone.crs)
    if len(zone.county_parts) == 0:
        return shape
    return shapely.intersection(shape, _merged(zone.county_parts, zone.county_crs))


def _merged(parts: NDArray[np.object_], crs: pyproj.CRS) -> shapely.Geometry:
    return shapely.union_all([reproject(part, source=crs, target=WGS84) for part in parts])


def _drawn_buffer(zone: Zone, radius_m: float) -> shapely.Geometry:
    features = _merged(zone.parts, zone.crs)
    points = shapely.get_parts(features)
    if all(shapely.get_type_id(points) == shapely.GeometryType.POINT):
        return shapely.union_all([disc(p.x, p.y, radius_m=radius_m) for p in points])
    local = _local_metres(features)
    grown = shapely.buffer(
        reproject(features, source=WGS84, target=local), radius_m, quad_segs=DISC_VERTICES // 4
    )
    return reproject(grown, source=local, target=WGS84)


def _local_metres(shape: shapely.Geometry) -> pyproj.CRS:
    """A projection in which distances about a shape in degrees are true enough to draw by."""
    centre = shapely.centroid(shape)
    return pyproj.CRS.from_dict(
        {"proj": "aeqd", "lon_0": centre.x, "lat_0": centre.y, "datum": "WGS84"}
    )


def disc(longitude: float, latitude: float, *, radius_m: float) -> shapely.Polygon:
    """All land within ``radius_m`` of a point, as a polygon in degrees, for drawing only."""
    azimuths = np.linspace(0, 360, DISC_VERTICES, endpoint=False)
    size = azimuths.shape
    lon, lat, _ = ELLIPSOID.fwd(
        np.full(size, longitude), np.full(size, latitude), azimuths, np.full(size, radius_m)
    )
    return shapely.Polygon(np.column_stack([lon, lat])[::-1])


def reproject(
    shape: shapely.Geometry, *, source: pyproj.CRS, target: pyproj.CRS
) -> shapely.Geometry:
    """A shape in another CRS; its edges keep their course because they are densified first."""
    if source.equals(target, ignore_axis_order=True) or shapely.is_empty(shape):
        return shape
    west, south, east, north = shapely.bounds(shape)
    width = max(east - west, north - south)
    dense = shape if width == 0 else shapely.segmentize(shape, width * DENSIFY_SHARE)

    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        degrees = to_degrees(coordinates[:, 0], coordinates[:, 1], crs=source)
        return np.column_stack(from_degrees(*degrees, crs=target))

    return shapely.transform(dense, move)
