"""What lies inside the frame of a map: counties, zones, households, symbols and names."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from zonemap.render.print_map.frame import Box, MapFrame, page_of, projected_of
from zonemap.render.print_map.tables import MapTables, plan_counties
from zonemap.schema import STAGES
from zonemap.style import (
    INK,
    LAND_COLOURS,
    OUTSIDE_COLOUR,
    STAGE_COLOURS,
    ZONE_COLOURS,
)

__all__ = [
    "COUNTY_DASHES",
    "COUNTY_LINE_PT",
    "ZONE_LINE_PT",
    "Dashes",
    "cross_boxes",
    "dot_size_pt",
    "draw_centres",
    "draw_cross",
    "draw_dots",
    "draw_land",
    "draw_zones",
    "outline_path",
    "zone_boxes",
    "zone_dashes",
]

Dashes = Literal["solid"] | tuple[float, tuple[float, ...]]
"""A line style as matplotlib takes it."""

COUNTY_DASHES: Dashes = (0, (7, 2.5, 1.2, 2.5))
APPROXIMATE_DASHES: Dashes = (0, (4.5, 1.6))
ZONE_LINE_PT = 1.3
OTHER_LINE_PT = 0.7
COUNTY_LINE_PT = 0.8
CENTRE_MM = 2.2
DOTS_LARGE, DOTS_SMALL = (3_000, 1.9), (60_000, 0.8)
"""Up to how many dots, and their diameter in points; between the two it shrinks evenly
with the logarithm of their number."""


def draw_land(axes: Axes, frame: MapFrame, tables: MapTables) -> None:
    """County land and lines; the counties that hold no zone pale."""
    axes.set_facecolor(LAND_COLOURS["beyond"])
    counties = tables.counties.geometry.to_crs(frame.crs)
    in_plan = plan_counties(counties, tables.zone_shapes.geometry.to_crs(frame.crs))
    seen = counties.intersects(shapely.box(*frame.bounds))
    for county, planned in zip(counties[seen], in_plan[seen], strict=True):
        colour = LAND_COLOURS["plan" if planned else "other"]
        axes.add_artist(
            PathPatch(outline_path(county), facecolor=colour, edgecolor="none", zorder=1)
        )
        axes.add_artist(
            PathPatch(
                outline_path(county),
                fill=False,
                edgecolor=INK["line"],
                linewidth=COUNTY_LINE_PT,
                linestyle=COUNTY_DASHES,
                zorder=2,
                gid="county",
            )
        )


def zone_dashes(basis: str) -> Dashes:
    """The line style of a zone: whole if official, broken if approximate or assumed."""
    return "solid" if basis == "official" else APPROXIMATE_DASHES


def draw_zones(
    axes: Axes,
    frame: MapFrame,
    zone_shapes: GeoDataFrame,
    *,
    main: Collection[str],
    line_pt: float = ZONE_LINE_PT,
) -> None:
    """Zones with a light fill and an outline; those not in `main` by a thin outline only."""
    zones = zone_shapes.to_crs(frame.crs)
    zones = zones[zones.intersects(shapely.box(*frame.bounds))]
    for zone_id, zone in zones.iterrows():
        if zone_id in main:
            _draw_fill(axes, zone)
        axes.add_artist(
            PathPatch(
                outline_path(zone["geometry"]),
                fill=False,
                edgecolor=ZONE_COLOURS[zone["target"]],
                alpha=1 if zone_id in main else 0.5,
                linewidth=line_pt if zone_id in main else OTHER_LINE_PT,
                linestyle=zone_dashes(zone["basis"]),
                zorder=4,
                gid=f"zone {zone_id}",
            )
        )


def _draw_fill(axes: Axes, zone: pd.Series) -> None:
    """White under a tint, so that a zone stands out from land of any colour."""
    outline = outline_path(zone["geometry"])
    for colour, alpha in ((INK["paper"], 0.85), (ZONE_COLOURS[zone["target"]], 0.06)):
        axes.add_artist(
            PathPatch(outline, facecolor=colour, alpha=alpha, edgecolor="none", zorder=1.5)
        )


def dot_size_pt(number: int) -> float:
    """The diameter of household dots, points, so that many of them stay apart."""
    (few, large), (many, small) = DOTS_LARGE, DOTS_SMALL
    return float(np.interp(np.log(max(number, 1)), np.log([few, many]), [large, small]))


def draw_dots(
    axes: Axes, frame: MapFrame, *, households: pd.DataFrame, nearby: pd.DataFrame
) -> None:
    """Household dots by stage, the worst on top, over those nearby in light grey.

    They are drawn as an image inside a PDF, so that a sheet stays small however many.
    """
    size = dot_size_pt(len(households))
    _draw_dot_layer(axes, frame, nearby, look=(OUTSIDE_COLOUR, size, "nearby"))
    for stage in reversed(STAGES):
        rows = households[households["stage"] == stage.name]
        _draw_dot_layer(axes, frame, rows, look=(STAGE_COLOURS[stage.name], size, stage.name))


def _draw_dot_layer(
    axes: Axes, frame: MapFrame, rows: pd.DataFrame, *, look: tuple[str, float, str]
) -> None:
    colour, size, name = look
    x, y = projected_of(frame.crs, rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    axes.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=size,
        markeredgewidth=0,
        color=colour,
        rasterized=True,
        zorder=3,
        gid=f"dots {name}",
        scalex=False,
        scaley=False,
    )


def draw_centres(
    page: Axes, frame: MapFrame, tables: MapTables, *, zone_ids: Collection[str]
) -> None:
    """A cross at each centre point of these zones, in the colour of the zone."""
    for zone_id in zone_ids:
        centres = tables.centres[tables.centres["zone_id"] == zone_id]
        target = str(tables.zone_shapes.loc[zone_id, "target"])
        for at in _centre_places(frame, centres):
            draw_cross(page, at=at, target=target)


def draw_cross(page: Axes, *, at: tuple[float, float], target: str) -> None:
    """A cross with a white rim, its middle at a point of the page."""
    x, y = at
    for width, ink, order in ((2.6, INK["paper"], 2.5), (1.3, ZONE_COLOURS[target], 2.6)):
        for dx, dy in ((CENTRE_MM, 0), (0, CENTRE_MM)):
            xs, ys = [x - dx, x + dx], [y - dy, y + dy]
            page.add_artist(Line2D(xs, ys, color=ink, linewidth=width, zorder=order))


def cross_boxes(frame: MapFrame, centres: GeoDataFrame) -> list[Box]:
    """What names keep off, a box a cross, millimetres on the sheet."""
    return [
        Box(x - CENTRE_MM, y - CENTRE_MM, 2 * CENTRE_MM, 2 * CENTRE_MM)
        for x, y in _centre_places(frame, centres)
    ]


def zone_boxes(frame: MapFrame, zones: GeoDataFrame) -> list[Box]:
    """The rectangle about each zone, millimetres on the sheet; `zones` in the frame's CRS."""
    scale = frame.metres_per_mm
    return [
        Box(
            frame.box.left + (west - frame.west) / scale,
            frame.box.bottom + (south - frame.south) / scale,
            (east - west) / scale,
            (north - south) / scale,
        )
        for west, south, east, north in zones.bounds.to_numpy().tolist()
    ]


def _centre_places(frame: MapFrame, centres: GeoDataFrame) -> list[tuple[float, float]]:
    x, y = page_of(frame, centres.geometry.x.to_numpy(), centres.geometry.y.to_numpy())
    return list(zip(x.tolist(), y.tolist(), strict=True))


def outline_path(geometry: BaseGeometry) -> Path:
    """One path of all rings, holes turning the other way so that they stay empty."""
    parts = shapely.get_parts(shapely.orient_polygons(geometry))
    rings = shapely.get_rings(parts)
    return Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )
