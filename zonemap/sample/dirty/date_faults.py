"""How days go wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from zonemap.sample.dirty.kinds import Chosen, Fault, any_of, each
from zonemap.sample.dirty.place_faults import FULL_WIDTH

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DATE_FAULTS", "DONE_DATES", "EXCEL_DAY_ZERO"]

DONE_DATES = ("agreement_date", "installed_date", "energy_on_date", "accepted_date", "check_date")
"""Days of things done: they cannot lie ahead of the ledger."""

DATES = (*DONE_DATES, "planned_date", "exemption_until")

FIRST_MONTH = 5
"""Work begins in May: an earlier day would give away which number is the month."""

EXCEL_DAY_ZERO = date(1899, 12, 30)


def serial(value: date, _rng: np.random.Generator) -> float:
    """44807."""
    return float((value - EXCEL_DAY_ZERO).days)


def dotted(value: date, rng: np.random.Generator) -> str:
    """2022.9.3."""
    return (f"{value.year}.{value.month}.{value.day}", f"{value:%Y.%m.%d}")[rng.integers(2)]


def in_words(value: date, rng: np.random.Generator) -> str:
    """2022年9月3日."""
    day = ("日", "号", "")[rng.integers(3)]
    return f"{value.year}年{value.month}月{value.day}{day}"


def month_only(value: date, rng: np.random.Generator) -> str:
    """2022年9月."""
    return f"{value.year}年{value.month}月" + ("", "份")[rng.integers(2)]


def compact(value: date, rng: np.random.Generator) -> str | float:
    """20220903, as text or number."""
    return (f"{value:%Y%m%d}", float(f"{value:%Y%m%d}"))[rng.integers(2)]


def two_digits(value: date, rng: np.random.Generator) -> str:
    """22.9.3."""
    year = f"{value:%y}"
    return (
        f"{year}.{value.month}.{value.day}",
        f"{year}年{value.month}月{value.day}日",
        f"{year}/{value.month}/{value.day}",
        f"{year}-{value.month}-{value.day}",
    )[rng.integers(4)]


def ambiguous(value: date, rng: np.random.Generator) -> str:
    """03/09/22: day and month could change places."""
    if rng.random() < 0.2:
        return "03/04/25"
    day_first = rng.random() < 0.5
    first, second = (value.day, value.month) if day_first else (value.month, value.day)
    return f"{first:02d}/{second:02d}/{value:%y}"


def impossible(value: date, rng: np.random.Generator) -> str:
    """The 30th of February."""
    return (
        f"{value.year}-02-30",
        f"{value.year}-13-05",
        f"{value.year}年9月31日",
        f"{value.year}/{value.month}/45",
        f"{value.year}.0.0",
    )[rng.integers(5)]


def ahead(chosen: Chosen) -> tuple[list[object], None]:
    """Days after the ledger's own, mostly a year or ten."""
    years = chosen.rng.choice([365, 366, 3653], size=len(chosen.true))
    days = [chosen.day + timedelta(days=int(step)) for step in years]
    return [day.isoformat() for day in days], None


def small_day(values: pd.Series) -> np.ndarray:
    """Days of the programme that are earlier ones of it if day and month change places."""
    return np.asarray((values.dt.day < values.dt.month) & (values.dt.day >= FIRST_MONTH))


DATE_FAULTS: tuple[Fault, ...] = (
    Fault(name="date_serial", family="values", rate=0.0008, expected="repaired",
          example="44807", code="excel_serial", columns=DATES, write=each(serial)),
    Fault(name="date_dots", family="values", rate=0.001, expected="repaired",
          example="2022.9.3", code="date_format|", columns=DATES, write=each(dotted)),
    Fault(name="date_words", family="values", rate=0.001, expected="repaired",
          example="2022年9月3日", code="date_format|", columns=DATES, write=each(in_words)),
    Fault(name="date_month_only", family="values", rate=0.0006, expected="repaired",
          example="2022年9月", code="month_only", columns=DATES,
          write=each(month_only, becomes=lambda value: value.replace(day=1))),
    Fault(name="date_compact", family="values", rate=0.0006, expected="repaired",
          example="20220903", code="date_format", columns=DATES, write=each(compact)),
    Fault(name="date_full_width", family="values", rate=0.0003, expected="repaired",
          example="２０２２－０９－０３", code="full_width", columns=DATES,
          write=each(lambda value, _: value.isoformat().translate(FULL_WIDTH))),
    Fault(name="date_with_time", family="values", rate=0.0004, expected="repaired",
          example="2022-09-03 00:00:00", columns=DATES,
          write=each(lambda value, _: f"{value.isoformat()} 00:00:00")),
    Fault(name="date_two_digits", family="values", rate=0.0005, expected="repaired",
          example="22.9.3", code="two_digit_year", columns=DATES, write=each(two_digits)),
    Fault(name="date_ambiguous", family="values", rate=0.0004, expected="blanked",
          example="03/04/25", code="ambiguous_date", columns=DONE_DATES, fits=small_day,
          write=each(ambiguous)),
    Fault(name="date_impossible", family="values", rate=0.0004, expected="blanked",
          example="2022-02-30", code="bad_date", columns=DATES, write=each(impossible)),
    Fault(name="date_text", family="values", rate=0.0004, expected="blanked",
          example="春节前", code="bad_date", columns=DATES,
          write=any_of("春节前", "已完成", "上周", "待定", "九月底")),
    Fault(name="date_future", family="values", rate=0.0004, expected="blanked",
          example="2032-09-30", code="future_date", columns=DONE_DATES, write=ahead),
)  # fmt: skip
