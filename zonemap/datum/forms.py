"""What a pair of numbers can be by its ranges alone, and the frames that numbers stand in.

In China the ranges do not overlap: degrees are 73-136 and 3-54; a Gauss-Krüger easting is
150-850 km (the central meridian at 500 km, up to 350 km either side), with the zone's number in
front of it (3-degree zones 25-45, 6-degree zones 13-23) or without; a northing without a zone
in the easting is taken from 1,900 km (17 N) on, so that it is never mistaken for an easting. What
fits none is no pair: ``0, 0``; 107123456 for 107.123456; half a pair.

Systems: CGCS2000 / 3-degree Gauss-Krüger is EPSG:4513-4533 with prefix (zones 25-45) and
EPSG:4534-4554 by central meridian (75-135 E); 6-degree EPSG:4491-4501 (zones 13-23) and
EPSG:4502-4512. A 6-degree system without prefix is the 3-degree one of the same meridian.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonemap.crs import read_crs, to_degrees
from zonemap.datum.shifts import from_bd09, from_gcj02, to_bd09, to_gcj02

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.shifts import Degrees

__all__ = [
    "BD09",
    "DEGREE_FRAMES",
    "FORMS",
    "GCJ02",
    "MERIDIANS",
    "PROJECTED",
    "WGS84_FRAME",
    "Pairs",
    "degree_frame",
    "frame_degrees",
    "meridian_frame",
    "read_pairs",
    "utm_frame",
    "zone_frame",
]

WGS84_FRAME, GCJ02, BD09 = "WGS84", "GCJ-02", "BD-09"
DEGREE_FRAMES = (WGS84_FRAME, GCJ02, BD09)
"""The frames that degrees may stand in; WGS84 and CGCS2000 are one."""

FORMS = (
    "",
    "degrees",
    "degrees_swapped",
    "gauss_krueger_zone",
    "gauss_krueger_zone_swapped",
    "gauss_krueger",
    "gauss_krueger_swapped",
    "projected",
    "projected_swapped",
)
"""What a pair may be; the empty one is no believable pair. Swapped: latitude or northing first.
The last two are pairs that the stated projected system places within the counties' box."""

PROJECTED = FORMS.index("projected")

MERIDIANS = tuple(range(75, 136, 3))
"""Central meridians of the 3-degree zones of China, degrees east."""

LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
EASTINGS = (150_000.0, 850_000.0)
NORTHINGS, ZONE_NORTHINGS = (1_900_000.0, 6_000_000.0), (330_000.0, 6_000_000.0)
ZONE_WIDTH = 1_000_000.0
SIX_DEGREE, THREE_DEGREE = (13, 23), (25, 45)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of numbers, easting or longitude first, and what they can be.

    Attributes
    ----------
    east, north
        Longitude and latitude in degrees, or easting and northing in metres; NaN where the pair
        is nothing believable.
    form
        Positions in `FORMS`.
    zone
        The zone number before the easting, 0 where there is none.
    """

    east: NDArray[np.float64]
    north: NDArray[np.float64]
    form: NDArray[np.int8]
    zone: NDArray[np.int8]


def read_pairs(x: NDArray[np.float64], y: NDArray[np.float64]) -> Pairs:
    """What each pair can be, with swapped pairs put right.

    Parameters
    ----------
    x, y
        As delivered; not finite where missing.

    Returns
    -------
    pairs
        In the order of the input.
    """
    x, y = (np.where(np.isfinite(values), values, np.nan) for values in (x, y))
    form = np.zeros(len(x), dtype=np.int8)
    for straight, swapped in ((1, 2), (3, 4), (5, 6)):
        form[_fits(straight, x, y)] = straight
        form[_fits(straight, y, x)] = swapped
    turned = (form > 0) & (form % 2 == 0)
    east = np.where(form == 0, np.nan, np.where(turned, y, x))
    north = np.where(form == 0, np.nan, np.where(turned, x, y))
    zoned = (form == 3) | (form == 4)
    zone = np.where(zoned, np.nan_to_num(east) // ZONE_WIDTH, 0).astype(np.int8)
    return Pairs(east, north, form, zone)


def _fits(form: int, east: NDArray[np.float64], north: NDArray[np.float64]) -> NDArray[np.bool_]:
    if form == 1:
        return _between(east, LONGITUDES) & _between(north, LATITUDES)
    if form == 5:
        return _between(east, EASTINGS) & _between(north, NORTHINGS)
    zone = np.floor(east / ZONE_WIDTH)
    known = _between(zone, SIX_DEGREE) | _between(zone, THREE_DEGREE)
    return known & _between(east - zone * ZONE_WIDTH, EASTINGS) & _between(north, ZONE_NORTHINGS)


def _between(values: NDArray[np.float64], span: tuple[float, float]) -> NDArray[np.bool_]:
    return (values >= span[0]) & (values <= span[1])


def zone_frame(zone: int) -> str:
    """The CGCS2000 Gauss-Krüger system whose eastings begin with ``zone``."""
    first, code = (13, 4491) if zone <= SIX_DEGREE[1] else (25, 4513)
    return f"EPSG:{code + zone - first}"


def meridian_frame(meridian: int) -> str:
    """The CGCS2000 Gauss-Krüger system about ``meridian`` (one of `MERIDIANS`), no prefix."""
    return f"EPSG:{4534 + (meridian - 75) // 3}"


def utm_frame(meridian: int) -> str:
    """WGS84 / UTM about ``meridian``, or nothing if UTM has no zone there."""
    return f"EPSG:{32600 + (meridian + 183) // 6}" if meridian % 6 == 3 else ""


def degree_frame(
    frame: str, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[Degrees, Degrees]:
    """Degrees in one of `DEGREE_FRAMES` of WGS84 degrees."""
    if frame == GCJ02:
        return to_gcj02(lon, lat)
    return to_bd09(lon, lat) if frame == BD09 else (lon, lat)


def frame_degrees(
    frame: str, east: NDArray[np.float64], north: NDArray[np.float64]
) -> tuple[Degrees, Degrees]:
    """WGS84 degrees of numbers that stand in ``frame``.

    Parameters
    ----------
    frame
        One of `DEGREE_FRAMES`, or anything that `zonemap.crs.read_crs` takes.
    east, north
        Longitude or easting first.

    Returns
    -------
    longitude, latitude
        NaN where there is no image.
    """
    if frame == WGS84_FRAME:
        return east, north
    if frame == GCJ02:
        return from_gcj02(east, north)
    if frame == BD09:
        return from_bd09(east, north)
    return to_degrees(east, north, crs=read_crs(frame, where=frame))
