"""Marks of points on printed sheets."""

from __future__ import annotations

import dataclasses

import pytest

from tests.render.points_world import points
from tests.render.print_map.print_world import SHEET, world
from zonemap.render.points import PointTables
from zonemap.render.print_map.files import figure_bytes
from zonemap.render.print_map.frame import Box, fit_frame
from zonemap.render.print_map.overview import overview_sheet
from zonemap.render.print_map.page import map_axes, new_page
from zonemap.render.print_map.point_marks import draw_mark_rows, draw_marks, mark_boxes
from zonemap.render.print_map.zone import zone_sheet

AT = ((107.05, 33.05), (107.25, 33.05))
BOX = Box(17, 14, 198, 168)


def said(text):
    return text


def texts_of(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [
        artist.get_text()
        for axes in figure.axes
        for artist in axes.artists
        if hasattr(artist, "get_text")
    ]


@pytest.fixture(scope="module")
def tables():
    return dataclasses.replace(world(), points=points(("ban", "buffer"), at=AT))


def drawn_marks(figure):
    return {
        line.get_gid(): line
        for axes in figure.axes
        for line in axes.lines
        if (line.get_gid() or "").startswith("points ")
    }


def test_each_layer_is_drawn_in_a_form_of_its_own(tables):
    marks = drawn_marks(zone_sheet("ban", tables, sheet=SHEET, translate=said))
    assert list(marks) == ["points sellers", "points posts"]
    assert len(marks["points sellers"].get_xdata()) == 3
    forms = [line.get_marker().vertices.tolist() for line in marks.values()]
    assert forms[0] != forms[1]


def test_marks_lie_over_dots_and_stay_small(tables):
    figure = zone_sheet("ban", tables, sheet=SHEET, translate=said)
    marks = drawn_marks(figure)["points sellers"]
    dots = [
        line
        for axes in figure.axes
        for line in axes.lines
        if (line.get_gid() or "").startswith("dots")
    ]
    assert marks.get_zorder() > max(line.get_zorder() for line in dots)
    assert marks.get_markersize() * 25.4 / 72 < 3


def test_the_legend_names_each_layer_and_counts_its_points_in_the_zone(tables):
    words = texts_of(zone_sheet("ban", tables, sheet=SHEET, translate=said))
    assert words.count("检查站") == 1
    words = texts_of(zone_sheet("buffer", tables, sheet=SHEET, translate=said))
    assert "—" in words


def test_the_overview_counts_each_point_once(tables):
    figure = overview_sheet(tables, sheet=SHEET, translate=said)
    words = texts_of(figure)
    assert "Other points in the zones" in words
    assert words[words.index("散煤<b>销售点</b>") + 1] == "2"
    assert figure_bytes(figure, kind="pdf") == figure_bytes(
        overview_sheet(tables, sheet=SHEET, translate=said), kind="pdf"
    )


def test_names_keep_off_a_few_marks_but_not_off_hundreds(tables):
    frame = fit_frame((310_000, 3_650_000, 330_000, 3_670_000), box=BOX, crs="EPSG:4545")
    assert mark_boxes(frame, PointTables()) == []
    frame = fit_frame(
        tables.zone_shapes.geometry.loc[["ban"]].to_crs("EPSG:4545").total_bounds,
        box=BOX,
        crs="EPSG:4545",
        inset_mm=6,
    )
    boxes = mark_boxes(frame, tables.points)
    assert len(boxes) == 3
    rows = tables.points.rows
    many = rows.loc[rows.index.repeat(100)]
    assert mark_boxes(frame, dataclasses.replace(tables.points, rows=many)) == []


def test_a_plan_without_points_draws_nothing():
    _, page = new_page()
    frame = fit_frame((310_000, 3_650_000, 330_000, 3_670_000), box=BOX, crs="EPSG:4545")
    axes = map_axes(page, frame, label="map")
    draw_marks(axes, frame, PointTables())
    assert not axes.lines
    assert draw_mark_rows(page, PointTables(), box=BOX, zone_id="ban") is BOX
