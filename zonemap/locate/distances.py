"""How far a point lies from the edge of a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.locate.geodesics import METRES_PER_DEGREE, distance_to_shape, vertices_in_degrees

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj
    from numpy.typing import NDArray

    from zonemap.crs import Coordinates
    from zonemap.locate.memberships import Membership
    from zonemap.zones import Zone

__all__ = ["distance_to_edge"]


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
        _, part_lat = vertices_in_degrees(part, zone.crs)
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
    return distance_to_shape(lon, lat, edge, zone.crs)


def _least_distance(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    shapes: NDArray[np.object_],
    crs: pyproj.CRS,
) -> NDArray[np.float64]:
    least = np.full(len(lon), np.inf)
    for shape in shapes:
        np.minimum(least, distance_to_shape(lon, lat, shape, crs), out=least)
    return least
