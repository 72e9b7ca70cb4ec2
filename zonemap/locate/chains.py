"""How far a point is from a chain: from a point, or from a run of short straight steps.

A step is straight in the coordinates of its own file. In an azimuthal equidistant projection
about the chain's middle a place on it is found that is nearest to a point, or no more than a
metre farther than the nearest; the geodesic to that place is never shorter than the true
distance. Where that metre could matter, the least geodesic to the step itself is sought.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.crs import to_degrees
from zonemap.locate.geodesics import STEP_M, flattened, geodesic_m, middle_of, unit_metres

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyproj
    from numpy.typing import NDArray

__all__ = ["SLACK_M", "Chain", "chain_distance", "cut_chains", "within_chain"]

STEPS = 100
"""Most steps of a chain: about 20 km, on which an equidistant projection is good to 0.4 m for
points up to 1,000 km away (by the square of the half length times the distance over six times
the square of the earth's radius)."""

SLACK_M = 1.0
"""By how much `chain_distance` may exceed the true distance."""

MATRIX_ROWS = 10_000
"""So many points are held against all steps of a chain at once."""

GOLDEN = (5**0.5 - 1) / 2
ROUNDS = 32
"""A golden section of 200 m is then under 0.1 mm, and the distance good to 1e-11 m."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A point, or steps from each place to the next.

    Attributes
    ----------
    x, y
        The places in ``crs``, in which the steps are straight.
    lon, lat
        The same in degrees; no two of one chain are 180 degrees apart or more.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    crs: pyproj.CRS
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def cut_chains(shape: shapely.Geometry, crs: pyproj.CRS) -> Iterator[Chain]:
    """A point as it is; a line, or the rings of a polygon, in runs of `STEPS` steps of `STEP_M`.

    Yields
    ------
    chain
        Together they are the whole line, or the whole edge of the polygon.
    """
    edge = shapely.boundary(shape) if shapely.get_dimensions(shape) == 2 else shape
    for line in shapely.get_parts(edge):
        places = shapely.get_coordinates(line)[:1]
        if shapely.length(line) > 0:
            places = shapely.get_coordinates(shapely.segmentize(line, STEP_M / unit_metres(crs)))
        x, y = places.T
        lon, lat = to_degrees(x, y, crs=crs)
        for start in range(0, max(len(x) - 1, 1), STEPS):
            cut = slice(start, start + STEPS + 1)
            yield Chain(x[cut], y[cut], crs, lon[cut], lat[cut])


def chain_distance(
    lon: NDArray[np.float64], lat: NDArray[np.float64], chain: Chain
) -> NDArray[np.float64]:
    """Geodesic metres to a chain: exact to a point, else at most `SLACK_M` too long."""
    if len(chain.lon) == 1:
        return geodesic_m(lon, lat, chain.lon[0], chain.lat[0])
    if len(lon) == 0:
        return np.empty(0)
    middle = middle_of(chain.lon, chain.lat)
    flat = flattened(chain.lon, chain.lat, middle)
    points = _points(flattened(lon, lat, middle))
    along = shapely.line_locate_point(shapely.LineString(flat), points)
    lengths = np.hypot(*np.diff(flat, axis=0).T)
    ends = np.cumsum(lengths)
    step = np.minimum(np.searchsorted(ends, along), len(lengths) - 1)
    rest = along - (ends[step] - lengths[step])
    share = np.divide(rest, lengths[step], out=np.zeros(len(rest)), where=lengths[step] > 0)
    return _to_places(lon, lat, chain, step, np.clip(share, 0, 1))


def within_chain(
    lon: NDArray[np.float64], lat: NDArray[np.float64], chain: Chain, radius_m: float
) -> NDArray[np.bool_]:
    """Whether the geodesic distance to a chain is at most ``radius_m``."""
    metres = chain_distance(lon, lat, chain)
    if len(chain.lon) > 1:
        close = np.flatnonzero(np.abs(metres - radius_m) <= 2 * SLACK_M)
        for some in np.array_split(close, len(close) // MATRIX_ROWS + 1):
            metres[some] = _least_geodesic(lon[some], lat[some], chain, metres[some])
    return np.asarray(metres <= radius_m)


def _points(places: NDArray[np.float64]) -> NDArray[np.object_]:
    return np.asarray(shapely.points(places), dtype=object)


def _to_places(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    chain: Chain,
    step: NDArray[np.intp],
    share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Geodesic metres from each point to the place on a step, at a share of its length."""
    x = chain.x[step] + share * (chain.x[step + 1] - chain.x[step])
    y = chain.y[step] + share * (chain.y[step + 1] - chain.y[step])
    return geodesic_m(lon, lat, *to_degrees(x, y, crs=chain.crs))


def _least_geodesic(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    chain: Chain,
    known: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The least geodesic to any step that may be nearer than ``known`` metres, or that."""
    if len(lon) == 0:
        return known
    middle = middle_of(chain.lon, chain.lat)
    ends = flattened(chain.lon, chain.lat, middle)
    steps = np.asarray(shapely.linestrings(np.stack([ends[:-1], ends[1:]], axis=1)))
    planar = shapely.distance(_points(flattened(lon, lat, middle))[:, None], steps[None, :])
    point, step = np.nonzero(planar <= planar.min(axis=1, keepdims=True) + 2 * SLACK_M)
    least = known.copy()
    np.minimum.at(least, point, _step_distance(lon[point], lat[point], chain, step))
    return least


def _step_distance(
    lon: NDArray[np.float64], lat: NDArray[np.float64], chain: Chain, step: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Geodesic metres from each point to the step it is paired with, by golden section."""
    metres = partial(_to_places, lon, lat, chain, step)
    low, high = np.zeros(len(step)), np.ones(len(step))
    least = np.minimum(metres(low), metres(high))
    for _ in range(ROUNDS):
        width = GOLDEN * (high - low)
        left, right = metres(high - width), metres(low + width)
        least = np.minimum(least, np.minimum(left, right))
        low, high = (
            np.where(left > right, high - width, low),
            np.where(left > right, high, low + width),
        )
    return least
