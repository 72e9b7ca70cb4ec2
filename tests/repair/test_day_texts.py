from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonemap.repair.day_texts import number_readings, text_readings


def test_a_short_day_has_every_reading_the_calendar_allows():
    days = text_readings("03/04/25").readings
    assert days == (date(2003, 4, 25), date(2025, 4, 3), date(2025, 3, 4))
    assert text_readings("22-09-31").readings == (date(2031, 9, 22),)


def test_the_first_and_last_serial_are_days_and_their_neighbours_are_none():
    assert number_readings(36526).readings == (date(2000, 1, 1),)
    assert number_readings(54789).readings == (date(2050, 1, 1),)
    assert number_readings(36525).fault == number_readings(54790).fault == "bad_date"


@pytest.mark.parametrize(("text", "day"), [("二〇二二年十月三十一日", date(2022, 10, 31)),
                                           ("二○二二年十二月二十日", date(2022, 12, 20)),
                                           ("二零二二年一月十日", date(2022, 1, 10))])  # fmt: skip
def test_chinese_numerals_are_read(text, day):
    assert text_readings(text).readings == (day,)


@given(st.text())
def test_no_text_raises(text):
    text_readings(text)


@given(st.floats())
def test_no_number_raises(number):
    number_readings(number)
