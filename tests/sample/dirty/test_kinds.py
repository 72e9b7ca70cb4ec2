from __future__ import annotations

from datetime import date

import numpy as np

from zonemap.sample.dirty.kinds import Chosen, any_of, each


def chosen(*true):
    return Chosen(list(true), "note", date(2022, 9, 30), np.random.default_rng(1))


def test_each_cell_is_written_by_itself_and_may_become_something_else():
    assert each(lambda value, _: f"<{value}>")(chosen("甲", "乙")) == (["<甲>", "<乙>"], None)
    write = each(lambda value, _: f"<{value}>", becomes=lambda value: value + "!")
    assert write(chosen("甲")) == (["<甲>"], ["甲!"])


def test_one_of_several_is_written_whatever_stood_there():
    cells, becomes = any_of("无", None)(chosen(*range(40)))
    assert set(cells) == {"无", None}
    assert becomes is None
