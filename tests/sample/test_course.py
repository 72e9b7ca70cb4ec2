from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from zonemap.sample.course import (
    DEFERRED,
    NEVER,
    PATHS,
    SOUND,
    SUBSTITUTE_WORDS,
    USUAL,
    day_number,
    draw_course,
)
from zonemap.sample.words import DISALLOWED_SUBSTITUTES, NO_GRID_SUBSTITUTE

PLAN = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "zonemap.toml").read_text(encoding="utf-8")
)
LAST_DAY = day_number(date(2022, 9, 30))
START = LAST_DAY - 150
BAN, BUFFER, OUTSIDE = range(3)
COUNT = 6000
AREA = np.arange(COUNT) % 3
PURPOSE = np.arange(COUNT) % 4


def courses(*, since=START, seed=3):
    return draw_course(
        AREA,
        PURPOSE,
        since=np.full(COUNT, since),
        last_day=LAST_DAY,
        rng=np.random.default_rng(seed),
    )


@pytest.fixture(scope="module")
def course():
    return courses()


def test_days_are_counted_from_1970():
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(2000, 3, 1)) == 11_017


def test_each_step_waits_for_the_one_before_and_none_for_those_not_on_the_usual_path(course):
    steps = ["asked", "signed", "installed", "energised", "accepted"]
    usual = course[course["path"] == USUAL]
    assert (usual[steps].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (usual["asked"] >= START).all()
    others = course[course["path"] != USUAL]
    assert (others[["signed", "installed", "energised", "accepted", "planned"]] == NEVER).all(
        axis=None
    )
    assert others["event"].between(START, LAST_DAY).all()


def test_only_the_accepted_burn_again_after_acceptance_and_are_then_found_out(course):
    lapsed = course[course["relapsed"] < NEVER]
    accepted = (course["accepted"] <= LAST_DAY).sum()
    assert 0.01 < len(lapsed) / accepted < 0.02
    assert (lapsed["relapsed"] > lapsed["accepted"]).all()
    assert (lapsed["relapsed"] <= LAST_DAY).all()
    assert (lapsed["checked"] == lapsed["relapsed"]).all()


def test_the_ban_comes_first_and_the_land_outside_last(course):
    signed = course[course["path"] == USUAL].groupby(AREA[course["path"] == USUAL])["signed"]
    median = signed.median()
    assert median[BAN] < median[BUFFER] < median[OUTSIDE]


def test_a_household_found_late_is_reached_only_then():
    late = courses(since=LAST_DAY - 7)
    assert (late[["asked", "signed", "event"]] >= LAST_DAY - 7).all(axis=None)


def test_most_substitutes_are_allowed_under_the_ban_and_some_are_not(course):
    allowed = PLAN["fuel_class"]["III"]["allowed"] + PLAN["fuel_class"]["III"]["where_no_gas"]
    used = course["substitute"].map(SUBSTITUTE_WORDS.__getitem__)
    assert set(used) - set(allowed) == {"洁净型煤", "生物质成型燃料炉"}
    assert 0.02 < (~used.isin(allowed)).mean() < 0.2


def test_district_heat_stays_under_the_ban_where_what_is_not_allowed_is_rarest(course):
    word = course["substitute"].map(SUBSTITUTE_WORDS.__getitem__)
    assert set(AREA[word == "集中供热"]) == {BAN}
    poor = word.isin(DISALLOWED_SUBSTITUTES).groupby(AREA).mean()
    assert 0 < poor[BAN] < poor[BUFFER] < poor[OUTSIDE] < 0.2
    without_grid = course["ready"] == NEVER
    assert without_grid[word == NO_GRID_SUBSTITUTE].mean() > 0.7
    assert without_grid[(word != NO_GRID_SUBSTITUTE) & (course["path"] == USUAL)].sum() == 0


def test_every_path_and_lapse_occurs_and_only_the_deferred_are_exempt(course):
    assert set(course["path"]) == set(range(len(PATHS)))
    assert 0.9 < (course["lapse"] == SOUND).mean() < 0.99
    exempt = course["exempt"] < NEVER
    assert exempt.any()
    assert set(course.loc[exempt, "path"]) == {DEFERRED}


def test_chance_is_repeatable():
    assert_frame_equal(courses(seed=9), courses(seed=9))
    assert not courses(seed=9).equals(courses(seed=10))
