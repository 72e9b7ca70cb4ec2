"""A list of points in a workbook: the one sheet that has columns of coordinates.

Only the search for the header differs from that of a ledger: the cells come from the same readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zonemap.errors import PointsError
from zonemap.read.content import file_kind
from zonemap.read.coordinates import coordinate_columns
from zonemap.read.layout.header_rows import cell_text
from zonemap.read.layout.headers import header_at, row_headings
from zonemap.read.layout.rows import row_kinds
from zonemap.read.workbook.cell_references import column_letters
from zonemap.read.workbook.grids import sheet_head, sheet_under
from zonemap.read.workbook.html_tables import html_grids
from zonemap.read.workbook.workbooks import workbook_grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.read.layout.headers import Header
    from zonemap.read.sheet import Sheet
    from zonemap.read.workbook.grids import Grid

__all__ = ["WORKBOOK_SUFFIXES", "read_point_sheet"]

WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls")

_BETWEEN_HAN: Final = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A sheet with coordinates, and its headings by position."""

    grid: Grid
    header: Header
    headings: tuple[str, ...]


def read_point_sheet(path: Path) -> pd.DataFrame:
    """The points of a workbook as text, columns by their headings.

    Parameters
    ----------
    path
        An existing XLSX, XLSM or XLS, or a web page under such a name, with one sheet that has
        columns of coordinates; hidden sheets and rows count as the others.

    Returns
    -------
    table
        Every row of the sheet that is a point, with the index 0, 1, 2 ... Empty cells are the
        empty text; numbers have the 15 digits that a workbook shows. Left out are blank rows (a
        serial number alone is blank), repeats of the header, and, where neither coordinate has a
        digit: totals by the word in their first cell, and signatures and notes below the last
        row that has a coordinate. What is merged over several rows holds for each, but for
        coordinates. A column without a heading of its own is called after its letter.

    Raises
    ------
    PointsError
        If no sheet has coordinate columns, several have points in them, or one has the same
        coordinate twice.
    LedgerError
        If it is no readable workbook.
    """
    try:
        found = [sheet for grid in _grids(path) if (sheet := _found(grid, path.name))]
    except OSError as fault:
        raise PointsError(
            "{file}: cannot be opened; close the program that holds it, or check its rights",
            file=path.name,
        ) from fault
    if not found:
        raise PointsError(
            "{file}: no sheet has columns longitude and latitude (经度, 纬度)", file=path.name
        )
    tables = {sheet.grid.name: _table(sheet) for sheet in found}
    filled = {name: table for name, table in tables.items() if len(table)}
    if len(filled) > 1:
        raise PointsError(
            "{file}: sheets {sheets} each hold points; save each as a file of its own",
            file=path.name,
            sheets=", ".join(filled),
        )
    return next(iter((filled or tables).values()))


def _grids(path: Path) -> Iterable[Grid]:
    kind = file_kind(path)
    if kind == "html":
        return html_grids(path)
    if kind not in {"xlsx", "xls"}:
        raise PointsError(
            "{file}: is not a readable workbook; open it in Excel or WPS and save it as XLSX",
            file=path.name,
        )
    return workbook_grids(path, old=kind == "xls")


def _found(grid: Grid, file: str) -> _Found | None:
    """A sheet with coordinates: the first row that heads them; None if there is none."""
    texts = [[cell_text(cell) for cell in row] for row in sheet_head(grid)]
    for last in range(len(texts)):
        headings = tuple(_plain(text) for text in row_headings(texts, last))
        names = coordinate_columns(headings)
        if names is not None:
            _require_once(names, headings, where=f"{file} [{grid.name}]")
            lon, lat = map(headings.index, names)
            columns = {"longitude": lon, "latitude": lat}
            header = header_at(texts, last, headings=headings, columns=columns)
            return _Found(grid, header, headings)
    return None


def _plain(heading: str) -> str:
    """A heading on one line, without the blanks that only space its Chinese characters."""
    return _BETWEEN_HAN.sub("", " ".join(heading.split()))


def _require_once(names: Sequence[str], headings: Sequence[str], *, where: str) -> None:
    lower = [heading.lower() for heading in headings]
    for name in names:
        if lower.count(name.lower()) > 1:
            raise PointsError(
                "{where}: two columns are headed {heading}; keep one", where=where, heading=name
            )


def _table(found: _Found) -> pd.DataFrame:
    others = set(range(len(found.grid.rows[0]))) - set(found.header.columns.values())
    sheet = sheet_under(found.grid, found.header, filled_down=others)
    kept = _is_point(_own_cells(sheet), found.header)
    texts = sheet.cells.loc[kept].map(_text)
    names = _names(found.headings, filled=set(np.flatnonzero((texts != "").any()).tolist()))
    table: pd.DataFrame = texts[list(names)].set_axis(list(names.values()), axis=1)
    return table.reset_index(drop=True).astype("str")


def _own_cells(sheet: Sheet) -> pd.DataFrame:
    """The cells before merged ones were filled down: what a row says by itself."""
    cells = sheet.cells.copy()
    for row, column in sheet.filled:
        cells.loc[row, column] = ""
    return cells


def _is_point(cells: pd.DataFrame, header: Header) -> NDArray[np.bool_]:
    """Which rows are points: not blank, no repeated header, no total and no signature."""
    kinds = row_kinds(cells, header=header)
    texts = cells.map(cell_text)
    coordinates = list(header.columns.values())
    # A signature may stand under a heading of coordinates; a number there is a place.
    texts[coordinates] = texts[coordinates].where(texts[coordinates].map(_has_digit), "")
    placeless: NDArray[np.bool_] = (texts[coordinates] == "").all(axis=1).to_numpy(dtype=bool)
    below = np.arange(len(cells)) > np.flatnonzero(~placeless).max(initial=-1)
    whole, first = (row_kinds(t, header=header) for t in (texts, _first_cells(texts, header)))
    total = (whole == "total") & (first == "total")
    closing = (whole == "signature") & (first == "signature") & below
    return np.asarray(~(placeless & (total | closing) | np.isin(kinds, ("blank", "heading"))))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _first_cells(texts: pd.DataFrame, header: Header) -> pd.DataFrame:
    """Nothing but the first filled cell of each row, serial numbers aside."""
    own = texts.copy()
    own[list(header.serial)] = ""
    filled = (own != "").to_numpy()
    return own.where(filled & (filled.cumsum(axis=1) == 1), "")


def _names(headings: Sequence[str], *, filled: Set[int]) -> dict[int, str]:
    """Position to name of every column, none twice; those without name and cells are left out."""
    names: dict[int, str] = {}
    for at, heading in enumerate(headings):
        repeated = heading in names.values()
        if heading and not repeated:
            names[at] = heading
        elif at in filled:
            names[at] = f"{heading or 'column'}_{column_letters(at)}"
    return names


def _text(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell_text(cell)
