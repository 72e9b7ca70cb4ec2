from __future__ import annotations

import numpy as np
import pandas as pd

from zonemap.places import named_villages, village_places

VILLAGES = pd.DataFrame(
    [
        ("100001001001", "一村村委会", "一镇", "100001"),
        ("100001001002", "红星村", "一镇", "100001"),
        ("100001002001", "红星村", "二街道办事处", "100001"),
        ("100001001003", "东风村", "一镇", "100001"),
        ("100001001004", "东风社区", "一镇", "100001"),
    ],
    columns=["code", "village", "town", "county_code"],
)


def codes(*rows):
    table = pd.DataFrame(rows, columns=["village_code", "town", "village"], dtype="str")
    counties = pd.Series("100001", index=table.index)
    return named_villages(table, counties, villages=VILLAGES).fillna("").tolist()


def test_a_village_is_found_by_its_name_within_town_and_county():
    assert codes((np.nan, "一镇", "红星村"), (np.nan, "二街道办事处", "红星村")) == [
        "100001001002",
        "100001002001",
    ]


def test_endings_that_say_what_kind_of_place_it_is_do_not_matter():
    assert codes((np.nan, "一", "一村"), (np.nan, "二街道", "红星村委会")) == [
        "100001001001",
        "100001002001",
    ]


def test_a_name_that_means_several_villages_finds_none():
    assert codes((np.nan, np.nan, "红星村"), (np.nan, "一镇", "东风")) == ["", ""]
    assert codes((np.nan, "一镇", "东风村")) == ["100001001003"]


def test_a_village_without_its_town_is_found_if_the_county_has_one_of_that_name():
    assert codes((np.nan, np.nan, "东风社区")) == ["100001001004"]


def test_a_town_that_contradicts_the_village_finds_none():
    assert codes((np.nan, "九镇", "东风社区")) == [""]


def test_a_code_that_is_given_is_left_alone():
    assert codes(("100001001009", "一镇", "红星村")) == [""]


def test_households_stand_at_the_point_of_their_village():
    points = pd.DataFrame(
        {
            "code": ["100001001001"],
            "longitude": [107.02],
            "latitude": [33.02],
            "accuracy_m": [300.0],
        }
    )
    codes = pd.Series(["100001001001", "100001001002", np.nan], index=[5, 7, 9], dtype="str")
    places = village_places(codes, points=points)
    assert places.index.tolist() == [5, 7, 9]
    assert places.loc[5].tolist() == [107.02, 33.02, 300.0]
    assert places.loc[[7, 9]].isna().all(axis=None)
