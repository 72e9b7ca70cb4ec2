from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from tests.render.print_map.print_world import CRS, world
from zonemap.classify import classify_counts
from zonemap.render.print_map.frame import Box, fit_frame
from zonemap.render.print_map.legend import (
    draw_line_rows,
    draw_scale_block,
    draw_stage_rows,
    draw_symbol_row,
)
from zonemap.render.print_map.page import new_page
from zonemap.schema import STAGES
from zonemap.style import OUTSIDE_COLOUR, STAGE_COLOURS, SYMBOL_RADII_MM, ZONE_COLOURS

BOX = Box(221, 10, 66, 172)


def empty_page() -> Axes:
    _figure, page = new_page()
    return page


def heights(page: Axes) -> dict[str, float]:
    return {text.get_text(): text.get_position()[1] for text in page.texts}


def line_words(zones: pd.DataFrame) -> list[str]:
    page = empty_page()
    draw_line_rows(page, zones, box=BOX, translate=str)
    return [text.get_text() for text in page.texts]


def test_each_stage_stands_beside_its_colour_and_its_count() -> None:
    page = empty_page()
    counts = pd.Series({stage.name: 1000 + n for n, stage in enumerate(STAGES[:-1])})
    draw_stage_rows(
        page, pd.concat([counts, world().zone_counts.loc["ban"][["households", "undetermined"]]]),
        box=BOX, translate=str,
    )  # fmt: skip
    dots = {line.get_color(): line.get_ydata()[0] for line in page.lines}
    for n, stage in enumerate(STAGES[:-1]):
        row = heights(page)[stage.label]
        assert dots[STAGE_COLOURS[stage.name]] == pytest.approx(row, abs=1.5)
        assert heights(page)[f"{1000 + n:,}"] == row
    assert dots[OUTSIDE_COLOUR] == pytest.approx(
        heights(page)["Households nearby, outside"], abs=1.5
    )


def test_the_undetermined_are_counted_though_not_drawn() -> None:
    page = empty_page()
    counts = world().zone_counts.loc["ban"]
    draw_stage_rows(page, counts, box=BOX, translate=str)
    texts = [text.get_text() for text in page.texts]
    assert texts[texts.index("Undetermined, not drawn") + 1] == str(counts["undetermined"])
    assert STAGE_COLOURS["undetermined"] not in {line.get_color() for line in page.lines}


def test_each_class_of_circles_has_its_size_and_its_label_below() -> None:
    page = empty_page()
    breaks = classify_counts([3, 8, 40, 200, 900])
    rest = draw_symbol_row(page, breaks, box=BOX)
    circles = [artist for artist in page.patches if isinstance(artist, Circle)]
    radii = SYMBOL_RADII_MM[: len(breaks.labels)]
    assert [circle.radius for circle in circles] == list(radii)
    assert [text.get_text() for text in page.texts] == list(breaks.labels)
    for circle, text in zip(circles, page.texts, strict=True):
        x, y = text.get_position()
        assert x == circle.center[0]
        assert rest.top < y < circle.center[1] - circle.radius


def test_where_nothing_is_left_the_legend_says_zero_and_draws_no_circle() -> None:
    page = empty_page()
    draw_symbol_row(page, classify_counts([0, 0]), box=BOX)
    assert [text.get_text() for text in page.texts] == ["0"]
    assert not page.patches


def test_only_lines_that_occur_are_explained() -> None:
    zones = world().zone_shapes
    ban = line_words(zones.loc[["ban"]].assign(basis="official"))
    assert ban == ["Zone to reach zero", "County line"]
    both = line_words(zones)
    assert both[:2] == ["Zone to reach zero", "Zone of a project's base"]
    assert {"Dashed: not an official line", "Centre point"} <= set(both)


def test_the_line_of_a_zone_is_drawn_in_the_legend_as_on_the_map() -> None:
    page = empty_page()
    zones = world().zone_shapes.assign(basis=["official", "assumed"])
    draw_line_rows(page, zones, box=BOX, translate=str)
    ban, buffer = (
        [line for line in page.lines if line.get_color() == ZONE_COLOURS[target]]
        for target in ("zero", "baseline")
    )
    assert ban[0].get_linestyle() == "-"
    assert buffer[0].get_linestyle() == "--"


def test_the_scale_the_bar_and_the_arrow_stand_under_their_heading() -> None:
    page = empty_page()
    bounds = world().zone_shapes.to_crs(CRS).total_bounds
    frame = fit_frame(bounds, box=Box(17, 98, 270, 84), crs=CRS)
    rest = draw_scale_block(page, frame, box=BOX, translate=str)
    found = heights(page)
    assert {"Scale", "N"} <= set(found)
    assert BOX.top > found["Scale"] > found[f"1:{frame.denominator:,}"] > rest.top
