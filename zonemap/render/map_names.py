"""Names of zones and counties on a map, and the writing of all names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes

from zonemap.render.labels import PlacedLabel, centred_box, first_free, label_size
from zonemap.render.map_frame import Box, MapFrame
from zonemap.render.map_layers import zone_boxes
from zonemap.render.print_page import TextStyle, put_text
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
LINE_DISTANCE = 0.6
"""How far from the county line the middle of its name stays, of half the name's length."""


def zone_names(
    frame: MapFrame, zones: GeoDataFrame, *, taken: Iterable[Box]
) -> tuple[PlacedLabel, ...]:
    """A place for each zone's name just outside it: above, or else below or beside.

    Parameters
    ----------
    frame
        The map.
    zones
        Rows of zone_shapes in the CRS of the frame.
    taken
        What a name may not cover.
    """
    blocked = list(taken)
    found: list[PlacedLabel] = []
    for name, target, zone_box in zip(
        zones["name"], zones["target"], zone_boxes(frame, zones), strict=True
    ):
        style = dataclasses.replace(ZONE_NAME, colour=ZONE_COLOURS[target])
        sides = _beside(zone_box, label_size(name, style))
        box = first_free(sides, within=frame.box, blocked=blocked)
        if box:
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
    """
    window = shapely.box(*frame.bounds)
    blocked = list(taken)
    found: list[PlacedLabel] = []
    for name, shape in zip(counties["name"], counties.geometry, strict=True):
        size = label_size(name, style)
        seen = shapely.intersection(shape, window)
        boxes = [
            centred_box(place, size) for place in _deep_places(frame, seen, half_mm=size[0] / 2)
        ]
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


def _deep_places(
    frame: MapFrame, seen: shapely.Geometry, *, half_mm: float
) -> list[tuple[float, float]]:
    """Points of the sheet inside the seen part of a county, the farthest from its line first."""
    if seen.is_empty:
        return []
    west, south, east, north = seen.bounds
    share = (np.arange(NAME_TRIES) + 0.5) / NAME_TRIES
    x, y = np.meshgrid(west + share * (east - west), south + share * (north - south))
    points = shapely.points(x.ravel(), y.ravel())
    points = points[shapely.contains(seen, points)]
    depth_mm = shapely.distance(shapely.boundary(seen), points) / frame.metres_per_mm
    order = np.argsort(-depth_mm, kind="stable")
    deep = points[order][depth_mm[order] > half_mm * LINE_DISTANCE]
    metres = shapely.get_coordinates(deep) - (frame.west, frame.south)
    places = metres / frame.metres_per_mm + (frame.box.left, frame.box.bottom)
    return [(float(a), float(b)) for a, b in places]
