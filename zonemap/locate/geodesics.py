"""Geodesic metres from points to a shape.

Every distance is Karney's geodesic on the ellipsoid (2013, doi:10.1007/s00190-012-0578-z, as in
`pyproj.Geod`); edges are straight in the coordinates of the shape's own file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.crs import ELLIPSOID, to_degrees

if TYPE_CHECKING:
    import pyproj
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "METRES_PER_DEGREE",
    "STEP_M",
    "distance_to_shape",
    "flattened",
    "geodesic_m",
    "middle_of",
    "unit_metres",
    "vertices_in_degrees",
]

METRES_PER_DEGREE = 110_574.0
"""Least metres in a degree of latitude (at the equator)."""

STEP_M = 200.0
"""Edges are cut to about this length before they are projected for a distance."""


def distance_to_shape(
    lon: NDArray[np.float64], lat: NDArray[np.float64], shape: shapely.Geometry, crs: pyproj.CRS
) -> NDArray[np.float64]:
    """Geodesic metres from each point to a shape; zero inside a polygon."""
    # To a point it is one geodesic. To a line or polygon the nearest place is found in an
    # azimuthal equidistant projection about the shape's middle, and the geodesic to that place
    # is measured.
    if len(lon) == 0:
        return np.empty(0)
    there_lon, there_lat = vertices_in_degrees(shape, crs)
    if shapely.get_type_id(shape) == shapely.GeometryType.POINT:
        return geodesic_m(lon, lat, there_lon[0], there_lat[0])
    middle = middle_of(there_lon, there_lat)
    flat = shapely.set_coordinates(_dense(shape, crs), flattened(there_lon, there_lat, middle))
    shapely.prepare(flat)
    points = shapely.points(flattened(lon, lat, middle))
    nearest = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(flat, points), 0))
    return geodesic_m(lon, lat, *_unflattened(nearest, middle))


def middle_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[float, float]:
    """Longitude and latitude of the middle of the box about places."""
    return float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2


def flattened(
    lon: NDArray[np.float64], lat: NDArray[np.float64], middle: tuple[float, float]
) -> NDArray[np.float64]:
    """Places in an azimuthal equidistant projection about a middle.

    Returns
    -------
    places
        A row each: x and y in metres. Distance and direction from the middle are those of the
        geodesic.
    """
    from_lon, from_lat = (np.full(len(lon), value) for value in middle)
    azimuth, _, metres = ELLIPSOID.inv(from_lon, from_lat, lon, lat)
    angle = np.radians(azimuth)
    return np.column_stack([metres * np.sin(angle), metres * np.cos(angle)])


def _unflattened(
    places: NDArray[np.float64], middle: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of places as `flattened` gives them."""
    x, y = places.T
    from_lon, from_lat = (np.full(len(x), value) for value in middle)
    lon, lat, _ = ELLIPSOID.fwd(from_lon, from_lat, np.degrees(np.arctan2(x, y)), np.hypot(x, y))
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def vertices_in_degrees(
    part: shapely.Geometry, crs: pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of a shape's vertices, its edges cut to about `STEP_M`."""
    vertices = shapely.get_coordinates(_dense(part, crs))
    return to_degrees(vertices[:, 0], vertices[:, 1], crs=crs)


def _dense(part: shapely.Geometry, crs: pyproj.CRS) -> shapely.Geometry:
    """A shape whose edges, straight in ``crs``, are cut to about `STEP_M`."""
    if shapely.get_type_id(part) in {shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT}:
        return part
    return shapely.segmentize(part, STEP_M / unit_metres(crs))


def geodesic_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64], to_lon: ArrayLike, to_lat: ArrayLike
) -> NDArray[np.float64]:
    """Geodesic metres from each point to the place it is paired with, or to one place."""
    from_lon, from_lat = (np.array(np.broadcast_to(part, lon.shape)) for part in (to_lon, to_lat))
    return np.asarray(ELLIPSOID.inv(from_lon, from_lat, lon, lat)[2], dtype=np.float64)


def unit_metres(crs: pyproj.CRS) -> float:
    """Metres in a unit of ``crs``; of degrees those of latitude, at least."""
    return METRES_PER_DEGREE if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
