"""Numbers in writing: digits, a decimal point, thousands, and the comma that means either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["has_decimal_commas", "ordinary_numbers", "plain_number"]

ORDINARY = r"^-?[0-9]+(\.[0-9]+)?$"

LEAST_COMMAS = 2
"""Cells whose comma can only be decimal, below which they are slips and no custom."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# Printing standards part thousands by a narrow blank; an ordinary blank may part two numbers.
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[,'\u2009\u202f\u00a0][0-9]{3})+(?:\.[0-9]+)?")
_SEPARATORS = re.compile(r"[,'\u2009\u202f\u00a0]")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_EITHER = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_APART = re.compile(r"([+-]?[0-9]+) ?\. ?([0-9]+)")
_POINT = re.compile(r"(?<=[0-9])。(?=[0-9])")


def ordinary_numbers(texts: pa.Array) -> NDArray[np.float64]:
    """The value of each text that is a plain number, exactly as it says; NaN for the others."""
    stripped = pc.utf8_trim_whitespace(texts)
    ordinary = pc.match_substring_regex(stripped, ORDINARY)
    numbers = pc.if_else(ordinary, stripped, pa.scalar(None, stripped.type)).cast(pa.float64())
    values = np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def plain_number(text: str, *, comma: bool = False) -> tuple[str, str] | None:
    """A number as Python reads it and the repair that took, or None.

    Parameters
    ----------
    text
        Half-width, trimmed, without unit.
    comma
        The comma is the decimal sign of the whole column.

    Returns
    -------
    number
        Digits for `float` or `Decimal`, and ``""``, ``decimal_comma``, ``thousands``, ``spaces``
        or ``full_width``.
    """
    text = text.replace("−", "-")
    if _NUMBER.fullmatch(text):
        return text, ""
    if comma and _COMMA.fullmatch(text):
        return text.replace(",", "."), "decimal_comma"
    if _THOUSANDS.fullmatch(text) and len(set(_SEPARATORS.findall(text))) == 1:
        return _SEPARATORS.sub("", text), "thousands"
    if match := _APART.fullmatch(text):
        return f"{match[1]}.{match[2]}", "spaces"
    # The Chinese full stop comes from the same key as the decimal point.
    pointed = _POINT.sub(".", text)
    if pointed.count(".") == 1 and _NUMBER.fullmatch(pointed):
        return pointed, "full_width"
    return None


def has_decimal_commas(
    bodies: Iterable[str], *, plain_texts: pa.Array, numbers: NDArray[np.float64]
) -> bool:
    """Whether a whole column writes its decimals behind a comma, and none as thousands.

    Parameters
    ----------
    bodies
        Distinct cells that are no plain numbers: half-width, without unit.
    plain_texts
        All distinct texts of the column.
    numbers
        Its number cells.

    Returns
    -------
    decimal
        True if no cell has a decimal point, no comma can only part thousands, most commas can
        only be decimal, and at least half of the cells have one.
    """
    commas = [body for body in bodies if "," in body]
    sure = [body for body in commas if not _EITHER.fullmatch(body)]
    if len(sure) < LEAST_COMMAS or len(sure) * 2 <= len(commas):
        return False
    if not all(_COMMA.fullmatch(body) for body in commas):
        return False
    with np.errstate(invalid="ignore"):
        fractions = bool((numbers[np.isfinite(numbers)] % 1 != 0).any())
    pointed = pc.any(pc.match_substring_regex(plain_texts, r"[0-9][.．。][0-9０-９]")).as_py()
    total = len(plain_texts) + len(numbers)
    return not fractions and not pointed and len(commas) * 2 >= total
