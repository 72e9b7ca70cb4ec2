from __future__ import annotations

import pandas as pd
import pytest

from tests.render.html_map import page_world as world
from zonemap.render.html_map.households import (
    PAGE_STAGES,
    household_columns,
    mask_personal_numbers,
    unplaced_count,
)


def columns(rows=None):
    return household_columns(world.households(rows), translate=world.said_as_is)


def test_a_household_without_place_is_counted_and_not_drawn():
    made = columns()
    assert "H006" not in made["household_id"]
    assert unplaced_count(world.households()) == 1


def test_a_row_that_another_supersedes_is_neither_drawn_nor_missed():
    assert "H008" not in columns()["household_id"]
    assert unplaced_count(world.households([world.household(8, placement="superseded")])) == 0


def test_an_undetermined_household_with_a_place_is_drawn():
    made = columns()
    stage = dict(zip(made["household_id"], made["stage"], strict=True))["H007"]
    assert PAGE_STAGES[stage] == "undetermined"


def test_coordinates_that_cannot_be_true_are_not_drawn():
    rows = [
        world.undetermined(1, "bad_place", longitude=33.0, latitude=107.0),
        world.undetermined(2, "bad_place"),
        world.household(3),
    ]
    assert columns(rows)["household_id"] == ["H003"]
    assert unplaced_count(world.households(rows)) == 2


def test_a_household_of_no_zone_is_outside_and_never_proven():
    assert PAGE_STAGES[columns([world.household(5, "nowhere", stage="proven")])["stage"][0]] == (
        "outside"
    )


def test_a_missing_stage_reads_as_undetermined():
    assert PAGE_STAGES[columns([world.household(1, stage=None)])["stage"][0]] == "undetermined"


def test_places_come_back_to_the_millionth_of_a_degree():
    made = columns([world.household(1, longitude=107.1234564, latitude=33.6543216)])
    assert made["longitude"][0] + made["origin"][0] == 107_123_456
    assert made["latitude"][0] + made["origin"][1] == 33_654_322


def test_missing_coal_is_not_zero():
    rows = [world.household(1, coal_t=None), world.household(2, coal_t=0.0)]
    assert columns(rows)["coal"] == [-1, 0]


def test_an_id_that_is_the_old_identity_number_or_the_name_is_masked():
    rows = [
        world.household(1, household_id="610702600101001", id_number="610702600101001"),
        world.household(2, household_id="户主002"),
    ]
    assert columns(rows)["household_id"] == ["***", "***"]


def test_no_households_make_empty_columns():
    assert columns([world.household(8, placement="superseded")])["longitude"] == []


@pytest.mark.parametrize(
    "number",
    [
        "610702196001110018",
        "61070219600111001X",
        "13900012345",
        "139 0001 2345",
        "+86 13900012345",
        "0916-2212345",
        "６１０７０２１９６００１１１００１８",
    ],
)
def test_a_personal_number_in_a_text_is_masked(number):
    assert mask_personal_numbers(pd.Series([f"见{number}，"])).tolist() == ["见***，"]


@pytest.mark.parametrize("text", ["610702001001000123", "H001", "2022-09-30", "3公里", ""])
def test_codes_and_dates_are_not_masked(text):
    assert mask_personal_numbers(pd.Series([text])).tolist() == [text]
