"""The printed sheet of the whole plan: zones with their towns, counties, and the counts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pandas as pd
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.classify import Breaks
from zonemap.messages import Translate
from zonemap.render.print_map.band import draw_band_row, draw_bands, ranges_note
from zonemap.render.print_map.counts_table import draw_counts_table
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, lowered
from zonemap.render.print_map.frame_marks import draw_ticks
from zonemap.render.print_map.labels import place_labels
from zonemap.render.print_map.layers import (
    cross_boxes,
    draw_centres,
    draw_land,
    draw_zones,
    zone_boxes,
)
from zonemap.render.print_map.legend import (
    draw_heading,
    draw_line_rows,
    draw_scale_block,
    draw_symbol_row,
)
from zonemap.render.print_map.names import COUNTY_NAME, county_names, draw_names, zone_names
from zonemap.render.print_map.notes import doubt_notes, draw_notes, key_figures, source_notes
from zonemap.render.print_map.page import draw_title, map_axes, new_page, print_settings, put_text
from zonemap.render.print_map.point_marks import draw_mark_line, draw_marks, mark_boxes
from zonemap.render.print_map.symbols import (
    classed_places,
    draw_symbols,
    place_name_labels,
    symbol_boxes,
)
from zonemap.render.print_map.tables import MapTables, Sheet, plan_counties, table_row, town_places

__all__ = ["overview_sheet"]

MAP_BOX = Box(left=17, bottom=98, width=270, height=84)
COUNTIES_BOX = Box(left=17, bottom=14, width=84, height=74)
TABLE_BOX = Box(left=108, bottom=10, width=107, height=81)
LEGEND_BOX = Box(left=221, bottom=10, width=66, height=81)
GAP_MM = 2.0
ZONE_INSET_MM = 5.0
COUNTY_INSET_MM = 1.5
"""How far zones and counties stay from the frame."""

MOST_LABELS = 40
SMALL_LINE_PT = 0.7
SMALL_MARK_MM = 0.85
"""The marks of points on a map of so many zones."""
COUNTY_NAME_SMALL = dataclasses.replace(COUNTY_NAME, size_pt=7.5)


@print_settings()
def overview_sheet(tables: MapTables, *, sheet: Sheet, translate: Translate) -> Figure:
    """The map of the whole plan on A4 landscape.

    Above, all zones with a circle for each town, sized by its remaining households; below,
    where they lie in the counties, the counts of every zone, and the legend.

    Parameters
    ----------
    tables
        The tables of one ledger date.
    sheet
        Title, date, projection and sources.
    translate
        The language.

    Returns
    -------
    figure
        Printed at 100 % its maps have the scales they name; `figure_bytes` makes a file of it.
    """
    _ = translate
    figure, page = new_page()
    places, breaks = classed_places(town_places(tables))
    drawing = _Drawing(page=page, tables=tables, crs=sheet.measuring_crs, places=places)
    total = table_row(tables.zone_counts, "total")
    words = (_("overview"), key_figures(total, translate=translate))
    draw_title(page, words, sheet=sheet, translate=translate)
    frame = _draw_zone_map(drawing)
    _draw_county_map(drawing, translate=translate)
    _draw_legend(drawing, frame, breaks=breaks, translate=translate)
    rest = draw_counts_table(page, tables, box=TABLE_BOX, translate=translate)
    rest = draw_mark_line(page, tables.points, box=lowered(rest, GAP_MM / 2), translate=translate)
    doubts = [
        *doubt_notes(tables.zone_shapes, translate=translate),
        *ranges_note(tables.near, tables.zone_shapes["name"], translate=translate),
    ]
    closing = source_notes(sheet, frame, translate=translate)
    draw_notes(page, doubts, closing=closing, box=lowered(rest, GAP_MM))
    return figure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawing:
    """The sheet in the making: its page, its projection and what it shows."""

    page: Axes
    tables: MapTables
    crs: str
    places: pd.DataFrame

    @property
    def zones(self) -> GeoDataFrame:
        return self.tables.zone_shapes.to_crs(self.crs)

    @property
    def counties(self) -> GeoDataFrame:
        return self.tables.counties.to_crs(self.crs)


def _draw_zone_map(drawing: _Drawing) -> MapFrame:
    page, tables, zones = drawing.page, drawing.tables, drawing.zones
    frame = fit_frame(zones.total_bounds, box=MAP_BOX, crs=drawing.crs, inset_mm=ZONE_INSET_MM)
    axes = map_axes(page, frame, label="map")
    draw_land(axes, frame, tables)
    draw_zones(axes, frame, tables.zone_shapes, main=list(zones.index))
    draw_bands(axes, frame, tables.near, zone_ids=list(zones.index))
    draw_marks(axes, frame, tables.points, radius_mm=SMALL_MARK_MM)
    draw_ticks(page, frame)
    draw_symbols(page, frame, drawing.places)
    draw_centres(page, frame, tables, zone_ids=list(zones.index))
    taken = [*symbol_boxes(frame, drawing.places), *cross_boxes(frame, tables.centres)]
    taken += mark_boxes(frame, tables.points, radius_mm=SMALL_MARK_MM)
    titles = zone_names(frame, zones, taken=taken)
    taken += [placed.box for placed in titles]
    wanted = place_name_labels(frame, drawing.places, most=MOST_LABELS)
    towns = place_labels(wanted, within=frame.box, obstacles=taken)
    taken += [placed.box for placed in towns]
    shy_of = zone_boxes(frame, zones)
    counties = county_names(frame, drawing.counties, taken=taken, shy_of=shy_of)
    draw_names(page, [*counties, *towns, *titles])
    return frame


def _draw_county_map(drawing: _Drawing, *, translate: Translate) -> None:
    _ = translate
    page, tables, counties = drawing.page, drawing.tables, drawing.counties
    planned = counties[plan_counties(counties.geometry, drawing.zones.geometry)]
    shown = planned if len(planned) else drawing.zones
    frame = fit_frame(
        shown.total_bounds, box=COUNTIES_BOX, crs=drawing.crs, inset_mm=COUNTY_INSET_MM
    )
    axes = map_axes(page, frame, label="counties")
    draw_land(axes, frame, tables)
    draw_zones(
        axes, frame, tables.zone_shapes, main=list(tables.zone_shapes.index), line_pt=SMALL_LINE_PT
    )
    draw_ticks(page, frame)
    shy_of = zone_boxes(frame, drawing.zones)
    draw_names(page, county_names(frame, counties, shy_of=shy_of, style=COUNTY_NAME_SMALL))
    caption = _("Counties of the plan, 1:{denominator}").format(
        denominator=f"{frame.denominator:,}"
    )
    put_text(page, caption, at=(frame.box.left, frame.box.top + 2))


def _draw_legend(
    drawing: _Drawing, frame: MapFrame, *, breaks: Breaks, translate: Translate
) -> None:
    _ = translate
    page = drawing.page
    box = draw_heading(page, _("Remaining households by town"), box=LEGEND_BOX)
    box = draw_symbol_row(page, breaks, box=box)
    box = draw_heading(page, _("Lines and points"), box=lowered(box, GAP_MM))
    zones = drawing.tables.zone_shapes
    box = draw_line_rows(page, zones, box=box, translate=translate)
    box = draw_band_row(
        page, drawing.tables.near, zone_ids=list(zones.index), box=box, translate=translate
    )
    draw_scale_block(page, frame, box=lowered(box, GAP_MM), translate=translate)
