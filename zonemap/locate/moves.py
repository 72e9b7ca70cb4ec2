"""Zones moved by as much as their centre may be off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.crs import ELLIPSOID, from_degrees, to_degrees

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zonemap.zones import Zone

__all__ = ["AZIMUTHS", "moved_zones"]

AZIMUTHS = tuple(range(0, 360, 45))
"""Degrees from north, clockwise, in which a centre is moved."""


def moved_zones(zone: Zone, *, metres: float) -> tuple[Zone, ...]:
    """The zone with all its features moved by so many geodesic metres, to each of `AZIMUTHS`."""
    # Several centres move together, for they come from one source; the county stays where it is.
    return tuple(
        replace(zone, parts=shapely.transform(zone.parts, _move(zone, azimuth, metres)))
        for azimuth in AZIMUTHS
    )


def _move(
    zone: Zone, azimuth: float, metres: float
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    def moved(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = to_degrees(coordinates[:, 0], coordinates[:, 1], crs=zone.crs)
        size = lon.shape
        to_lon, to_lat, _ = ELLIPSOID.fwd(lon, lat, np.full(size, azimuth), np.full(size, metres))
        return np.column_stack(from_degrees(to_lon, to_lat, crs=zone.crs))

    return moved
