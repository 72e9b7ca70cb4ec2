from __future__ import annotations

import pandas as pd
import pytest

from tests.repair.repair_world import DAY, one, typed
from zonemap.repair.households import typed_households

GOOD = "999999193809132465"
WITH_X = "99999919800101001X"


def with_check(body):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def x_number():
    bodies = (f"99999919800101{serial:03d}" for serial in range(1000))
    return next(number for number in map(with_check, bodies) if number.endswith("X"))


@pytest.mark.parametrize(
    "cell", ["0061070210", "12", "HT-001", "6107020010010001", "甲-3", "1 12", 610702]
)
def test_an_ordinary_id_is_kept(cell):
    assert one("household_id", cell) == (str(cell), "", "")


@pytest.mark.parametrize(("cell", "repair"), [
    ("６１０７０２００１００１０００１", "full_width"), ("'6107020010010001", "id_format"),
    ("6107 0200 1001 0001", "id_format"), ("6107020010010001.0", "id_format"),
    ("6107020010010001\u200b", "id_format"), ("‘6107020010010001", "id_format"),
])  # fmt: skip
def test_traces_of_a_spreadsheet_go(cell, repair):
    assert one("household_id", cell) == ("6107020010010001", "", repair)


@pytest.mark.parametrize("cell", ["无", "不详", "N/A", "待定", "—", "null"])
def test_a_word_for_nothing_joins_no_households(cell):
    assert one("household_id", cell) == (None, "bad_id", "")


@pytest.mark.parametrize("cell", ["", None, "-", "/"])
def test_a_blank_id_is_no_issue(cell):
    assert one("household_id", cell) == (None, "", "")


@pytest.mark.parametrize("cell", [6.10702104001001e15, 610702199001011000, "6.10702E+15", "6.1E15"])
def test_an_id_that_passed_through_a_number_is_noted(cell):
    value, issue, repair = one("household_id", cell)
    assert (issue, repair) == ("id_as_number", "")
    assert value


def test_fifteen_digits_survive_a_spreadsheet_and_integers_survive_a_database():
    assert one("household_id", 610702104001001.0) == ("610702104001001", "", "")
    rows = pd.DataFrame({"household_id": [6107021040010011]})
    found = typed_households(rows, day=DAY)
    assert found.households["household_id"].tolist() == ["6107021040010011"]
    assert "id_as_number" not in found.issues["code"].tolist()


def test_identity_numbers_are_checked_by_their_last_digit():
    good = x_number()
    assert one("id_number", GOOD) == (GOOD, "", "")
    assert one("id_number", good) == (good, "", "")
    assert one("id_number", good.lower()) == (good, "", "id_format")
    assert one("id_number", f"{good[:6]} {good[6:14]} {good[14:]}") == (good, "", "id_format")
    assert one("id_number", f"'{GOOD}") == (GOOD, "", "id_format")
    assert one("id_number", GOOD.translate({48 + d: 0xFF10 + d for d in range(10)})) == (
        GOOD, "", "full_width")  # fmt: skip
    assert one("id_number", "610702800101123") == ("610702800101123", "", "")


@pytest.mark.parametrize(
    "cell",
    [
        GOOD[:-1] + "6",
        GOOD[:-1],
        GOOD + "1",
        "610702********1234",
        "H1234567",
        GOOD[:5] + "X" + GOOD[6:],
        12345,
    ],
)
def test_a_wrong_identity_number_is_noted_and_kept(cell):
    assert one("id_number", cell) == (str(cell), "bad_check_digit", "")


def test_an_identity_number_stored_as_a_number_is_only_that():
    assert one("id_number", 610702199001011000.0)[1] == "id_as_number"
    assert one("id_number", "6.1070219900101E+17")[1] == "id_as_number"


def test_a_good_and_a_bad_number_in_a_column_are_told_apart():
    _, issues, _ = typed("id_number", GOOD, None, GOOD[:-1] + "6", "", GOOD)
    assert issues == {2: "bad_check_digit"}


def test_a_village_code_loses_the_traces_too():
    assert one("village_code", 610702001001.0) == ("610702001001", "", "")
    assert one("village_code", "610702001001.0") == ("610702001001", "", "id_format")
    assert one("village_code", "#REF!") == (None, "error_cell", "")
