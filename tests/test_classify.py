from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonemap.classify import Breaks, class_of, classify_counts
from zonemap.errors import ZonemapError
from zonemap.style import SYMBOL_RADII_MM


def test_a_count_on_the_limit_belongs_to_the_class_below() -> None:
    breaks = Breaks(uppers=(10, 50), labels=("1–10", "11–50"))
    values = pd.Series([10, 11, 50, 1], index=[7, 3, 5, 9])
    assert class_of(values, breaks).to_dict() == {7: 0, 3: 1, 5: 1, 9: 0}


def test_zero_and_missing_have_no_class() -> None:
    classes = class_of(pd.Series([0, np.nan, 2]), classify_counts([2, 4]))
    assert classes.isna().tolist() == [True, True, False]


def test_limits_are_round_and_labels_tell_them() -> None:
    breaks = classify_counts(list(range(1, 200)))
    assert breaks.uppers == (30, 50, 100, 200)
    assert breaks.labels == ("1–30", "31–50", "51–100", "101–200")


def test_thousands_are_grouped_in_labels() -> None:
    assert classify_counts([1500]).labels == ("1–2,000",)


@pytest.mark.parametrize("values", [[], [0, 0], [np.nan]])
def test_nothing_counted_makes_no_class(values: list[float]) -> None:
    assert classify_counts(values) == Breaks(uppers=(), labels=())


@pytest.mark.parametrize(
    ("values", "labels"), [([1], ("1",)), ([6] * 9, ("1–10",)), ([7], ("1–10",))]
)
def test_equal_counts_make_one_class(values: list[float], labels: tuple[str, ...]) -> None:
    assert classify_counts(values).labels == labels


def test_an_empty_class_keeps_its_place() -> None:
    values = pd.Series([1, 1, 1, 5000])
    breaks = classify_counts(values)
    assert len(breaks.uppers) == 4
    assert class_of(values, breaks).tolist() == [0, 0, 0, 3]


def test_there_is_a_symbol_for_every_class() -> None:
    assert len(classify_counts(range(1, 9999), classes=6).uppers) <= len(SYMBOL_RADII_MM)


def test_a_count_above_the_classes_is_refused_not_drawn_small() -> None:
    with pytest.raises(ZonemapError, match="60 lies above the highest class, which ends at 50"):
        class_of(pd.Series([60]), classify_counts([50]))


def test_negative_counts_and_no_classes_are_refused() -> None:
    with pytest.raises(ZonemapError, match="-3 is negative"):
        classify_counts([-3])
    with pytest.raises(ZonemapError, match="0 classes"):
        classify_counts([3], classes=0)


@given(st.lists(st.integers(0, 10**7), max_size=40), st.integers(1, 6))
def test_every_count_falls_in_the_interval_its_label_names(values: list[int], classes: int) -> None:
    series = pd.Series(values, dtype="int64")
    breaks = classify_counts(series, classes=classes)
    assert len(set(breaks.labels)) == len(breaks.uppers) <= classes
    for value, number in zip(values, class_of(series, breaks), strict=True):
        if value:
            low, _, high = breaks.labels[number].replace(",", "").partition("–")
            assert int(low) <= value <= int(high or low)
        else:
            assert number is pd.NA
