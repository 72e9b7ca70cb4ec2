"""The days that a text or number may mean, before anything else of the ledger is weighed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from zonemap.repair.characters import NONE_SIGNS, has_wide, is_error, plain

__all__ = ["Written", "number_readings", "text_readings"]

SERIALS = (36526, 54789)
"""Spreadsheet serials of 2000-01-01 and 2050-01-01: five digits are no other way to write a day."""

EPOCH = date(1899, 12, 30)
CENTURY = 2000

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What may stand behind a day: a time of day, a weekday.
_TIME = r"(?:[t\s]*(?:上午|下午)?\s*[0-9]{1,2}\s*[:时点]\s*[0-9]{1,2}.*)?"
_WEEKDAY = r"\s*[(\[]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)\]]?"
_SEPARATOR = r"\s*[-/.年月\s、,。·\\—–−_]\s*"
_YMD = re.compile(
    rf"([0-9]{{4}})({_SEPARATOR})([0-9]{{1,2}})({_SEPARATOR})([0-9]{{1,2}})\s*([日号.]?)"
    rf"({_WEEKDAY})?{_TIME}"
)
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})(?:[0-9]{{6}}|\.0+)?{_TIME}")
_MONTH = re.compile(r"([0-9]{4})\s*(?:[-/.]\s*([0-9]{1,2})|年\s*([0-9]{1,2})\s*(?:月份?)?)")
_COMPACT_MONTH = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})[-/.\s]([0-9]{{1,2}})[-/.\s]([0-9]{{4}}){_TIME}")
_SHORT = re.compile(rf"'?([0-9]{{1,2}})([-/.\s])([0-9]{{1,2}})\2([0-9]{{1,2}})\.?{_TIME}")
_SHORT_COMPACT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_SHORT_MARKED = re.compile(
    rf"'?([0-9]{{2}})\s*年\s*([0-9]{{1,2}})\s*月\s*([0-9]{{1,2}})\s*[日号]?{_TIME}"
)
_SHORT_MONTH = re.compile(r"'?([0-9]{2})\s*年\s*([0-9]{1,2})\s*月份?")
_UNCLEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}")
_NAMED = re.compile(
    r"(?:(?P<d>[0-9]{1,2})[-/\s]?(?P<m>[a-z]{3})[a-z]*\.?"
    r"|(?P<m2>[a-z]{3})[a-z]*\.?\s*(?P<d2>[0-9]{1,2}))(?:st|nd|rd|th)?[-/,\s]+(?P<y>[0-9]{2}|[0-9]{4})"
)
_CHINESE = re.compile(
    r"(二[〇零○oO0][〇零○oO0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell of a day says.

    Attributes
    ----------
    readings
        The days it may mean; none where it is blank or no day.
    repair
        What reading it took; empty for an ordinary day.
    fault
        ``bad_date``, ``ambiguous_date`` or ``error_cell``; empty where there are readings, or
        the cell is blank.
    short
        The year has two digits.
    """

    readings: tuple[date, ...] = ()
    repair: str = ""
    fault: str = ""
    short: bool = False


_BAD = Written(fault="bad_date")
_AMBIGUOUS = Written(fault="ambiguous_date")


def number_readings(number: float) -> Written:
    """The day that a number means: a serial, a year and month parted by the point, eight digits."""
    if not math.isfinite(number):
        return _BAD
    if SERIALS[0] <= number < SERIALS[1] + 1:
        return Written((EPOCH + timedelta(days=int(number)),), "excel_serial")
    if number % 1 == 0:
        return _compact(f"{number:.0f}") or _BAD
    year, _, month = repr(float(number)).partition(".")
    if len(year) != 4 or len(month) > 2:
        return _BAD
    # 2022.10 is kept as 2022.1: January and October look the same.
    return _AMBIGUOUS if month == "1" else _month(int(year), int(month))


def text_readings(text: str) -> Written:
    """The days that a text may mean."""
    shown = plain(text)
    if shown in NONE_SIGNS or not shown:
        return Written()
    if is_error(shown):
        return Written(fault="error_cell")
    shown = shown.lower().removeprefix("'") if len(shown) > 7 else shown.lower()
    for reader in (_full, _compact, _month_only, _year_last, _short, _named, _chinese):
        written = reader(shown)
        if written is not None:
            return _marked_wide(written, text)
    return _BAD


def _marked_wide(written: Written, text: str) -> Written:
    """The same, its full width listed where nothing else had to be repaired."""
    if written.readings and not written.repair and has_wide(text):
        return Written(written.readings, "full_width")
    return written


def _day(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _found(readings: tuple[date, ...], repair: str = "", *, short: bool = False) -> Written:
    distinct = tuple(dict.fromkeys(readings))
    return Written(distinct, repair, short=short) if distinct else _BAD


def _month(year: int, month: int) -> Written:
    return _found(_day(year, month, 1), "month_only")


def _full(shown: str) -> Written | None:
    match = _YMD.fullmatch(shown)
    if match is None:
        return None
    year, first, month, second, day, end, weekday = match.groups()
    marks = (first.strip(), second.strip())
    usual = marks in {("-", "-"), ("/", "/"), (".", "."), ("年", "月"), ("", "")}
    repair = "" if usual and not weekday and end != "." else "date_format"
    return _found(_day(int(year), int(month), int(day)), repair)


def _compact(shown: str) -> Written | None:
    if match := _COMPACT.fullmatch(shown):
        return _found(_day(*map(int, match.groups())), "date_format")
    if match := _SERIAL.fullmatch(shown):
        number = float(shown)
        inside = SERIALS[0] <= number < SERIALS[1] + 1
        return number_readings(number) if inside else _BAD
    month = _COMPACT_MONTH.fullmatch(shown)
    short = _SHORT_COMPACT.fullmatch(shown)
    days = _short_days(*map(int, short.groups())) if short else ()
    if month and days:
        return _AMBIGUOUS
    if month:
        return _month(int(month[1]), int(month[2]))
    return _found(days, "two_digit_year", short=True) if short else None


def _month_only(shown: str) -> Written | None:
    if match := _MONTH.fullmatch(shown):
        return _month(int(match[1]), int(match[2] or match[3]))
    if match := _SHORT_MONTH.fullmatch(shown):
        return _month(CENTURY + int(match[1]), int(match[2]))
    return _AMBIGUOUS if _UNCLEAR.fullmatch(shown) else None


def _year_last(shown: str) -> Written | None:
    match = _YEAR_LAST.fullmatch(shown)
    if match is None:
        return None
    first, second, year = map(int, match.groups())
    return _found((*_day(year, second, first), *_day(year, first, second)), "date_format")


def _short(shown: str) -> Written | None:
    if match := _SHORT_MARKED.fullmatch(shown):
        year, month, day = map(int, match.groups())
        return _found(_day(CENTURY + year, month, day), "two_digit_year", short=True)
    if match := _SHORT.fullmatch(shown):
        days = _short_days(int(match[1]), int(match[3]), int(match[4]))
        return _found(days, "two_digit_year", short=True)
    return None


def _short_days(first: int, second: int, third: int) -> tuple[date, ...]:
    """Year, month, day; day, month, year; month, day, year."""
    return (
        *_day(CENTURY + first, second, third),
        *_day(CENTURY + third, second, first),
        *_day(CENTURY + third, first, second),
    )


def _named(shown: str) -> Written | None:
    match = _NAMED.fullmatch(shown)
    name = (match["m"] or match["m2"]) if match else ""
    if match is None or name not in MONTHS:
        return None
    month, day = MONTHS.index(name) + 1, int(match["d"] or match["d2"])
    if len(match["y"]) == 4:
        return _found(_day(int(match["y"]), month, day), "date_format")
    year = int(match["y"])
    swapped = _day(CENTURY + day, month, year) if match["d"] else ()
    return _found((*_day(CENTURY + year, month, day), *swapped), "two_digit_year", short=True)


def _chinese(shown: str) -> Written | None:
    match = _CHINESE.fullmatch(shown)
    if match is None:
        return None
    month, day = (_up_to_99(part) for part in (match[2], match[3]))
    return _found(_day(int(match[1].translate(_DIGITS)), month, day), "date_format")


def _up_to_99(text: str) -> int:
    """A number such as 十, 十二, 二十 or 二十一; 0 where it is none."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    digits = [part.translate(_DIGITS) for part in (tens or ("一" if ten else "〇"), ones or "〇")]
    return int(digits[0]) * 10 + int(digits[1])
