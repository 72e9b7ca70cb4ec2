r"""GCJ-02 and BD-09, the shifted degrees of Chinese map services, to WGS84 and back.

Written from the public formula: the one that came out of a Chinese map program about 2010 and
stands in *eviltransform* and *coordtransform* alike. With :math:`x = lon - 105` and
:math:`y = lat - 35` in degrees, GCJ-02 moves a point by :math:`N` metres north and :math:`E`
metres east on the Krassovsky 1940 ellipsoid:

.. math::

    N &= -100 + 2x + 3y + 0.2y^2 + 0.1xy + 0.2\sqrt{|x|} + \tfrac{2}{3} (20\sin 6πx + 20\sin 2πx
         + 20\sin πy + 40\sin \tfrac{πy}{3} + 160\sin \tfrac{πy}{12} + 320\sin \tfrac{πy}{30}) \\
    E &= 300 + x + 2y + 0.1x^2 + 0.1xy + 0.1\sqrt{|x|} + \tfrac{2}{3} (20\sin 6πx + 20\sin 2πx
         + 20\sin πx + 40\sin \tfrac{πx}{3} + 150\sin \tfrac{πx}{12} + 300\sin \tfrac{πx}{30})

BD-09 then turns and stretches the GCJ-02 degrees about the origin. What a map service itself
computes differs from this formula by 1 to 5 m: forward and back agree exactly, with the
services only to metres. CGCS2000 counts as WGS84.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Degrees = NDArray[np.float64]
    Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

__all__ = ["from_bd09", "from_gcj02", "to_bd09", "to_gcj02"]

KRASSOVSKY_A, KRASSOVSKY_E2 = 6_378_245.0, 0.00669342162296594323
"""Semi-major axis in metres and squared eccentricity."""

CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north, in degrees: outside this box the formula shifts nothing."""

BD_WAVE = np.pi * 3000 / 180
BD_EAST, BD_NORTH = 0.0065, 0.006

ROUNDS = 5
"""Each round of the inverse leaves under 1 % of the error before it; five leave nanometres."""

CHUNK = 1 << 15
"""Points computed at a time: as many as stay in the processor's cache."""


def to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """GCJ-02 degrees of WGS84 degrees; unchanged outside China's box, NaN for NaN."""
    return _in_chunks(_gcj02, lon, lat)


def from_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """WGS84 degrees of GCJ-02 degrees: the exact inverse, within 1e-6 m."""
    return _in_chunks(_undo_gcj02, lon, lat)


def to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """BD-09 degrees of WGS84 degrees; unchanged outside China's box, NaN for NaN."""
    return _in_chunks(lambda x, y: _bd09(*_gcj02(x, y)), lon, lat)


def from_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    """WGS84 degrees of BD-09 degrees: the exact inverse, within 1e-6 m."""
    return _in_chunks(lambda x, y: _undo_gcj02(*_undone(_bd09, x, y)), lon, lat)


def _in_chunks(shift: Shift, lon: ArrayLike, lat: ArrayLike) -> tuple[Degrees, Degrees]:
    lons, lats = np.broadcast_arrays(
        np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    )
    x, y = lons.ravel(), lats.ravel()
    out_x, out_y = np.empty(x.size), np.empty(y.size)
    for start in range(0, x.size, CHUNK):
        part = slice(start, start + CHUNK)
        out_x[part], out_y[part] = _inside(shift, x[part], y[part])
    return out_x.reshape(lons.shape), out_y.reshape(lats.shape)


def _inside(shift: Shift, x: Degrees, y: Degrees) -> tuple[Degrees, Degrees]:
    """``shift`` where the point lies in China's box, the point itself elsewhere."""
    west, south, east, north = CHINA
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    if inside.all():
        return shift(x, y)
    here = shift(np.where(inside, x, west), np.where(inside, y, south))
    return np.where(inside, here[0], x), np.where(inside, here[1], y)


def _gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    east_m, north_m = _metres(lon - 105, lat - 35)
    radians = np.radians(lat)
    square = 1 - KRASSOVSKY_E2 * np.sin(radians) ** 2
    root = np.sqrt(square)
    meridian_m = KRASSOVSKY_A * (1 - KRASSOVSKY_E2) / (square * root)
    parallel_m = KRASSOVSKY_A / root * np.cos(radians)
    return lon + np.degrees(east_m / parallel_m), lat + np.degrees(north_m / meridian_m)


def _metres(x: Degrees, y: Degrees) -> tuple[Degrees, Degrees]:
    """Metres east and north, of the formula at the head of this file."""
    shared = 20 * _third_and_whole(2 * np.pi * x, 1.0, 1.0) + 0.15 * x * y
    root = np.sqrt(np.abs(x))
    east = _third_and_whole(np.pi / 3 * x, 40.0, 20.0)
    east += 150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x)
    north = _third_and_whole(np.pi / 3 * y, 40.0, 20.0)
    north += 160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y)
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * root + (shared + east) * (2 / 3),
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * root + (shared + north) * (2 / 3),
    )


def _third_and_whole(angle: Degrees, of_angle: float, of_triple: float) -> Degrees:
    """``of_angle * sin(angle) + of_triple * sin(3 * angle)`` with a single sine."""
    sine = np.sin(angle)
    return sine * (of_angle + 3 * of_triple - 4 * of_triple * sine * sine)


def _bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """BD-09 of GCJ-02 degrees."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_WAVE)
    return radius * np.cos(angle) + BD_EAST, radius * np.sin(angle) + BD_NORTH


def _undo_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    return _undone(_gcj02, lon, lat)


def _undone(shift: Shift, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The point that ``shift`` brings to ``lon``, ``lat``: p = q - (shift(p) - p), repeated."""
    x, y = lon, lat
    for _ in range(ROUNDS):
        moved_x, moved_y = shift(x, y)
        x, y = x + (lon - moved_x), y + (lat - moved_y)
    return x, y
