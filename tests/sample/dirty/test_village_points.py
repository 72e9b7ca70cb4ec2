from __future__ import annotations

import numpy as np
import pandas as pd

from zonemap.sample.dirty.village_points import village_points
from zonemap.schema import SAMPLE_MARK


def test_every_village_of_the_plan_has_a_point_and_says_that_it_is_synthetic(places, ledger):
    points = village_points(places, households=800, seed=3)
    assert points["village_code"].is_unique
    assert set(ledger["village_code"]) <= set(points["village_code"])
    assert set(points["note"]) == {SAMPLE_MARK}
    assert list(points.columns) == [
        "village_code", "village", "town", "county", "longitude", "latitude", "radius_m", "note",
    ]  # fmt: skip


def test_households_live_round_their_village_and_mostly_within_its_radius(places, ledger):
    points = village_points(places, households=800, seed=3).set_index("village_code")
    own = points.loc[ledger["village_code"]]
    east = (ledger["longitude"].to_numpy() - own["longitude"].to_numpy()) * 93_360
    north = (ledger["latitude"].to_numpy() - own["latitude"].to_numpy()) * 110_910
    away = np.hypot(east, north)
    assert abs(np.median(east)) < 60
    assert abs(np.median(north)) < 60
    assert (away <= own["radius_m"].to_numpy()).mean() > 0.95


def test_the_same_seed_gives_the_same_points(places):
    one, two, other = (village_points(places, households=100, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, two)
    assert not one["longitude"].equals(other["longitude"])
