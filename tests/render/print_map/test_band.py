"""The uncertain band on printed sheets."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from tests.render.near_world import near
from tests.render.print_map.print_world import SHEET, world
from zonemap.render.nearness import NearTables
from zonemap.render.print_map.band import range_notes, ranges_note
from zonemap.render.print_map.files import figure_bytes
from zonemap.render.print_map.frame import projected_of
from zonemap.render.print_map.overview import overview_sheet
from zonemap.render.print_map.zone import zone_sheet

BOXES = ((106.985, 32.985, 107.115, 33.115), (107.015, 33.015, 107.085, 33.085))


def said(text):
    return text


@pytest.fixture(scope="module")
def tables():
    drawn = world()
    labels = drawn.households.index[:2]
    found = near(("ban", "buffer"), labels, counts=drawn.zone_counts, boxes=BOXES)
    return dataclasses.replace(drawn, near=found)


def sheet_of(zone_id, tables):
    return zone_sheet(zone_id, tables, sheet=SHEET, translate=said)


def texts_of(figure):
    return [
        artist.get_text()
        for axes in figure.axes
        for artist in axes.get_children()
        if hasattr(artist, "get_text")
    ]


def bands_of(figure):
    return [
        patch
        for axes in figure.axes
        for patch in axes.get_children()
        if str(patch.get_gid()).startswith("band ")
    ]


def pixels(figure, *, at, half=8):
    """Pixels about a place of the map, degrees."""
    png = Image.open(io.BytesIO(figure_bytes(figure, kind="png", dpi=100))).convert("RGB")
    axes = next(axes for axes in figure.axes if axes.get_label() == "map")
    x, y = projected_of(SHEET.measuring_crs, *(np.array([degree]) for degree in at))
    share = figure.transFigure.inverted().transform(axes.transData.transform((x[0], y[0])))
    column, row = round(share[0] * png.width), round((1 - share[1]) * png.height)
    return np.asarray(png)[row - half : row + half, column - half : column + half]


def test_the_band_is_hatched_on_both_sides_of_the_line_and_nowhere_else(tables):
    none = {name: getattr(tables, name)[:0] for name in ("households", "judged", "place_counts")}
    bare = dataclasses.replace(tables, **none)
    figure = sheet_of("ban", bare)
    within, beyond, middle = ((107.008, 33.05), (106.992, 33.05), (107.05, 33.05))
    spread = [pixels(figure, at=at).std(axis=(0, 1)).max() for at in (within, beyond, middle)]
    assert spread[0] > 3
    assert spread[1] > 3
    assert spread[2] < 1


def test_the_band_lies_under_the_dots_of_households(tables):
    figure = sheet_of("ban", tables)
    dots = [
        line
        for axes in figure.axes
        for line in axes.lines
        if str(line.get_gid()).startswith("dots")
    ]
    assert bands_of(figure)
    assert max(patch.get_zorder() for patch in bands_of(figure)) < min(
        line.get_zorder() for line in dots
    )


def test_the_legend_gives_the_metres_and_the_note_the_range(tables):
    words = texts_of(sheet_of("ban", tables))
    assert "Where the edge may lie, ±1,500 m" in words
    assert any("base 2–40, remaining 1–30" in text for text in words)
    assert any("certain" in text for text in words)


def test_the_frame_holds_the_whole_band(tables):
    figure = sheet_of("ban", tables)
    axes = next(axes for axes in figure.axes if axes.get_label() == "map")
    west, south, east, north = tables.near.bands.to_crs(SHEET.measuring_crs).total_bounds
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    assert left < west < east < right
    assert low < south < north < high


def test_a_zone_of_unknown_accuracy_has_neither_band_nor_range(tables):
    figure = sheet_of("buffer", tables)
    assert bands_of(figure) == []
    assert not any("may lie" in text for text in texts_of(figure))
    assert len(range_notes(tables.near, "buffer", translate=said)) == 1


def test_a_band_that_covers_the_whole_zone_is_drawn(tables):
    whole = tables.near.bands.set_geometry([tables.near.bands.geometry.iloc[0].convex_hull])
    covered = dataclasses.replace(tables, near=dataclasses.replace(tables.near, bands=whole))
    assert bands_of(sheet_of("ban", covered))


def test_the_overview_shows_bands_and_ranges_and_is_the_same_each_time(tables):
    figure = overview_sheet(tables, sheet=SHEET, translate=said)
    assert bands_of(figure)
    note = " ".join(texts_of(figure))
    assert "甲县禁燃区 1–30" in note
    again = overview_sheet(tables, sheet=SHEET, translate=said)
    assert figure_bytes(figure, kind="pdf") == figure_bytes(again, kind="pdf")


def test_a_run_that_did_not_ask_says_nothing():
    assert range_notes(NearTables(), "ban", translate=said) == []
    assert ranges_note(NearTables(), world().zone_shapes["name"], translate=said) == []
