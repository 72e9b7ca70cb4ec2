from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from tests.render.print_map.print_world import CENTRE, CRS, world
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, page_of
from zonemap.render.print_map.layers import (
    cross_boxes,
    dot_size_pt,
    draw_centres,
    draw_dots,
    draw_land,
    draw_zones,
    zone_boxes,
)
from zonemap.render.print_map.page import map_axes, new_page
from zonemap.schema import STAGES
from zonemap.style import LAND_COLOURS, OUTSIDE_COLOUR, STAGE_COLOURS, ZONE_COLOURS

PAPER = Box(17, 14, 260, 170)


def empty_map() -> tuple[Axes, Axes, MapFrame]:
    """The page, the axes of the map and a frame about all zones."""
    bounds = world().zone_shapes.to_crs(CRS).total_bounds
    frame = fit_frame(bounds, box=PAPER, crs=CRS, inset_mm=5)
    _figure, page = new_page()
    return page, map_axes(page, frame, label="map"), frame


def colour_at(page: Axes, frame: MapFrame, place: tuple[float, float]) -> str:
    """What colour is printed at a longitude and latitude."""
    figure = page.get_figure(root=True)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    x, y = page_of(frame, *(np.array([degrees]) for degrees in place))
    column, row = x[0] / 25.4 * figure.dpi, pixels.shape[0] - y[0] / 25.4 * figure.dpi
    return to_hex(pixels[int(row), int(column), :3] / 255)


def households(*stages: str) -> pd.DataFrame:
    """Households of these stages, all at one place."""
    return pd.DataFrame({"stage": stages, "longitude": 107.05, "latitude": 33.05})


def test_where_dots_overlap_the_worst_stage_is_seen() -> None:
    page, axes, frame = empty_map()
    names = [stage.name for stage in STAGES]
    draw_dots(axes, frame, households=households(*names[1:]), nearby=households("active"))
    assert colour_at(page, frame, (107.05, 33.05)) == STAGE_COLOURS["active"]
    worse = households(*names)
    draw_dots(axes, frame, households=worse, nearby=worse)
    assert colour_at(page, frame, (107.05, 33.05)) == STAGE_COLOURS["relapsed"]


def test_households_of_no_zone_are_grey_and_under_those_of_the_zone() -> None:
    page, axes, frame = empty_map()
    draw_dots(axes, frame, households=households(), nearby=households("active"))
    assert colour_at(page, frame, (107.05, 33.05)) == OUTSIDE_COLOUR
    draw_dots(axes, frame, households=households("proven"), nearby=households("active"))
    assert colour_at(page, frame, (107.05, 33.05)) == STAGE_COLOURS["proven"]


def test_a_hole_in_a_zone_stays_open_land() -> None:
    page, axes, frame = empty_map()
    zones = world().zone_shapes
    hole = shapely.box(107.04, 33.04, 107.06, 33.06).exterior  # it turns as the outline does
    ring = shapely.Polygon(zones.geometry["ban"].exterior, [hole])
    tables = replace(world(), zone_shapes=zones.set_geometry([ring, zones.geometry["buffer"]]))
    draw_land(axes, frame, tables)
    draw_zones(axes, frame, tables.zone_shapes, main=["ban"])
    assert colour_at(page, frame, (107.05, 33.05)) == LAND_COLOURS["plan"]
    assert colour_at(page, frame, (107.02, 33.02)) != LAND_COLOURS["plan"]


def test_only_an_official_line_is_drawn_whole_and_the_others_are_dashed() -> None:
    _page, axes, frame = empty_map()
    draw_zones(axes, frame, world().zone_shapes.assign(basis=["official", "assumed"]), main=["ban"])
    lines = {patch.get_gid(): patch for patch in axes.patches if patch.get_gid()}
    assert lines["zone ban"].get_linestyle() == "solid"
    assert lines["zone buffer"].get_linestyle() != "solid"
    assert to_hex(lines["zone ban"].get_edgecolor()) == ZONE_COLOURS["zero"]
    assert to_hex(lines["zone buffer"].get_edgecolor()) == ZONE_COLOURS["baseline"]


def test_the_cross_of_a_zone_stands_at_its_centre_and_names_keep_off_it() -> None:
    page, _axes, frame = empty_map()
    tables = world()
    draw_centres(page, frame, tables, zone_ids=["ban"])
    assert not page.lines
    draw_centres(page, frame, tables, zone_ids=["buffer"])
    x, y = page_of(frame, *(np.array([degrees]) for degrees in CENTRE))
    (box,) = cross_boxes(frame, tables.centres)
    assert len(page.lines) == 4
    for line in page.lines:
        assert np.mean(line.get_xdata()) == pytest.approx(x[0])
        assert np.mean(line.get_ydata()) == pytest.approx(y[0])
        assert box.left <= min(line.get_xdata()) <= max(line.get_xdata()) <= box.right


def test_the_box_of_a_disc_is_as_wide_on_paper_as_the_disc_on_the_ground() -> None:
    _page, _axes, frame = empty_map()
    _ban, disc = zone_boxes(frame, world().zone_shapes.to_crs(CRS))
    assert disc.width * frame.denominator / 1000 == pytest.approx(6000, rel=2e-3)
    assert disc.height * frame.denominator / 1000 == pytest.approx(6000, rel=2e-3)
    x, _y = page_of(frame, *(np.array([degrees]) for degrees in CENTRE))
    assert disc.left + disc.width / 2 == pytest.approx(x[0], abs=0.02)


def test_the_more_dots_the_smaller_but_never_too_small_to_print() -> None:
    sizes = [dot_size_pt(number) for number in (0, 1, 3_000, 10_000, 60_000, 10**6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == sizes[2] > sizes[3] > sizes[4] == sizes[5] >= 0.8
