from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from tests.render.print_map.print_world import world
from zonemap.render.print_map.counts_table import TABLE_COLUMNS, draw_counts_table
from zonemap.render.print_map.frame import Box
from zonemap.render.print_map.page import new_page
from zonemap.render.print_map.tables import MapTables

BOX = Box(108, 10, 107, 81)


def drawn(tables: MapTables) -> tuple[Axes, Box]:
    _figure, page = new_page()
    return page, draw_counts_table(page, tables, box=BOX, translate=str)


def extents_mm(page: Axes) -> dict[str, Box]:
    figure = page.get_figure(root=True)
    renderer = FigureCanvasAgg(figure).get_renderer()
    per_mm = figure.dpi / 25.4
    return {
        text.get_text(): Box(*(side / per_mm for side in text.get_window_extent(renderer).bounds))
        for text in page.texts
    }


def plan_of(number: int) -> MapTables:
    """As many zones as asked for, each the first one again."""
    tables = world()
    names = [f"zone{n}" for n in range(number)]
    shapes = pd.concat([tables.zone_shapes.loc[["ban"]]] * number).set_index(pd.Index(names))
    counts = pd.concat([tables.zone_counts.loc[["ban"]]] * number).set_index(pd.Index(names))
    return replace(
        tables,
        zone_shapes=shapes.assign(name=[f"第{n}禁燃区" for n in range(number)]),
        zone_counts=pd.concat([counts, tables.zone_counts.loc[["total"]]]),
    )


def test_each_zone_has_a_row_in_the_order_of_the_plan_and_the_total_closes() -> None:
    tables = world()
    tables.zone_counts.loc["buffer", list(TABLE_COLUMNS)] = [12_345, 21, 20, 12_325, 0]
    page, _rest = drawn(tables)
    texts = [text.get_text() for text in page.texts]
    first = texts.index("甲县禁燃区")
    rows = [texts[n : n + 6] for n in range(first, len(texts), 6)]
    assert [row[0] for row in rows] == [
        "甲县禁燃区",
        "乙县3公里范围",
        "Total, each household once",
    ]
    assert rows[1][1:] == ["12,345", "21", "20", "12,325", "0"]


def test_each_number_stands_under_its_heading() -> None:
    tables = world()
    tables.zone_counts.loc["ban", list(TABLE_COLUMNS)] = [111, 222, 333, 444, 555]
    found = extents_mm(drawn(tables)[0])
    # "Claimed cleared" and "Proven cleared" are printed in two lines each.
    for head, number in [("Base", "111"), ("Remaining", "444"), ("Undetermined", "555")]:
        assert found[head].right == pytest.approx(found[number].right, abs=0.5)
    assert found["555"].right == pytest.approx(BOX.right, abs=0.5)
    assert found["Claimed"].right == pytest.approx(found["222"].right, abs=0.5)
    assert found["Proven"].right == pytest.approx(found["333"].right, abs=0.5)


def test_a_long_zone_name_does_not_run_into_its_numbers() -> None:
    tables = world()
    name = "某市甲县城区高污染燃料禁燃区（含开发区、工业园区与各街道办事处）" * 2
    shapes = tables.zone_shapes.assign(name=[name, "乙县3公里范围"])
    tables.zone_counts.loc["ban", "households"] = 123_456
    found = extents_mm(drawn(replace(tables, zone_shapes=shapes))[0])
    assert found[name].right < found["123,456"].left


@pytest.mark.parametrize("number", [1, 20])
def test_the_rows_of_many_zones_keep_apart_and_within_the_box(number: int) -> None:
    page, rest = drawn(plan_of(number))
    found = extents_mm(page)
    names = [found[f"第{n}禁燃区"] for n in range(number)]
    assert all(upper.bottom >= lower.top for upper, lower in pairwise(names))
    assert rest.height > 25
    assert all(box.bottom >= rest.top for box in found.values())


def test_headings_do_not_cover_each_other() -> None:
    _figure, page = new_page()
    tables = world()
    draw_counts_table(page, tables, box=BOX, translate=lambda text: f"{text} of households")
    found = extents_mm(page)
    numbers_top = found["甲县禁燃区"].top
    heads = [box for box in found.values() if box.bottom > numbers_top + 1]
    assert len(heads) > 6
    assert not any(a.meets(b) for a, b in combinations(heads, 2))
