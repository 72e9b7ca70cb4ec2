from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.duplicates import (
    counted_rows,
    doubtful_identities,
    same_households,
    superseded_codes,
)
from zonemap.schema import COLUMN_NAMES

PERSON = {
    "household_id": "h1", "head": "甲", "town": "一镇", "village": "一村", "longitude": 107.06,
    "latitude": 33.05, "status": "active",
}  # fmt: skip


def table(*rows, index=None):
    households = pd.DataFrame([PERSON | row for row in rows], index=index)
    households = households.reindex(columns=list(COLUMN_NAMES))
    for name in COLUMN_NAMES:
        if name not in {"longitude", "latitude"}:
            households[name] = households[name].astype("str")
    return households


def first_of(households, damaged=()):
    marks = pd.Series(households.index.isin(damaged), index=households.index)
    return same_households(households, damaged=marks)


def test_rows_with_one_id_are_one_household_whatever_else_differs():
    households = table(
        {}, {"longitude": 107.2}, {"status": "cleared"}, {"head": "乙"}, index=[4, 5, 6, 7]
    )
    assert first_of(households).tolist() == [4, 4, 4, 4]


def test_an_id_that_two_households_share_by_mistake_does_not_lose_one():
    households = table({}, {"head": "乙", "village": "二村"}, {"head": "乙", "village": "二村"})
    first = first_of(households)
    assert first.tolist() == [0, 1, 1]
    codes = doubtful_identities(households, first, damaged=pd.Series([False] * 3))
    assert codes.tolist() == ["shared_id"] * 3


def test_rows_without_an_id_are_one_household_at_the_same_place_and_name():
    nobody = {"household_id": np.nan}
    households = table(
        nobody,
        nobody,
        nobody | {"head": "乙"},
        nobody | {"village": "二村"},
        nobody | {"longitude": 107.0601},
        nobody | {"head": np.nan},
        nobody | {"head": np.nan},
    )
    assert first_of(households).tolist() == [0, 0, 2, 3, 4, 5, 6]


def test_a_row_without_an_id_joins_the_one_that_has_it():
    households = table({}, {"household_id": np.nan}, {"household_id": np.nan, "head": "丙"})
    assert first_of(households).tolist() == [0, 0, 2]


def test_two_people_of_one_name_are_told_apart_by_their_identity_numbers():
    nobody = {"household_id": np.nan}
    households = table(nobody | {"id_number": "1"}, nobody | {"id_number": "2"})
    assert first_of(households).tolist() == [0, 1]


def test_rows_that_say_nothing_of_the_person_are_never_the_same():
    bare = {"household_id": np.nan, "head": "甲", "longitude": np.nan, "latitude": np.nan}
    assert first_of(table(bare, bare)).tolist() == [0, 1]
    telling = bare | {"phone": "00012345678"}
    assert first_of(table(telling, telling)).tolist() == [0, 0]


def test_a_damaged_id_identifies_nobody():
    households = table(
        {"household_id": "610702199001011000"}, {"household_id": "610702199001011000", "head": "乙"}
    )
    assert first_of(households).tolist() == [0, 0]
    assert first_of(households, damaged=[0, 1]).tolist() == [0, 1]


def test_the_worst_status_counts_and_the_first_among_equals():
    first = pd.Series([0, 0, 0, 3, 3], index=range(5))
    status = pd.Series(["cleared", "relapsed", "active", "signed", "signed"])
    assert counted_rows(first, status).tolist() == [1, 1, 1, 3, 3]


def test_an_unknown_status_never_hides_behind_a_cleared_one():
    status = pd.Series(["cleared", np.nan], dtype="str")
    assert counted_rows(pd.Series([0, 0]), status).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "duplicate_household"),
        ({"status": "cleared"}, "conflicting_rows"),
        ({"longitude": 107.07}, "conflicting_place"),
        ({"village": "二村"}, "conflicting_place"),
    ],
)
def test_a_row_that_does_not_count_says_why(change, code):
    households = table({}, change)
    counted = counted_rows(first_of(households), households["status"])
    assert superseded_codes(households, counted).to_dict() == {1: code}


def test_the_same_name_and_place_under_two_ids_is_noted_and_counted_twice():
    households = table({}, {"household_id": "h2"})
    first = first_of(households)
    assert first.tolist() == [0, 1]
    codes = doubtful_identities(households, first, damaged=pd.Series([False, False]))
    assert codes.tolist() == ["same_place_two_ids"] * 2
