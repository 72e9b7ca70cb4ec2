from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import folium
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.render.html_map import page_world as world


class Markup(HTMLParser):
    """The tags of a page and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page():
    return world.page()


def block(page, name):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)
    return json.loads(found[1])


def test_same_input_gives_the_same_page(page):
    assert world.page() == page


def test_the_page_does_not_depend_on_the_process_that_makes_it(page):
    code = (
        "import sys; from tests.render.html_map import page_world; "
        "sys.stdout.buffer.write(page_world.page().encode())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == page


def test_nothing_in_the_page_points_to_another_file(page):
    links = [
        (tag, name, value)
        for tag, attributes in Markup(page).tags
        for name, value in attributes.items()
        if name in {"src", "href", "action", "data", "srcset"} and not value.startswith("data:")
    ]
    assert links == []
    assert "sourceMappingURL" not in page
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    assert re.findall(r"url\((?!data:)[^)]*\)", styles) == []


def test_markup_has_no_handlers_and_no_style_attributes(page):
    names = {name for _, attributes in Markup(page).tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}


def test_identity_numbers_phones_and_heads_are_not_in_the_page(page):
    table = world.households()
    personal = [*table["id_number"], *table["phone"], *table["head"]]
    assert [text for text in personal if text in page] == []


def test_personal_numbers_typed_into_other_cells_are_masked():
    first, second = world.household(1), world.household(2)
    rows = [
        {**first, "household_id": first["id_number"]},
        {**second, "stage": "blocked", "blocked_reason": f"户主{2:03d}外出，电话{second['phone']}"},
    ]
    made = world.page(rows)
    personal = [first["id_number"], second["phone"], second["head"]]
    assert [text for text in personal if text in made] == []
    assert block(made, "zonemap-households")["coded"]["blocked_reason"]["values"] == [
        "",
        "***外出，电话***",
    ]


def test_a_column_nobody_allowed_stays_out():
    table = world.households().assign(secret="only-for-the-clerk", note="only-for-the-clerk")
    made = world.map_page(
        table,
        world.zone_shapes(),
        counts=world.page_counts(),
        context=world.page_context(),
        translate=world.said_as_is,
    )
    assert "only-for-the-clerk" not in made


def test_the_tables_given_are_not_changed():
    table, counts = world.households(), world.page_counts()
    before, places = table.copy(), counts.place_counts.copy()
    world.map_page(
        table,
        world.zone_shapes(),
        counts=counts,
        context=world.page_context(),
        translate=world.said_as_is,
    )
    assert_frame_equal(table, before)
    assert_frame_equal(counts.place_counts, places)


def test_other_folium_maps_keep_their_scripts(page):
    assert page
    assert any("jquery" in url for _, url in folium.Map.default_js)


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_document_says_its_language(language, tag):
    made = world.page(context=world.page_context(language=language))
    assert f'<html lang="{tag}">' in made


def test_a_title_of_markup_stays_text():
    made = world.page(context=world.page_context(title="</title><script>alert(1)</script>"))
    assert "<script>alert(1)" not in made


def test_a_plan_without_counties_centres_and_history_still_makes_a_page():
    context = world.page_context(counties=None, centres=None, sources=())
    counts = world.page_counts(history=world.history().iloc[:0])
    assert block(world.page(context=context, counts=counts), "zonemap-page")["counties"] == []


def test_thirty_thousand_households_stay_under_three_megabytes():
    count = 30_000
    random = np.random.default_rng(1)
    table = world.households([world.household(1)] * count).assign(
        household_id=[f"6107021002{number:08d}" for number in range(count)],
        village=random.choice([f"村{number}" for number in range(600)], count),
        longitude=random.uniform(107.0, 107.04, count),
        latitude=random.uniform(33.0, 33.04, count),
        coal_t=random.uniform(0.5, 9.0, count).round(1),
    )
    table.index = pd.RangeIndex(count)
    made = world.map_page(
        table,
        world.zone_shapes(),
        counts=world.page_counts(),
        context=world.page_context(),
        translate=world.said_as_is,
    )
    assert len(made.encode()) < 3_000_000
