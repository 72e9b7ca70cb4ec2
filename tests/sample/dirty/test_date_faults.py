from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from zonemap.sample.dirty.date_faults import DATE_FAULTS
from zonemap.sample.dirty.kinds import Chosen

FAULTS = {fault.name: fault for fault in DATE_FAULTS}
DAY = date(2022, 9, 3)


def write(name, *, count=40):
    chosen = Chosen([DAY] * count, "check_date", date(2022, 9, 30), np.random.default_rng(5))
    return FAULTS[name].write(chosen)


@pytest.mark.parametrize("name", ["date_dots", "date_words", "date_two_digits"])
def test_year_month_and_day_stand_in_their_order(name):
    for cell in write(name)[0]:
        year, month, day = map(int, re.findall(r"\d+", cell))
        assert (year % 100, month, day) == (22, 9, 3)


def test_a_serial_counts_from_the_end_of_1899():
    assert set(write("date_serial")[0]) == {44807.0}


def test_a_compact_day_is_text_or_number():
    assert set(write("date_compact")[0]) == {"20220903", 20220903.0}


def test_a_month_becomes_its_first_day():
    cells, becomes = write("date_month_only")
    assert set(cells) == {"2022年9月", "2022年9月份"}
    assert set(becomes) == {date(2022, 9, 1)}


def test_only_a_day_that_may_be_a_month_gone_by_is_ambiguous():
    days = pd.Series(
        pd.to_datetime(["2022-09-06", "2022-09-13", "2022-09-09", "2022-06-12", "2022-09-02"])
    )
    assert FAULTS["date_ambiguous"].fits(days).tolist() == [True, False, False, False, False]
    assert set(write("date_ambiguous")[0]) == {"03/09/22", "09/03/22", "03/04/25"}


def test_impossible_days_are_no_days():
    for cell in write("date_impossible")[0]:
        year, month, day = map(int, re.findall(r"\d+", cell))
        with pytest.raises(ValueError, match=r"month|day|range"):
            date(year, month, day)


def test_a_future_day_lies_after_the_ledger():
    assert all(cell > "2022-09-30" for cell in write("date_future")[0])
