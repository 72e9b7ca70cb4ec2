"""Days, settled in view of the day of the ledger and of the other days in it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from zonemap.repair.cells import Readings
from zonemap.repair.day_texts import Written, number_readings, text_readings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zonemap.repair.cells import Cells

__all__ = [
    "FUTURE_COLUMNS",
    "Span",
    "read_days",
    "settled_day",
    "sure_days",
    "usual_span",
    "written_days",
]

FUTURE_COLUMNS = frozenset({"planned_date", "exemption_until"})
"""Days that may lie ahead of the ledger's own."""

MONTH_END_COLUMNS = frozenset({"check_date", "exemption_until"})
"""Where a month alone is read as its last day, elsewhere as its first: a check counts against
a household from its day on, so it must not slip before the acceptance; a permission ends with
its month."""

EARLIEST = date(2000, 1, 1)
"""No programme that a ledger could speak of is older."""

YEARS_AHEAD = 20
"""How far plans and exemptions reach."""

MARGIN = timedelta(days=90)
"""How far beyond the other days of the file a day with a short year may lie."""

WIDER = timedelta(days=5 * 366)
"""How far from the day of the ledger, where the other days rule out every reading."""

USUAL_SHARE = 0.01
"""Share of the days at either end that are not taken as usual: one slip must not widen it."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both included."""

    first: date
    last: date


def written_days(cells: Cells) -> list[Written]:
    """What each distinct cell of a column of days says."""
    written = [text_readings(text) for text in cells.texts.to_pylist()]
    for cell in cells.others:
        if isinstance(cell, datetime):
            written.append(Written((cell.date(),)))
        elif isinstance(cell, date):
            written.append(Written((cell,)))
        else:
            written.append(number_readings(cell))
    return written


def sure_days(cells: Cells, written: list[Written]) -> NDArray[np.datetime64]:
    """The days of the rows whose cells have one reading and a year of four digits."""
    sure = [
        item.readings[0] if len(item.readings) == 1 and not item.short else None for item in written
    ]
    distinct = np.array([*sure, None], dtype="datetime64[D]")
    days: NDArray[np.datetime64] = distinct[cells.codes]
    return days[~np.isnat(days)]


def usual_span(sure: Iterable[NDArray[np.datetime64]], *, day: date) -> Span:
    """Where the days of the file lie, but for a few at either end, and a margin.

    Parameters
    ----------
    sure
        From `sure_days`, of every column of the file.
    day
        The day of the ledger: without sure days, the two years before and after it.

    Returns
    -------
    span
        Two readings of a short year are told apart by it.
    """
    days = np.concatenate([np.empty(0, "datetime64[D]"), *sure])
    days = days[(days >= np.datetime64(EARLIEST)) & (days <= np.datetime64(_ahead(day)))]
    if not len(days):
        return Span(day - timedelta(days=731), day + timedelta(days=731))
    ends = np.quantile(days.astype(np.int64), [USUAL_SHARE, 1 - USUAL_SHARE])
    first, last = (date(1970, 1, 1) + timedelta(days=int(end)) for end in ends)
    return Span(first - MARGIN, last + MARGIN)


def _ahead(day: date) -> date:
    return date(day.year + YEARS_AHEAD, day.month, min(day.day, 28))


def read_days(written: list[Written], *, column: str, day: date, span: Span) -> Readings:
    """Days of a column; blanked where a cell is no day, not surely one, or not believable.

    Parameters
    ----------
    written
        From `written_days`.
    column
        Its name decides whether days may lie ahead, and what a month alone means.
    day
        The day of the ledger.
    span
        Where the days of the file lie: decides between readings of a short year.

    Returns
    -------
    readings
        ``typed`` are an array of ``datetime64[s]``.
    """
    limits = Span(EARLIEST, _ahead(day) if column in FUTURE_COLUMNS else day)
    values: list[date | None] = []
    issues: dict[int, str] = {}
    repairs: dict[int, tuple[str, str]] = {}
    for position, item in enumerate(written):
        settled, fault = settled_day(item, limits=limits, day=day, span=span)
        if settled is None:
            issues |= {position: fault} if fault else {}
        elif item.repair:
            if item.repair == "month_only" and column in MONTH_END_COLUMNS:
                settled = min(_month_end(settled), limits.last)
            repairs[position] = (item.repair, settled.isoformat())
        values.append(settled)
    return Readings(np.array(values, dtype="datetime64[s]"), issues, repairs)


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def settled_day(
    written: Written, *, limits: Span, day: date, span: Span
) -> tuple[date | None, str]:
    """The one believable day, or None and the fault; a blank cell has no fault.

    Parameters
    ----------
    written
        What the cell says.
    limits
        Days that the column may hold.
    day
        The day of the ledger.
    span
        Where the days of the file lie.

    Returns
    -------
    day
        None where the cell is blank or blanked.
    fault
        ``bad_date``, ``ambiguous_date``, ``future_date``, ``error_cell``, or empty.
    """
    if not written.readings:
        return None, written.fault
    tiers = [limits]
    if written.short:
        wider = Span(day - WIDER, day + WIDER)
        tiers = [_common(span, limits), _common(wider, limits)]
    for tier in tiers:
        believable = [item for item in written.readings if tier.first <= item <= tier.last]
        if believable:
            return (believable[0], "") if len(believable) == 1 else (None, "ambiguous_date")
    return None, _unbelievable(written, limits=limits, day=day)


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.first, other.first), min(one.last, other.last))


def _unbelievable(written: Written, *, limits: Span, day: date) -> str:
    """The fault of a cell none of whose readings can be believed."""
    ahead = [item for item in written.readings if item > limits.last]
    if len(written.readings) > 1:
        soon = [item for item in ahead if item <= day + timedelta(days=366)]
        return "future_date" if len(soon) == 1 and written.short else "ambiguous_date"
    return "future_date" if ahead and limits.last == day else "bad_date"
