from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
from pandas.testing import assert_frame_equal

from zonemap.errors import LedgerError
from zonemap.sample.land import FIRST_ZONE, OUTSIDE
from zonemap.sample.ledgers import Places, settlement_shares, synthetic_ledgers
from zonemap.schema import COLUMN_NAMES, COLUMNS, STATUSES

PROJECT = Path(__file__).resolve().parents[2]
BOUNDARIES = PROJECT / "boundaries"
PLAN = tomllib.loads((PROJECT / "zonemap.toml").read_text(encoding="utf-8"))
LAST_DAY = date(2022, 9, 30)
CONTROL_TOWNS = tuple(town for zone in PLAN["zone"] for town in zone["control_towns"])
ZONE_SHARES = {"610702": 0.2, "610703": 0.13, "610722": 0.12, "610723": 0.105, "610725": 0.11}
EXPECTED_DTYPES = {"number": "float64", "date": "datetime64[s]", "yes_no": "boolean"}


def read_places() -> Places:
    text = {"county_code": "str", "town_code9": "str"}
    return Places(
        counties=gpd.read_file(BOUNDARIES / "counties.geojson"),
        villages=pd.read_csv(BOUNDARIES / "villages.csv", dtype="str"),
        town_points=pd.read_csv(BOUNDARIES / "town_points.csv", dtype=text),
        ban=gpd.read_file(BOUNDARIES / "burn_ban.geojson"),
        centres=pd.read_csv(BOUNDARIES / "centres.csv", dtype=text),
        control_towns=CONTROL_TOWNS,
    )


PLACES = read_places()


def ledgers(households, seed, weeks=1):
    made = synthetic_ledgers(
        PLACES, households=households, seed=seed, last_day=LAST_DAY, weeks=weeks
    )
    return list(made)


@pytest.fixture(scope="module")
def eight_weeks():
    return ledgers(3000, 7, weeks=8)


@pytest.fixture(scope="module")
def last(eight_weeks):
    return eight_weeks[-1][1]


def memberships(ledger):
    """What the places say, by geopandas predicates and Geod alone."""
    points = gpd.GeoSeries.from_xy(ledger["longitude"], ledger["latitude"], crs="EPSG:4326")
    counties = PLACES.counties.set_index("adcode").geometry
    code = ledger["village_code"].str[:6]
    own = pd.concat([points[code == c].covered_by(counties[c]) for c in code.unique()])
    ban = pd.concat([points.covered_by(part) for part in PLACES.ban.geometry], axis=1).any(axis=1)
    zones = {c: ban & points.covered_by(counties[c]) for c in ("610702", "610703")}
    edge_m = points.to_crs(4545).distance(PLACES.ban.to_crs(4545).boundary.union_all())
    for centre in PLACES.centres.itertuples():
        start = np.full((2, len(points)), [[centre.longitude], [centre.latitude]])
        _, _, distance = pyproj.Geod(ellps="WGS84").inv(*start, points.x, points.y)
        zones[centre.county_code] = pd.Series(distance <= 3000, index=points.index)
        edge_m = np.minimum(edge_m, np.abs(distance - 3000))
    return own.sort_index(), ban, pd.DataFrame(zones), edge_m


@pytest.mark.parametrize(("households", "seed"), [(2000, 0), (2000, 5), (2000, 41), (3000, 2)])
def test_the_zones_their_lines_and_the_land_outside_are_all_inhabited(households, seed):
    ledger = ledgers(households, seed)[0][1]
    own, ban, zones, edge_m = memberships(ledger)
    nowhere = ~zones.any(axis=1)
    assert len(ledger) == households
    assert own.all()
    assert zones.sum().min() >= 150
    assert zones.mean().round(3).to_dict() == ZONE_SHARES
    assert (edge_m <= 500).mean() >= 0.10
    assert (ban & nowhere).mean() >= 0.01
    assert 0.25 <= nowhere.mean() <= 0.40


@pytest.mark.parametrize("seed", [0, 5, 41])
def test_control_towns_lie_mostly_in_their_zone(seed):
    ledger = ledgers(2000, seed)[0][1]
    _, _, zones, _ = memberships(ledger)
    town = ledger["village_code"].str[:9]
    for control in CONTROL_TOWNS:
        inside = zones.loc[town == control, control[:6]]
        assert len(inside) > 0
        assert inside.mean() >= 0.6


def test_columns_and_types_are_those_of_the_house(last):
    assert tuple(last.columns) == COLUMN_NAMES
    wanted = {column.name: EXPECTED_DTYPES.get(column.kind, "str") for column in COLUMNS}
    assert {name: str(dtype) for name, dtype in last.dtypes.items()} == wanted
    assert last["household_id"].is_monotonic_increasing
    assert last.index.equals(pd.RangeIndex(3000))


def test_the_same_arguments_give_the_same_ledgers(eight_weeks):
    for (day, ledger), (day_again, again) in zip(
        eight_weeks, ledgers(3000, 7, weeks=8), strict=True
    ):
        assert day == day_again
        assert_frame_equal(ledger, again)
    assert last_ids(eight_weeks) != last_ids(ledgers(3000, 8, weeks=8))


def last_ids(made):
    return set(made[-1][1]["household_id"])


def test_ledgers_come_weekly_up_to_the_last_day(eight_weeks):
    days = [day for day, _ in eight_weeks]
    assert days == [d.date() for d in pd.date_range(end=LAST_DAY, periods=8, freq="7D")]


def test_ids_are_the_village_and_a_serial(last):
    assert last["household_id"].is_unique
    assert last["household_id"].str.fullmatch(r"\d{16}").all()
    assert (last["household_id"].str[:12] == last["village_code"]).all()
    known = PLACES.villages.set_index("village_code12")["village"]
    assert (last["village_code"].map(known) == last["village"]).all()


def test_some_households_are_found_some_vanish_and_the_others_stay_as_they_are(eight_weeks):
    lasting = ["head", "id_number", "address", "longitude", "latitude", "coal_t", "officer"]
    for (_, before), (_, after) in pairwise(eight_weeks):
        before_facts, after_facts = (t.set_index("household_id")[lasting] for t in (before, after))
        both = before_facts.index.intersection(after_facts.index)
        assert_frame_equal(before_facts.loc[both], after_facts.loc[both])
        assert len(after) > len(both)
        assert len(both) > 0.98 * len(before)
    gone = set(eight_weeks[0][1]["household_id"]) - last_ids(eight_weeks)
    assert gone


def test_a_household_found_later_gets_the_next_serial_of_its_village(eight_weeks):
    for (_, before), (_, after) in pairwise(eight_weeks):
        latest = before.groupby("village_code")["household_id"].max()
        found = after[~after["household_id"].isin(before["household_id"])]
        assert (found["household_id"] > found["village_code"].map(latest).fillna("")).all()


def test_few_settlements_by_a_line_still_get_their_share():
    far, near, astray = (FIRST_ZONE, False), (FIRST_ZONE, True), (OUTSIDE, False)
    rows = [far] * 20 + [near] + [astray] * 20
    settlements = pd.DataFrame(rows, columns=["zone", "near"])
    settlements = settlements.assign(village=range(41), county=0, control=-1, weight=1.0)
    share = settlement_shares(settlements, 1000)
    assert share.sum() == pytest.approx(1.0)
    assert share[settlements["near"]].sum() > 0.13


def test_a_control_town_is_kept_in_its_zone():
    settlements = pd.DataFrame({"zone": [FIRST_ZONE] * 10 + [OUTSIDE] * 10, "near": False})
    settlements = settlements.assign(village=range(20), county=0, weight=1.0)
    settlements["control"] = [0, *[-1] * 9, *[0] * 5, *[-1] * 5]
    share = pd.Series(settlement_shares(settlements, 1000))
    control = settlements["control"] == 0
    inside = settlements["zone"] == FIRST_ZONE
    assert share[control & inside].sum() > 0.6 * share[control].sum()


def test_no_village_holds_more_than_its_ids_can_number():
    settlements = pd.DataFrame({"zone": OUTSIDE, "village": [0, 1, 2], "weight": [1000.0, 1, 1]})
    settlements = settlements.assign(near=True, county=0, control=-1)
    assert settlement_shares(settlements, 20_000).max() * 20_000 < 9_999


def test_more_households_than_the_villages_can_number_are_refused():
    few = replace(PLACES, villages=PLACES.villages[PLACES.villages["county_code"] == "610723"][:2])
    made = synthetic_ledgers(few, households=25_000, seed=0, last_day=LAST_DAY)
    with pytest.raises(LedgerError, match="do not fit"):
        next(made)


def test_everything_an_official_meets_is_there(last):
    assert set(last["status"]) == {status.name for status in STATUSES}
    assert set(last["consent"]) == {"同意", "拒绝", "未征询"}
    assert set(last["acceptance"].dropna()) == {"合格", "不合格"}
    assert set(last["check_result"].dropna()) == {"正常", "复烧"}
    assert last["user_type"].nunique() == 8
    assert last["user_type"].value_counts().index[0] == "居民"
    assert set(last["purpose"]) == {"取暖", "炊事", "两者", "生产"}
    assert set(last["location_method"]) == {"GPS定位", "地图点选", "地址匹配", "村委会位置"}
    assert last["exemption_until"].notna().any()
    assert last["deferred_reason"].notna().eq(last["status"] == "deferred").all()
    assert last.loc[last["status"] == "misreported", "note"].notna().mean() > 0.5
    assert 0 < last["coal_t"].isna().mean() < 0.05
    homes = last.loc[last["user_type"] == "居民", "coal_t"].dropna()
    assert homes.between(0.2, 4.0).all()


def test_claims_outrun_proof_and_some_burn_again(last):
    cleared = last[last["status"] == "cleared"]
    assert (cleared["acceptance"] != "合格").any()
    assert cleared["energy_on_date"].isna().any()
    ever = last["status"].isin(["cleared", "relapsed"])
    assert 0.008 < (last["status"] == "relapsed").sum() / ever.sum() < 0.02


def test_the_ban_zones_lead_and_are_not_at_zero(last):
    cleared = (last["status"] == "cleared").groupby(last["village_code"].str[:6]).mean()
    assert cleared["610702"] > cleared[["610722", "610723", "610725"]].max()
    assert cleared["610702"] < 0.9


def test_households_live_in_clumps(last):
    crowd = last.groupby(["village_code", "group"])[["longitude", "latitude"]].std().dropna()
    assert crowd.median().max() * 111_000 < 200


@pytest.mark.parametrize(("households", "weeks"), [(0, 1), (10, 0)])
def test_nothing_is_refused(households, weeks):
    with pytest.raises(LedgerError):
        ledgers(households, 0, weeks=weeks)


def test_one_household_is_a_ledger_too():
    assert len(ledgers(1, 0, weeks=2)[-1][1]) == 1
