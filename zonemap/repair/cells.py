"""The distinct cells of a column, and what reading them gave.

A ledger repeats itself: each distinct cell is read once, whatever its type, and its value,
fault or repair goes back to every row that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Cells",
    "Readings",
    "cell_count",
    "cell_texts",
    "column_cells",
    "number_text",
    "numbers_of",
    "rows_holding",
    "spread",
    "texts_at",
]

GREATEST = 10**300
"""Whole numbers beyond it are no numbers of a ledger and would not fit a float."""


Typed: TypeAlias = Any
"""An Arrow array of text, an array of float64 or datetime64[s], or a ``boolean`` one."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The distinct cells of a column: first the texts, then numbers and days.

    Attributes
    ----------
    codes
        For each row the position of its cell; -1 where there is none.
    texts
        As read, neither trimmed nor repaired.
    others
        Numbers (int, float) and days (date, datetime).
    exact
        Whole numbers come from a column of integers and kept all their digits.
    """

    codes: NDArray[np.intp]
    texts: pa.Array
    others: NDArray[np.object_]
    exact: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What the distinct cells of a column became.

    Attributes
    ----------
    typed
        One for each distinct cell, missing where it is blank or was blanked.
    issues
        Reason code by position of the cell.
    repairs
        Reason code and the text it became, by position.
    """

    typed: Typed
    issues: dict[int, str] = field(default_factory=dict)
    repairs: dict[int, tuple[str, str]] = field(default_factory=dict)


def column_cells(raw: pd.Series) -> Cells:
    """The distinct cells of a column of any type."""
    if raw.dtype == object:
        return _object_cells(raw.to_numpy())
    if isinstance(raw.dtype, pd.StringDtype):
        return _text_cells(pa.array(raw, pa.large_string(), from_pandas=True))
    codes, distinct = pd.factorize(raw)
    inner = _object_cells(np.asarray(distinct, dtype=object))
    outer = np.append(inner.codes, -1)[codes]
    return Cells(outer, inner.texts, inner.others, exact=raw.dtype.kind in "iu")


def _text_cells(texts: pa.Array | pa.ChunkedArray) -> Cells:
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = whole.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.intp)
    return Cells(codes, encoded.dictionary, np.empty(0, dtype=object))


def _object_cells(values: NDArray[np.object_]) -> Cells:
    """Cells of mixed types; text alone is met most often."""
    try:
        return _text_cells(pa.array(values, pa.large_string(), from_pandas=True))
    except (pa.ArrowException, UnicodeError, ValueError, TypeError):
        pass
    kinds = list(map(type, values))
    if not set(kinds) <= {str, int, float, date, type(None)}:
        values = _as_objects([_simple(cell) for cell in values])
        kinds = list(map(type, values))
    is_text = np.array([kind is str for kind in kinds], dtype=bool)
    texts = _text_cells(_arrow_texts(values[is_text]))
    rest, others = pd.factorize(values[~is_text])
    codes = np.empty(len(values), dtype=np.intp)
    codes[is_text] = texts.codes
    codes[~is_text] = np.where(rest < 0, -1, rest + len(texts.texts))
    return Cells(codes, texts.texts, _as_objects([_bounded(cell) for cell in others]))


def _bounded(cell: object) -> object:
    """The cell, or infinity for a whole number that no float can hold."""
    return np.inf if isinstance(cell, int) and abs(cell) > GREATEST else cell


def _as_objects(cells: list[object]) -> NDArray[np.object_]:
    array = np.empty(len(cells), dtype=object)
    for position, cell in enumerate(cells):
        array[position] = cell
    return array


def _arrow_texts(texts: NDArray[np.object_]) -> pa.Array:
    """Texts for Arrow, without halves of characters, which no encoding can hold."""
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeError:
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        return pa.array(whole, pa.large_string())


def _simple(cell: object) -> object:
    """The cell as text, number, day or None: whatever else a reader may deliver is text."""
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Decimal):
        cell = float(cell) if cell.is_finite() else None
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, int | float | date):
        return cell
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def cell_count(cells: Cells) -> int:
    """How many distinct cells there are."""
    return len(cells.texts) + len(cells.others)


def numbers_of(cells: Cells) -> NDArray[np.float64]:
    """The numbers among ``others``, NaN where one is a day."""
    others = cells.others
    try:
        return others.astype(np.float64)
    except TypeError:
        pass
    found = (float(cell) if isinstance(cell, int | float) else np.nan for cell in others)
    return np.fromiter(found, np.float64, len(others))


def number_text(number: float) -> str:
    """A number as a clerk writes it: whole ones without a point, all digits it kept."""
    if isinstance(number, int):
        return str(number)
    if not np.isfinite(number) or abs(number) >= 1e21:
        return repr(float(number))
    text = f"{Decimal(repr(float(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _other_text(cell: object) -> str:
    if isinstance(cell, int | float):
        return number_text(cell)
    text = str(cell)
    return text.removesuffix(" 00:00:00")


def texts_at(cells: Cells, positions: NDArray[np.intp]) -> list[str]:
    """The cells at ascending positions as they were read."""
    count = len(cells.texts)
    inside = positions[positions < count]
    outside = positions[positions >= count] - count
    texts: list[str] = cells.texts.take(pa.array(inside)).to_pylist()
    return texts + [_other_text(cell) for cell in cells.others[outside]]


def spread(typed: Typed, cells: Cells) -> pd.Series:
    """The value of each row from those of the distinct cells, missing where there is none."""
    codes = cells.codes
    if isinstance(typed, pa.Array):
        taken = typed.take(pa.array(codes, mask=codes < 0)).cast(pa.large_string())
        return pd.Series(pd.array(taken, dtype="str"))
    if isinstance(typed, np.ndarray):
        return pd.Series(np.append(typed, np.array([None], dtype=typed.dtype))[codes])
    return pd.Series(typed.take(codes, allow_fill=True))


def cell_texts(cells: Cells) -> pa.Array:
    """Every distinct cell as text."""
    if not len(cells.others):
        return cells.texts
    others = [_other_text(cell) for cell in cells.others]
    return pa.concat_arrays([cells.texts, pa.array(others, pa.large_string())])


def rows_holding(cells: Cells, positions: NDArray[np.intp]) -> NDArray[np.intp]:
    """Row numbers whose cell is at one of ``positions``, ascending."""
    wanted = np.zeros(cell_count(cells) + 1, dtype=bool)
    wanted[positions] = True
    return np.flatnonzero(wanted[cells.codes])
