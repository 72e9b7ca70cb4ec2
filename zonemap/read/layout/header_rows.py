"""What single rows near a header look like."""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["belongs_below", "cell_text", "is_group_row", "is_mostly_numbers"]

LEAST_NUMBERED = 3
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")
_COLUMN_NUMBER = re.compile(r"[(]?([0-9]{1,3}|[a-z]|[甲乙丙丁戊己庚辛壬癸])[)]?(?:=.*)?|栏次|列号")
_UNIT = re.compile(
    r"[(]?(?:吨|吨/年|吨/户|元|元/户|平方米|m2|户|个|人|度|°|年月日|是/否|yyyy.?mm.?dd|t|米|m)[)]?"
)


def cell_text(cell: object) -> str:
    """A cell of a header as text; empty for none."""
    if isinstance(cell, float):
        return f"{cell:.15g}" if math.isfinite(cell) else ""
    return "" if cell is None else str(cell).strip()


def is_mostly_numbers(row: Sequence[str]) -> bool:
    """Whether more than half of what stands in it is numbers."""
    filled = [cell for cell in row if cell]
    return 2 * sum(_NUMBER.fullmatch(cell) is not None for cell in filled) > len(filled)


def is_group_row(row: Sequence[str]) -> bool:
    """Whether more than one thing stands in it: a title has one."""
    return len({cell for cell in row if cell}) > 1


def belongs_below(row: Sequence[str], columns: int) -> bool:
    """Whether a row under the header numbers its columns or names their units."""
    cells = [unicodedata.normalize("NFKC", cell).lower() for cell in row if cell]
    if cells and all(_UNIT.fullmatch(cell) for cell in cells):
        return True
    if len(cells) < max(LEAST_NUMBERED, columns / 2):
        return False
    matches = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    order = [match[1] for match in matches if match and match[1]]
    letters = next((at for at, mark in enumerate(order) if mark.isdigit()), len(order))
    numbers = [int(mark) if mark.isdigit() else 0 for mark in order[letters:]]
    rising = all(after == before + 1 for before, after in pairwise(numbers))
    return all(matches) and rising and len(set(order)) == len(order) >= LEAST_NUMBERED
