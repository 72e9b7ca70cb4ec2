"""Coordinate reference systems: which are understood, and how to get to degrees and back.

All coordinates are x, y: longitude or easting first. WGS84 and CGCS2000 count as coincident
(they differ by less than a metre), so a system built on either is brought to degrees by
undoing its own map projection and nothing else: a *null* datum operation, named in the
manifest. A system on any other datum is refused, because PROJ would shift it by 0 m
("ballpark") where the truth is tens or hundreds of metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from zonemap.errors import CRSError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ELLIPSOID",
    "WGS84",
    "Coordinates",
    "datum_operation",
    "from_degrees",
    "read_crs",
    "to_degrees",
]

WGS84 = pyproj.CRS.from_epsg(4326)
ELLIPSOID = pyproj.Geod(ellps="WGS84")
"""The ellipsoid of every distance (Karney's geodesics, in metres)."""

_COINCIDENT_DATUMS = frozenset(
    {
        "world geodetic system 1984",
        "world geodetic system 1984 ensemble",
        "wgs 1984",
        "wgs84",
        "wgs 84",
        "china 2000",
        "china geodetic coordinate system 2000",
        "cgcs2000",
        "cgcs 2000",
    }
)


def read_crs(value: object, *, where: str) -> pyproj.CRS:
    """The CRS that ``value`` names, if its datum is WGS84 or CGCS2000.

    Parameters
    ----------
    value
        An EPSG code, WKT, PROJ text or a pyproj CRS.
    where
        The file or setting it stands in, for the message.

    Returns
    -------
    crs
        Two-dimensional.

    Raises
    ------
    CRSError
        If there is none, it is unknown, or it rests on another datum.
    """
    if value is None or value == "":
        raise CRSError(
            "{where}: no coordinate reference system; add it to the file, or state it as crs in "
            "the plan",
            where=where,
        )
    try:
        crs = _horizontal(pyproj.CRS.from_user_input(value))
    except pyproj.exceptions.CRSError as error:
        raise CRSError(
            "{where}: {crs} is not a coordinate reference system zonemap knows; give an EPSG code",
            where=where,
            crs=value,
        ) from error
    if crs.geodetic_crs is None or _datum_name(crs) not in _COINCIDENT_DATUMS:
        raise CRSError(
            "{where}: {crs} rests on the datum {datum}; only WGS84 and CGCS2000 are transformed "
            "without loss; convert the file first",
            where=where,
            crs=crs.name,
            datum="?" if crs.datum is None else crs.datum.name,
        )
    return crs


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS:
    if crs.is_bound and crs.source_crs is not None:
        crs = crs.source_crs
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    return crs.to_2d()


def _datum_name(crs: pyproj.CRS) -> str:
    if crs.datum is None:
        return ""
    return crs.datum.name.replace("_", " ").lower().removeprefix("d ")


def datum_operation(crs: pyproj.CRS) -> str:
    """The named operation by which coordinates in ``crs`` become WGS84 degrees."""
    projection = crs.coordinate_operation
    undo = "" if projection is None else f"inverse of {projection.name} + "
    return f"{undo}null ({crs.datum.name if crs.datum else '?'} = WGS 84, under 1 m)"


def to_degrees(
    x: ArrayLike, y: ArrayLike, *, crs: pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude in degrees of points given in ``crs``.

    Returns
    -------
    longitude, latitude
        In the order of the input; NaN where the input is not finite or has no image.
    """
    return _transform(x, y, source=crs, target=_degrees_of(crs))


def from_degrees(
    longitude: ArrayLike, latitude: ArrayLike, *, crs: pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates in ``crs`` of points given in degrees.

    Returns
    -------
    x, y
        In the order of the input and the units of ``crs``; NaN where there is no image.
    """
    return _transform(longitude, latitude, source=_degrees_of(crs), target=crs)


def _degrees_of(crs: pyproj.CRS) -> pyproj.CRS:
    """The geographic system on the datum of ``crs``; every CRS from `read_crs` has one."""
    base = crs.geodetic_crs
    return crs if base is None else base.to_2d()


def _transform(
    x: ArrayLike, y: ArrayLike, *, source: pyproj.CRS, target: pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if source.equals(target, ignore_axis_order=True):
        return xs, ys
    out_x, out_y = _transformer(source, target).transform(xs, ys)
    lost = ~(np.isfinite(out_x) & np.isfinite(out_y))
    return np.where(lost, np.nan, out_x), np.where(lost, np.nan, out_y)


@lru_cache(maxsize=64)
def _transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


@dataclass(frozen=True, slots=True, eq=False)
class Coordinates:
    """Points as delivered, brought to another CRS when it is asked for, each once.

    Coordinates that are asked for in their own CRS are the very numbers that were delivered: a
    point on a line stays on it.

    Attributes
    ----------
    x, y
        Longitude or easting first; a point that is not finite is nowhere.
    crs
        From `read_crs`.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    crs: pyproj.CRS = WGS84
    _known: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = field(
        default_factory=dict, repr=False
    )

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.x)

    def within(self, crs: pyproj.CRS) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The points in ``crs``, x and y."""
        if self.crs.equals(crs, ignore_axis_order=True):
            return self.x, self.y
        key = crs.to_wkt()
        if key not in self._known:
            degrees = to_degrees(self.x, self.y, crs=self.crs)
            self._known[key] = from_degrees(*degrees, crs=crs)
        return self._known[key]

    def degrees(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude."""
        return self.within(WGS84)

    def take(self, positions: NDArray[np.intp]) -> Coordinates:
        """The points at ``positions``, in that order."""
        return Coordinates(self.x[positions], self.y[positions], self.crs)
