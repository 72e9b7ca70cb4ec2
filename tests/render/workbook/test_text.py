"""Text that Excel can hold."""

from __future__ import annotations

import pandas as pd
import pytest

from zonemap.render.workbook.text import (
    CELL_LENGTH,
    cell_text,
    display_width,
    header_width,
    line_count,
    mask_identity,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("户\x00主\x1b[31m", "户主[31m"),
        ("一行\r\n二行", "一行\n二行"),
        ("\ud800坏", "坏"),
        ("مرحبا 🔥", "مرحبا 🔥"),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (12, "12"),
    ],
)
def test_forbidden_characters_go_and_all_others_stay(raw, shown):
    assert cell_text(pd.Series([raw], dtype="object")) == [shown]


@pytest.mark.parametrize("letter", ["户", "🔥"])
def test_a_text_too_long_is_cut_and_says_so(letter):
    (text,) = cell_text(pd.Series([letter * 40_000]))
    assert len(text.encode("utf-16-le")) // 2 <= CELL_LENGTH
    assert text.endswith(f"{letter}…")


def test_a_text_that_just_fits_is_kept_whole():
    assert cell_text(pd.Series(["a" * CELL_LENGTH])) == ["a" * CELL_LENGTH]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("证610702190001010000，本人", "证***0000，本人"),
        ("61070219000101000X", "***000X"),
        ("610702 19000101 0000", "***0000"),
        ("６１０７０２１９０００１０１００００", "***００００"),
        ("006107020000000001", "006107020000000001"),
        ("13800000000", "13800000000"),
        ("旧证610702000101001", "旧证***1001"),
    ],
)
def test_identity_numbers_are_masked_and_other_numbers_stay(raw, shown):
    own = pd.Series(["610702000101001"])
    assert mask_identity(pd.Series([raw]), own).tolist() == [shown]


def test_chinese_counts_double():
    assert [display_width(text) for text in ("abc", "汉中3", "a\n汉中市")] == [3, 5, 6]


def test_a_long_header_takes_two_lines_and_a_word_is_not_broken():
    assert header_width("状态") == (4, 1)
    assert header_width("申报清零待核实") == (8, 2)
    assert header_width("Undetermined") == (12, 1)


def test_lines_are_counted_by_width_and_by_breaks():
    assert line_count("汉中", 4) == 1
    assert line_count("汉中市", 4) == 2
    assert line_count("a\nb", 10) == 2
