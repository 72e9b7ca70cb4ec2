from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from zonemap.sample.dirty.kinds import Chosen
from zonemap.sample.dirty.number_faults import NUMBER_FAULTS, last_sign, plain

FAULTS = {fault.name: fault for fault in NUMBER_FAULTS}


def write(name, column, *true):
    chosen = Chosen(list(true), column, date(2022, 9, 30), np.random.default_rng(4))
    return FAULTS[name].write(chosen)


def test_a_number_is_written_as_short_as_it_is():
    assert [plain(3.0), plain(3.5), plain(1200.0)] == ["3", "3.5", "1200"]


def test_units_and_weights_mean_the_same_number():
    for cell in write("number_unit", "coal_t", *[3.5] * 20)[0]:
        assert cell.startswith("3.5")
    for cell in write("number_kilograms", "coal_t", *[3.5] * 20)[0]:
        assert cell.startswith("3500")
    assert write("number_ten_thousands", "subsidy_yuan", 5000.0)[0] == ["0.5万元"]
    assert write("number_thousands", "subsidy_yuan", 5000.0)[0] == ["5,000"]


def test_thousands_need_a_thousand():
    fits = FAULTS["number_thousands"].fits
    assert fits(pd.Series([999.0, 1000.0, np.nan])).tolist() == [False, True, False]


def test_a_long_identifier_loses_its_digits_behind_the_fifteenth():
    (cell,), _ = write("id_digits_lost", "id_number", "999999195001011234")
    assert f"{cell:.14E}" == "9.99999195001011E+17"
    (text,), _ = write("id_scientific", "household_id", "6107020010010001")
    assert text == "6.10702E+15"


def test_the_check_sign_is_that_of_the_standard():
    assert last_sign("11010519491231002") == "X"
    assert last_sign("44052418800101001") == "4"


def test_a_lower_x_stands_for_a_true_x():
    (cell,), (true,) = write("id_lower_x", "id_number", "999999195001010019")
    assert cell == true.lower() != true
    assert last_sign(true[:17]) == "X"


def test_a_wrong_check_digit_is_wrong_and_stays_as_it_is():
    right = "99999919500101001" + last_sign("99999919500101001")
    cells, becomes = write("id_wrong_check_digit", "id_number", *[right] * 30)
    assert cells == becomes
    assert all(cell[:17] == right[:17] and cell[17] != right[17] for cell in cells)


@pytest.mark.parametrize("name", ["phone_dashes", "phone_country_code"])
def test_a_phone_keeps_its_digits(name):
    for cell in write(name, "phone", *["00012345678"] * 20)[0]:
        assert "".join(filter(str.isdigit, cell)).endswith("00012345678")
        assert cell != "00012345678"


def test_a_bad_phone_has_not_eleven_digits():
    for cell in write("phone_bad", "phone", *["00012345678"] * 30)[0]:
        assert sum(map(str.isdigit, cell)) != 11
