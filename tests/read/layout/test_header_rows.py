from __future__ import annotations

import pytest

from zonemap.read.layout.header_rows import (
    belongs_below,
    cell_text,
    is_group_row,
    is_mostly_numbers,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (float("nan"), ""), (3.0, "3"), (2.5, "2.5"), (" 状态\n", "状态")],
)
def test_a_cell_becomes_text(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    "row", [["1", "2", "3", "4"], ["栏次", "1", "2", "3"], ["甲", "乙", "丙", "丁"],
            ["甲", "乙", "1", "2"], ["（1）", "（2）", "（3）", ""],
            ["1", "2", "3", "4=2+3"], ["", "吨", "元", "㎡"]]
)  # fmt: skip
def test_a_row_of_column_numbers_or_units_belongs_to_the_header(row):
    assert belongs_below(row, 4)


@pytest.mark.parametrize(
    "row", [["1", "2", "107", "33"], ["1", "甲", "2", "3"],
            ["1", "2", "", ""], ["", "", "", ""], ["3", "2", "1", "0"]]
)  # fmt: skip
def test_a_row_of_data_does_not(row):
    assert not belongs_below(row, 4)


def test_a_title_is_no_group_row_and_numbers_are_no_headings():
    assert not is_group_row(["台账", "台账", ""])
    assert is_group_row(["位置", "验收"])
    assert is_mostly_numbers(["1", "107.5", "甲"])
    assert not is_mostly_numbers(["经度", "2021", "", ""])
