"""What the total rows of a ledger state, against the rows they speak for."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.read.layout.header_rows import cell_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.read.sheet import Sheet

__all__ = ["control_totals"]

COLUMNS = ("sheet", "row", "what", "stated", "counted")
_GRAND = re.compile("合计|总计|共计|累计|^共")
_PAGE = re.compile("本页|小计")
_HOUSEHOLDS = re.compile(r"(\d+)户")
_TONNES = re.compile(r"(\d+(?:\.\d+)?)吨")
_COUNT = re.compile(r"\d+")
_AMOUNT = re.compile(r"([-+]?\d+(?:\.\d+)?)(吨|t|公斤|千克|kg|斤)?")
_TONNES_A_UNIT = {"公斤": 0.001, "千克": 0.001, "kg": 0.001, "斤": 0.0005}


def control_totals(sheet: Sheet, kinds: NDArray[np.str_]) -> pd.DataFrame:
    """Households and tonnes that the total rows of a sheet state, and what its rows give.

    Parameters
    ----------
    sheet
        As read.
    kinds
        What its rows are, from `zonemap.read.layout.rows.row_kinds`.

    Returns
    -------
    totals
        ``sheet``, ``row``, ``what`` (``households`` or ``coal_t``), ``stated``, ``counted``. A
        合计 or 总计 speaks for every data row above it, a 小计 or 本页合计 for those since the
        total before it; where that is not what it states but the rows since an earlier total
        are, for those, as totals are also nested.
    """
    coal_t = _coal(sheet)
    data = kinds == "data"
    households_to = np.concatenate([[0], np.cumsum(data)])
    coal_to = np.concatenate([[0.0], np.cumsum(np.where(data, coal_t, 0.0))])
    starts = [0]
    found = []
    for position in np.flatnonzero(kinds == "total").tolist():
        texts = _texts(sheet.cells.iloc[position])
        words = "".join(texts.values())
        grand = _GRAND.search(words) and not _PAGE.search(words)
        default = 0 if grand else len(starts) - 1
        for what, stated, to in (
            ("households", _stated_households(texts, sheet), households_to),
            ("coal_t", _stated_coal(texts, sheet), coal_to),
        ):
            if stated is not None:
                counted = _counted(to, position, starts, default=default, stated=stated)
                found.append((sheet.name, int(sheet.cells.index[position]), what, stated, counted))
        starts.append(position)
    return pd.DataFrame(found, columns=list(COLUMNS))


def _texts(row: pd.Series) -> dict[int, str]:
    """The filled cells of a row by position, without spaces and width."""
    positions: list[int] = row.index.tolist()
    texts = [_plain(cell_text(cell)) for cell in row.tolist()]
    return {at: text for at, text in zip(positions, texts, strict=True) if text}


def _counted(
    to: NDArray[np.float64], position: int, starts: list[int], *, default: int, stated: float
) -> float:
    sums = [round(float(to[position] - to[start]), 6) for start in starts]
    same = [total for total in sums if math.isclose(total, stated, rel_tol=0, abs_tol=1e-6)]
    return same[0] if same else sums[default]


def _plain(text: str) -> str:
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))


def _stated_households(texts: dict[int, str], sheet: Sheet) -> float | None:
    for text in texts.values():
        if found := _HOUSEHOLDS.search(text):
            return float(found[1])
    for name in ("household_id", "head", "village"):
        text = texts.get(sheet.header.columns.get(name, -1), "")
        if _COUNT.fullmatch(text):
            return float(text)
    return None


def _stated_coal(texts: dict[int, str], sheet: Sheet) -> float | None:
    column = sheet.header.columns.get("coal_t")
    own = texts.get(-1 if column is None else column, "")
    if math.isfinite(amount := _tonnes(own)):
        return amount
    found = next(filter(None, map(_TONNES.search, texts.values())), None)
    return float(found[1]) if found and column is not None else None


def _coal(sheet: Sheet) -> NDArray[np.float64]:
    """Tonnes of each row; 0 where there is no amount that can be read."""
    column = sheet.header.columns.get("coal_t")
    if column is None:
        return np.zeros(len(sheet.cells))
    cells = sheet.cells[column]
    if pd.api.types.is_numeric_dtype(cells):
        return cells.fillna(0.0).to_numpy(dtype="float64")
    codes, written = pd.factorize(cells)
    amounts = [_tonnes(_plain(cell_text(cell))) for cell in written]
    known = np.nan_to_num(np.array([*amounts, 0.0]))
    return np.asarray(known[codes])


def _tonnes(text: str) -> float:
    found = _AMOUNT.fullmatch(text.lower())
    return float(found[1]) * _TONNES_A_UNIT.get(found[2], 1.0) if found else math.nan
