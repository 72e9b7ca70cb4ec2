"""How far points lie from the edge of a zone: true metres, positive inside, negative outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.locate.geodesics import distance_to_shape, vertices_in_degrees
from zonemap.locate.nearest import nearest_zone_m
from zonemap.locate.search import locate_points
from zonemap.locate.windows import by_reach, near_shape, near_vertices, ring_of_centre
from zonemap.zones import Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.crs import Coordinates
    from zonemap.locate.memberships import Membership

__all__ = ["distance_to_edge", "edge_distances"]


def edge_distances(
    points: Coordinates, *, zone: Zone, reach_m: float | NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Signed metres to the edge of a zone, of the points that lie within reach of it.

    Parameters
    ----------
    points
        In any CRS.
    zone
        A zone of villages, or one without any geometry, has no edge.
    reach_m
        Of each point, or of all; a point without reach (NaN) is near nothing.

    Returns
    -------
    positions, metres
        Of the points no farther from the edge than their reach, ascending: geodesic metres,
        positive for those the zone holds. Within a county the lesser of the signed distances to
        both edges: how far a point may move before it leaves either. Of a buffer the radius less
        the distance to the nearest feature.
    """
    if zone.codes or len(zone.parts) == 0:
        return np.empty(0, dtype=np.intp), np.empty(0)
    lon, lat = points.degrees()
    reach = np.where(_on_earth(lon, lat), np.broadcast_to(reach_m, lon.shape), np.nan)
    alone = replace(zone, county_parts=zone.county_parts[:0])
    if len(zone.county_parts) == 0:
        return _signed(points, alone, reach)
    county = Zone(zone_id=zone.county_code, name="", parts=zone.county_parts, crs=zone.county_crs)
    both = [(condition, *_signed(points, condition, reach)) for condition in (alone, county)]
    positions = np.union1d(both[0][1], both[1][1])
    least = np.full(len(positions), np.inf)
    for condition, near, metres in both:
        signed = np.where(_held(points.take(positions), condition), np.inf, -np.inf)
        signed[np.searchsorted(positions, near)] = metres
        least = np.minimum(least, signed)
    kept = np.abs(least) <= reach[positions]
    return positions[kept], least[kept]


def _on_earth(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((np.abs(lon) <= 180) & (np.abs(lat) <= 90))


def _held(points: Coordinates, zone: Zone) -> NDArray[np.bool_]:
    held = np.zeros(len(points), dtype=bool)
    held[locate_points(points, zones=[zone]).point] = True
    return held


def _signed(
    points: Coordinates, zone: Zone, reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Positions within reach of the zone's own edge, and metres; its county is not asked."""
    lon, lat = points.degrees()
    if zone.radius_m is None:
        positions, metres = _edge_within(lon, lat, zone, reach_m)
    else:
        metres = np.abs(_margin_m(lon, lat, zone, reach_m))
        positions = np.flatnonzero(metres <= reach_m)
        metres = metres[positions]
    # the sign is what counts them: the metres of a point on the very edge are zero or a rounding
    return positions, np.where(_held(points.take(positions), zone), metres, -metres)


def _edge_within(
    lon: NDArray[np.float64], lat: NDArray[np.float64], zone: Zone, reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Positions within reach of the edge of a polygon, and metres, on either side."""
    edge = _edge(zone)
    found, measured = [np.empty(0, dtype=np.intp)], [np.empty(0)]
    for rows in by_reach(reach_m):
        near = near_vertices(lon[rows], lat[rows], edge, zone.crs, reach_m=reach_m[rows].max())
        near = rows[near]
        metres = distance_to_shape(lon[near], lat[near], edge, zone.crs)
        kept = metres <= reach_m[near]
        found.append(near[kept])
        measured.append(metres[kept])
    positions = np.concatenate(found)
    order = np.argsort(positions)
    return positions[order], np.concatenate(measured)[order]


def _edge(zone: Zone) -> shapely.Geometry:
    whole = zone.parts[0] if len(zone.parts) == 1 else shapely.union_all(zone.parts)
    return shapely.boundary(whole)


def _margin_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64], zone: Zone, reach_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Radius less the distance to the nearest feature; infinite where the edge is out of reach."""
    radius_m = zone.radius_m or 0.0
    margin = np.full(len(lon), -np.inf)
    asked = np.flatnonzero(~np.isnan(reach_m))
    most = float(reach_m[asked].max(initial=0.0))
    for part in zone.parts:
        near = asked[near_shape(lon[asked], lat[asked], part, zone.crs, reach_m=radius_m + most)]
        if shapely.get_type_id(part) == shapely.GeometryType.POINT:
            deep, ring = ring_of_centre(
                lon[near], lat[near], centre=_place(part, zone), radius_m=radius_m,
                reach_m=reach_m[near],
            )  # fmt: skip
            margin[near[deep]] = np.inf
            near = near[ring]
        metres = radius_m - distance_to_shape(lon[near], lat[near], part, zone.crs)
        margin[near] = np.maximum(margin[near], metres)
    return margin


def _place(centre: shapely.Geometry, zone: Zone) -> tuple[float, float]:
    lon, lat = vertices_in_degrees(centre, zone.crs)
    return float(lon[0]), float(lat[0])


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
    order = np.argsort(membership.zone, kind="stable")
    ends = np.searchsorted(membership.zone[order], np.arange(len(zones) + 1))
    for zone, first, last in zip(zones, ends[:-1], ends[1:], strict=True):
        inside = membership.point[order[first:last]]
        best[inside] = np.minimum(best[inside], _edge_metres(lon[inside], lat[inside], zone))
    held = np.zeros(len(lon), dtype=bool)
    held[membership.point] = True
    outside = np.flatnonzero(~held & np.isfinite(lon) & np.isfinite(lat))
    best[outside] = nearest_zone_m(lon[outside], lat[outside], zones=zones, measure=_edge_metres)
    best[~np.isfinite(best)] = np.nan
    return np.where(held, best, -best)


def _edge_metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], zone: Zone
) -> NDArray[np.float64]:
    """Metres to the zone's edge, on either side of it."""
    if len(lon) == 0:
        return np.empty(0)
    if zone.radius_m is None:
        return distance_to_shape(lon, lat, _edge(zone), zone.crs)
    least = np.full(len(lon), np.inf)
    for part in zone.parts:
        np.minimum(least, distance_to_shape(lon, lat, part, zone.crs), out=least)
    return np.abs(least - zone.radius_m)
