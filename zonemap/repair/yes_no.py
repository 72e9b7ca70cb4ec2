"""Yes or no from words, ticks and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zonemap.repair.cells import Readings, cell_texts
from zonemap.repair.characters import NONE_SIGNS, is_error, plain

if TYPE_CHECKING:
    from pandas._libs.missing import NAType

    from zonemap.repair.cells import Cells

__all__ = ["read_yes_no"]

# A Latin x is left out: on some forms it crosses a thing out, on others it ticks it.
YES_WORDS = (
    "是 有 对 已 好 是的 有的 对的 已有 具备 已具备 都具备 均具备 齐全 已齐全 满足 交 已交 已交回 "
    "已上交 交回 已回收 已收回 通 已通 √ ✓ ✔ ☑ y yes t true 1 1.0"
)
NO_WORDS = (
    "否 无 未 没 不 没有 不是 未有 尚无 不具备 未具备 尚不具备 尚未具备 没具备 不齐全 未齐全 "
    "不满足 未满足 未交 未交回 未上交 没交 没有交 未回收 未收回 尚未交回 不通 未通 没通 × ✗ ✘ ✕ "
    "❌ n no f false 0 0.0"
)
YES_NO = dict.fromkeys(YES_WORDS.split(), True) | dict.fromkeys(NO_WORDS.split(), False)

ORDINARY = frozenset({"是", "否", "TRUE", "FALSE"})
"""The words of the form, and what a cell of yes or no shows."""


def read_yes_no(cells: Cells) -> Readings:
    """True, false, or missing where the cell is blank or says neither.

    Returns
    -------
    readings
        ``typed`` are a ``boolean`` array.
    """
    values: list[bool | NAType] = []
    issues: dict[int, str] = {}
    repairs: dict[int, tuple[str, str]] = {}
    for position, text in enumerate(cell_texts(cells).to_pylist()):
        shown = plain(text)
        value = YES_NO.get("".join(shown.lower().split()).rstrip("。.,!;、"))
        if value is None and shown and shown not in NONE_SIGNS:
            issues[position] = "error_cell" if is_error(shown) else "bad_yes_no"
        elif value is not None and text.strip() not in ORDINARY:
            repairs[position] = ("yes_no_word", "是" if value else "否")
        values.append(pd.NA if value is None else value)
    return Readings(pd.array(values, dtype="boolean"), issues, repairs)
