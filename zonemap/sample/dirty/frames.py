"""Coordinates as other devices and maps write them: GCJ-02, BD-09, Gauss-Krueger metres.

Forward only, from WGS84 degrees; CGCS2000 and WGS84 are taken as coincident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pyproj

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FRAMES", "Frame", "disguised"]

Frame = Literal["wgs84", "gcj02", "bd09", "gk", "gk_prefix"]
FRAMES: tuple[Frame, ...] = ("wgs84", "gcj02", "bd09", "gk", "gk_prefix")

KRASOVSKY_A, KRASOVSKY_E2 = 6_378_245.0, 0.00669342162296594323
"""The ellipsoid in the public formula of GCJ-02."""

EPSG = {"gk": 4545, "gk_prefix": 4524}
"""CGCS2000, three degrees wide, central meridian 108 E: without and with zone 36 before."""


def disguised(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, frame: Frame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points in another frame, rounded as people write them.

    Parameters
    ----------
    lon, lat
        WGS84 degrees; NaN stays NaN.
    frame
        One of `FRAMES`.

    Returns
    -------
    x, y
        Degrees to 6 decimals, or metres (easting, northing) to 3.
    """
    if frame in EPSG:
        to_metres = pyproj.Transformer.from_crs(4490, EPSG[frame], always_xy=True)
        known = ~np.isnan(lon)
        x, y = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
        x[known], y[known] = to_metres.transform(lon[known], lat[known])
        return np.round(x, 3), np.round(y, 3)
    x, y = lon, lat
    if frame != "wgs84":
        x, y = _gcj02(lon, lat)
    if frame == "bd09":
        x, y = _bd09(x, y)
    return np.round(x, 6), np.round(y, 6)


def _gcj02(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    east, north = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(east))
    ripple = 20 * np.sin(6 * np.pi * east) + 20 * np.sin(2 * np.pi * east)
    up = -100 + 2 * east + 3 * north + 0.2 * north**2 + 0.1 * east * north + 0.2 * root
    up = up + (ripple + 20 * np.sin(np.pi * north) + 40 * np.sin(np.pi * north / 3)) * 2 / 3
    up = up + (160 * np.sin(np.pi * north / 12) + 320 * np.sin(np.pi * north / 30)) * 2 / 3
    over = 300 + east + 2 * north + 0.1 * east**2 + 0.1 * east * north + 0.1 * root
    over = over + (ripple + 20 * np.sin(np.pi * east) + 40 * np.sin(np.pi * east / 3)) * 2 / 3
    over = over + (150 * np.sin(np.pi * east / 12) + 300 * np.sin(np.pi * east / 30)) * 2 / 3
    phi = np.radians(lat)
    w2 = 1 - KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian = KRASOVSKY_A * (1 - KRASOVSKY_E2) / w2**1.5
    parallel = KRASOVSKY_A / np.sqrt(w2) * np.cos(phi)
    return lon + np.degrees(over / parallel), lat + np.degrees(up / meridian)


def _bd09(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turn = np.pi * 3000.0 / 180.0
    radius = np.hypot(x, y) + 2e-5 * np.sin(y * turn)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * turn)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006
