from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonemap.duplicates import (
    counted_rows,
    doubtful_identities,
    same_households,
    superseded_codes,
)
from zonemap.judge import stages_of_rows
from zonemap.schema import COLUMN_NAMES, STATUS_SEVERITY

PERSON = {
    "household_id": "h1", "head": "甲", "town": "一镇", "village": "一村", "longitude": 107.06,
    "latitude": 33.05, "status": "active",
}  # fmt: skip


def table(*rows, index=None):
    households = pd.DataFrame([PERSON | row for row in rows], index=index)
    households = households.reindex(columns=list(COLUMN_NAMES))
    for name in COLUMN_NAMES:
        if name.endswith("_date"):
            households[name] = pd.to_datetime(households[name])
        else:
            number = name in {"longitude", "latitude"}
            households[name] = households[name].astype("float64" if number else "str")
    return households


def first_of(households, damaged=()):
    marks = pd.Series(households.index.isin(damaged), index=households.index)
    return same_households(households, damaged=marks)


def counted_of(first, households):
    return counted_rows(first, households, stages=stages_of_rows(households)["stage"])


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
    statuses = ["cleared", "relapsed", "active", "signed", "signed"]
    households = table(*({"status": status} for status in statuses))
    assert counted_of(first, households).tolist() == [1, 1, 1, 3, 3]


def test_of_rows_with_one_status_the_one_without_evidence_counts_in_any_order():
    for stages in (["proven", "unproven", "relapsed"], ["relapsed", "unproven", "proven"]):
        households = table(*({"status": "cleared", "note": stage} for stage in stages))
        first = pd.Series([0, 0, 0])
        kept = counted_rows(first, households, stages=pd.Series(stages))[0]
        assert households.loc[kept, "note"] == "relapsed"


def test_of_rows_that_are_equally_bad_the_same_counts_in_any_order():
    households = table({"note": "a"}, {"note": "b"}, {"note": "c"})
    turned = households.iloc[::-1].reset_index(drop=True)
    first = pd.Series([0, 0, 0])
    kept = [rows.loc[counted_of(first, rows)[0], "note"] for rows in (households, turned)]
    assert kept[0] == kept[1]


def test_an_unknown_status_never_hides_behind_a_cleared_one():
    households = table({"status": "cleared"}, {"status": np.nan})
    assert counted_of(pd.Series([0, 0]), households).tolist() == [1, 1]


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
    counted = counted_of(first_of(households), households)
    assert superseded_codes(households, counted).tolist() == [code]


def test_the_same_name_and_place_under_two_ids_is_noted_and_counted_twice():
    households = table({}, {"household_id": "h2"})
    first = first_of(households)
    assert first.tolist() == [0, 1]
    codes = doubtful_identities(households, first, damaged=pd.Series([False, False]))
    assert codes.tolist() == ["same_place_two_ids"] * 2


def test_ids_that_every_town_counts_from_one_lose_no_household():
    towns = [{"town": town, "village": f"{town}村"} for town in ("一镇", "二镇", "三镇")]
    ids = ("1", "2", "3")
    named = [
        place | {"household_id": number, "head": f"{place['town']}{number}"}
        for place in towns
        for number in ids
    ]
    assert first_of(table(*named)).tolist() == list(range(9))
    for nobody in (np.nan, "无", "/"):
        bare = [row | {"head": nobody} for row in named]
        assert first_of(table(*bare)).tolist() == list(range(9))


def test_one_id_and_head_in_two_villages_is_one_household():
    assert first_of(table({}, {"village": "二村"})).tolist() == [0, 0]


@pytest.mark.parametrize("head", ["无", "-", "不详"])
def test_a_word_for_no_name_is_no_name(head):
    nobody = {"household_id": np.nan, "head": head}
    assert first_of(table(nobody, nobody)).tolist() == [0, 1]


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "household_id": st.sampled_from(["h1", "h2", "h3", None]),
            "head": st.sampled_from(["甲", "乙", "无", None]),
            "village": st.sampled_from(["一村", "二村", None]),
            "longitude": st.sampled_from([107.06, 107.07, None]),
            "status": st.sampled_from(["active", "cleared", "demolished", "relapsed", None]),
            "note": st.sampled_from(["a", "b", None]),
        }
    ),
    min_size=1,
    max_size=8,
)


def decided(rows):
    """How the rows are grouped, and which row of each group counts, by their place in ``rows``."""
    households = table(*rows)
    first = first_of(households)
    counted = counted_of(first, households)
    codes = superseded_codes(households, counted)
    groups = {frozenset(part) for part in first.groupby(first).groups.values()}
    return households, counted, codes, groups


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, random=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_households_nor_issues(rows, random):
    order = random.sample(range(len(rows)), len(rows))
    _, counted, codes, groups = decided(rows)
    households, turned, turned_codes, turned_groups = decided([rows[at] for at in order])
    assert {frozenset(order[at] for at in group) for group in turned_groups} == groups
    kept = sorted(map(str, table(*rows).loc[counted.unique()].to_numpy().tolist()))
    assert sorted(map(str, households.loc[turned.unique()].to_numpy().tolist())) == kept
    assert sorted(codes) == sorted(turned_codes)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_the_worst_status_of_a_household_counts_and_every_other_row_is_listed(rows):
    households, counted, codes, groups = decided(rows)
    rank = {status: at for at, status in enumerate(STATUS_SEVERITY)}
    ranks = households["status"].fillna("").map(rank)
    for group in groups:
        (kept,) = set(counted[list(group)])
        assert kept in group
        assert ranks[kept] == min(ranks[list(group)])
    assert len(codes) + counted.nunique() == len(rows)


def test_one_identity_number_in_two_households_is_noted_and_both_count():
    number = {"id_number": "999999199001011234"}
    households = table(
        number,
        number | {"household_id": "h2", "longitude": 107.2},
        {"household_id": "h3", "head": "丁"},
    )
    first = first_of(households)
    assert first.tolist() == [0, 1, 2]
    codes = doubtful_identities(households, first, damaged=pd.Series([False] * 3))
    assert codes.to_dict() == {0: "same_person", 1: "same_person"}
