from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repair.repair_world import one, typed
from zonemap.repair.cells import column_cells
from zonemap.repair.coordinates import read_places


@pytest.mark.parametrize(("cell", "value", "repair"), [
    (107.023722, 107.023722, ""), ("107.023722", 107.023722, ""), (" 107.02 ", 107.02, ""),
    (0, 0.0, ""),
    ("0", 0.0, ""), (107, 107.0, ""), ("-107.02", -107.02, ""), (498123.4, 498123.4, ""),
    ("1070237", 1070237.0, ""),
    ("１０７．０２", 107.02, "full_width"), ("107。02", 107.02, "full_width"),
    ("107.02\u200b", 107.02, "spaces"),
    ("107.02°", 107.02, "coordinate_text"), ("E107.02", 107.02, "coordinate_text"),
    ("1.0702E+02", 107.02, ""), ("107°30′00″", 107.5, "dms"), ("498,123.4", 498123.4, "thousands"),
    ("107. 02", 107.02, "spaces"),
])  # fmt: skip
def test_a_coordinate_is_read_as_delivered(cell, value, repair):
    assert one("longitude", cell) == (value, "", repair)


@pytest.mark.parametrize(
    "cell", ["无", "不详", "abc", "—", "inf", math.inf, "107°75′00″", "S33.07", "0,0", "107 33"]
)
def test_a_coordinate_that_is_not_sure_is_blanked(cell):
    assert one("longitude", cell) == (None, "bad_place", "")


@pytest.mark.parametrize("cell", ["", None, "-", "/", math.nan])
def test_a_blank_coordinate_is_no_issue_here(cell):
    assert one("longitude", cell) == (None, "", "")


def test_a_failed_formula_is_an_error_cell():
    assert one("latitude", "#REF!") == (None, "error_cell", "")


def test_a_pair_in_either_column_is_parted():
    values, issues, repairs = typed(
        "longitude", "107.02, 33.07", None, "107.02, 33.07", "107.02, 33.07",
        latitude=[None, "E107.03 N33.08", 33.07, "107.02, 33.07"],
    )  # fmt: skip
    assert values.tolist()[:2] == [107.02, 107.03]
    assert np.isnan(values[2])
    assert values[3] == 107.02
    assert issues == {2: "bad_place"}
    assert repairs == {0: "coordinate_pair", 3: "coordinate_pair"}
    latitudes, _, repairs = typed(
        "latitude",
        None,
        "E107.03 N33.08",
        33.07,
        longitude=["107.02, 33.07", None, "107.02, 33.07"],
    )
    assert latitudes.tolist() == [33.07, 33.08, 33.07]
    assert repairs == {1: "coordinate_pair"}


def test_a_pair_is_parted_where_the_ledger_has_no_other_column():
    assert one("longitude", "107.02, 33.07") == (107.02, "", "coordinate_pair")


def test_decimal_commas_are_read_where_the_whole_column_has_them():
    values, issues, repairs = typed("longitude", "107,0237", "107,02", "107,123")
    assert values.tolist() == [107.0237, 107.02, 107.123]
    assert issues == {}
    assert set(repairs.values()) == {"decimal_comma"}
    assert typed("longitude", "107,0237", "107.02")[1] == {0: "bad_place"}


@given(st.floats(73, 136))
def test_a_number_comes_back_to_the_last_bit(value):
    for cell in (value, repr(value), f" {value!r}", f"东经{value!r}°", f"{value!r}E"):
        places = read_places({"longitude": column_cells(pd.Series([cell], dtype=object))}, rows=1)
        assert places.numbers["longitude"][0] == value
