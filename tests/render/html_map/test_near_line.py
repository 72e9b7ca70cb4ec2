"""What lies near the line: what of it enters the page."""

from __future__ import annotations

import pandas as pd

from tests.render.html_map import page_world as world
from tests.render.near_world import near
from zonemap.render.html_map.near_line import band_rows, near_columns, near_sentences

BOXES = ((106.99, 32.99, 107.05, 33.05), (107.01, 33.01, 107.03, 33.03))


def tables(labels=(7, 16)):
    return near(tuple(world.ZONES), labels, counts=world.zone_counts(), boxes=BOXES)


def test_a_household_is_known_by_its_place_on_the_page():
    columns = near_columns(tables(), pd.Index([5, 16, 7]))
    assert columns == {
        "row": [2, 1, 1],
        "zone": [0, 0, 1],
        "metres": [12, 131, 3],
        "accuracy": [20, 300, 20],
        "inside": [1, 0, 1],
    }


def test_a_household_that_is_not_drawn_is_left_out_of_the_page_but_counted():
    assert near_columns(tables(), pd.Index([7]))["row"] == [0]
    assert near_sentences(tables(), translate=str)["west-ban"]["visits"] == 2


def test_each_zone_says_what_its_count_hangs_on():
    sentences = near_sentences(tables(), translate=str)
    assert sentences["west-ban"]["certainty"].endswith(
        "; remaining 2: 1 certain, 3 possible; 2 to visit"
    )
    assert sentences["west-ban"]["range"].endswith("±1,500 m: base 2–40, remaining 1–30")
    assert sentences["east-buffer"]["range"] == ""


def test_bands_are_drawn_to_the_metre():
    row = band_rows(tables().bands)[0]
    assert (row["target"], row["metres"]) == ("zero", 1500.0)
    assert row["shape"]["type"] == "Polygon"
    assert len(row["shape"]["coordinates"]) == 2


def test_a_page_that_did_not_ask_has_none_of_it():
    text = world.page()
    assert '"bands":[]' in text
    assert '"near":null' in text
