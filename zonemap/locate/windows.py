"""Which points could lie within reach of a shape: told without measuring, and never too few.

Every bound here is on the safe side: a point that is left out is certainly out of reach, one that
is kept is measured afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.locate.geodesics import METRES_PER_DEGREE, unit_metres, vertices_in_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyproj
    from numpy.typing import NDArray

__all__ = ["by_reach", "near_shape", "near_vertices", "ring_of_centre", "sphere_m"]

SPHERE_M = 6_371_008.8
"""Mean radius of the earth in metres."""

SPHERE_SHARE = 0.01
"""A distance on that sphere and the geodesic differ by less than this share (by 0.6 % at most)."""

FINEST_CELL_M = 20.0
MOST_CELLS = 1024
"""Cells a side of the grid in which a line is sought."""

POLAR_DEGREES = 89.0
"""Beyond this latitude no longitude rules a point out."""


def by_reach(reach_m: NDArray[np.float64]) -> Iterator[NDArray[np.intp]]:
    """Positions whose reach is of one order of magnitude, together; without a reach: in none."""
    asked = np.flatnonzero(reach_m >= 0)
    order = np.ceil(np.log2(np.maximum(reach_m[asked], FINEST_CELL_M)) / 2)
    for magnitude in np.unique(order):
        yield asked[order == magnitude]


def near_shape(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    shape: shapely.Geometry,
    crs: pyproj.CRS,
    *,
    reach_m: float,
) -> NDArray[np.intp]:
    """Positions of the points in the box about a shape that holds all within reach of it."""
    return _in_box(lon, lat, *vertices_in_degrees(shape, crs), reach_m=reach_m)


def near_vertices(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    line: shapely.Geometry,
    crs: pyproj.CRS,
    *,
    reach_m: float,
) -> NDArray[np.intp]:
    """Positions of the points in the cells about a line that hold all within reach of it.

    Parameters
    ----------
    lon, lat
        Degrees, finite.
    line
        In ``crs``, its edges straight there.
    crs
        From `zonemap.crs.read_crs`.
    reach_m
        Of every point.

    Returns
    -------
    positions
        Ascending.
    """
    # The line is cut into steps no longer than a cell. A point within reach of it lies no farther
    # than the reach and half a step from a vertex, so no more than two cells away.
    corner_lon, corner_lat = vertices_in_degrees(line, crs)
    rows = _in_box(lon, lat, corner_lon, corner_lat, reach_m=reach_m)
    spread_m = np.ptp(corner_lat) * METRES_PER_DEGREE
    cell_m = max(reach_m, FINEST_CELL_M, spread_m / MOST_CELLS)
    step = cell_m / unit_metres(crs)
    at_lon, at_lat = vertices_in_degrees(shapely.segmentize(line, step), crs)
    high = cell_m * (1 + SPHERE_SHARE) / METRES_PER_DEGREE
    poleward = np.abs([at_lat.min() - high, at_lat.max() + high]).max()
    wide = high / np.cos(np.radians(min(poleward, POLAR_DEGREES)))
    columns = int(np.ptp(at_lon) / wide) + 5
    across = np.abs(at_lon).max() + 2 * wide > 180
    if across or poleward >= POLAR_DEGREES or columns > 4 * MOST_CELLS:
        return rows
    west, south = at_lon.min() - 2 * wide, at_lat.min() - 2 * high
    marked = np.zeros((int(np.ptp(at_lat) / high) + 5, columns), dtype=bool)
    marked[((at_lat - south) / high).astype(int), ((at_lon - west) / wide).astype(int)] = True
    marked = _grown(_grown(marked, axis=0), axis=1)
    row = np.floor((lat[rows] - south) / high).astype(int)
    column = np.floor((lon[rows] - west) / wide).astype(int)
    inside = (row >= 0) & (row < marked.shape[0]) & (column >= 0) & (column < columns)
    rows, row, column = rows[inside], row[inside], column[inside]
    kept: NDArray[np.intp] = rows[marked[row, column]]
    return kept


def _grown(marked: NDArray[np.bool_], *, axis: int) -> NDArray[np.bool_]:
    """Marks and the two cells on either side; there is room for them."""
    grown = marked.copy()
    for step in (-2, -1, 1, 2):
        grown |= np.roll(marked, step, axis=axis)
    return grown


def _in_box(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    corner_lon: NDArray[np.float64],
    corner_lat: NDArray[np.float64],
    *,
    reach_m: float,
) -> NDArray[np.intp]:
    """Positions in the box about vertices, wide enough for all within reach of them."""
    # A degree of latitude is never shorter than METRES_PER_DEGREE, and a degree of longitude is
    # shortest at the box's highest latitude; near a pole, or across the antimeridian, the box is
    # all longitudes.
    reach = reach_m / METRES_PER_DEGREE * (1 + SPHERE_SHARE)
    south, north = corner_lat.min() - reach, corner_lat.max() + reach
    close = np.flatnonzero((lat >= south) & (lat <= north))
    highest = max(abs(south), abs(north))
    if highest >= POLAR_DEGREES:
        return close
    margin = reach / np.cos(np.radians(highest))
    west, east = corner_lon.min() - margin, corner_lon.max() + margin
    if west < -180 or east > 180:
        return close
    here = lon[close]
    kept: NDArray[np.intp] = close[(here >= west) & (here <= east)]
    return kept


def ring_of_centre(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    *,
    centre: tuple[float, float],
    radius_m: float,
    reach_m: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which points are inside a disc and out of reach of its edge, and which may be near it.

    Parameters
    ----------
    lon, lat, reach_m
        Of every point, in degrees and metres.
    centre
        Longitude and latitude.
    radius_m
        Of the disc.

    Returns
    -------
    deep, near
        What is neither is outside, and out of reach.
    """
    distance_m = sphere_m(lon, lat, *centre)
    deep = distance_m * (1 + SPHERE_SHARE) < radius_m - reach_m
    far = distance_m * (1 - SPHERE_SHARE) > radius_m + reach_m
    return deep, ~deep & ~far


def sphere_m(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    to_lon: float | NDArray[np.float64],
    to_lat: float | NDArray[np.float64],
) -> NDArray[np.float64]:
    """Metres on a sphere: quick, and right to `SPHERE_SHARE`; arguments are broadcast."""
    y, to_y = np.radians(lat), np.radians(to_lat)
    half_x = np.radians(np.subtract(lon, to_lon)) / 2
    chord = np.sin((y - to_y) / 2) ** 2 + np.cos(y) * np.cos(to_y) * np.sin(half_x) ** 2
    return np.asarray(2 * SPHERE_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))
