"""Names of zones and counties on a map, and the writing of all names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from zonemap.render.print_map.frame import Box, MapFrame
from zonemap.render.print_map.labels import PlacedLabel, centred_box, first_free, label_size
from zonemap.render.print_map.layers import zone_boxes
from zonemap.render.print_map.page import TextStyle, put_text
from zonemap.style import INK, ZONE_COLOURS

__all__ = ["COUNTY_NAME", "PLACE_NAME", "county_names", "draw_names", "zone_names"]

PLACE_NAME = TextStyle(size_pt=7, align="center", valign="center", halo=True)
ZONE_NAME = TextStyle(size_pt=8.5, align="center", valign="center", halo=True)
COUNTY_NAME = TextStyle(
    size_pt=9.5, colour=INK["quiet"], align="center", valign="center", halo=True
)
NAME_TRIES = 15
"""A county's name tries this many places across and down the part of it that is seen."""

ZONE_GAP_MM = 0.8
WHOLE_SHARE = 0.8
LINE_DISTANCE = 0.95
"""How far from its line the middle of a county's name stays, of half the name's length; a
county of which the greater share `WHOLE_SHARE` is seen is excused."""


def zone_names(
    frame: MapFrame, zones: GeoDataFrame, *, taken: Iterable[Box]
) -> tuple[PlacedLabel, ...]:
    """A place for each zone's name: above it, or else below, beside or in it.

    Parameters
    ----------
    frame
        The map.
    zones
        Rows of zone_shapes in the CRS of the frame.
    taken
        What a name may not cover.

    Returns
    -------
    placed
        Every name; one that finds no free room stands in the middle of its zone.
    """
    blocked = list(taken)
    zone_rooms = zone_boxes(frame, zones)
    found: list[PlacedLabel] = []
    rows = zip(zones["name"], zones["target"], zones.geometry, zone_rooms, strict=True)
    for name, target, shape, room in rows:
        style = dataclasses.replace(ZONE_NAME, colour=ZONE_COLOURS[target])
        size = label_size(name, style)
        # A name beside its zone must not come to stand in another one.
        others = [other for other in zone_rooms if other is not room]
        box = first_free(_beside(room, size), within=frame.box, blocked=[*blocked, *others])
        box = box or centred_box(_middle(frame, shape), size)
        found.append(PlacedLabel(name, style, box))
        blocked.append(box)
    return tuple(found)


def county_names(
    frame: MapFrame,
    counties: GeoDataFrame,
    *,
    taken: Sequence[Box] = (),
    shy_of: Sequence[Box] = (),
    style: TextStyle = COUNTY_NAME,
) -> tuple[PlacedLabel, ...]:
    """A place for each county's name, deep inside the part that is seen, if there is room.

    Parameters
    ----------
    frame
        The map.
    counties
        With ``name``, in the CRS of the frame.
    taken
        What a name may not cover.
    shy_of
        What a name covers only where it finds no other place.
    style
        How the names are written.

    Returns
    -------
    placed
        The names that find room.
    """
    window = shapely.box(*frame.bounds)
    blocked = list(taken)
    found: list[PlacedLabel] = []
    for name, shape in zip(counties["name"], counties.geometry, strict=True):
        size = label_size(name, style)
        seen = shapely.intersection(shape, window)
        # A whole county names itself even where its name reaches its line; a sliver does not.
        whole = seen.area > WHOLE_SHARE * shape.area
        least_mm = size[0] / 2 * (0 if whole else LINE_DISTANCE)
        boxes = [centred_box(at, size) for at in _deep_places(frame, seen, least_mm=least_mm)]
        box = first_free(boxes, within=frame.box, blocked=[*blocked, *shy_of])
        box = box or first_free(boxes, within=frame.box, blocked=blocked)
        if box:
            found.append(PlacedLabel(name, style, box))
            blocked.append(box)
    return tuple(found)


def draw_names(page: Axes, placed: Iterable[PlacedLabel]) -> None:
    """Writes placed names into their boxes."""
    for item in placed:
        middle = (item.box.left + item.box.width / 2, item.box.bottom + item.box.height / 2)
        put_text(page, item.text, at=middle, style=item.style)


def _beside(zone: Box, size: tuple[float, float]) -> Iterable[Box]:
    """Boxes above, below, right and left of a zone."""
    width, height = size
    x, y = zone.left + zone.width / 2, zone.bottom + zone.height / 2
    yield centred_box((x, zone.top + ZONE_GAP_MM + height / 2), size)
    yield centred_box((x, zone.bottom - ZONE_GAP_MM - height / 2), size)
    yield centred_box((zone.right + ZONE_GAP_MM + width / 2, y), size)
    yield centred_box((zone.left - ZONE_GAP_MM - width / 2, y), size)


def _middle(frame: MapFrame, shape: BaseGeometry) -> tuple[float, float]:
    """A point of the sheet inside a shape."""
    point = shape.representative_point()
    return (
        frame.box.left + (point.x - frame.west) / frame.metres_per_mm,
        frame.box.bottom + (point.y - frame.south) / frame.metres_per_mm,
    )


def _deep_places(
    frame: MapFrame, seen: BaseGeometry, *, least_mm: float
) -> list[tuple[float, float]]:
    """Points of the sheet inside the seen part of a county, the farthest from its line first."""
    if seen.is_empty:
        return []
    west, south, east, north = seen.bounds
    share = (np.arange(NAME_TRIES) + 0.5) / NAME_TRIES
    x, y = np.meshgrid(west + share * (east - west), south + share * (north - south))
    points = np.asarray(shapely.points(x.ravel(), y.ravel()))
    points = points[shapely.contains(seen, points)]
    depth_mm = shapely.distance(shapely.boundary(seen), points) / frame.metres_per_mm
    order = np.argsort(-depth_mm, kind="stable")
    deep = points[order][depth_mm[order] > least_mm]
    metres = shapely.get_coordinates(deep) - (frame.west, frame.south)
    places = metres / frame.metres_per_mm + (frame.box.left, frame.box.bottom)
    return [(float(a), float(b)) for a, b in places]
