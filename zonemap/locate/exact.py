"""The exact predicates: which points a zone holds, asked of each point itself.

Membership in a polygon is *covers* in the coordinates of the polygon's own file: its edges are
straight there, and a point on the edge is inside. Membership in a buffer is geodesic distance
of at most the radius. No drawn polygon ever counts anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from zonemap.locate.geodesics import METRES_PER_DEGREE, distance_to_shape, vertices_in_degrees
from zonemap.locate.memberships import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.crs import Coordinates
    from zonemap.zones import Zone

__all__ = ["locate_points"]


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
        distance_m = distance_to_shape(lon[near], lat[near], part, zone.crs)
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
    lon, lat = vertices_in_degrees(part, crs)
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
