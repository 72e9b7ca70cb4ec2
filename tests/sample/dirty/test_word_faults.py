from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zonemap.sample.dirty.kinds import Chosen
from zonemap.sample.dirty.word_faults import (
    NO_WORDS,
    OTHER_STATUS_WORDS,
    STATUS_WORDS,
    UNKNOWN_STATUSES,
    WORD_FAULTS,
    YES_WORDS,
)
from zonemap.schema import STATUSES

FAULTS = {fault.name: fault for fault in WORD_FAULTS}


def written(name, column, *true):
    chosen = Chosen(list(true), column, date(2022, 9, 30), np.random.default_rng(6))
    return FAULTS[name].write(chosen)[0]


def test_every_status_has_other_words_and_none_stands_for_two():
    assert set(OTHER_STATUS_WORDS) == {status.name for status in STATUSES}
    words = [word for some in OTHER_STATUS_WORDS.values() for word in some]
    every = [*words, *STATUS_WORDS.values(), *UNKNOWN_STATUSES]
    assert len(set(every)) == len(every)


def test_yes_and_no_share_no_word():
    for column in YES_WORDS:
        assert not set(YES_WORDS[column]) & set(NO_WORDS[column])
    cells = written("yes_no_word", "energy_ready", *[True] * 40)
    assert set(cells) <= set(YES_WORDS["energy_ready"])


@pytest.mark.parametrize("name", ["text_padded", "text_invisible"])
def test_what_is_added_cannot_be_seen(name):
    for cell in written(name, "village", *["某某村"] * 40):
        assert cell != "某某村"
        assert "".join(sign for sign in cell if sign in "某村") == "某某村"
        assert all(sign in "某村 \u3000\t\u200b\ufeff\u200d\u00ad" for sign in cell)


def test_a_marked_status_keeps_its_signs_in_order():
    for cell in written("status_marked", "status", *["cleared"] * 40):
        assert "".join(sign for sign in cell if sign in "已验收") == "已验收"
        assert cell != "已验收"
