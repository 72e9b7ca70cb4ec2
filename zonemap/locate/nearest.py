"""How far the nearest of many zones is: most are ruled out by their boxes alone.

Points are taken together by tiles, a few hundred close neighbours each. Of a tile only zones are
looked at whose box could be as near as some zone certainly is; of those a point asks the one whose
box is nearest, and then the few whose boxes are nearer than what it found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zonemap.locate.geodesics import vertices_in_degrees
from zonemap.locate.windows import SPHERE_M, SPHERE_SHARE, sphere_m

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from zonemap.zones import Zone

    Measure = Callable[[NDArray[np.float64], NDArray[np.float64], Zone], NDArray[np.float64]]

__all__ = ["nearest_zone_m"]

TILE_POINTS = 256


class _Boxes(NamedTuple):
    """Of each zone its box in degrees, one place in it, and the radius round it in metres."""

    west: NDArray[np.float64]
    south: NDArray[np.float64]
    east: NDArray[np.float64]
    north: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_m: NDArray[np.float64]


class _Tile(NamedTuple):
    """Points, the zones that could be nearest to any, and for each pair metres at the least."""

    points: NDArray[np.intp]
    zones: NDArray[np.intp]
    least_m: NDArray[np.float64]


def nearest_zone_m(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    *,
    zones: Sequence[Zone],
    measure: Measure,
) -> NDArray[np.float64]:
    """Metres to the nearest zone, of points that lie in none.

    Parameters
    ----------
    lon, lat
        Degrees, finite.
    zones
        Those without geometry, and those of villages, are nowhere.
    measure
        Gives the metres from points to one zone.

    Returns
    -------
    metres
        One for each point; infinite where there is no zone.
    """
    best = np.full(len(lon), np.inf)
    placed = [zone for zone in zones if len(zone.parts) and not zone.codes]
    if not placed:
        return best
    boxes = _boxes(placed)
    tiles = [_tile(rows, lon, lat, boxes) for rows in _tiles(lon, lat)]
    asked = [tile.least_m == tile.least_m.min(axis=1, keepdims=True) for tile in tiles]

    def ask(position: int, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        return measure(lon[rows], lat[rows], placed[position])

    _measure(best, zip(tiles, asked, strict=True), ask)
    left = [
        ~done & (tile.least_m < best[tile.points][:, None])
        for tile, done in zip(tiles, asked, strict=True)
    ]
    _measure(best, zip(tiles, left, strict=True), ask)
    return best


def _boxes(zones: Sequence[Zone]) -> _Boxes:
    rows = []
    for zone in zones:
        corners = [vertices_in_degrees(part, zone.crs) for part in zone.parts]
        lon, lat = (np.concatenate(values) for values in zip(*corners, strict=True))
        radius_m = zone.radius_m or 0.0
        rows.append((lon.min(), lat.min(), lon.max(), lat.max(), lon[0], lat[0], radius_m))
    return _Boxes(*np.array(rows).T)


def _tiles(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Iterator[NDArray[np.intp]]:
    """Positions of about `TILE_POINTS` close neighbours each: strips by latitude, cut."""
    strips = max(1, round(np.sqrt(len(lon) / TILE_POINTS)))
    for strip in np.array_split(np.argsort(lat, kind="stable"), strips):
        ordered = strip[np.argsort(lon[strip], kind="stable")]
        yield from (part for part in np.array_split(ordered, strips) if len(part))


def _tile(
    rows: NDArray[np.intp], lon: NDArray[np.float64], lat: NDArray[np.float64], boxes: _Boxes
) -> _Tile:
    x, y = lon[rows], lat[rows]
    middle = x.mean(), y.mean()
    to_corner_m = sphere_m(x, y, *middle).max()
    most_m = sphere_m(boxes.lon, boxes.lat, *middle) + to_corner_m
    most_m = most_m * (1 + SPHERE_SHARE) - boxes.radius_m
    close = np.flatnonzero(
        _gap_m(*middle, boxes) - to_corner_m * (1 + SPHERE_SHARE) <= most_m.min()
    )
    chosen = _Boxes(*(values[close] for values in boxes))
    return _Tile(rows, close, _gap_m(x[:, None], y[:, None], chosen))


def _gap_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64], boxes: _Boxes
) -> NDArray[np.float64]:
    """Metres to a zone at the least, by its box; less than nothing only by the radius."""
    # Of two places on a sphere hav(d) = hav(latitudes) + cos cos hav(longitudes): no term is less
    # than with the gap between place and box in the place of the difference, and the least cosine
    # in the box.
    between = (lon >= boxes.west) & (lon <= boxes.east)
    turn = np.minimum((boxes.west - lon) % 360, (lon - boxes.east) % 360)
    rise = np.maximum(np.maximum(boxes.south - lat, lat - boxes.north), 0)
    poleward = np.minimum(np.maximum(np.abs(boxes.south), np.abs(boxes.north)), 90)
    level = np.cos(np.radians(lat)) * np.cos(np.radians(poleward))
    level = level * np.sin(np.radians(np.where(between, 0.0, turn)) / 2) ** 2
    chord = np.sin(np.radians(rise) / 2) ** 2 + level
    metres = 2 * SPHERE_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return np.asarray(metres * (1 - SPHERE_SHARE) - boxes.radius_m)


def _measure(
    best: NDArray[np.float64],
    asked: Iterable[tuple[_Tile, NDArray[np.bool_]]],
    ask: Callable[[int, NDArray[np.intp]], NDArray[np.float64]],
) -> None:
    """Lower ``best`` to what is measured of the pairs asked, zone by zone."""
    points, positions = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for tile, which in asked:
        row, column = np.nonzero(which)
        points.append(tile.points[row])
        positions.append(tile.zones[column])
    point, zone = np.concatenate(points), np.concatenate(positions)
    order = np.argsort(zone, kind="stable")
    found, first = np.unique(zone[order], return_index=True)
    for position, rows in zip(found, np.split(point[order], first[1:]), strict=False):
        best[rows] = np.minimum(best[rows], ask(int(position), rows))
