from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from zonemap.sample.course import (
    FAILED,
    FAILED_CHECK,
    NEVER,
    NO_ACCEPTANCE,
    NO_ENERGY_DAY,
    PATHS,
    SOUND,
    SUBSTITUTE_WORDS,
    USUAL,
    draw_course,
)
from zonemap.sample.progress import progress_on
from zonemap.schema import COLUMN_NAMES

DAYS = {"asked": 10, "signed": 20, "planned": 90, "installed": 30, "energised": 40, "accepted": 50}
LAST_DAY = 19_265
HEAT_PUMP = SUBSTITUTE_WORDS.index("空气源热泵")


def course_of(**changes):
    """One household on the usual path, signed on day 20 and accepted on day 50."""
    usual = {
        "path": USUAL, "substitute": HEAT_PUMP, "reason": 0, "lapse": SOUND, "chance": 0.5,
        "event": NEVER, "ready": 5, "exempt": NEVER, "checked": NEVER, "relapsed": NEVER,
    }  # fmt: skip
    return pd.DataFrame([usual | DAYS | changes])


def beside(path, **changes):
    """One household on another path, reached on day 10, where something happens on day 25."""
    never = dict.fromkeys(("signed", "planned", "installed", "energised", "accepted"), NEVER)
    return course_of(path=list(PATHS).index(path), event=25, **never, **changes)


def row_on(day, course):
    return progress_on(day, course).iloc[0]


@pytest.mark.parametrize(
    ("day", "status"),
    [(5, "active"), (19, "active"), (20, "signed"), (30, "installed"), (40, "energised"),
     (49, "energised"), (50, "cleared"), (200, "cleared")],
)  # fmt: skip
def test_a_ledger_shows_the_step_reached_by_its_day(day, status):
    assert row_on(day, course_of())["status"] == status


def test_nothing_is_known_before_its_day_but_the_day_planned():
    before, signed = row_on(9, course_of()), row_on(20, course_of())
    dates = ["agreement_date", "installed_date", "energy_on_date", "accepted_date", "planned_date"]
    assert before[[*dates, "substitute", "acceptance", "subsidy_yuan", "note"]].isna().all()
    assert before["consent"] == "未征询"
    assert signed["consent"] == "同意"
    assert signed["substitute"] == "空气源热泵"
    assert signed["agreement_date"] == pd.Timestamp("1970-01-21")
    assert signed["planned_date"] == pd.Timestamp("1970-04-01")
    assert pd.isna(signed["installed_date"])


@pytest.mark.parametrize(
    ("lapse", "column", "written"),
    [(NO_ACCEPTANCE, "accepted_date", None), (NO_ACCEPTANCE, "acceptance", None),
     (FAILED, "acceptance", "不合格"), (NO_ENERGY_DAY, "energy_on_date", None)],
)  # fmt: skip
def test_a_lapse_leaves_the_status_cleared_and_its_evidence_wanting(lapse, column, written):
    sound, amiss = row_on(60, course_of()), row_on(60, course_of(lapse=lapse))
    assert amiss["status"] == sound["status"] == "cleared"
    assert sound[column] in {"合格", pd.Timestamp("1970-02-10"), pd.Timestamp("1970-02-20")}
    assert pd.isna(amiss[column]) if written is None else amiss[column] == written


def test_burning_again_shows_from_its_day_and_so_does_a_failed_check():
    again = course_of(relapsed=70, checked=70)
    assert row_on(69, again)["status"] == "cleared"
    after = row_on(70, again)
    assert after[["status", "check_result", "note"]].tolist() == [
        "relapsed", "复烧", "复烧，已责令整改",
    ]  # fmt: skip
    unnoticed = row_on(70, course_of(checked=70, lapse=FAILED_CHECK))
    assert unnoticed[["status", "check_result"]].tolist() == ["cleared", "复烧"]
    assert row_on(70, course_of(checked=70))["check_result"] == "正常"


def test_a_refusal_stays_a_coal_user_and_a_deferral_has_its_reason_and_term():
    refused = row_on(30, beside("refused"))
    assert refused[["status", "consent"]].tolist() == ["active", "拒绝"]
    assert pd.isna(refused["substitute"])
    early, deferred = (row_on(day, beside("deferred", exempt=400)) for day in (24, 25))
    assert early["status"] == "active"
    assert early[["deferred_reason", "exemption_until"]].isna().all()
    assert deferred["status"] == "deferred"
    assert deferred["deferred_reason"] == "电网改造未完成"
    assert deferred["exemption_until"] == pd.Timestamp("1971-02-05")


@pytest.mark.parametrize("path", ["vacant", "demolished", "misreported"])
def test_what_is_no_coal_user_any_more_is_so_from_its_day_with_a_note(path):
    assert row_on(24, beside(path))["status"] == "active"
    after = row_on(25, beside(path))
    assert after["status"] == path
    assert len(after["note"]) > 3


def test_the_columns_are_those_of_the_ledger_from_status_to_note():
    listed = list(COLUMN_NAMES)
    wanted = [name for name in listed[listed.index("status") :] if name != "officer"]
    assert list(progress_on(20, course_of())) == wanted


@pytest.fixture(scope="module")
def eight_weeks():
    """What the ledgers of eight weeks say of the same households, by day number."""
    count = 3000
    course = draw_course(
        np.arange(count) % 3,
        np.arange(count) % 4,
        since=np.full(count, LAST_DAY - 150),
        last_day=LAST_DAY,
        rng=np.random.default_rng(7),
    )
    return {day: progress_on(day, course) for day in range(LAST_DAY - 49, LAST_DAY + 1, 7)}


def test_a_status_never_goes_back_but_to_burning_again(eight_weeks):
    steps = ["active", "signed", "installed", "energised", "cleared"]
    for before, after in pairwise(table["status"] for table in eight_weeks.values()):
        on_path = before.isin(steps) & after.isin(steps)
        assert (after[on_path].map(steps.index) >= before[on_path].map(steps.index)).all()
        assert before[after == "relapsed"].isin(["cleared", "relapsed", "energised"]).all()
        ended = before.isin(["vacant", "demolished", "misreported", "deferred", "relapsed"])
        assert (before[ended] == after[ended]).all()


def test_dates_follow_each_other_and_none_is_in_the_future(eight_weeks):
    for day, table in eight_weeks.items():
        done = table[["agreement_date", "installed_date", "energy_on_date", "accepted_date"]]
        now = pd.Timestamp(day, unit="D")
        assert not (done > now).any(axis=None)
        assert not (table["check_date"] > now).any()
        filled = done.ffill(axis=1)
        for earlier, later in pairwise(done.columns):
            assert not (filled[later] < filled[earlier]).any()
        installed = table["status"].isin(["installed", "energised", "cleared", "relapsed"])
        assert table.loc[installed, "installed_date"].notna().all()
