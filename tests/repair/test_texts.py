from __future__ import annotations

import pandas as pd
import pytest

from tests.repair.repair_world import one, typed


@pytest.mark.parametrize(
    "cell",
    [
        "NA",
        "Null",
        "nan",
        "无",
        "—",
        "/",
        "-",
        "None",
        "王　强",
        "１组",
        "A１",
        "第一行\n第二行",
        "两  格",
        "#1",
        "(未签)",
        "㎡",
        "王𠮷",
        "=1+1",
        "汉台·区",
    ],
)
def test_a_text_is_kept_as_typed(cell):
    for column in ("head", "note", "address"):
        assert one(column, cell) == (cell, "", "")


def test_surrounding_blanks_go_without_a_word():
    assert one("head", " \u3000王强\t\n") == ("王强", "", "")
    assert one("head", "  ") == (None, "", "")


def test_what_cannot_be_seen_goes_and_is_listed():
    assert one("head", "王\u200b强\x07") == ("王强", "", "spaces")
    assert one("note", "\ufeff好") == ("好", "", "spaces")
    assert one("note", "\u200b") == (None, "", "")


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", " #VALUE! ", "＃N/A"])
def test_a_failed_formula_is_blanked(cell):
    assert one("note", cell) == (None, "error_cell", "")
    assert one("village", cell) == (None, "error_cell", "")


def test_a_word_known_without_blanks_is_joined():
    values, issues, repairs = typed(
        "substitute", "空气源热泵", "空气源 热泵", "电 煤", "天然气 电采暖"
    )
    assert values.tolist() == ["空气源热泵", "空气源热泵", "电 煤", "天然气 电采暖"]
    assert issues == {}
    assert repairs == {1: "spaces"}
    assert one("acceptance", "合 格") == ("合格", "", "spaces")
    assert one("head", "王 强") == ("王 强", "", "")


def test_numbers_and_days_in_a_text_column_are_text():
    values, issues, repairs = typed("group", 1.0, 2, 0.5, pd.Timestamp("2022-03-05"), *[True])
    assert values.tolist() == ["1", "2", "0.5", "2022-03-05", "TRUE"]
    assert issues == repairs == {}
