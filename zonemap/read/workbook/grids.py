"""Sheets made of rows of cells: merged cells filled, errors named, calendars set right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zonemap.read.layout.headers import HEADER_ROWS_SEARCHED, find_header
from zonemap.read.sheet import Finding, Sheet
from zonemap.read.workbook.cell_references import column_letters
from zonemap.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from numpy.typing import NDArray

    from zonemap.read.layout.headers import Header

__all__ = ["Grid", "Range", "grid_sheet", "grid_sheets", "sheet_head", "sheet_under"]

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of merged cells, counted from 0."""
Columns = dict[int, "NDArray[np.object_]"]

PLACE_COLUMNS: Final = ("county", "town", "village", "village_code", "group")
"""Columns in which one cell merged over several households speaks for each of them."""
TITLE_SHARE: Final = 0.8
"""Cells merged over this much of a sheet's width, and one row high, are a title."""
DAYS_FROM_1900_TO_1904: Final = 1462
SERIALS: Final = (10_000, 80_000)
"""Numbers in a column of dates that count days: 1927 to 2118, from 1900."""

_DATES: Final = frozenset(column.name for column in COLUMNS if column.kind == "date")


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a sheet as its reader gives them; rows and columns count from 0.

    Attributes
    ----------
    name
        Of the sheet.
    rows
        All of one width, from the sheet's first row on; empty cells are None or the empty text.
    merged
        Ranges of merged cells; the value stands in the first cell.
    errors
        Cells that hold an error, and its text.
    uncached
        Cells with a formula whose value the file does not hold.
    hidden
        Rows that are not shown; None where the whole sheet is hidden.
    from_1904
        Unformatted days count from 1904, not 1900.
    """

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[Range] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: Sequence[tuple[int, int]] = ()
    hidden: frozenset[int] | None = frozenset()
    from_1904: bool = False


def grid_sheets(
    grids: Iterable[Grid], *, file: str, aliases: Mapping[str, str]
) -> tuple[list[Sheet], list[str]]:
    """The grids of a file that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    grids
        From a reader.
    file
        Its name, for messages.
    aliases
        Headings as written to canonical names; they win.

    Returns
    -------
    sheets, others
        In the order of the grids.
    """
    sheets, others = [], []
    for grid in grids:
        where = f"{file} [{grid.name}]"
        sheet = grid_sheet(grid, where=where, aliases=aliases) if grid.rows else None
        if sheet is None:
            others.append(grid.name)
        else:
            sheets.append(sheet)
    return sheets, others


def grid_sheet(grid: Grid, *, where: str, aliases: Mapping[str, str]) -> Sheet | None:
    """The sheet that a grid is, or None if it holds no ledger header.

    Parameters
    ----------
    grid
        From a reader.
    where
        File and sheet, for messages.
    aliases
        Headings as written to canonical names; they win.

    Returns
    -------
    sheet
        Merged cells of the header area hold their value throughout; below it, cells merged
        downwards in a column of places are filled, and ``filled`` tells which.
    """
    header = find_header(sheet_head(grid), where=where, aliases=aliases)
    if header is None:
        return None
    places = {header.columns[name] for name in PLACE_COLUMNS if name in header.columns}
    return sheet_under(grid, header, filled_down=places)


def sheet_under(grid: Grid, header: Header, *, filled_down: Set[int]) -> Sheet:
    """The sheet that a grid is under its header.

    Parameters
    ----------
    grid
        From a reader.
    header
        Where it stands in the `sheet_head`.
    filled_down
        Positions of columns in which one cell merged over several rows speaks for each of them.

    Returns
    -------
    sheet
        As `grid_sheet`.
    """
    head = sheet_head(grid)
    first = header.row + 1
    columns = _columns(grid, first)
    columns, filled = _filled_down(columns, grid, first, filled_down)
    if grid.from_1904:
        columns = _since_1900(columns, header)
    width = range(len(grid.rows[0]))
    index = pd.RangeIndex(first + 1, len(grid.rows) + 1)
    cells = pd.DataFrame(columns, index=index, columns=width, dtype=object)
    findings = (*_uncached(grid, header, head), *_hidden(grid, cells))
    above = (first, sum(not any(map(_given, row)) for row in grid.rows[:first]))
    return Sheet(grid.name, header, above, cells, findings=findings, filled=filled)


def _given(cell: object) -> bool:
    return cell is not None and cell != ""


def sheet_head(grid: Grid) -> list[list[object]]:
    """The first rows, merged cells holding their value throughout, but for titles."""
    head = [list(row) for row in grid.rows[:HEADER_ROWS_SEARCHED]]
    width = len(head[0]) if head else 0
    for (top, left), (bottom, right) in grid.merged:
        title = top == bottom and right - left + 1 >= max(3, TITLE_SHARE * width)
        if title or top >= len(head) or left >= width:
            continue
        for row in head[top : bottom + 1]:
            for column in range(left, min(right + 1, width)):
                row[column] = row[column] if _given(row[column]) else head[top][left]
    return head


def _columns(grid: Grid, first: int) -> Columns:
    """The cells below the header by column; errors as their text, times as text."""
    count = len(grid.rows) - first
    columns = {
        position: np.fromiter(cells, dtype=object, count=count)
        for position, cells in enumerate(zip(*grid.rows[first:], strict=True))
    }
    for cells in columns.values():
        if not {time, timedelta}.isdisjoint(map(type, cells)):
            cells[:] = [str(cell) if isinstance(cell, time | timedelta) else cell for cell in cells]
    for (row, column), text in grid.errors.items():
        if column in columns and 0 <= row - first < count:
            columns[column][row - first] = text
    return columns


def _filled_down(
    columns: Columns, grid: Grid, first: int, places: Set[int]
) -> tuple[Columns, tuple[tuple[int, int], ...]]:
    columns = columns | {place: columns[place].copy() for place in places & columns.keys()}
    filled: list[tuple[int, int]] = []
    for (top, left), (bottom, right) in grid.merged:
        if left != right or top < first or left not in places or left not in columns:
            continue
        cells = columns[left]
        for row in range(top + 1, min(bottom + 1, first + len(cells))):
            if _given(cells[top - first]) and not _given(cells[row - first]):
                cells[row - first] = cells[top - first]
                filled.append((row + 1, left))
    return columns, tuple(sorted(filled))


def _since_1900(columns: Columns, header: Header) -> Columns:
    """Days that a workbook of the 1904 calendar holds as bare numbers, counted as from 1900."""
    changed = dict(columns)
    low, high = SERIALS
    for name in _DATES & header.columns.keys():
        position = header.columns[name]
        changed[position] = np.array(
            [
                cell + DAYS_FROM_1900_TO_1904
                if type(cell) in {int, float} and low <= cell < high
                else cell
                for cell in columns.get(position, ())
            ],
            dtype=object,
        )
    return {position: changed[position] for position in columns}


def _uncached(grid: Grid, header: Header, head: Sequence[Sequence[object]]) -> list[Finding]:
    """How many formulas lack their value, column by column."""
    names = {position: name for name, position in header.columns.items()}
    counts = Counter(column for row, column in grid.uncached if row > header.row)
    found = []
    for position, count in sorted(counts.items()):
        heading = head[header.row][position] if position < len(head[header.row]) else ""
        name = names.get(position) or str(heading or column_letters(position))
        found.append(Finding(0, name, str(count), "no_cached_value"))
    return found


def _hidden(grid: Grid, cells: pd.DataFrame) -> list[Finding]:
    """How many rows with something in them are not shown."""
    if grid.hidden == frozenset():
        return []
    rows = cells if grid.hidden is None else cells[cells.index.isin([r + 1 for r in grid.hidden])]
    count = int((rows.notna() & (rows != "")).any(axis=1).sum())
    return [Finding(0, "", str(count), "hidden_rows")] if count else []
