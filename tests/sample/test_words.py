from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.sample import words
from zonemap.schema import COAL_PRODUCTS


def test_words_are_drawn_as_often_as_their_shares_say():
    drawn = words.drawn({"常见": 6, "少见": 3, "罕见": 1}, 20_000, np.random.default_rng(1))
    assert np.bincount(drawn) / 20_000 == pytest.approx([0.6, 0.3, 0.1], abs=0.015)


def test_a_word_without_share_is_never_drawn():
    drawn = words.drawn({"甲": 1.0, "乙": 0.0, "丙": 1.0}, 5000, np.random.default_rng(1))
    assert set(drawn) == {0, 2}


def test_no_word_and_the_empty_word_are_missing_cells():
    column = words.texts(["是", "", "否"], np.array([2, -1, 1, 0]))
    assert column.isna().tolist() == [False, True, True, False]
    assert column.dropna().tolist() == ["否", "是"]
    assert column.dtype == pd.Series(["甲"], dtype="str").dtype


def test_every_user_type_has_its_coal_area_and_purposes():
    assert set(words.USER_TYPES) == set(words.COAL_T) == set(words.HEATED_AREA_M2)
    assert set(words.USER_TYPES) == set(words.PURPOSES)
    purposes = {purpose for shares in words.PURPOSES.values() for purpose in shares}
    assert purposes == set(words.FUELS) == set(words.STOVES) == set(words.SUBSTITUTES)
    assert len(words.LOCATION_SCATTER_M) == len(words.LOCATION_METHODS)


def test_everything_put_in_has_a_subsidy_and_usual_substitutes_are_no_coal():
    usual = {word for shares in words.SUBSTITUTES.values() for word in shares}
    paid = usual | set(words.DISALLOWED_SUBSTITUTES) | {words.NO_GRID_SUBSTITUTE}
    assert paid == set(words.SUBSIDIES_YUAN)
    assert not usual & set(COAL_PRODUCTS)
