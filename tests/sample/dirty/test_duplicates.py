from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.sample.dirty.duplicates import WORST_FIRST, with_duplicates
from zonemap.schema import COLUMN_NAMES, STATUS_SEVERITY


def doubled(ledger, name, rate=0.05):
    rows = with_duplicates(ledger, rates={name: rate}, rng=np.random.default_rng(7))
    return rows, rows[rows["duplicate"] == name]


def test_without_rates_nothing_changes(ledger):
    rows, twice = doubled(ledger, "duplicate_row", rate=0.0)
    pd.testing.assert_frame_equal(rows[list(COLUMN_NAMES)], ledger)
    assert twice.empty
    assert set(rows["expected"]) == {"counted"}


@pytest.mark.parametrize(
    "name",
    ["duplicate_row", "duplicate_other_status", "duplicate_other_place", "duplicate_without_id"],
)
def test_of_two_rows_of_a_household_one_counts(ledger, name):
    rows, twice = doubled(ledger, name)
    assert len(rows) == len(ledger) + 40
    pairs = twice.groupby("household")["expected"].agg(list)
    assert all(sorted(pair) == ["counted", "superseded"] for pair in pairs)
    assert set(rows["household"]) == set(ledger["household_id"])


def test_copies_stay_in_their_town_and_towns_stay_together(ledger):
    rows, _ = doubled(ledger, "duplicate_row", rate=0.2)
    town = rows["county"] + rows["town"]
    assert (town != town.shift()).sum() == town.nunique()
    assert town.value_counts().ge((ledger["county"] + ledger["town"]).value_counts()).all()


def test_the_worse_status_counts(ledger):
    assert [name for name in STATUS_SEVERITY if name] == list(WORST_FIRST)
    _, twice = doubled(ledger, "duplicate_other_status", rate=0.2)
    rank = twice["status"].map(WORST_FIRST.index)
    worst = rank.groupby(twice["household"]).transform("min")
    assert ((rank == worst) == (twice["expected"] == "counted")).all()


def test_the_other_place_is_some_hundred_metres_off(ledger):
    _, twice = doubled(ledger, "duplicate_other_place")
    places = twice.groupby("household")[["longitude", "latitude"]].agg(lambda pair: np.ptp(pair))
    metres = np.hypot(places["longitude"] * 93_000, places["latitude"] * 111_000)
    assert metres.between(200, 950).all()


def test_two_ids_at_one_place_both_count(ledger):
    rows, twice = doubled(ledger, "duplicate_two_ids")
    assert set(twice["expected"]) == {"counted"}
    assert twice["household_id"].is_unique
    assert rows["household_id"].is_unique
    assert (twice.groupby(["head", "longitude", "latitude"]).size() >= 2).all()
