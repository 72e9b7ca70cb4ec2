from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonemap.repair.numerals import has_decimal_commas, ordinary_numbers, plain_number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_plain_number_is_read_to_the_last_bit(value):
    text = f"{value:.20f}"
    assert ordinary_numbers(pa.array([text], pa.large_string())).tolist() == [float(text)]


@pytest.mark.parametrize("text", ["", "abc", "1,5", "１", "1e3", "9" * 400])
def test_what_is_not_plain_is_left(text):
    assert np.isnan(ordinary_numbers(pa.array([text], pa.large_string()))).all()


@pytest.mark.parametrize(("text", "number"), [
    ("1,234", ("1234", "thousands")), ("1\u202f234.5", ("1234.5", "thousands")), ("12,34", None),
    ("1 234", None), ("1,234 567", None), ("0x10", None), ("١٢", None), ("1_000", None),
])  # fmt: skip
def test_thousands_come_in_threes(text, number):
    assert plain_number(text) == number


def test_decimal_commas_need_a_column_of_them():
    texts = pa.array(["2,5", "3,25", "7"], pa.large_string())
    assert has_decimal_commas(["2,5", "3,25"], plain_texts=texts, numbers=np.array([4.0]))
    assert not has_decimal_commas(["2,5", "3,25"], plain_texts=texts, numbers=np.array([4.5]))
    assert not has_decimal_commas(["1,234"], plain_texts=texts, numbers=np.empty(0))
    assert not has_decimal_commas(["2,5"], plain_texts=texts, numbers=np.arange(9.0))
