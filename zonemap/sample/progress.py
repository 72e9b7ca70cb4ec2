"""What a ledger of a day says of the course of synthetic households (模拟数据).

It shows only what has happened by then, so dates agree with each other and with the status,
and none lies in the future but the planned.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from zonemap.sample.course import (
    DEFERRED,
    DEMOLISHED,
    FAILED,
    FAILED_CHECK,
    NEVER,
    NO_ACCEPTANCE,
    NO_ENERGY_DAY,
    PATHS,
    REFUSED,
    SOUND,
    SUBSTITUTE_WORDS,
    USUAL,
)
from zonemap.sample.words import DEFERRED_REASONS, SUBSIDIES_YUAN, texts
from zonemap.schema import STATUSES

__all__ = ["progress_on"]

SUBSIDIES = np.array(list(SUBSIDIES_YUAN.values()))

CONSENT_WORDS = ("未征询", "同意", "拒绝")
CHECK_WORDS = ("正常", "复烧")
ACCEPTANCE_WORDS = ("合格", "不合格")
PATH_NOTES = (
    "",
    "担心费用，未签约",
    "",
    "常年外出，房屋空置",
    "已拆除，附现场照片",
    "误报，附入户照片",
)
RELAPSE_NOTE = "复烧，已责令整改"


def shown(position: pd.Series, visible: pd.Series) -> np.ndarray:
    """Positions of words; -1 where not visible."""
    return np.where(visible, position, -1)


def dated(days: pd.Series, visible: pd.Series) -> pd.Series:
    """Day numbers as days; missing where not visible."""
    seconds = days.where(visible, 0).to_numpy("int64") * 86_400
    return pd.Series(seconds.astype("datetime64[s]"), index=days.index).where(visible)


def when(days: pd.Series, day: int) -> pd.Series:
    """Day numbers as days; missing where later than ``day``."""
    return dated(days, days <= day)


def status_on(day: int, course: pd.DataFrame) -> pd.Series:
    """The name of each household's status on a day, from `schema.STATUSES`."""
    names = [status.name for status in STATUSES]
    steps = (
        ("signed", course["signed"]),
        ("installed", course["installed"]),
        ("energised", course["energised"]),
        ("cleared", course["accepted"]),
        ("relapsed", course["relapsed"]),
    )
    position = np.full(len(course), names.index("active"))
    for name, since in steps:
        position[since <= day] = names.index(name)
    happened = course["event"] <= day
    for path, name in enumerate(PATHS):
        if name in names:
            position[happened & (course["path"] == path)] = names.index(name)
    return texts(names, position)


def progress_on(day: int, course: pd.DataFrame) -> pd.DataFrame:
    """What a ledger of a day says of plan, delivery and after: the columns that change.

    Parameters
    ----------
    day
        The day number of the ledger.
    course
        As `draw_course` gives it.

    Returns
    -------
    progress
        The columns from ``status`` to ``note`` of the ledger but the officer, on a new index.
    """
    course = course.reset_index(drop=True)
    cleared = course["accepted"] <= day
    lapse = course["lapse"].where(cleared, SOUND)
    asked = course["asked"] <= day
    willing = course["path"].isin((USUAL, DEFERRED))
    deferred = (course["event"] <= day) & (course["path"] == DEFERRED)
    accepted = when(course["accepted"], day)
    return pd.DataFrame(
        {
            "status": status_on(day, course),
            "substitute": texts(SUBSTITUTE_WORDS, shown(course["substitute"], asked & willing)),
            "consent": consent_on(day, course),
            "agreement_date": when(course["signed"], day),
            "energy_ready": (course["ready"] <= day)
            .astype("boolean")
            .where(course["chance"] < 0.96),
            "planned_date": dated(course["planned"], asked & (course["planned"] < NEVER)),
            "installed_date": when(course["installed"], day),
            "energy_on_date": when(course["energised"], day).where(lapse != NO_ENERGY_DAY),
            "stove_handed_in": handed_in_on(day, course),
            "accepted_date": accepted.where(lapse != NO_ACCEPTANCE),
            "acceptance": acceptance_on(day, course, lapse),
            "subsidy_yuan": subsidy_on(day, course),
            "check_date": when(course["checked"], day),
            "check_result": check_on(day, course),
            "deferred_reason": texts(DEFERRED_REASONS, shown(course["reason"], deferred)),
            "exemption_until": dated(course["exempt"], deferred & (course["exempt"] < NEVER)),
            "note": note_on(day, course),
        }
    )


def consent_on(day: int, course: pd.DataFrame) -> pd.Series:
    """The will of each household, as far as it has been asked."""
    path = course["path"]
    agreed = (course["asked"] <= day) & path.isin((USUAL, DEFERRED, DEMOLISHED))
    refused = (course["event"] <= day) & (path == REFUSED)
    return texts(CONSENT_WORDS, agreed.to_numpy() + 2 * refused.to_numpy())


def acceptance_on(day: int, course: pd.DataFrame, lapse: pd.Series) -> pd.Series:
    """The verdict of acceptance; also on a few whose energy is on and who must wait again."""
    cleared = course["accepted"] <= day
    again = (course["energised"] <= day) & ~cleared & (course["chance"] < 0.03)
    failed = again | (lapse == FAILED)
    visible = (cleared | again) & (lapse != NO_ACCEPTANCE)
    return texts(ACCEPTANCE_WORDS, shown(failed.astype(int), visible))


def handed_in_on(day: int, course: pd.DataFrame) -> pd.Series:
    """Whether the old stove has been handed in; missing before the new one stands."""
    likely = np.where(course["accepted"] <= day, 0.97, 0.6)
    return (course["chance"] < likely).astype("boolean").where(course["installed"] <= day)


def subsidy_on(day: int, course: pd.DataFrame) -> pd.Series:
    """Yuan paid by a day: to most of the cleared, by what was put in."""
    paid = (course["accepted"] <= day) & (course["chance"] < 0.92)
    return pd.Series(SUBSIDIES[course["substitute"]]).where(paid)


def check_on(day: int, course: pd.DataFrame) -> pd.Series:
    """What a look back found."""
    burning = (course["relapsed"] < NEVER) | (course["lapse"] == FAILED_CHECK)
    return texts(CHECK_WORDS, shown(burning.astype(int), course["checked"] <= day))


def note_on(day: int, course: pd.DataFrame) -> pd.Series:
    """Remarks: on most of those beside the usual path, and on those that burn again."""
    remarked = (course["event"] <= day) & (course["chance"] < 0.88)
    position = shown(course["path"], remarked)
    position[course["relapsed"] <= day] = len(PATH_NOTES)
    return texts((*PATH_NOTES, RELAPSE_NOTE), position)
