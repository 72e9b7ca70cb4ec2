from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Circle

from tests.render.print_map.print_world import CRS, world
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, page_of
from zonemap.render.print_map.page import new_page
from zonemap.render.print_map.symbols import (
    classed_places,
    draw_symbols,
    place_name_labels,
    symbol_boxes,
)
from zonemap.style import SYMBOL_RADII_MM


def plan_frame() -> MapFrame:
    bounds = world().zone_shapes.to_crs(CRS).total_bounds
    return fit_frame(bounds, box=Box(17, 98, 270, 84), crs=CRS)


def places() -> pd.DataFrame:
    """Largest first, as the tables give them; the second has no name."""
    return pd.DataFrame(
        {
            "name": ["大镇", "", "中镇", "小镇"],
            "level": "town",
            "remaining": [1200, 300, 40, 3],
            "longitude": [107.02, 107.05, 107.20, 107.25],
            "latitude": [33.02, 33.05, 33.07, 33.05],
        }
    )


def circles(table: pd.DataFrame) -> list[Circle]:
    _figure, page = new_page()
    draw_symbols(page, plan_frame(), table)
    return [patch for patch in page.patches if isinstance(patch, Circle)]


def test_each_place_has_a_circle_at_its_place_sized_by_its_class() -> None:
    table, breaks = classed_places(places())
    drawn = circles(table)
    x, y = page_of(plan_frame(), table["longitude"].to_numpy(), table["latitude"].to_numpy())
    assert np.array([circle.center for circle in drawn]) == pytest.approx(np.column_stack([x, y]))
    for circle, remaining in zip(drawn, table["remaining"], strict=True):
        number = SYMBOL_RADII_MM.index(circle.radius)
        lower = breaks.uppers[number - 1] if number else 0
        assert lower < remaining <= breaks.uppers[number]


def test_more_households_never_have_a_smaller_circle_and_large_ones_lie_beneath() -> None:
    table, _breaks = classed_places(places())
    radii = [circle.radius for circle in circles(table)]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > radii[-1]


def test_a_name_goes_to_its_own_circle_and_a_place_without_name_has_none() -> None:
    table, _breaks = classed_places(places())
    labels = place_name_labels(plan_frame(), table, most=10)
    assert [label.text for label in labels] == ["大镇 1,200", "中镇 40", "小镇 3"]
    drawn = circles(table)
    for label, circle in zip(labels, [drawn[0], drawn[2], drawn[3]], strict=True):
        assert (label.x, label.y) == pytest.approx(circle.center)
        assert label.reach_mm == circle.radius


def test_when_room_is_short_the_largest_places_are_named() -> None:
    table, _breaks = classed_places(places())
    labels = place_name_labels(plan_frame(), table, most=2)
    assert [label.text for label in labels] == ["大镇 1,200", "中镇 40"]


def test_names_keep_off_the_body_of_every_circle() -> None:
    table, _breaks = classed_places(places())
    for box, circle in zip(symbol_boxes(plan_frame(), table), circles(table), strict=True):
        x, y = circle.center
        body = 0.7 * circle.radius
        assert box.holds(Box(x - body, y - body, 2 * body, 2 * body))
        assert Box(
            x - circle.radius, y - circle.radius, 2 * circle.radius, 2 * circle.radius
        ).holds(box)


def test_nothing_left_is_no_circle() -> None:
    table, breaks = classed_places(places().iloc[:0])
    assert circles(table) == []
    assert breaks.labels == ()
