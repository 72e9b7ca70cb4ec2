from __future__ import annotations

import numpy as np

from zonemap.sample.dirty.headings import CHINESE, ENGLISH, Heading, chosen_headings, header_rows
from zonemap.schema import COLUMN_NAMES, COLUMNS


def headings(*styles, seed=1):
    return chosen_headings(frozenset(styles), rng=np.random.default_rng(seed))


def test_without_faults_the_headings_are_those_of_the_form():
    assert [heading.word for heading in headings()] == [column.header for column in COLUMNS]


def test_every_column_has_other_words_and_no_word_is_used_twice():
    for words in (CHINESE, ENGLISH):
        assert tuple(words) == COLUMN_NAMES
        every = [word for some in words.values() for word in some]
        assert len(set(every)) == len(every)


def test_columns_are_all_there_however_they_are_ordered():
    mixed = headings("shuffled_columns", "serial_column", "extra_columns", "alias_chinese")
    names = [heading.name for heading in mixed]
    assert names[:2] == ["serial", "household_id"]
    assert set(COLUMN_NAMES) < set(names)
    assert len(names) == len(COLUMN_NAMES) + 3
    assert [name for name in names if name in COLUMN_NAMES] != list(COLUMN_NAMES)


def test_coordinates_are_left_out_where_there_are_none():
    names = {heading.name for heading in headings("no_coordinates")}
    assert set(COLUMN_NAMES) - names == {"longitude", "latitude"}


THREE = [
    Heading("serial", "序号", "序号"),
    Heading("town", "镇办", "位置"),
    Heading("longitude", "经度", "位置"),
    Heading("latitude", "纬度", "位置"),
    Heading("status", "状态", "计划"),
]


def test_a_header_of_two_rows_has_its_groups_above():
    rows, spans = header_rows(THREE, depth=2)
    assert rows == [["序号", "位置", None, None, "计划"], [None, "镇办", "经度", "纬度", "状态"]]
    assert sorted(spans) == [(0, 0, 1, 0), (0, 1, 0, 3)]


def test_a_header_of_three_rows_merges_down_what_has_no_middle():
    rows, spans = header_rows(THREE, depth=3)
    assert rows[1] == [None, "镇办", "坐标", None, "状态"]
    assert rows[2] == [None, None, "经度", "纬度", None]
    assert {(0, 0, 2, 0), (0, 1, 0, 3), (1, 2, 1, 3), (1, 1, 2, 1), (1, 4, 2, 4)} == set(spans)
