"""How synthetic households (模拟数据) leave coal: what happens to each, and when.

A course is a table of days (whole numbers since 1970-01-01; `NEVER` if it does not happen),
a row per household.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from zonemap.sample.words import (
    DEFERRED_REASONS,
    DISALLOWED_SUBSTITUTES,
    NO_GRID_SUBSTITUTE,
    SUBSIDIES_YUAN,
    SUBSTITUTES,
    drawn,
)

__all__ = [
    "DEFERRED",
    "DEMOLISHED",
    "FAILED",
    "FAILED_CHECK",
    "NEVER",
    "NO_ACCEPTANCE",
    "NO_ENERGY_DAY",
    "PATHS",
    "PROGRAMME_DAYS",
    "REFUSED",
    "SOUND",
    "SUBSTITUTE_WORDS",
    "USUAL",
    "day_number",
    "draw_course",
]

NEVER = 10**6

PROGRAMME_DAYS = 150
"""How long the programme has run by the last ledger."""

SIGNING_DAYS = {"ban": 62.0, "buffer": 125.0, "outside": 230.0}
"""Mean days from the start of the programme to signing, by where a household lives."""

PATHS: dict[str, float] = {
    "usual": 0.885,
    "refused": 0.025,
    "deferred": 0.035,
    "vacant": 0.025,
    "demolished": 0.015,
    "misreported": 0.015,
}
USUAL, REFUSED, DEFERRED, VACANT, DEMOLISHED, MISREPORTED = range(len(PATHS))

LAPSES: dict[str, float] = {
    "none": 0.95,
    "no acceptance": 0.014,
    "acceptance failed": 0.010,
    "no energy day": 0.016,
    "failed check": 0.010,
}
"""What is amiss with the evidence of the cleared, unnoticed by the status."""
SOUND, NO_ACCEPTANCE, FAILED, NO_ENERGY_DAY, FAILED_CHECK = range(len(LAPSES))

RELAPSE_SHARE = 0.014
"""Of those ever cleared, the share that burns again by the last ledger."""

SUBSTITUTE_WORDS: tuple[str, ...] = tuple(SUBSIDIES_YUAN)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def draw_course(
    area: np.ndarray,
    purpose: np.ndarray,
    *,
    since: np.ndarray,
    last_day: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """What happens to each household, and when.

    Parameters
    ----------
    area
        ``ban``, ``buffer`` or ``outside`` as a position in `SIGNING_DAYS`.
    purpose
        As a position in `zonemap.sample.words.SUBSTITUTES`.
    since
        The day number from which the programme reaches each household.
    last_day
        The day number of the last ledger.
    rng
        The source of chance.

    Returns
    -------
    course
        In the order given: ``path`` (position in `PATHS`), ``substitute`` (in
        `SUBSTITUTE_WORDS`), ``reason`` (in `DEFERRED_REASONS`), ``lapse`` (in `LAPSES`),
        ``chance`` (0-1, for small accidents), and the days of `draw_days`, `draw_checks`,
        ``ready`` (grid or gas) and ``exempt`` (until when).
    """
    count = len(area)
    course = pd.DataFrame(
        {
            "path": drawn(PATHS, count, rng),
            "substitute": draw_substitutes(area, purpose, rng),
            "reason": drawn(DEFERRED_REASONS, count, rng),
            "lapse": drawn(LAPSES, count, rng),
            "chance": rng.random(count),
        }
    )
    path = course["path"].to_numpy()
    course = course.assign(**draw_days(path, area, since, last_day, rng))
    course["ready"] = draw_ready_days(course, rng)
    course["exempt"] = draw_exemptions(path, last_day, rng)
    return course.assign(**draw_checks(course["accepted"].to_numpy(), last_day, rng))


def draw_days(
    path: np.ndarray, area: np.ndarray, since: np.ndarray, last_day: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """The days of ``event`` on a path that is not usual, and of the steps of the usual one.

    Returns
    -------
    days
        Of ``event``, ``asked``, ``signed``, ``planned``, ``installed``, ``energised`` and
        ``accepted``, each no earlier than what must come before it.
    """
    count = len(path)
    mean = np.array(list(SIGNING_DAYS.values()))[area]
    signed = since + 3 + whole(rng.gamma(1.5, mean / 1.5))
    installed = signed + 3 + whole(rng.gamma(2.0, 8.0, count))
    waits = np.where(rng.random(count) < 0.08, rng.integers(30, 90, count), 0)
    energised = installed + whole(rng.gamma(1.5, 7.0, count)) + waits
    accepted = energised + 2 + whole(rng.gamma(1.5, 7.0, count))
    planned = signed + rng.integers(40, 75, count)
    capped = np.minimum(planned, np.maximum(signed + 7, last_day + 31))
    event = since + whole(rng.random(count) * (last_day - since))
    usual = path == USUAL
    asked = np.where(usual, signed, event) - rng.integers(0, 30, count)
    steps = {
        "signed": signed,
        "planned": np.where(area == 0, capped, planned),
        "installed": installed,
        "energised": energised,
        "accepted": accepted,
    }
    days = {name: np.where(usual, day, NEVER) for name, day in steps.items()}
    return {"event": np.where(usual, NEVER, event), "asked": np.maximum(asked, since), **days}


def whole(days: np.ndarray) -> np.ndarray:
    """Whole days."""
    return days.astype(np.int64)


def substitute_positions(words: Iterable[str]) -> np.ndarray:
    """Where words stand in `SUBSTITUTE_WORDS`."""
    return np.array([SUBSTITUTE_WORDS.index(word) for word in words])


def draw_substitutes(area: np.ndarray, purpose: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What takes the place of coal: mostly what a ban zone allows, now and then not."""
    substitute = np.zeros(len(area), np.int64)
    for position, shares in enumerate(SUBSTITUTES.values()):
        own = np.flatnonzero(purpose == position)
        substitute[own] = substitute_positions(shares)[drawn(shares, len(own), rng)]
    network, pump, anthracite = substitute_positions(("集中供热", "空气源热泵", NO_GRID_SUBSTITUTE))
    substitute[(substitute == network) & (area != 0)] = pump
    chance = rng.random(len(area))
    poor = np.flatnonzero(chance < np.array([0.025, 0.10, 0.16])[area])
    shares = DISALLOWED_SUBSTITUTES
    substitute[poor] = substitute_positions(shares)[drawn(shares, len(poor), rng)]
    substitute[chance > 0.975] = anthracite
    return substitute


def draw_ready_days(course: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """When grid or gas is ready: before energy is on, and mostly never for anthracite."""
    count = len(course)
    before = np.minimum(course["energised"].to_numpy(), course["event"].to_numpy())
    ready: np.ndarray = before - np.where(rng.random(count) < 0.85, 200, rng.integers(0, 30, count))
    anthracite = course["substitute"] == SUBSTITUTE_WORDS.index(NO_GRID_SUBSTITUTE)
    ready[anthracite & (rng.random(count) < 0.85)] = NEVER
    ready[(course["path"] == DEFERRED) & (course["reason"] < 2)] = NEVER
    return ready


def draw_exemptions(path: np.ndarray, last_day: int, rng: np.random.Generator) -> np.ndarray:
    """The last day of an exemption: of some deferred households; now and then run out."""
    year = date.fromordinal(last_day + date(1970, 1, 1).toordinal()).year
    ends = [day_number(date(year + 1, 3, 31)), day_number(date(year, 12, 31)), last_day - 30]
    exempt = np.array(ends)[rng.choice(3, len(path), p=[0.6, 0.3, 0.1])]
    return np.where((path == DEFERRED) & (rng.random(len(path)) < 0.4), exempt, NEVER)


def draw_checks(
    accepted: np.ndarray, last_day: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """The days ``checked`` (回头看) of some of the cleared, and ``relapsed`` of a few."""
    count = len(accepted)
    looked = (accepted < NEVER) & (rng.random(count) < 0.35)
    checked = np.where(looked, accepted + rng.integers(10, 45, count), NEVER)
    cleared = np.flatnonzero(accepted < last_day - 5)
    wanted = round(RELAPSE_SHARE * int((accepted <= last_day).sum()))
    relapsing = rng.choice(cleared, min(wanted, len(cleared)), replace=False)
    span = last_day - 4 - accepted[relapsing]
    relapsed = np.full(count, NEVER)
    relapsed[relapsing] = last_day - whole(rng.random(len(relapsing)) * span)
    checked[relapsing] = relapsed[relapsing]
    return {"checked": checked, "relapsed": relapsed}
