"""Where a sheet's header stands and what each of its rows is.

A ledger sheet has title rows, a header over one to three rows, data rows, sub-totals between
them, signatures at the end and blank rows anywhere. Every row is exactly one of these.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.errors import ColumnError
from zonemap.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["HEADER_ROWS_SEARCHED", "Header", "column_name", "find_header", "row_kinds"]

HEADER_ROWS_SEARCHED = 30
HEADER_DEPTH = 3
LEAST_RECOGNISED = 2

_NAMES: dict[str, str] = {}
for _column in COLUMNS:
    for _spelling in (_column.name, _column.header, _column.label):
        _NAMES[re.sub(r"[\s_]", "", _spelling.lower())] = _column.name

_NAMES.update(x="longitude", y="latitude", lon="longitude", lng="longitude", lat="latitude")

_PASSED_OVER = frozenset({"序号", "geometry"})
"""Headings that say nothing of a household: its number on the sheet, its point (read apart)."""

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_TOTAL = r".{0,40}(?:小计|合计|总计|共计)[:：]?"
_SIGNATURE = (
    r"(?:填表|制表|填报|审核|复核|负责人|联系人|经办|签字|盖章|说明[:：]|注[:：]|备注[:：]).*"
    r"|.{0,12}[（(](?:盖章|公章|签章|签字)[)）].*"
)

_VALUE_COLUMNS = tuple(
    column.name for column in COLUMNS if column.group not in {"户基本信息", "位置"}
)
"""Columns in which the words of a total or signature mean nothing."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and which columns it names.

    Attributes
    ----------
    row
        Position of its last row, from 0.
    columns
        Canonical name to position.
    unread
        Headings that name no column of a ledger and are left out; a serial number is not named.
    """

    row: int
    columns: dict[str, int]
    unread: tuple[str, ...]


def column_name(heading: object) -> str | None:
    """The canonical name of a column from its heading, or None if it is no ledger column."""
    text = unicodedata.normalize("NFKC", str(heading)).lower()
    for candidate in (text, _BRACKETS.sub("", text)):
        name = _NAMES.get(re.sub(r"[\s_*]", "", candidate))
        if name:
            return name
    return None


def find_header(rows: Sequence[Sequence[object]], *, where: str) -> Header | None:
    """The header among the first rows of a sheet, or None if the sheet is no ledger.

    Parameters
    ----------
    rows
        Cells of the first rows; empty cells are None or the empty text.
    where
        File and sheet, for the message.

    Returns
    -------
    header
        The row with the most headings that are known; a column whose cell there is empty takes
        the heading merged down from above.

    Raises
    ------
    ColumnError
        If two columns have headings of the same meaning.
    """
    known = [sum(column_name(cell) is not None for cell in row if cell) for row in rows]
    if not known or max(known) < LEAST_RECOGNISED:
        return None
    last = known.index(max(known))
    columns: dict[str, int] = {}
    unread: list[str] = []
    for position, heading in enumerate(_headings(rows, last)):
        name = column_name(heading)
        if name in columns:
            raise ColumnError(
                "{where}: two columns are headed {heading}; keep one", where=where, heading=heading
            )
        if name is not None:
            columns[name] = position
        elif heading and heading not in _PASSED_OVER:
            unread.append(heading)
    return Header(last, columns, tuple(unread))


def _headings(rows: Sequence[Sequence[object]], last: int) -> list[str]:
    headings = []
    for position, cell in enumerate(rows[last]):
        heading = cell
        for above in range(1, HEADER_DEPTH):
            if heading or last - above < 0 or position >= len(rows[last - above]):
                break
            heading = rows[last - above][position]
        headings.append("" if heading is None else str(heading).strip())
    return headings


def row_kinds(cells: pd.DataFrame, *, header: Header) -> NDArray[np.str_]:
    """What each row is: one of ``heading``, ``blank``, ``total``, ``signature``, ``data``.

    Parameters
    ----------
    cells
        Every row of the sheet below the header, columns by position; empty cells are None,
        NaN or the empty text.
    header
        From `find_header`.

    Returns
    -------
    kinds
        One for each row. A row with a status or a place is data, unless it repeats the header;
        any other is a total or signature only by its own words, else data. Where it has an id and
        a name, the words must stand in its first filled cell.
    """
    kinds = np.full(len(cells), "data", dtype="<U9")
    kinds[(cells[header.columns["status"]] == _heading_of("status")).to_numpy()] = "heading"
    unsure = np.flatnonzero((kinds == "data") & ~_is_household(cells, header))
    if len(unsure):
        rest = cells.iloc[unsure]
        blank = np.logical_and.reduce([_is_empty(rest[position]) for position in rest.columns])
        kinds[unsure] = np.where(blank, "blank", _kinds_by_words(rest, header))
    return kinds


def _is_empty(cells: pd.Series) -> NDArray[np.bool_]:
    return (cells.isna() | (cells == "")).to_numpy(dtype=bool)


def _is_household(cells: pd.DataFrame, header: Header) -> NDArray[np.bool_]:
    """Rows that no total or signature can be: with a status or a place."""

    def given(name: str) -> NDArray[np.bool_]:
        if name not in header.columns:
            return np.zeros(len(cells), dtype=bool)
        return ~_is_empty(cells[header.columns[name]])

    return given("status") | given("longitude")


def _heading_of(name: str) -> str:
    return next(column.header for column in COLUMNS if column.name == name)


def _kinds_by_words(rows: pd.DataFrame, header: Header) -> NDArray[np.str_]:
    """Totals and signatures among rows without status and place, by their label cells."""
    values = [header.columns[name] for name in _VALUE_COLUMNS if name in header.columns]
    labels = rows[rows.columns.difference(values)]
    cells = pd.Series(labels.to_numpy(dtype=object).ravel()).astype("str").fillna("")
    text = cells.str.replace(r"\s", "", regex=True)
    filled = (text != "").to_numpy(dtype=bool).reshape(labels.shape)
    first = filled & (filled.cumsum(axis=1) == 1)
    both = [header.columns.get(name) for name in ("household_id", "head")]
    named = np.zeros(len(rows), dtype=bool)
    if None not in both:
        named = ~_is_empty(rows[both[0]]) & ~_is_empty(rows[both[1]])
    counts = np.where(named[:, None], first, filled)

    def said(pattern: str) -> NDArray[np.bool_]:
        hits = text.str.fullmatch(pattern).to_numpy(dtype=bool, na_value=False)
        return np.asarray((hits.reshape(labels.shape) & counts).any(axis=1))

    return np.select([said(_TOTAL), said(_SIGNATURE)], ["total", "signature"], "data")
