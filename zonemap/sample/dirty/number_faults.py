"""How numbers, identifiers and phone numbers go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonemap.sample.dirty.kinds import Chosen, Fault, Formula, any_of, each
from zonemap.sample.dirty.place_faults import FULL_WIDTH

if TYPE_CHECKING:
    import pandas as pd

    from zonemap.sample.dirty.kinds import Write

__all__ = ["NUMBER_FAULTS", "plain"]

NUMBERS = ("coal_t", "heated_area_m2", "subsidy_yuan")

UNITS = {
    "coal_t": ("吨", "t", " 吨", "吨/年"),
    "heated_area_m2": ("平方米", "㎡", "m2", "平米"),
    "subsidy_yuan": ("元", " 元", "元整"),
}

WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
"""Of the first 17 digits of an identity number; the sum modulo 11 chooses the last sign."""

LAST_SIGNS = "10X98765432"

DIGITS_KEPT = 15
"""Excel keeps so many digits of a number."""


def plain(value: float) -> str:
    """A number without a needless point."""
    return f"{value:.0f}" if float(value).is_integer() else repr(float(value))


def with_unit(chosen: Chosen) -> tuple[list[object], None]:
    """3.5吨, 85㎡."""
    units = UNITS[chosen.column]
    picked = chosen.rng.integers(len(units), size=len(chosen.true))
    cells = zip(chosen.true, picked, strict=True)
    return [plain(float(str(value))) + units[unit] for value, unit in cells], None


def kilograms(value: float, rng: np.random.Generator) -> str:
    """3500公斤 for 3.5 t."""
    return plain(round(value * 1000)) + ("公斤", "kg", "千克")[rng.integers(3)]


def kept_digits(value: str, _rng: np.random.Generator) -> float:
    """The number Excel makes of a long identifier."""
    lost = 10 ** max(len(value) - DIGITS_KEPT, 0)
    return float(int(value) // lost * lost)


def scientific(value: str, _rng: np.random.Generator) -> str:
    """6.10702E+15, as Excel shows it and then saves it."""
    return f"{float(value):.5E}"


def last_sign(first: str) -> str:
    """The check sign after 17 digits."""
    return LAST_SIGNS[int((WEIGHTS * np.array([int(digit) for digit in first])).sum()) % 11]


def with_x(value: str) -> str:
    """The next identity number that ends in X."""
    first = int(value[:17])
    while last_sign(str(first)) != "X":
        first += 1
    return f"{first}X"


def lower_x(chosen: Chosen) -> tuple[list[object], list[object]]:
    """Identity numbers that end in x; the true ones end in X."""
    true: list[object] = [with_x(str(value)) for value in chosen.true]
    return [str(value).lower() for value in true], true


def spaced(value: str, rng: np.random.Generator) -> str:
    """999999 19500101 0019."""
    if rng.random() < 0.4:
        return f"{value[:4]} {value[4:9]} {value[9:]}"
    return f"{value[:6]} {value[6:14]} {value[14:]}"


def wrong_check(chosen: Chosen) -> tuple[list[object], list[object]]:
    """Identity numbers whose last digit is another."""
    steps = chosen.rng.integers(1, 10, size=len(chosen.true))
    cells: list[object] = [
        f"{str(value)[:17]}{(int(str(value)[17]) + step) % 10}"
        for value, step in zip(chosen.true, steps, strict=True)
    ]
    return cells, cells


def dashed(value: str, rng: np.random.Generator) -> str:
    """000-1234-5678."""
    return (f"{value[:3]}-{value[3:7]}-{value[7:]}", f"{value[:3]} {value[3:7]} {value[7:]}")[
        rng.integers(2)
    ]


def abroad(value: str, rng: np.random.Generator) -> str:
    """+86 before it."""
    return ("+86", "+86 ", "86-", "0086")[rng.integers(4)] + value


def bad_phone(value: str, rng: np.random.Generator) -> str:
    """A digit short, or a word."""
    return (value[:-1], value[:7], "无", "没有手机", value + "1")[rng.integers(5)]


def absurd(chosen: Chosen) -> tuple[list[object], list[object]]:
    """A slip of the decimal point: tens of thousands of tonnes."""
    cells: list[object] = [round(float(str(value)) * 10_000, 1) + 90_000 for value in chosen.true]
    return cells, cells


def in_ten_thousands(value: float, _rng: np.random.Generator) -> str:
    """0.5万元."""
    return f"{plain(value / 10_000)}万元"


def lookup_error() -> Write:
    """A formula that failed."""
    texts = ("=VLOOKUP(A9999,Z:Z,2,0)", "=#REF!+1", "=1/0")
    values = ("#N/A", "#REF!", "#DIV/0!")
    return any_of(*(Formula(text, value) for text, value in zip(texts, values, strict=True)))


def digits_only(values: pd.Series) -> np.ndarray:
    """Identifiers long enough to lose digits."""
    return values.str.fullmatch(r"\d{16,18}").to_numpy(dtype=bool, na_value=False)


def at_least(limit: float, values: pd.Series) -> np.ndarray:
    """Numbers of ``limit`` or more."""
    return values.ge(limit).to_numpy(dtype=bool)


def usual_phone(values: pd.Series) -> np.ndarray:
    """Phone numbers of eleven digits."""
    return values.str.fullmatch(r"\d{11}").to_numpy(dtype=bool, na_value=False)


NUMBER_FAULTS: tuple[Fault, ...] = (
    Fault(name="number_full_width", family="values", rate=0.0006, expected="repaired",
          example="３．５", code="full_width", columns=NUMBERS,
          write=each(lambda value, _: plain(value).translate(FULL_WIDTH))),
    Fault(name="number_thousands", family="values", rate=0.0006, expected="repaired",
          example="5,000", code="thousands", columns=NUMBERS,
          fits=lambda values: at_least(1000, values),
          write=each(lambda value, _: f"{value:,.0f}" if value.is_integer() else f"{value:,}")),
    Fault(name="number_unit", family="values", rate=0.001, expected="repaired",
          example="3.5吨", code="unit", columns=NUMBERS, write=with_unit),
    Fault(name="number_kilograms", family="values", rate=0.0006, expected="repaired",
          example="3500公斤", code="unit", columns=("coal_t",), write=each(kilograms)),
    Fault(name="number_ten_thousands", family="values", rate=0.0003, expected="repaired",
          example="0.5万元", code="unit", columns=("subsidy_yuan",),
          write=each(in_ten_thousands)),
    Fault(name="number_text", family="values", rate=0.0008, expected="repaired",
          example="' 3.5", columns=NUMBERS, write=each(lambda value, _: f" {plain(value)} ")),
    Fault(name="number_negative", family="values", rate=0.0004, expected="blanked",
          example="-3.5", code="negative_number", columns=NUMBERS,
          fits=lambda values: at_least(0.1, values), write=each(lambda value, _: -value)),
    Fault(name="number_words", family="values", rate=0.0006, expected="blanked",
          example="不详", code="bad_number", columns=NUMBERS,
          write=any_of("不详", "若干", "三吨左右", "看天气", "2到3", "待统计")),
    Fault(name="number_absurd", family="values", rate=0.0003, expected="noted",
          example="125000", code="huge_number", columns=("coal_t",), write=absurd),
    Fault(name="error_cell", family="values", rate=0.0006, expected="blanked",
          example="#N/A", code="error_cell", form="workbook",
          columns=(*NUMBERS, "accepted_date", "energy_on_date", "check_date"),
          write=lookup_error()),
    Fault(name="error_text", family="values", rate=0.0004, expected="blanked",
          example="#REF!", code="error_cell", columns=(*NUMBERS, "accepted_date"),
          write=any_of("#N/A", "#REF!", "#VALUE!", "#NAME?")),
    Fault(name="formula_without_value", family="values", rate=0.0003, expected="blanked",
          example="=B7*2", code="no_cached_value", form="workbook", columns=("coal_t",),
          write=any_of(Formula("=Z9*2", None), Formula("=SUM(Z7:Z9)", None))),
    Fault(name="id_digits_lost", family="values", rate=0.0006, expected="noted",
          example="610702001001000E0", code="id_as_number", form="workbook",
          columns=("household_id", "id_number"), fits=digits_only, write=each(kept_digits)),
    Fault(name="id_scientific", family="values", rate=0.0005, expected="noted",
          example="6.10702E+15", code="id_as_number", columns=("household_id", "id_number"),
          fits=digits_only, write=each(scientific)),
    Fault(name="id_lower_x", family="values", rate=0.0004, expected="repaired",
          example="99999919500101001x", code="id_format", columns=("id_number",),
          fits=digits_only, write=lower_x),
    Fault(name="id_spaces", family="values", rate=0.0006, expected="repaired",
          example="999999 19500101 0019", code="id_format|spaces", columns=("id_number",),
          fits=digits_only, write=each(spaced)),
    Fault(name="id_wrong_check_digit", family="values", rate=0.0006, expected="noted",
          example="999999195001010018", code="bad_check_digit", columns=("id_number",),
          fits=digits_only, write=wrong_check),
    Fault(name="phone_dashes", family="values", rate=0.0006, expected="repaired",
          example="000-1234-5678", code="phone_format", columns=("phone",), fits=usual_phone,
          write=each(dashed)),
    Fault(name="phone_country_code", family="values", rate=0.0005, expected="repaired",
          example="+8600012345678", code="phone_format", columns=("phone",), fits=usual_phone,
          write=each(abroad)),
    Fault(name="phone_bad", family="values", rate=0.0005, expected="noted",
          example="0001234567", code="bad_phone", columns=("phone",), fits=usual_phone,
          write=each(bad_phone)),
)  # fmt: skip
