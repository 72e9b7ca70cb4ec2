from __future__ import annotations

import pyarrow as pa
import pytest

from zonemap.repair.characters import has_wide, is_error, plain, seen, trimmed, wide_to_half


def test_the_invisible_is_removed_and_blanks_inside_stay():
    assert seen("\ufeff a\u200b  b\x00\n") == "a  b"
    values, touched = trimmed(pa.array([" a\u200b b ", "a\nb", "王𠮷"], pa.large_string()))
    assert values.to_pylist() == ["a b", "a\nb", "王𠮷"]
    assert touched.to_pylist() == [True, False, False]


def test_full_width_signs_become_half_width_and_chinese_ones_stay():
    assert wide_to_half("Ａ１－，（）　。、") == "A1-,() 。、"
    assert plain("　１\u200b ") == "1"
    assert has_wide("１")
    assert not has_wide("王。、")


@pytest.mark.parametrize("text", ["#N/A", "#div/0!", "＃REF！"])
def test_errors_of_spreadsheets_are_known(text):
    assert is_error(text)


@pytest.mark.parametrize("text", ["#1", "N/A", "#", "1#楼"])
def test_other_signs_are_no_errors(text):
    assert not is_error(text)
