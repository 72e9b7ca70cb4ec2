"""Zones taken apart into pieces, of which each is decided by one simple rule.

A zone is a union of pieces: a polygon holds what it *covers*, and a chain holds what lies within
the radius of it. A chain is a point, or a run of short straight steps cut from a line or from a
ring. All land within a distance of a polygon is the polygon and what is near its rings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from zonemap.crs import WGS84
from zonemap.locate.chains import Chain, cut_chains
from zonemap.locate.geodesics import METRES_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyproj
    from numpy.typing import NDArray

    from zonemap.zones import Zone

__all__ = ["Box", "Covers", "Piece", "Reaches", "county_pieces", "zone_pieces"]


class Box(NamedTuple):
    """What holds a piece, in the coordinates in which the piece is asked; edges included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, eq=False)
class Covers:
    """A polygon, and with it what it covers.

    Attributes
    ----------
    zone
        Position of the zone.
    shape
        In ``crs``, in which its edges are straight.
    box
        In ``crs``; nothing outside it belongs to the piece.
    """

    zone: int
    shape: shapely.Polygon
    crs: pyproj.CRS
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Reaches:
    """A chain, and with it all land within a distance of it.

    Attributes
    ----------
    zone
        Position of the zone.
    chain
        A point or a run of steps.
    radius_m
        Geodesic metres.
    box
        In degrees; nothing outside it belongs to the piece.
    crs
        In which points are asked: WGS84 degrees.
    """

    zone: int
    chain: Chain
    radius_m: float
    box: Box
    crs: pyproj.CRS = WGS84


Piece = Covers | Reaches


def zone_pieces(zone: Zone, position: int) -> Iterator[Piece]:
    """The pieces of a zone; none where it is a list of villages.

    Yields
    ------
    piece
        A chain whose reach crosses the antimeridian comes twice, a box on either side.
    """
    if zone.codes:
        return
    yield from _polygons(zone.parts, zone.crs, position)
    if zone.radius_m is not None:
        for shape in _simple(zone.parts):
            for chain in cut_chains(shape, zone.crs):
                for box in _reach(chain, zone.radius_m):
                    yield Reaches(position, chain, zone.radius_m, box)


def county_pieces(zone: Zone, position: int) -> Iterator[Covers]:
    """The pieces of the county that a member must be inside too.

    Yields
    ------
    piece
        A polygon.
    """
    yield from _polygons(zone.county_parts, zone.county_crs, position)


def _simple(parts: NDArray[np.object_]) -> NDArray[np.object_]:
    """Points, lines and polygons, out of whatever holds them; nothing empty."""
    shapes = np.asarray(parts, dtype=object)
    while (shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT).any():
        shapes = shapely.get_parts(shapes)
    kept: NDArray[np.object_] = shapes[~(shapely.is_empty(shapes) | shapely.is_missing(shapes))]
    return kept


def _polygons(parts: NDArray[np.object_], crs: pyproj.CRS, position: int) -> Iterator[Covers]:
    for shape in _simple(parts):
        if shapely.get_dimensions(shape) == 2:
            yield Covers(position, shape, crs, Box(*map(float, shapely.bounds(shape))))


def _reach(chain: Chain, radius_m: float) -> list[Box]:
    """Boxes in degrees that together hold all land within ``radius_m`` of a chain.

    A metre along a geodesic changes the latitude by at most 1/110,574 of a degree, and the
    longitude by at most that over the cosine of the highest latitude it comes to: a degree of a
    meridian is never shorter (it is so at the equator), and one of the equator is longer. A
    thousandth is added for rounding and for the bow of a step between its ends.

    Returns
    -------
    boxes
        One, or two where the antimeridian parts them.
    """
    reach = (radius_m + 1.0) / METRES_PER_DEGREE * 1.001
    south, north = chain.lat.min() - reach, chain.lat.max() + reach
    highest = max(abs(south), abs(north))
    south, north = max(float(south), -90.0), min(float(north), 90.0)
    if highest >= 90:
        return [Box(-180.0, south, 180.0, north)]
    margin = reach / np.cos(np.radians(highest))
    turns = 360 * np.floor((chain.lon.min() + 180) / 360)
    west = float(chain.lon.min() - turns - margin)
    east = float(chain.lon.max() - turns + margin)
    if east - west >= 360:
        return [Box(-180.0, south, 180.0, north)]
    boxes = [Box(max(west, -180.0), south, min(east, 180.0), north)]
    if west < -180:
        boxes.append(Box(west + 360, south, 180.0, north))
    if east > 180:
        boxes.append(Box(-180.0, south, east - 360, north))
    return boxes
