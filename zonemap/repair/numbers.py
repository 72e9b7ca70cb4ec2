"""Tonnes, square metres and yuan from what is written in their columns."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import numpy as np

from zonemap.repair.cells import Readings, cell_count, number_text, numbers_of
from zonemap.repair.characters import NONE_SIGNS, has_wide, is_error, plain, seen
from zonemap.repair.numerals import has_decimal_commas, ordinary_numbers, plain_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from zonemap.repair.cells import Cells

__all__ = ["UNITS", "huge_numbers", "read_number", "read_numbers"]

_TONNE, _KILO, _JIN = Decimal(1), Decimal("0.001"), Decimal("0.0005")
_ONE, _TEN_THOUSAND = Decimal(1), Decimal(10_000)

UNITS: dict[str, dict[str, Decimal]] = {
    "coal_t": {
        **dict.fromkeys(("吨", "公吨", "t", "ton", "tons", "tonne", "tonnes"), _TONNE),
        **dict.fromkeys(("公斤", "千克", "kg", "kgs"), _KILO),
        **dict.fromkeys(("斤", "市斤"), _JIN),
    },
    "heated_area_m2": dict.fromkeys(
        ("㎡", "m²", "m2", "m^2", "平方米", "平米", "平方", "平", "平方公尺"), _ONE
    ),
    "subsidy_yuan": {
        **dict.fromkeys(("元", "圆", "元整", "块", "块钱", "¥", "￥", "rmb", "cny"), _ONE),
        **dict.fromkeys(("元人民币", "人民币", "元/户"), _ONE),
        **dict.fromkeys(("万元", "万", "万元整", "万元/户"), _TEN_THOUSAND),
        "千元": Decimal(1000),
    },
}
"""Units that officials write, in small letters, and what one of each is in the column's own.
Mu are missing on purpose: nobody heats a mu, the cell means something else."""

PER_YEAR = ("/年", "/a", "每年", "一年", "/户", "/户年")
"""Behind a unit of coal: the column says it already."""

BEFORE = re.compile(r"^(?:rmb|cny|人民币|[¥￥])\s*[:：]?\s*", re.IGNORECASE)
_BODY = re.compile(
    r"^([-+−]?[0-9.][0-9.,'。\s]*?(?:e[-+]?[0-9]+)?)\s*([^0-9\s.,'。].*)?$", re.IGNORECASE
)

RESIDENTS = frozenset({"居民", "居民户", "居民用户", "农户", "村民", "住户", "居民住宅"})

HUGE: dict[str, tuple[float, float]] = {
    # A household burns 1 to 4 tonnes a year: beyond 50 kilograms were typed. Beyond 5,000 it is
    # no small boiler but a power station.
    "coal_t": (50.0, 5_000.0),
    # 5,000 square metres are a block of flats, 500,000 a quarter of a town.
    "heated_area_m2": (5_000.0, 500_000.0),
    # A heat pump costs up to 15,000 yuan; 100,000 a household is an order more than any subsidy.
    "subsidy_yuan": (100_000.0, 10_000_000.0),
}
"""Of residents and of all others: more is kept, but noted."""


def read_numbers(cells: Cells, *, column: str) -> Readings:
    """Numbers in the unit of the column; blanked where a cell is not surely one, or negative."""
    count, texts = cell_count(cells), len(cells.texts)
    values = np.full(count, np.nan)
    values[:texts] = ordinary_numbers(cells.texts)
    values[texts:] = numbers_of(cells)
    faulty = texts + np.flatnonzero(~np.isfinite(values[texts:]))
    issues = dict.fromkeys(faulty.tolist(), "bad_number")
    repairs: dict[int, tuple[str, str]] = {}
    units = UNITS[column]
    odd = {
        place: cells.texts[place].as_py()
        for place in np.flatnonzero(np.isnan(values[:texts])).tolist()
    }
    bodies = (_split(plain(text), units)[0] for text in odd.values())
    comma = bool(odd) and has_decimal_commas(
        bodies, plain_texts=cells.texts, numbers=values[texts:]
    )
    for place, text in odd.items():
        value, code = read_number(text, units=units, comma=comma)
        if value is None:
            issues |= {place: code} if code else {}
            continue
        values[place] = value
        if code:
            repairs[place] = (code, number_text(value))
    for place in np.flatnonzero(values < 0).tolist():
        issues[place] = "negative_number"
        repairs.pop(place, None)
    values[list(issues)] = np.nan
    values[values == 0] = 0.0  # a zero has no sign
    return Readings(values, issues, repairs)


def read_number(
    text: str, *, units: Mapping[str, Decimal], comma: bool = False
) -> tuple[float | None, str]:
    """The number a text says and the repair it took, or None and the fault.

    Parameters
    ----------
    text
        A cell as read.
    units
        Units of the column by their names in small letters.
    comma
        The comma is the decimal sign of the whole column.

    Returns
    -------
    number
        None where the cell is blank (no fault) or unsure.
    code
        Of the repair or the fault; empty where there is neither.
    """
    shown = plain(text)
    if shown in NONE_SIGNS or not shown:
        return None, ""
    if is_error(shown):
        return None, "error_cell"
    body, unit = _split(shown.removeprefix("'"), units)
    number = plain_number(body, comma=comma)
    if number is None or unit is None:
        return None, "bad_number"
    digits, repair = number
    try:
        value = float(Decimal(digits) * units.get(unit, _ONE))
    except (InvalidOperation, OverflowError):
        return None, "bad_number"
    if not np.isfinite(value):
        return None, "bad_number"
    return value, "unit" if unit else repair or _surface(text, shown)


def _surface(text: str, shown: str) -> str:
    """Why a plain number did not look like one."""
    if has_wide(text):
        return "full_width"
    return "spaces" if seen(text) != text.strip() or shown.startswith("'") else ""


def _split(shown: str, units: Mapping[str, Decimal]) -> tuple[str, str | None]:
    """Number and unit of a half-width text; the unit is None where it is not known."""
    currency = BEFORE.match(shown) if "元" in units else None
    match = _BODY.match(shown[currency.end() :] if currency else shown)
    if match is None:
        return shown, None
    unit = re.sub(r"\s", "", match[2] or "").lower().rstrip("。.")
    if "吨" in units:
        unit = next((unit.removesuffix(end) for end in PER_YEAR if unit.endswith(end)), unit)
    if unit == "" and currency:
        unit = "元"
    return match[1].strip(), unit if unit in units or unit == "" else None


def huge_numbers(values: pd.Series, *, column: str, user_type: pd.Series) -> NDArray[np.bool_]:
    """Numbers that nobody would believe of such a user, as a mask over the rows."""
    resident, other = HUGE[column]
    numbers = values.to_numpy()
    beyond = numbers > resident
    if not beyond.any():
        return np.asarray(beyond)
    limits = np.where(user_type.isin(RESIDENTS).to_numpy(dtype=bool), resident, other)
    return np.asarray(numbers > limits)
