from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.text import Text

from tests.render.print_map.print_world import SHEET, world
from zonemap.render.print_map.overview import overview_sheet
from zonemap.render.print_map.tables import MapTables
from zonemap.schema import REMAINING_STAGES


@pytest.fixture(scope="module")
def tables() -> MapTables:
    return world()


@pytest.fixture(scope="module")
def figure(tables: MapTables) -> Figure:
    return overview_sheet(tables, sheet=SHEET, translate=str)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() != "halo"]


def test_the_table_of_the_overview_is_zone_counts_with_its_total(
    tables: MapTables, figure: Figure
) -> None:
    found = words(figure)
    columns = ["households", "claimed", "proven", "remaining", "undetermined"]
    rows = {"甲县禁燃区": "ban", "乙县3公里范围": "buffer", "Total, each household once": "total"}
    for title, zone in rows.items():
        place = len(found) - 1 - found[::-1].index(title)
        expected = [f"{n:,}" for n in tables.zone_counts.loc[zone, columns]]
        assert found[place + 1 : place + 6] == expected


def test_every_town_with_households_left_has_its_circle_on_the_map(
    tables: MapTables, figure: Figure
) -> None:
    rows = tables.households[tables.households["placement"] == "in"]
    left = rows[rows["stage"].isin(REMAINING_STAGES)]
    (map_axes,) = [axes for axes in figure.axes if axes.get_label() == "map"]
    window = map_axes.get_window_extent()
    circles = [c for c in figure.findobj(Circle) if c.get_gid() == "symbol"]
    middles = [c.axes.transData.transform(c.center) for c in circles]
    on_map = [window.contains(*middle) for middle in middles]
    assert sum(on_map) == left.groupby(["county", "town"]).ngroups == 8


def test_both_maps_show_every_zone(figure: Figure) -> None:
    for label in ("map", "counties"):
        (axes,) = [axes for axes in figure.axes if axes.get_label() == label]
        outlines = {patch.get_gid() for patch in axes.patches} - {None, "county"}
        assert outlines == {"zone ban", "zone buffer"}
        window = axes.get_window_extent()
        for patch in axes.patches:
            if patch.get_gid() in outlines:
                box = patch.get_window_extent()
                assert window.contains(box.x0, box.y0)
                assert window.contains(box.x1, box.y1)


def test_the_key_figures_are_the_total_in_which_each_household_counts_once() -> None:
    tables = world()
    tables.zone_counts.loc["total", ["households", "proven", "remaining"]] = [12_345, 45, 12_300]
    figure = overview_sheet(tables, sheet=SHEET, translate=str)
    line = next(text for text in words(figure) if text.startswith("As of"))
    assert "base 12,345 households, proven cleared 45, remaining 12,300" in line


def test_texts_are_translated(tables: MapTables) -> None:
    figure = overview_sheet(tables, sheet=SHEET, translate=lambda text: f"译{text}")
    assert {"译N", "译For internal use", "译Base", "译Scale"} <= set(words(figure))
