from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.sample import words
from zonemap.sample.people import draw_facts

COUNT = 4000
FIRST_VILLAGE, SECOND_VILLAGE = "610702001001", "610722104205"


@pytest.fixture(scope="module")
def people():
    """Households of two villages with two groups each."""
    serial = np.concatenate([np.arange(1, 2001)] * 2)
    return pd.DataFrame(
        {
            "county_name": ["汉台区"] * 2000 + ["城固县"] * 2000,
            "town": ["北关街道"] * 2000 + ["柳林镇"] * 2000,
            "village": ["某某路居委会"] * 2000 + ["某某村民委员会"] * 2000,
            "village_code12": [FIRST_VILLAGE] * 2000 + [SECOND_VILLAGE] * 2000,
            "serial": serial,
            "group": (serial > 1000) + 1,
            "longitude": 107.0,
            "latitude": 33.0,
            "method": 0,
        }
    )


@pytest.fixture(scope="module")
def facts(people):
    return draw_facts(people, np.random.default_rng(2))


def test_numbers_of_people_can_belong_to_nobody(facts):
    assert facts["id_number"].str.fullmatch(r"999999\d{12}").all()
    assert facts["id_number"].is_unique
    assert facts["phone"].dropna().str.fullmatch(r"000\d{8}").all()
    assert 0 < facts["phone"].isna().mean() < 0.05


def test_identity_numbers_are_right_in_form(facts):
    born = pd.to_datetime(facts["id_number"].str[6:14], format="%Y%m%d")
    assert born.dt.year.between(1938, 1993).all()
    # ISO 7064 MOD 11-2 as the standard writes it: folded digit by digit, the remainder is 1.
    digits = np.array([list(number) for number in facts["id_number"]]).astype(int)
    fold = np.zeros(COUNT, int)
    for digit in digits.T[:-1]:
        fold = (fold + digit) * 2 % 11
    assert set((fold + digits[:, -1]) % 11) == {1}


def test_ids_are_the_village_and_a_serial(facts):
    assert facts["household_id"].is_unique
    assert facts["household_id"].iloc[0] == FIRST_VILLAGE + "0001"
    assert facts["household_id"].iloc[-1] == SECOND_VILLAGE + "2000"


def test_an_address_is_in_everyday_words_and_numbered_within_its_group(facts):
    assert facts["address"].iloc[1000] == "汉台区北关街道某某路社区2组1号"
    assert facts["address"].iloc[2001] == "城固县柳林镇某某村1组2号"
    assert facts["address"].dropna().is_unique
    assert 0 < facts["address"].isna().mean() < 0.03


def test_a_village_has_one_officer(facts):
    assert facts.groupby("village_code")["officer"].nunique().tolist() == [1, 1]


def test_coal_stoves_and_rooms_fit_who_burns_it(facts):
    for user, (_least, most) in words.COAL_T.items():
        used = facts.loc[facts["user_type"] == user, "coal_t"].dropna()
        assert used.between(0.2, most).all()
        assert used.max() > used.min()
    cooks = facts["purpose"] == "炊事"
    assert facts.loc[cooks, "heated_area_m2"].isna().all()
    assert facts.loc[~cooks, "heated_area_m2"].notna().mean() > 0.9
    assert set(facts.loc[facts["fuel"] == "蜂窝煤", "stove"]) == {"蜂窝煤炉"}
    assert facts.loc[facts["user_type"] != "居民", "vulnerable"].isna().all()
    assert set(facts["vulnerable"].dropna()) == set(words.VULNERABLE) - {""}
