"""Cells as a ledger delivered them, written back as what they are.

A number stays a number, a day a day, and text is text, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from zonemap.render.workbook.bulk import BLANK, number_body, text_body
from zonemap.render.workbook.text import cell_text

__all__ = ["KINDS", "DeliveredCells", "delivered_cells"]

KINDS: Mapping[str, str] = {
    "text": "@",
    "number": "General",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
}
"""The kinds of cells and their number formats. What is typed over text stays text."""

DAY_ZERO = datetime(1899, 12, 30)
FIRST_SAFE_DAY = datetime(1900, 3, 1)
"""Before it Excel's calendar has a day that never was."""

SAFE_NUMBER = 10**15
"""From here on Excel loses digits of a whole number."""

SECONDS_A_DAY = 86_400


class DeliveredCells(NamedTuple):
    """The cells of a column: the XML after the style of each, their kinds, and as shown."""

    bodies: list[str]
    kinds: list[str]
    shown: list[str]


def delivered_cells(values: pd.Series, *, identifier: bool) -> DeliveredCells:
    """Each value as a cell of its own kind.

    Parameters
    ----------
    values
        As read: text, numbers, days, truths, or missing.
    identifier
        Whether it is a column of identifiers: what is typed over a number stays text there.

    Returns
    -------
    cells
        In the order of ``values``.
    """
    raw = values.astype("object").tolist()
    strings = list({value for value in raw if isinstance(value, str)})
    texts = dict(zip(strings, cell_text(pd.Series(strings, dtype="object")), strict=True))
    known: dict[tuple[type, object], tuple[str, str, str]] = {}
    cells = []
    for value in raw:
        key = (type(value), value)
        cell = known.get(key)
        if cell is None:
            cell = known[key] = _cell(texts.get(value, value) if isinstance(value, str) else value)
        cells.append(cell)
    bodies, kinds, shown = map(list, zip(*cells, strict=True)) if cells else ([], [], [])
    if identifier:
        kinds = ["text" if kind == "number" else kind for kind in kinds]
    return DeliveredCells(bodies, kinds, shown)


def _cell(value: object) -> tuple[str, str, str]:
    """One cell: the XML after its style, its kind, and how it shows."""
    if isinstance(value, bool | np.bool_):
        return f' t="b"><v>{int(value)}</v></c>', "number", str(value).upper()
    if isinstance(value, date) and not pd.isna(value):
        return _moment(value)
    if isinstance(value, int | float | np.number):
        return _number(value)
    text = "" if value is None or value is pd.NA or value is pd.NaT else str(value)
    return text_body(text), "text", text


def _number(value: float | np.number[Any]) -> tuple[str, str, str]:
    """A number; as text where Excel cannot hold it, blank where it is missing."""
    amount = float(value)
    if np.isnan(amount):
        return BLANK, "text", ""
    if np.isinf(amount) or (isinstance(value, int | np.integer) and abs(amount) >= SAFE_NUMBER):
        return text_body(str(value)), "text", str(value)
    whole = abs(amount) < SAFE_NUMBER and amount.is_integer()
    return number_body(int(amount) if whole else amount), "number", f"{amount:.10g}"


def _moment(value: date) -> tuple[str, str, str]:
    """A day, with its time if it has one; as text before Excel's calendar is sound."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    text = str(value)
    if moment.tzinfo is not None or moment < FIRST_SAFE_DAY:
        return text_body(text), "text", text
    past = moment - DAY_ZERO
    seconds = past.seconds + past.microseconds / 1e6
    if not seconds:
        return number_body(past.days), "day", f"{moment:%Y-%m-%d}"
    return number_body(past.days + seconds / SECONDS_A_DAY), "moment", text
