from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repair.repair_world import one, typed
from zonemap.repair.numbers import UNITS, read_number

SURE = [
    ("coal_t", 2.5, 2.5, ""),
    ("coal_t", 2, 2.0, ""),
    ("coal_t", "2.0", 2.0, ""),
    ("coal_t", " 2.5 ", 2.5, ""),
    ("coal_t", "+2.5", 2.5, ""),
    ("coal_t", "1e3", 1000.0, ""),
    ("coal_t", ".5", 0.5, ""),
    ("coal_t", "2.", 2.0, ""),
    ("coal_t", "0", 0.0, ""),
    ("coal_t", "２．５", 2.5, "full_width"),
    ("coal_t", "2。5", 2.5, "full_width"),
    ("coal_t", "2\u200b.5", 2.5, "spaces"),
    ("coal_t", "'2.5", 2.5, "spaces"),
    ("coal_t", "2. 5", 2.5, "spaces"),
    ("coal_t", "1,234.5", 1234.5, "thousands"),
    ("coal_t", "1，234.5", 1234.5, "thousands"),
    ("subsidy_yuan", "1,234,567", 1234567.0, "thousands"),
    ("coal_t", "2吨", 2.0, "unit"),
    ("coal_t", "2.5 吨", 2.5, "unit"),
    ("coal_t", "２吨", 2.0, "unit"),
    ("coal_t", "2t", 2.0, "unit"),
    ("coal_t", "2T", 2.0, "unit"),
    ("coal_t", "2吨/年", 2.0, "unit"),
    ("coal_t", "2500公斤", 2.5, "unit"),
    ("coal_t", "2,500 kg", 2.5, "unit"),
    ("coal_t", "1千克", 0.001, "unit"),
    ("coal_t", "2000斤", 1.0, "unit"),
    ("coal_t", "4600斤", 2.3, "unit"),
    ("heated_area_m2", "80㎡", 80.0, "unit"),
    ("heated_area_m2", "80m²", 80.0, "unit"),
    ("heated_area_m2", "80 M2", 80.0, "unit"),
    ("heated_area_m2", "80平方米", 80.0, "unit"),
    ("heated_area_m2", "80平米", 80.0, "unit"),
    ("heated_area_m2", "80平", 80.0, "unit"),
    ("subsidy_yuan", "3000元", 3000.0, "unit"),
    ("subsidy_yuan", "￥3,000.00", 3000.0, "unit"),
    ("subsidy_yuan", "¥3000", 3000.0, "unit"),
    ("subsidy_yuan", "RMB 3000", 3000.0, "unit"),
    ("subsidy_yuan", "0.3万元", 3000.0, "unit"),
    ("subsidy_yuan", "0.55万", 5500.0, "unit"),
]


@pytest.mark.parametrize(("column", "cell", "value", "repair"), SURE)
def test_a_number_is_read_in_the_unit_of_its_column(column, cell, value, repair):
    assert one(column, cell) == (value, "", repair)


@pytest.mark.parametrize(
    "cell",
    ["两吨", "一点五吨", "约2吨", "2吨左右", "2-3", "2~3吨", "2、3", "2 3", "1,5", "1,23,4",
    "1,2345",
     "2.5.1", "多", "无", "不详", "N/A", "—", "2亩", "2万吨", "2吨/月", "nan", "inf", "1e999", "5%",
     float("inf"), date(2022, 2, 3), True, "(2.5)", "2?", ">2"],
)  # fmt: skip
def test_a_number_that_is_not_sure_is_blanked(cell):
    assert one("coal_t", cell) == (None, "bad_number", "")


@pytest.mark.parametrize("cell", ["1亩", "0.1亩", "100元"])
def test_a_unit_of_something_else_is_not_converted(cell):
    assert one("heated_area_m2", cell) == (None, "bad_number", "")


@pytest.mark.parametrize("cell", ["", "  ", None, float("nan"), "-", "/", "－", "／", "\u200b"])
def test_a_cell_that_says_nothing_is_no_issue(cell):
    assert one("coal_t", cell) == (None, "", "")


@pytest.mark.parametrize("cell", [-1, "-2.5", "－2.5", "-2吨", "−3"])
def test_a_negative_amount_is_blanked(cell):
    assert one("coal_t", cell) == (None, "negative_number", "")


@pytest.mark.parametrize(
    "cell", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#name?", "#NULL!", "#NUM!"]
)
def test_a_failed_formula_is_an_error_cell(cell):
    assert one("coal_t", cell) == (None, "error_cell", "")


def test_decimal_commas_are_read_where_the_whole_column_has_them():
    values, issues, repairs = typed("coal_t", "2,5", "1,25", "3", "1,125", "")
    assert values.tolist()[:4] == [2.5, 1.25, 3.0, 1.125]
    assert issues == {}
    assert repairs == {0: "decimal_comma", 1: "decimal_comma", 3: "decimal_comma"}


@pytest.mark.parametrize("other", ["2.5", 2.5, "1,234.5"])
def test_a_point_or_thousands_elsewhere_forbid_decimal_commas(other):
    values, issues, _ = typed("coal_t", "2,5", "1,25", other)
    assert issues == {0: "bad_number", 1: "bad_number"}
    assert values.isna().tolist() == [True, True, False]


def test_a_comma_that_can_be_thousands_is_thousands():
    assert typed("coal_t", "1,234", "2,345")[0].tolist() == [1234.0, 2345.0]


def test_absurd_amounts_are_noted_and_kept():
    values, issues, repairs = typed(
        "coal_t", 51, 50, 300, 5001, 60, user_type=["居民", "居民", "锅炉", "锅炉", None]
    )
    assert values.tolist() == [51, 50, 300, 5001, 60]
    assert issues == {0: "huge_number", 3: "huge_number"}
    assert repairs == {}


def test_a_huge_number_that_was_repaired_is_noted_and_listed():
    assert one("coal_t", "2,000吨", user_type=["居民"]) == (2000.0, "huge_number", "unit")


@given(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(UNITS)), st.data())
def test_a_number_comes_back_from_any_writing(number, column, data):
    unit = data.draw(st.sampled_from(sorted(UNITS[column])))
    digits = f"{number:,}" if data.draw(st.booleans()) else f"{number:f}"
    text = digits + data.draw(st.sampled_from(["", " "])) + unit.upper()
    value, _ = read_number(text, units=UNITS[column])
    assert value == float(number * UNITS[column][unit])
    plain = str(Decimal(digits.replace(",", "")))
    assert read_number(plain, units={}) == (float(number), "")
