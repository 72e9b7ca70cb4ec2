from __future__ import annotations

import json

import pytest

from tests.render.html_map import page_world as world
from zonemap.render.html_map.data import (
    county_shapes,
    escaped_json,
    history_rows,
    place_symbols,
    total_counts,
    zone_rows,
)


@pytest.mark.parametrize("text", ["</script>", "<!--", "a&b", "\u2028", "\x00", "😀", "${x}"])
def test_json_in_a_script_element_ends_nothing_and_comes_back(text):
    made = escaped_json({"name": text})
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made) == {"name": text}


def test_half_a_character_does_not_stop_the_page():
    assert json.loads(escaped_json("a\ud800b")) == "a?b"


def test_a_zone_whose_line_is_not_official_says_so():
    west, east = zone_rows(world.zone_shapes(), world.zone_counts(), translate=world.said_as_is)
    assert not west["caveat"]
    assert "assumed" in east["caveat"]
    assert [west["official"], east["official"]] == [True, False]


def test_the_total_is_the_row_in_which_each_household_counts_once():
    counts = world.zone_counts()
    counts.loc["total", "households"] = 3
    assert total_counts(counts)["households"] == 3


def test_a_town_is_the_sum_of_its_villages_in_one_zone():
    towns = place_symbols(world.place_counts(), world.households())["towns"]
    found = dict(zip(towns["zone"], [row["households"] for row in towns["counts"]], strict=True))
    assert found == {"west-ban": 3, "east-buffer": 1}


def test_a_town_stands_at_the_median_of_its_households():
    towns = place_symbols(world.place_counts(), world.households())["towns"]
    west = towns["place"][towns["zone"].index("west-ban")]
    assert west == [33.02, 107.021]


def test_a_household_of_two_zones_counts_for_the_place_of_both():
    rows = [world.household(1, zone_id="west-ban") | {"zone_id": "west-ban;east-buffer"}]
    towns = place_symbols(world.place_counts(), world.households(rows))["towns"]
    assert set(towns["zone"]) == {"west-ban", "east-buffer"}


def test_a_village_where_nothing_remains_has_no_symbol():
    places = world.place_counts()
    places.loc[2, ["remaining", "blocked"]] = 0
    villages = place_symbols(places, world.households())["villages"]
    assert "east-buffer" not in villages["zone"]


def test_symbols_come_largest_first_so_that_small_ones_lie_on_top():
    places = world.place_counts()
    places.loc[2, "remaining"] = 9
    assert place_symbols(places, world.households())["villages"]["zone"][0] == "east-buffer"


def test_history_is_in_order_and_a_gap_stays_a_gap():
    table = world.history().iloc[::-1]
    table = table.loc[~((table["zone_id"] == "west-ban") & (table["ledger_date"].dt.day == 23))]
    made = history_rows(table, zone_ids=["west-ban", "east-buffer"])
    assert made["dates"] == ["2022-09-23", "2022-09-30"]
    assert made["rows"]["west-ban"] == [None, 2]
    assert made["rows"]["total"] == [7, 3]


def test_the_county_of_a_zone_is_in_the_plan_and_its_neighbour_is_not():
    made = county_shapes(world.counties(), world.zone_shapes())
    assert [county["in_plan"] for county in made] == [True, False]
