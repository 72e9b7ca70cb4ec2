from __future__ import annotations

import pytest

from tests.repair.repair_world import one


@pytest.mark.parametrize(
    ("cell", "value"),
    [("是", True), ("否", False), (True, True), (False, False), ("TRUE", True), (" 是 ", True)],
)
def test_the_words_of_the_form_are_no_repair(cell, value):
    assert one("energy_ready", cell) == (value, "", "")


@pytest.mark.parametrize(
    "cell",
    [
        "有",
        "√",
        "✓",
        "✔",
        "Y",
        "yes",
        "T",
        "1",
        1,
        1.0,
        "1.0",
        "对",
        "已",
        "已交",
        "已具备",
        "具备",
        "齐全",
        "是的",
        "true",
        "Ｙ",
        "是。",
        "是\u200b",
    ],
)
def test_yes_in_other_words(cell):
    assert one("energy_ready", cell) == (True, "", "yes_no_word")


@pytest.mark.parametrize(
    "cell",
    [
        "无",
        "×",
        "✗",
        "N",
        "no",
        "F",
        "0",
        0,
        0.0,
        "未",
        "未交",
        "不具备",
        "没有",
        "false",
        "未具备",
        "不是",
    ],
)
def test_no_in_other_words(cell):
    assert one("energy_ready", cell) == (False, "", "yes_no_word")


@pytest.mark.parametrize("cell", ["也许", "部分", "2", 2, "是/否", "x", "待定", "○", "NA", 0.5])
def test_what_says_neither_is_blanked(cell):
    assert one("energy_ready", cell) == (None, "bad_yes_no", "")


@pytest.mark.parametrize("cell", ["", None, "-", "/"])
def test_blank_is_no_issue(cell):
    assert one("energy_ready", cell) == (None, "", "")


def test_one_and_true_in_a_column_are_told_apart():
    from tests.repair.repair_world import typed

    _, _, repairs = typed("energy_ready", *[True, 1, 1.0])
    assert repairs == {1: "yes_no_word", 2: "yes_no_word"}
