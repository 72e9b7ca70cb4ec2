from __future__ import annotations

import numpy as np
import pytest

from zonemap.sample.files import reference_places
from zonemap.sample.land import (
    FIRST_ZONE,
    METRES,
    PLAN_COUNTIES,
    build_land,
    inside_county,
    zone_codes,
)
from zonemap.sample.places import scattered, settle

PLACES = reference_places()


@pytest.fixture(scope="module")
def settled():
    return settle(PLACES, households=3000, rng=np.random.default_rng(4))


def points_of(table):
    return table[["longitude", "latitude"]].to_numpy()


def everywhere(points, _rows):
    return np.ones(len(points), bool)


def test_points_lie_about_their_origin_as_far_as_asked():
    origins = np.full((20_000, 2), [107.0, 33.0])
    spread_m = np.repeat([50.0, 500.0], 10_000)
    points = scattered(origins, spread_m, np.random.default_rng(0), accept=everywhere)
    step_m = (points - origins) * METRES
    assert step_m[:10_000].std(axis=0) == pytest.approx([50, 50], rel=0.03)
    assert step_m[10_000:].std(axis=0) == pytest.approx([500, 500], rel=0.03)


def test_only_accepted_points_are_taken_and_else_the_origin():
    origins = np.repeat([[107.0, 33.0], [108.0, 33.0]], 200, axis=0)

    def accept(points, rows):
        return (rows < 200) & (points[:, 0] > 107.0)

    points = scattered(origins, np.full(400, 300.0), np.random.default_rng(0), accept=accept)
    assert (points[:200, 0] >= 107.0).all()
    assert (points[:200, 0] > 107.0).mean() > 0.99
    assert (points[200:] == origins[200:]).all()


def test_every_village_of_the_plan_is_settled_within_its_own_county(settled):
    villages, settlements = settled
    wanted = PLACES.villages[PLACES.villages["county_code"].isin(PLAN_COUNTIES)]
    assert villages["village_code12"].tolist() == sorted(wanted["village_code12"])
    assert set(settlements["village"]) == set(range(len(villages)))
    land = build_land(PLACES)
    for table in (villages, settlements):
        assert inside_county(land, points_of(table), table["county"].to_numpy()).all()


def test_streets_and_control_towns_lie_mostly_in_their_zone_and_hill_villages_do_not(settled):
    villages, _settlements = settled
    county = villages["county"].to_numpy()
    inside = zone_codes(build_land(PLACES), points_of(villages), county) == FIRST_ZONE + county
    urban = villages["town"].str.endswith("街道")
    control = villages["town_code9"].isin(PLACES.control_towns)
    assert inside[urban].mean() > 0.6
    assert inside[control].mean() > 0.6
    assert inside[~urban & ~control].mean() < 0.25
    assert inside[villages["in_zone"]].all()
    assert set(villages["town_code9"][villages["in_zone"]]) <= set(
        villages["town_code9"][urban | control]
    )


def test_what_is_said_of_a_settlement_is_true_of_its_place(settled):
    villages, settlements = settled
    land = build_land(PLACES)
    county = settlements["county"].to_numpy()
    assert (settlements["zone"] == zone_codes(land, points_of(settlements), county)).all()
    assert (county == villages["county"].to_numpy()[settlements["village"]]).all()
    towns = villages["town_code9"].to_numpy()[settlements["village"]]
    control = settlements["control"].to_numpy()
    assert (
        np.array([*PLACES.control_towns, ""])[control][control >= 0] == towns[control >= 0]
    ).all()
    assert set(towns[control < 0]).isdisjoint(PLACES.control_towns)
    assert (
        settlements.groupby("village")["group"].max().equals(settlements.groupby("village").size())
    )


def test_the_more_households_the_more_settlements_but_the_same_villages(settled):
    villages, settlements = settled
    more_villages, more = settle(PLACES, households=60_000, rng=np.random.default_rng(4))
    assert more_villages.equals(villages)
    assert len(more) > 1.5 * len(settlements)


def test_villages_lie_round_the_known_point_of_their_town(settled):
    villages, _settlements = settled
    known = PLACES.town_points.set_index("town_code9")[["lon_wgs84", "lat_wgs84"]]
    middles = villages.groupby("town_code9")[["longitude", "latitude"]].median()
    both = middles.join(known, how="inner")
    gap = (both[["longitude", "latitude"]].to_numpy() - both[["lon_wgs84", "lat_wgs84"]]) * METRES
    assert len(both) > 20
    assert np.median(np.hypot(*gap.to_numpy().T)) < 2500
