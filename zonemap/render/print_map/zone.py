"""The printed sheet of one zone."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.classify import Breaks
from zonemap.errors import ColumnError
from zonemap.messages import Translate
from zonemap.render.print_map.band import draw_band_row, draw_bands, range_notes
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, lowered
from zonemap.render.print_map.frame_marks import draw_ticks
from zonemap.render.print_map.labels import place_labels
from zonemap.render.print_map.layers import (
    cross_boxes,
    draw_centres,
    draw_dots,
    draw_land,
    draw_zones,
    zone_boxes,
)
from zonemap.render.print_map.legend import (
    draw_heading,
    draw_line_rows,
    draw_scale_block,
    draw_stage_rows,
    draw_symbol_row,
)
from zonemap.render.print_map.names import county_names, draw_names
from zonemap.render.print_map.notes import doubt_notes, draw_notes, key_figures, source_notes
from zonemap.render.print_map.page import draw_rule, draw_title, map_axes, new_page, print_settings
from zonemap.render.print_map.point_marks import draw_mark_rows, draw_marks, mark_boxes
from zonemap.render.print_map.symbols import (
    classed_places,
    draw_symbols,
    place_name_labels,
    symbol_boxes,
)
from zonemap.render.print_map.tables import (
    MapTables,
    Sheet,
    nearby_households,
    symbol_places,
    table_row,
    zone_households,
)

__all__ = ["zone_sheet"]

MAP_BOX = Box(left=17, bottom=14, width=198, height=168)
PANEL_BOX = Box(left=221, bottom=10, width=66, height=172)
GAP_MM = 2.0
INSET_MM, BAND_INSET_MM = 6.0, 2.5
"""How far the zone, or the land on which its edge may lie, stays from the frame."""

MOST_LABELS = 24


@print_settings()
def zone_sheet(zone_id: str, tables: MapTables, *, sheet: Sheet, translate: Translate) -> Figure:
    """The map of one zone on A4 landscape: its households by stage, its places by count.

    Parameters
    ----------
    zone_id
        A zone of ``tables.zone_shapes``.
    tables
        The tables of one ledger date.
    sheet
        Title, date, projection and sources.
    translate
        The language.

    Returns
    -------
    figure
        Printed at 100 % it has the scale it names; `figure_bytes` makes a file of it.

    Raises
    ------
    ColumnError
        If the zone is not in the tables.
    """
    if zone_id not in tables.zone_shapes.index or zone_id not in tables.zone_counts.index:
        raise ColumnError("zone {zone} has no shape or no counts to draw", zone=zone_id)
    crs = sheet.measuring_crs
    households = zone_households(tables, zone_id)
    places, breaks = classed_places(symbol_places(tables, zone_id, households))
    figure, page = new_page()
    drawing = _Drawing(
        page=page,
        frame=_frame(tables, zone_id, crs=crs),
        tables=tables,
        zone_id=zone_id,
        households=households,
        places=places,
        breaks=breaks,
    )
    counts = table_row(tables.zone_counts, zone_id)
    subject = str(drawing.zone["name"])
    figures = key_figures(counts, translate=translate)
    draw_title(page, (subject, figures), sheet=sheet, translate=translate)
    _draw_map(drawing)
    _draw_names(drawing)
    box = _draw_legend(drawing, translate=translate)
    draw_rule(page, box=box)
    doubts = [
        *doubt_notes(tables.zone_shapes.loc[[zone_id]], translate=translate),
        *range_notes(tables.near, zone_id, translate=translate),
    ]
    closing = source_notes(sheet, drawing.frame, translate=translate)
    draw_notes(page, doubts, closing=closing, box=box)
    return figure


def _frame(tables: MapTables, zone_id: str, *, crs: str) -> MapFrame:
    """A frame that holds the zone, and all land on which its edge may lie."""
    zone = tables.zone_shapes.geometry.loc[[zone_id]].to_crs(crs)
    bands = tables.near.bands.geometry
    band = bands[bands.index == zone_id].to_crs(crs)
    if band.is_empty.all():
        return fit_frame(zone.total_bounds, box=MAP_BOX, crs=crs, inset_mm=INSET_MM)
    whole = pd.concat([zone, band]).total_bounds
    return fit_frame(whole, box=MAP_BOX, crs=crs, inset_mm=BAND_INSET_MM)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawing:
    """One sheet in the making: its page, its frame and the rows it shows."""

    page: Axes
    frame: MapFrame
    tables: MapTables
    zone_id: str
    households: pd.DataFrame
    places: pd.DataFrame
    breaks: Breaks

    @property
    def zone(self) -> pd.Series:
        return table_row(self.tables.zone_shapes, self.zone_id)

    @property
    def centres(self) -> GeoDataFrame:
        return self.tables.centres[self.tables.centres["zone_id"] == self.zone_id]


def _draw_map(drawing: _Drawing) -> None:
    frame, tables = drawing.frame, drawing.tables
    axes = map_axes(drawing.page, frame, label="map")
    draw_land(axes, frame, tables)
    draw_zones(axes, frame, tables.zone_shapes, main=[drawing.zone_id])
    draw_bands(axes, frame, tables.near, zone_ids=[drawing.zone_id])
    nearby = nearby_households(tables, frame, zone_rows=drawing.households.index)
    draw_dots(axes, frame, households=drawing.households, nearby=nearby)
    draw_marks(axes, frame, tables.points)
    draw_ticks(drawing.page, frame)
    draw_symbols(drawing.page, frame, drawing.places)
    draw_centres(drawing.page, frame, tables, zone_ids=[drawing.zone_id])


def _draw_names(drawing: _Drawing) -> None:
    frame = drawing.frame
    taken = [*symbol_boxes(frame, drawing.places), *cross_boxes(frame, drawing.centres)]
    taken += mark_boxes(frame, drawing.tables.points)
    wanted = place_name_labels(frame, drawing.places, most=MOST_LABELS)
    places = place_labels(wanted, within=frame.box, obstacles=taken)
    taken += [placed.box for placed in places]
    counties = drawing.tables.counties.to_crs(frame.crs)
    zone = drawing.tables.zone_shapes.loc[[drawing.zone_id]].to_crs(frame.crs)
    names = county_names(frame, counties, taken=taken, shy_of=zone_boxes(frame, zone))
    draw_names(drawing.page, [*names, *places])


def _draw_legend(drawing: _Drawing, *, translate: Translate) -> Box:
    _ = translate
    page = drawing.page
    counts = table_row(drawing.tables.zone_counts, drawing.zone_id)
    box = draw_heading(page, _("Households by stage"), box=PANEL_BOX)
    box = draw_stage_rows(page, counts, box=box, translate=translate)
    headings = {
        "village": _("Remaining households by village"),
        "town": _("Remaining households by town"),
    }
    level = drawing.places["level"].iloc[0] if len(drawing.places) else "village"
    box = draw_heading(page, headings[level], box=lowered(box, GAP_MM))
    box = draw_symbol_row(page, drawing.breaks, box=box)
    box = draw_heading(page, _("Lines and points"), box=lowered(box, GAP_MM))
    box = draw_line_rows(
        page, drawing.tables.zone_shapes.loc[[drawing.zone_id]], box=box, translate=translate
    )
    box = draw_band_row(
        page, drawing.tables.near, zone_ids=[drawing.zone_id], box=box, translate=translate
    )
    box = draw_mark_rows(page, drawing.tables.points, box=box, zone_id=drawing.zone_id)
    box = draw_scale_block(page, drawing.frame, box=lowered(box, GAP_MM), translate=translate)
    return lowered(box, GAP_MM)
