from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonemap.repair.angles import read_angle, usual_angles

EXACT = float(107 + Fraction(1, 60) + Fraction(305, 36000))
WHOLE = float(107 + Fraction(1, 60) + Fraction(30, 3600))


@pytest.mark.parametrize("text", [
    "107°01′30.5″", "107°1'30.5\"", "107度1分30.5秒", "107-01-30.5", "107 01 30.5", "107：01：30.5",
    "107:01:30.5", "107° 01′ 30.5″", "E107°01′30.5″", "107°01′30.5″E", "东经107°01′30.5″",
    "107º01’30.5”",
    "107°01'30.5''", "107°01′30.5", "东经107度01分30.5秒", "１０７°０１′３０．５″",
    "E 107°01′30.5″",
    "107-01-30.5 E",
])  # fmt: skip
def test_degrees_minutes_and_seconds_are_read_exactly(text):
    angle = read_angle(text)
    assert (angle.numbers, angle.repair) == ((EXACT,), "dms")


@pytest.mark.parametrize("text", ["107°1.508′", "107度1.508分", "107°1.508'E"])
def test_degrees_and_minutes(text):
    assert read_angle(text).numbers == (float(107 + Fraction(1508, 60000)),)


@pytest.mark.parametrize(
    "text",
    [
        "107.02°",
        "E107.02",
        "107.02E",
        "东经107.02°",
        "东经：107.02",
        "107.02 E",
        "经度107.02",
        "lon:107.02",
        "107.02度",
        "107.02°E",
    ],
)
def test_signs_and_letters_go(text):
    angle = read_angle(text)
    assert angle.numbers == (107.02,)
    assert angle.repair in {"coordinate_text", ""}


@pytest.mark.parametrize("text", [
    "107.02, 33.07", "107.02，33.07", "107.02 33.07", "107.02;33.07", "107.02；33.07",
    "107.02/33.07",
    "107.02、33.07", "(107.02, 33.07)", "E107.02 N33.07", "N33.07 E107.02", "E107.02,N33.07",
    "东经107.02度，北纬33.07度", "北纬33.07° 东经107.02°", "107.02E33.07N", "E107.02N33.07",
    "POINT (107.02 33.07)", "[107.02,33.07]",
])  # fmt: skip
def test_two_values_in_one_cell_are_a_pair(text):
    angle = read_angle(text)
    assert (angle.numbers, angle.repair) == ((107.02, 33.07), "coordinate_pair")


def test_a_pair_without_letters_keeps_its_order():
    assert read_angle("33.07, 107.02").numbers == (33.07, 107.02)
    assert read_angle("3664123.45 498123.4").numbers == (3664123.45, 498123.4)
    pair = read_angle("107°01′30″E 33°04′12″N")
    assert pair.numbers == (WHOLE, 33.07)


@pytest.mark.parametrize(
    "text",
    [
        "107°60′30″",
        "107°01′60″",
        "107°1.5′30″",
        "107.5°30′",
        "W107.02",
        "107.02W",
        "S33.07",
        "西经107.02",
        "107 33",
        "107,33",
        "0,0",
        "107",
        "abc",
        "无",
        "107..02",
        "107.02.1",
        "E107.02N",
        "E107 E33",
        "107.02,33.07,500",
        "190°01′30″",
        "-107°01′30″",
        "约107.02",
        "107.02?",
        "°",
        "E",
        "",
        "107 1.508",
    ],
)
def test_what_is_not_sure_is_not_read(text):
    angle = read_angle(text)
    assert angle is None or (text == "107" and angle.repair == "")


def test_thousands_of_metres_and_a_decimal_comma():
    assert read_angle("3,664,123.45").numbers == (3664123.45,)
    assert read_angle("107,0237") is None
    assert read_angle("107,0237", comma=True).numbers == (107.0237,)


@given(st.integers(0, 180), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999_999))
def test_reading_all_at_once_is_reading_one_by_one(degrees, minutes, seconds, fraction):
    text = f"{degrees}°{minutes:02d}′{seconds}.{fraction:06d}″"
    exact = degrees + Fraction(minutes, 60) + Fraction(seconds * 10**6 + fraction, 3600 * 10**6)
    assert read_angle(text).numbers == (float(exact),)
    assert usual_angles(pa.array([text], pa.large_string())).tolist() == [float(exact)]


def test_reading_all_at_once_leaves_the_rest():
    texts = pa.array(["107°60′30″", "E107°01′30″E", "x", "107.02", "190°01′30″"], pa.large_string())
    assert np.isnan(usual_angles(texts)).all()


@given(st.text(alphabet="0123456789.,°′″'\"ENSW -/;:度分秒东经北纬（）"))
def test_no_text_raises(text):
    read_angle(text)
