"""Which points a zone holds, by arithmetic that makes no error and shares no code with zonemap.

Polygons: crossing number in whole numbers. A float is a whole number times a power of two, so
after scaling by a power of two the sign of every orientation is the sign of an integer. Floats
decide only where their own error bound (Shewchuk 1997, *Adaptive precision floating-point
arithmetic*, ``ccwerrboundA``) proves the sign. A point on an edge is inside. GEOS is asked for
coordinates of vertices and for nothing else.

Buffers: ``Geod(ellps="WGS84").inv``, centre first, at most the radius. Round lines and polygons
the least such distance over the edge, straight in its own coordinates: pieces of an edge are
ruled out by the triangle inequality, the rest searched by golden section.
"""

from __future__ import annotations

import numpy as np
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="WGS84")
EPSILON = 2.0**-53
ORIENTATION_BOUND = (3 + 16 * EPSILON) * EPSILON
UNDERFLOW = 1e-300
PAIRS = 2_000_000
PIECE_M = 250.0
SURE_M = 2e-7
GOLDEN = (np.sqrt(5) - 1) / 2


def holds(zone, x, y, crs):
    """Whether the zone holds each point, and whether that is sure.

    Unsure is only a point whose distance to a line or polygon is within `SURE_M` of the radius.
    """
    if zone.codes:
        return np.zeros(len(x), dtype=bool), np.ones(len(x), dtype=bool)
    if zone.radius_m is None:
        inside, sure = covered(zone.parts, *moved(x, y, crs, zone.crs)), np.ones(len(x), bool)
    else:
        inside, sure = within_radius(zone, x, y, crs)
    if len(zone.county_parts):
        inside = inside & covered(zone.county_parts, *moved(x, y, crs, zone.county_crs))
    return inside, sure


def moved(x, y, source, target):
    """Points in another CRS: to degrees, datums taken as coincident, then on; NaN where lost."""
    if source.equals(target, ignore_axis_order=True):
        return x, y
    for step_from, step_to in [(source, source.geodetic_crs), (target.geodetic_crs, target)]:
        if step_from.to_2d().equals(step_to.to_2d(), ignore_axis_order=True):
            continue
        step = pyproj.Transformer.from_crs(step_from.to_2d(), step_to.to_2d(), always_xy=True)
        x, y = step.transform(x, y)
        lost = ~(np.isfinite(x) & np.isfinite(y))
        x, y = np.where(lost, np.nan, x), np.where(lost, np.nan, y)
    return x, y


def covered(parts, x, y):
    """Whether each point is inside or on the edge of any of the polygons."""
    inside = np.zeros(len(x), dtype=bool)
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    for polygon in shapely.get_parts(np.asarray(parts, dtype=object)):
        inside[usable] |= _polygon_covers(polygon, x[usable], y[usable])
    return inside


def _polygon_covers(polygon, x, y):
    """Even-odd over all rings together; on any ring is inside."""
    ax, ay, bx, by = _edges(shapely.get_rings(polygon))
    order = np.argsort(y, kind="stable")
    first = np.searchsorted(y[order], np.minimum(ay, by), side="left")
    count = np.searchsorted(y[order], np.maximum(ay, by), side="right") - first
    crossings, on_edge = np.zeros(len(x), dtype=np.int64), np.zeros(len(x), dtype=bool)
    for edge in _groups(count, PAIRS):
        offset = np.arange(count[edge].sum()) - np.repeat(
            np.cumsum(count[edge]) - count[edge], count[edge]
        )
        point = order[np.repeat(first[edge], count[edge]) + offset]
        ends = np.repeat(np.array([ax[edge], ay[edge], bx[edge], by[edge]]), count[edge], axis=1)
        crosses, touches = _ray_meets(*ends, x[point], y[point])
        crossings += np.bincount(point[crosses], minlength=len(x))
        on_edge[point[touches]] = True
    return on_edge | (crossings % 2 == 1)


def _edges(lines):
    """Ends of all edges of rings or lines: four columns."""
    vertices, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    (ax, ay), (bx, by) = vertices[:-1][same].T, vertices[1:][same].T
    return ax, ay, bx, by


def _groups(count, limit):
    """Slices of edges whose pairs with points number about ``limit``."""
    group = np.cumsum(count) // limit
    starts = np.flatnonzero(np.diff(group, prepend=-1)) if len(count) else []
    return [slice(*ends) for ends in zip(starts, [*starts, len(count)][1:], strict=True)]


def _ray_meets(ax, ay, bx, by, px, py):
    """Whether the ray from each point to the right crosses the edge; whether the edge has it.

    The points' y lie between those of the ends.
    """
    straddles = (ay > py) != (by > py)
    crosses = straddles & (px < np.minimum(ax, bx))
    touches = np.zeros(len(px), dtype=bool)
    near = np.flatnonzero((px >= np.minimum(ax, bx)) & (px <= np.maximum(ax, bx)))
    sign = orientation(*(column[near] for column in (ax, ay, bx, by, px, py)))
    touches[near] = sign == 0
    crosses[near] = straddles[near] & (sign == np.where(by[near] > ay[near], 1, -1))
    return crosses, touches


def orientation(ax, ay, bx, by, px, py):
    """Sign of the turn from a to b to p: 1 left, -1 right, 0 exactly straight."""
    with np.errstate(all="ignore"):
        left, right = (ax - px) * (by - py), (ay - py) * (bx - px)
        turn = left - right
        bound = ORIENTATION_BOUND * (np.abs(left) + np.abs(right)) + UNDERFLOW
        proven = np.isfinite(bound) & (np.abs(turn) > bound)
    sign = np.sign(np.where(proven, turn, 0)).astype(np.int64)
    doubtful = np.flatnonzero(~proven)
    for part in np.array_split(doubtful, len(doubtful) // 100_000 + 1):
        sign[part] = _integer_sign(*(column[part] for column in (ax, ay, bx, by, px, py)))
    return sign


def _integer_sign(*coordinates):
    fraction, exponent = np.frexp(np.array(coordinates))
    whole = (fraction * 2.0**53).astype(np.int64)
    exponent = np.where(whole == 0, 2000, exponent)
    shift = np.where(whole == 0, 0, exponent - exponent.min(axis=0))
    ax, ay, bx, by, px, py = whole.astype(object) << shift.astype(object)
    turn = (ax - px) * (by - py) - (ay - py) * (bx - px)
    return (turn > 0).astype(np.int64) - (turn < 0).astype(np.int64)


def within_radius(zone, x, y, crs):
    """Whether each point is within the zone's radius of any part, and whether that is sure."""
    lon, lat = moved(x, y, crs, pyproj.CRS.from_epsg(4326))
    inside, sure = np.zeros(len(lon), dtype=bool), np.ones(len(lon), dtype=bool)
    usable = np.flatnonzero((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    lon, lat = lon[usable], lat[usable]
    for part in shapely.get_parts(zone.parts):
        if shapely.get_type_id(part) == shapely.GeometryType.POINT:
            centre = moved(*shapely.get_coordinates(part).T, zone.crs, zone.crs.geodetic_crs)
            inside[usable] |= metres(centre[0][0], centre[1][0], lon, lat) <= zone.radius_m
            continue
        distance_m = least_metres(lon, lat, part, zone.crs)
        if shapely.get_type_id(part) == shapely.GeometryType.POLYGON:
            here = moved(x[usable], y[usable], crs, zone.crs)
            distance_m[covered([part], *here)] = 0
        inside[usable] |= distance_m <= zone.radius_m
        sure[usable] &= np.abs(distance_m - zone.radius_m) > SURE_M
    return inside, sure


def metres(from_lon, from_lat, lon, lat):
    """Karney's geodesic, in metres."""
    from_lon, from_lat, lon, lat = np.broadcast_arrays(from_lon, from_lat, lon, lat)
    return np.asarray(GEOD.inv(from_lon, from_lat, lon, lat)[2])


def least_metres(lon, lat, shape, crs):
    """Least geodesic metres from each point to the edges of a line or polygon."""
    is_line = shapely.get_type_id(shape) == shapely.GeometryType.LINESTRING
    pieces = _pieces(*_edges([shape] if is_line else shapely.get_rings(shape)), crs)
    size = max(1, PAIRS // pieces.shape[1])
    starts = range(0, len(lon), size)
    least = [_least(lon[s : s + size], lat[s : s + size], pieces, crs) for s in starts]
    return np.concatenate([np.empty(0), *least])


def _pieces(ax, ay, bx, by, crs):
    """Edges cut to about `PIECE_M`: rows of ends in ``crs`` and a bound on their length."""
    count = np.ceil(_length(ax, ay, bx, by, crs) / PIECE_M).clip(1).astype(int)
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    start, end = at / np.repeat(count, count), (at + 1) / np.repeat(count, count)
    ax, ay, dx, dy = (np.repeat(column, count) for column in (ax, ay, bx - ax, by - ay))
    ends = ax + start * dx, ay + start * dy, ax + end * dx, ay + end * dy
    return np.array([*ends, _length(*ends, crs) * 1.001 + 1e-6])


def _length(ax, ay, bx, by, crs):
    """Length in metres of edges straight in ``crs``, along sixteen chords."""
    share = np.linspace(0, 1, 17)[:, None]
    lon, lat = moved(ax + share * (bx - ax), ay + share * (by - ay), crs, crs.geodetic_crs)
    return metres(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum(axis=0)


def _least(lon, lat, pieces, crs):
    ax, ay, bx, by, length = pieces
    at_a = metres(*moved(ax, ay, crs, crs.geodetic_crs), lon[:, None], lat[:, None])
    at_b = metres(*moved(bx, by, crs, crs.geodetic_crs), lon[:, None], lat[:, None])
    best = np.minimum(at_a, at_b).min(axis=1)
    # no place on a piece is nearer than this, by the triangle inequality
    point, piece = np.nonzero((at_a + at_b - length) / 2 <= best[:, None])

    def away(share):
        x = ax[piece] + share * (bx - ax)[piece]
        y = ay[piece] + share * (by - ay)[piece]
        return metres(*moved(x, y, crs, crs.geodetic_crs), lon[point], lat[point])

    low, high = np.zeros(len(point)), np.ones(len(point))
    for _ in range(40):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        nearer_left = away(left) < away(right)
        low, high = np.where(nearer_left, low, left), np.where(nearer_left, right, high)
    np.minimum.at(best, point, away((low + high) / 2))
    return best
