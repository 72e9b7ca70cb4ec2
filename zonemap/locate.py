"""Which zones hold which points, and how far a point lies from a zone's edge.

Membership in a polygon is the exact predicate *covers* in the coordinates of the polygon's
own file: its edges are straight there, and a point on the edge is inside. Membership in a
buffer is geodesic distance on the ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z, as
in `pyproj.Geod`) of at most the radius. No drawn polygon ever counts anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from zonemap.crs import ELLIPSOID, Coordinates, from_degrees, to_degrees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.zones import Zone

__all__ = ["Membership", "distance_to_edge", "join_zone_ids", "locate_claims", "locate_points"]

METRES_PER_DEGREE = 110_574.0
"""Least metres in a degree of latitude (at the equator)."""

STEP_M = 200.0
"""Edges are cut to about this length before they are projected for a distance."""


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Pairs of a point and a zone that holds it, sorted by point, then zone.

    Attributes
    ----------
    point
        Positions in the columns that were located.
    zone
        Positions in the sequence of zones.
    """

    point: NDArray[np.intp]
    zone: NDArray[np.intp]


def locate_points(points: Coordinates, *, zones: Sequence[Zone]) -> Membership:
    """Every pair of a point and a zone that holds it.

    Parameters
    ----------
    points
        In any CRS; a point that is not finite is in no zone.
    zones
        In the plan's order; they may overlap.

    Returns
    -------
    membership
        A point appears once for each zone that holds it, whatever parts the zone has.
    """
    inside = [_members(zone, points) for zone in zones]
    empty = np.empty(0, dtype=np.intp)
    point = np.concatenate([empty, *inside])
    zone = np.repeat(np.arange(len(zones), dtype=np.intp), [len(part) for part in inside])
    order = np.lexsort((zone, point))
    return Membership(point[order], zone[order])


def locate_claims(village_codes: NDArray[np.object_], *, zones: Sequence[Zone]) -> Membership:
    """Every pair of a household and a zone of villages that its village code names.

    Parameters
    ----------
    village_codes
        Text of 12 digits; empty where unknown.
    zones
        In the plan's order; those that are not lists of villages hold nobody here.

    Returns
    -------
    membership
        A code of a county or town holds all its villages.
    """
    codes, written = np.unique(village_codes.astype("U12"), return_inverse=True)
    point, zone = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for position, listed in enumerate(zones):
        named = np.zeros(len(codes), dtype=bool)
        for prefix in listed.codes:
            named |= np.strings.startswith(codes, prefix)
        members = np.flatnonzero(named[written])
        point.append(members)
        zone.append(np.full(len(members), position, dtype=np.intp))
    points, positions = np.concatenate(point), np.concatenate(zone)
    order = np.lexsort((positions, points))
    return Membership(points[order], positions[order])


def join_zone_ids(membership: Membership, *, zone_ids: Sequence[str], size: int) -> list[str]:
    """For each of ``size`` points the ids of its zones joined by ``;``, empty where none."""
    joined = [""] * size
    names = np.asarray(zone_ids, dtype=object)[membership.zone]
    for point, name in zip(membership.point.tolist(), names.tolist(), strict=True):
        joined[point] = f"{joined[point]};{name}" if joined[point] else name
    return joined


def _members(zone: Zone, points: Coordinates) -> NDArray[np.intp]:
    """Positions of the points inside one zone, ascending; places decide nothing of villages."""
    if zone.codes:
        return np.empty(0, dtype=np.intp)
    if zone.radius_m is None:
        inside = _covered(zone.parts, *points.within(zone.crs))
    else:
        inside = _within_radius(zone, zone.radius_m, points)
    if len(zone.county_parts) == 0 or len(inside) == 0:
        return inside
    x, y = points.within(zone.county_crs)
    return inside[_covered(zone.county_parts, x[inside], y[inside])]


def _covered(
    parts: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Positions covered by any part: the box first, then the exact predicate."""
    found = []
    for part in parts:
        west, south, east, north = shapely.bounds(part)
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        shapely.prepare(part)
        # of a point, *intersects* is the same predicate as *covers*: the edge belongs to it
        found.append(near[shapely.intersects_xy(part, x[near], y[near])])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)


def _within_radius(zone: Zone, radius_m: float, points: Coordinates) -> NDArray[np.intp]:
    lon, lat = points.degrees()
    found = [np.empty(0, dtype=np.intp)]
    for part in zone.parts:
        near = _near_box(part, zone.crs, radius_m, points)
        distance_m = _distance_to_shape(lon[near], lat[near], part, zone.crs)
        found.append(near[distance_m <= radius_m])
    return np.unique(np.concatenate(found))


def _near_box(
    part: shapely.Geometry, crs: pyproj.CRS, radius_m: float, points: Coordinates
) -> NDArray[np.intp]:
    """Positions that may lie within ``radius_m`` of ``part``: a box in degrees, wide enough."""
    # A degree of latitude is never shorter than METRES_PER_DEGREE; a degree of longitude is
    # shortest at the box's highest latitude. Near a pole, or across the antimeridian, the box
    # is all longitudes.
    here_lon, here_lat = points.degrees()
    lon, lat = _vertices_in_degrees(part, crs)
    reach = radius_m / METRES_PER_DEGREE * 1.01
    south, north = lat.min() - reach, lat.max() + reach
    close = np.flatnonzero((here_lat >= south) & (here_lat <= north))
    highest = max(abs(south), abs(north))
    if highest >= 89:
        return close
    margin = reach / np.cos(np.radians(highest))
    west, east = lon.min() - margin, lon.max() + margin
    if west < -180 or east > 180:
        return close
    inside = (here_lon[close] >= west) & (here_lon[close] <= east)
    kept: NDArray[np.intp] = close[inside]
    return kept


def _vertices_in_degrees(
    part: shapely.Geometry, crs: pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    vertices = shapely.get_coordinates(_dense(part, crs))
    return to_degrees(vertices[:, 0], vertices[:, 1], crs=crs)


def _dense(part: shapely.Geometry, crs: pyproj.CRS) -> shapely.Geometry:
    """A shape whose edges, straight in ``crs``, are cut to about `STEP_M`."""
    if shapely.get_type_id(part) in {shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT}:
        return part
    unit_m = METRES_PER_DEGREE if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
    return shapely.segmentize(part, STEP_M / unit_m)


def _distance_to_shape(
    lon: NDArray[np.float64], lat: NDArray[np.float64], shape: shapely.Geometry, crs: pyproj.CRS
) -> NDArray[np.float64]:
    """Geodesic metres from each point to a shape; zero inside a polygon."""
    # To a point it is one geodesic. To a line or polygon the nearest place is found in an
    # azimuthal equidistant projection about the shape's middle, and the geodesic to that place
    # is measured.
    if len(lon) == 0:
        return np.empty(0)
    if shapely.get_type_id(shape) == shapely.GeometryType.POINT:
        centre_lon, centre_lat = _vertices_in_degrees(shape, crs)
        centre = np.full(len(lon), centre_lon[0]), np.full(len(lon), centre_lat[0])
        return _geodesic(*centre, lon, lat)
    local, flat = _flattened(shape, crs)
    x, y = from_degrees(lon, lat, crs=local)
    shapely.prepare(flat)
    nearest = shapely.get_coordinates(
        shapely.get_point(shapely.shortest_line(flat, shapely.points(x, y)), 0)
    )
    near_lon, near_lat = to_degrees(nearest[:, 0], nearest[:, 1], crs=local)
    return _geodesic(near_lon, near_lat, lon, lat)


def _geodesic(
    from_lon: NDArray[np.float64],
    from_lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> NDArray[np.float64]:
    return np.asarray(ELLIPSOID.inv(from_lon, from_lat, lon, lat)[2], dtype=np.float64)


def _flattened(shape: shapely.Geometry, crs: pyproj.CRS) -> tuple[pyproj.CRS, shapely.Geometry]:
    lon, lat = _vertices_in_degrees(shape, crs)
    middle = {"lon_0": (lon.min() + lon.max()) / 2, "lat_0": (lat.min() + lat.max()) / 2}
    local = pyproj.CRS.from_dict({"proj": "aeqd", "datum": "WGS84", **middle})
    flat = shapely.transform(
        _dense(shape, crs), lambda _: np.column_stack(from_degrees(lon, lat, crs=local))
    )
    return local, flat


def distance_to_edge(
    points: Coordinates, *, zones: Sequence[Zone], membership: Membership
) -> NDArray[np.float64]:
    """Metres to the edge of the nearest zone: positive inside, negative outside.

    Parameters
    ----------
    points, zones
        As they were located; a county condition is not part of the edge.
    membership
        What `locate_points` gave for them.

    Returns
    -------
    distance_to_edge_m
        Geodesic metres, one for each point: to the edge of the zone that holds it (the nearest
        edge, where several do), else minus the distance to the nearest zone; NaN for a point
        that is not finite, and where there is no zone. Where the discs of one buffer zone
        overlap, the distance is to the edge of the disc whose centre is nearest.
    """
    lon, lat = points.degrees()
    best = np.full(len(lon), np.inf)
    held = np.zeros(len(lon), dtype=bool)
    held[membership.point] = True
    for position, zone in enumerate(zones):
        inside = membership.point[membership.zone == position]
        best[inside] = np.minimum(best[inside], _edge_metres(lon[inside], lat[inside], zone))
        outside = _could_be_nearer(zone, lon, lat, np.where(held, -1.0, best))
        best[outside] = np.minimum(best[outside], _edge_metres(lon[outside], lat[outside], zone))
    best[~np.isfinite(best)] = np.nan
    return np.where(held, best, -best)


def _could_be_nearer(
    zone: Zone, lon: NDArray[np.float64], lat: NDArray[np.float64], best_m: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Positions whose latitude alone does not rule out that this zone is nearer than ``best_m``."""
    south, north = np.inf, -np.inf
    for part in zone.parts:
        _, part_lat = _vertices_in_degrees(part, zone.crs)
        south, north = min(south, part_lat.min()), max(north, part_lat.max())
    gap_m = np.maximum(np.maximum(south - lat, lat - north), 0) * METRES_PER_DEGREE
    gap_m = gap_m - (zone.radius_m or 0.0)
    finite = np.isfinite(lon) & np.isfinite(lat)
    return np.flatnonzero(finite & (best_m >= 0) & (gap_m <= best_m))


def _edge_metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], zone: Zone
) -> NDArray[np.float64]:
    """Metres to the zone's edge, on either side of it."""
    if len(lon) == 0:
        return np.empty(0)
    if zone.radius_m is not None:
        return np.abs(_least_distance(lon, lat, zone.parts, zone.crs) - zone.radius_m)
    edge = shapely.boundary(shapely.union_all(zone.parts))
    return _distance_to_shape(lon, lat, edge, zone.crs)


def _least_distance(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    shapes: NDArray[np.object_],
    crs: pyproj.CRS,
) -> NDArray[np.float64]:
    least = np.full(len(lon), np.inf)
    for shape in shapes:
        np.minimum(least, _distance_to_shape(lon, lat, shape, crs), out=least)
    return least
