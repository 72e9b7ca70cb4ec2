"""Classes of counts for graduated symbols, made together with their labels.

An interval is closed above: ``lower < y <= upper``. Zero is no class: where nothing is
counted, nothing is drawn.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zonemap.errors import ZonemapError

__all__ = ["Breaks", "class_of", "classify_counts"]

ROUND_STEPS = (1, 2, 3, 5, 10)
"""What a round number begins with: 1, 2, 3, 5, 10, 20, 30, 50, 100, ..."""

LOW_SHARE = 0.1
"""The limits start from the count that this share lies below, not from one stray small count."""


@dataclass(frozen=True, slots=True)
class Breaks:
    """Class intervals and what a legend calls them.

    Attributes
    ----------
    uppers
        The largest count of each class, strictly rising; empty if nothing is counted. The
        first class begins above zero.
    labels
        ``1–10``, ``11–50``, or a single number where a class holds only one.
    """

    uppers: tuple[int, ...]
    labels: tuple[str, ...]


def classify_counts(values: pd.Series | Sequence[float], *, classes: int = 4) -> Breaks:
    """Intervals with round limits, each about as many times larger than the one before.

    Parameters
    ----------
    values
        Counts; zero and missing are left out. They may be few, all equal or none.
    classes
        The most classes wanted. There are fewer where round limits would coincide.

    Returns
    -------
    breaks
        The last class holds the largest value. Household counts are skewed, so limits
        of equal ratio tell the large from the very large where shares of the rows would not.
        A class in which no value falls keeps its place.

    Raises
    ------
    ZonemapError
        If a value is negative or `classes` is below one.
    """
    if classes < 1:
        raise ZonemapError("cannot make {classes} classes; ask for one or more", classes=classes)
    counts = _checked_counts(values)
    counts = counts[counts > 0]
    if not counts.size:
        return Breaks(uppers=(), labels=())
    smallest, top = float(counts.min()), _round_up(float(counts.max()))
    low = float(np.quantile(counts, LOW_SHARE))
    limits = [_nearest_round(low * (top / low) ** (k / classes)) for k in range(1, classes)]
    uppers = tuple(sorted({limit for limit in limits if smallest <= limit < top} | {top}))
    return Breaks(uppers=uppers, labels=_interval_labels(uppers))


def class_of(values: pd.Series, breaks: Breaks) -> pd.Series:
    """The class of each count: 0 for the lowest.

    Parameters
    ----------
    values
        Counts.
    breaks
        Intervals that reach to the largest of them.

    Returns
    -------
    classes
        Integers on the index of `values`; missing where nothing is counted (zero or missing).

    Raises
    ------
    ZonemapError
        If a count is negative, or larger than the last class: it would be drawn too small.
    """
    counts = _checked_counts(values)
    top = breaks.uppers[-1] if breaks.uppers else 0
    if (counts > top).any():
        raise ZonemapError(
            "a count of {count} lies above the highest class, which ends at {top}; "
            "make the classes from all counts that are drawn",
            count=f"{counts[counts > top].max():g}",
            top=top,
        )
    codes = pd.Series(np.searchsorted(breaks.uppers, counts), index=values.index, dtype="Int64")
    return codes.mask(~(counts > 0)).rename("class")


def _checked_counts(values: pd.Series | Sequence[float]) -> np.ndarray:
    counts = np.asarray(pd.Series(values, dtype="float64"), dtype="float64")
    if (counts < 0).any():
        raise ZonemapError(
            "a count of {count} is negative; nothing can be drawn for it",
            count=f"{counts[counts < 0].min():g}",
        )
    return counts


def _round_numbers(largest: float) -> list[int]:
    """All round numbers from 1 to the first that is not below `largest`, rising."""
    numbers: list[int] = []
    power = 1
    while not numbers or numbers[-1] < largest:
        numbers += [step * power for step in ROUND_STEPS[:-1]]
        power *= ROUND_STEPS[-1]
    return numbers


def _round_up(value: float) -> int:
    numbers = _round_numbers(value)
    return numbers[bisect_left(numbers, value)]


def _nearest_round(value: float) -> int:
    return min(_round_numbers(value), key=lambda number: (abs(math.log(number / value)), number))


def _interval_labels(uppers: tuple[int, ...]) -> tuple[str, ...]:
    lowers = (0, *uppers[:-1])
    return tuple(
        f"{upper:,}" if upper == lower + 1 else f"{lower + 1:,}–{upper:,}"
        for lower, upper in zip(lowers, uppers, strict=True)
    )
