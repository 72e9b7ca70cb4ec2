from __future__ import annotations

import pytest

from tests.repair.repair_world import one


@pytest.mark.parametrize(
    "cell",
    [
        "13912345678",
        "00071776816",
        "0916-2212345",
        "09162212345",
        "029-85212345",
        "2212345",
        "13912345678/13812345678",
        "13912345678、0916-2212345",
        "0916-2212345-801",
    ],
)
def test_a_number_that_can_be_dialled_is_kept(cell):
    assert one("phone", cell) == (cell, "", "")


@pytest.mark.parametrize(
    "cell",
    [
        "139 1234 5678",
        "139-1234-5678",
        "+8613912345678",
        "+86 139-1234-5678",
        "8613912345678",
        "'13912345678",
        "13912345678.0",
        "0086 13912345678",
        "13912345678\u200b",
    ],
)
def test_a_mobile_number_is_written_as_dialled(cell):
    assert one("phone", cell) == ("13912345678", "", "phone_format")


@pytest.mark.parametrize(
    "cell", ["(0916)2212345", "（0916）2212345", "0916 2212345", "0916 - 221 2345"]
)
def test_a_landline_keeps_one_dash(cell):
    assert one("phone", cell) == ("0916-2212345", "", "phone_format")


def test_full_width_and_numbers():
    assert one("phone", "１３９１２３４５６７８") == ("13912345678", "", "full_width")
    assert one("phone", 13912345678.0) == ("13912345678", "", "")
    assert one("phone", "1.39123E+10") == ("1.39123E+10", "id_as_number", "")


@pytest.mark.parametrize(
    "cell",
    [
        "1391234567",
        "139123456789",
        "12345",
        "无",
        "12912345678",
        "139****5678",
        "13912345678（子）",
        71776816,
    ],
)
def test_what_is_no_number_is_noted_and_kept(cell):
    assert one("phone", cell) == (str(cell), "bad_phone", "")


@pytest.mark.parametrize("cell", ["", None, "-", "/"])
def test_blank_is_no_issue(cell):
    assert one("phone", cell) == (None, "", "")
