"""Synthetic ledgers of coal users (模拟数据) for the five counties of the plan.

Everything about a household is invented. Its name is put together from common surnames and
given-name characters. Its identity number begins with 999999, a region code that is not in
use, and its phone number with 000, where no number is assigned, so neither can belong to
anyone. Names and codes of counties, towns and villages are the true ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from zonemap.errors import LedgerError
from zonemap.sample import words
from zonemap.sample.course import PROGRAMME_DAYS, day_number, draw_course
from zonemap.sample.land import (
    FIRST_ZONE,
    NEAR_M,
    OUTSIDE,
    PLAN_COUNTIES,
    SPILL,
    Land,
    Places,
    build_land,
    inside_county,
    line_distance_m,
    zone_codes,
)
from zonemap.sample.people import draw_facts
from zonemap.sample.places import scattered, settle
from zonemap.sample.progress import progress_on
from zonemap.schema import COLUMN_NAMES

__all__ = ["Places", "synthetic_ledgers"]

ZONE_SHARES = {
    SPILL: 0.025,
    FIRST_ZONE + PLAN_COUNTIES.index("610702"): 0.20,
    FIRST_ZONE + PLAN_COUNTIES.index("610703"): 0.13,
    FIRST_ZONE + PLAN_COUNTIES.index("610722"): 0.12,
    FIRST_ZONE + PLAN_COUNTIES.index("610723"): 0.105,
    FIRST_ZONE + PLAN_COUNTIES.index("610725"): 0.11,
}
"""The share of all households in each zone; the others live outside."""

NEAR_SHARE = 0.14
"""At least this share lives within 500 m of a zone line."""

STRAY_SHARE = 0.25
"""For each household of a control town in its zone, at most so many outside."""

VILLAGE_CAPACITY = 9_999
"""The serial in a household's id has four digits."""

FOUND_SHARE, VANISHED_SHARE = 0.0035, 0.0008
"""Of all households, those found and those that vanish from the ledger in a week."""

FOUND_NOTE = "排查新增"


def synthetic_ledgers(
    places: Places, *, households: int, seed: int, last_day: date, weeks: int = 8
) -> Iterator[tuple[date, pd.DataFrame]]:
    """One ledger a week, oldest first; the same arguments give the same tables.

    Parameters
    ----------
    places
        The reference layers of the project.
    households
        How many the last ledger holds.
    seed
        Of chance.
    last_day
        The day of the last ledger.
    weeks
        How many ledgers.

    Yields
    ------
    day
        The day of the ledger.
    ledger
        The columns of `schema.COLUMNS`, longitude and latitude in WGS84 degrees, sorted by
        the codes of county, town and village and by serial, indexed from 0.

    Raises
    ------
    LedgerError
        If ``households`` or ``weeks`` is not positive, or the villages cannot hold so many.
    """
    if households < 1 or weeks < 1:
        raise LedgerError(
            "cannot make {weeks} ledgers of {households} households; both must be at least 1",
            weeks=weeks,
            households=households,
        )
    rng = np.random.default_rng(seed)
    people = draw_people(places, households, weeks, rng)
    facts = draw_facts(people, rng)
    purpose = facts.pop("purpose_position").to_numpy()
    course = draw_course(
        programme_areas(places, people),
        purpose,
        since=reached_days(people["first"].to_numpy(), weeks, day_number(last_day)),
        last_day=day_number(last_day),
        rng=rng,
    )
    for week in range(weeks):
        day = last_day - timedelta(weeks=weeks - 1 - week)
        listed = ((people["first"] <= week) & (week < people["gone"])).to_numpy()
        yield (
            day,
            ledger_on(day, facts[listed], course[listed], found=people.loc[listed, "first"] > 0),
        )


def reached_days(first: np.ndarray, weeks: int, last_day: int) -> np.ndarray:
    """The day number the programme reaches each household: its start, or the day it is found."""
    found = last_day - 7 * (weeks - 1 - first)
    return np.where(first > 0, found, np.minimum(found, last_day - PROGRAMME_DAYS))


def programme_areas(places: Places, people: pd.DataFrame) -> np.ndarray:
    """Where each household lives: under the ban, in a disc or outside, as `draw_course` asks."""
    banned = build_land(places).banned_counties[people["county"]]
    return np.select([people["zone"] < FIRST_ZONE, banned], [2, 0], 1)


def ledger_on(
    day: date, facts: pd.DataFrame, course: pd.DataFrame, *, found: pd.Series
) -> pd.DataFrame:
    """The ledger of a day: lasting facts and the progress by then."""
    progress = progress_on(day_number(day), course)
    new = found.reset_index(drop=True) & progress["note"].isna()
    progress["note"] = progress["note"].mask(new, FOUND_NOTE)
    table = pd.concat([facts.reset_index(drop=True), progress], axis=1)
    return table[list(COLUMN_NAMES)]


def draw_people(
    places: Places, households: int, weeks: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Every household of any week: where it lives and when it is listed.

    Returns
    -------
    people
        Sorted by village code and serial: names and code of the village, ``serial``,
        ``group``, ``zone``, ``county`` (position), ``longitude``, ``latitude``, ``method``
        (position in `LOCATION_METHODS`), and the weeks ``first`` listed and ``gone``.

    Raises
    ------
    LedgerError
        If a village would hold more than its ids can number.
    """
    villages, settlements = settle(places, households=households, rng=rng)
    vanishing = round(households * VANISHED_SHARE * (weeks - 1))
    share = settlement_shares(settlements, households + vanishing)
    settlement = np.concatenate(
        [allotted(settlements, share, count, rng) for count in (households, vanishing)]
    )
    first, gone = listed_weeks(households, vanishing, weeks, rng)
    village = settlements["village"].to_numpy()[settlement]
    order = np.lexsort((settlement, first, village))
    people = settlements.loc[settlement[order]].reset_index(drop=True)
    people = people.assign(first=first[order], gone=gone[order], settlement=settlement[order])
    people["serial"] = people.groupby("village").cumcount() + 1
    if people["serial"].max() > VILLAGE_CAPACITY:
        raise LedgerError(
            "{households} households do not fit into {villages} villages; ask for fewer",
            households=households,
            villages=len(villages),
        )
    return place_people(build_land(places), people, villages, rng)


def settlement_shares(settlements: pd.DataFrame, households: int) -> np.ndarray:
    """The share of all households in each settlement.

    Returns
    -------
    share
        Adds up to 1. Zones get what `ZONE_SHARES` says, at least `NEAR_SHARE` live near a
        line, and no village is expected to hold more than its ids can number.
    """
    zone = settlements["zone"].to_numpy()
    village = settlements["village"].to_numpy()
    near = settlements["near"].to_numpy()
    wanted = {code: ZONE_SHARES[code] for code in np.unique(zone) if code in ZONE_SHARES}
    wanted[OUTSIDE] = 1.0 - sum(wanted.values())
    wanted_share = pd.Series(wanted).reindex(range(zone.max() + 1), fill_value=0.0).to_numpy()
    share = settlements["weight"].to_numpy()
    for _ in range(60):
        share = share * (wanted_share / np.maximum(np.bincount(zone, share), 1e-300))[zone]
        share = share * stray_factor(settlements, share)
        if share[near].sum() < NEAR_SHARE:
            share = np.where(near, 1.2 * share, share)
        held = np.bincount(village, share) * households
        share = share * np.minimum(1.0, 0.9 * VILLAGE_CAPACITY / np.maximum(held, 1.0))[village]
    return np.asarray(share / share.sum())


def stray_factor(settlements: pd.DataFrame, share: np.ndarray) -> np.ndarray:
    """What keeps the households of control towns that live outside their zone to a fifth."""
    control = settlements["control"].to_numpy() + 1
    at_home = settlements["zone"] == FIRST_ZONE + settlements["county"]
    home = np.bincount(control, np.where(at_home, share, 0.0))
    astray = np.bincount(control, np.where(at_home, 0.0, share))
    factor = np.minimum(1.0, STRAY_SHARE * home / np.maximum(astray, 1e-300))
    return np.where((control > 0) & ~at_home, factor[control], 1.0)


def allotted(
    settlements: pd.DataFrame, share: np.ndarray, households: int, rng: np.random.Generator
) -> np.ndarray:
    """The settlement of each of so many households.

    Returns
    -------
    settlement
        Sorted. Sampled at even steps along the settlements ordered by zone, nearness to a
        line and code, so that each run of them gets its share to within one household.
    """
    order = np.lexsort((settlements["village"], settlements["near"], settlements["zone"]))
    reached = np.cumsum(share[order]) * households
    ticks = np.arange(households) + rng.random()
    return np.sort(order[np.minimum(np.searchsorted(reached, ticks), len(order) - 1)])


def listed_weeks(
    households: int, vanishing: int, weeks: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The week each household is first listed in, and the one it is gone from the ledger."""
    first = np.zeros(households + vanishing, np.int64)
    gone = np.full(households + vanishing, weeks)
    found = rng.choice(households, round(households * FOUND_SHARE * (weeks - 1)), replace=False)
    if weeks > 1:
        first[found] = rng.integers(1, weeks, len(found))
        gone[households:] = rng.integers(1, weeks, vanishing)
    return first, gone


def place_people(
    land: Land, people: pd.DataFrame, villages: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """People with a village's names and a point each: round their settlement, in its zone."""
    county, zone, near = (people[name].to_numpy() for name in ("county", "zone", "near"))

    def accept(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
        good = inside_county(land, points, county[rows])
        good &= zone_codes(land, points, county[rows]) == zone[rows]
        beside = np.flatnonzero(good & near[rows])
        good[beside] = line_distance_m(land, points[beside]) <= NEAR_M
        return good

    method = words.drawn(words.LOCATION_METHODS, len(people), rng)
    crowd = np.bincount(people["settlement"])[people["settlement"]]
    clump_m = np.clip(14.0 * np.sqrt(crowd), 45.0, 220.0)
    spread_m = np.hypot(clump_m, np.array(words.LOCATION_SCATTER_M)[method])
    points = scattered(people[["longitude", "latitude"]].to_numpy(), spread_m, rng, accept=accept)
    own = villages[["longitude", "latitude"]].to_numpy()[people["village"]]
    at_village = np.flatnonzero(method == len(words.LOCATION_METHODS) - 1)
    good = accept(own[at_village], at_village)
    points[at_village[good]] = own[at_village[good]]
    method[at_village[~good]] = 0
    names = ["county_name", "town", "village", "village_code12"]
    named = villages[names].iloc[people["village"]].reset_index(drop=True)
    return (
        people.drop(columns="village")
        .join(named)
        .assign(longitude=points[:, 0], latitude=points[:, 1], method=method)
    )
