"""The cells of a ledger file, sheet by sheet, whatever its format."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import python_calamine
import shapely

from zonemap.crs import read_crs
from zonemap.errors import LedgerError
from zonemap.read.layout import HEADER_ROWS_SEARCHED, Header, find_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["LEDGER_SUFFIXES", "Sheet", "read_sheets"]

LEDGER_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".parquet", ".geoparquet")
HEAD_BYTES = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet with a ledger header.

    Attributes
    ----------
    name
        Of the sheet; empty for formats without sheets.
    header
        Where the header stands.
    rows_above
        Rows of the sheet up to and with the header, and how many of them are blank.
    cells
        The rows below, columns by position; the index is the row as Excel numbers it.
    """

    name: str
    header: Header
    rows_above: tuple[int, int]
    cells: pd.DataFrame


def read_sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The sheets of a file that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    path
        XLSX, CSV (UTF-8 or GB18030) or (Geo)Parquet.

    Returns
    -------
    sheets, others
        In file order.

    Raises
    ------
    LedgerError
        If the file cannot be opened as its ending says.
    """
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _workbook(path)
    if suffix == ".csv":
        return _csv(path)
    return _parquet(path)


def _workbook(path: Path) -> tuple[list[Sheet], list[str]]:
    try:
        workbook = python_calamine.load_workbook(path)
        grids = [
            (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in workbook.sheet_names
        ]
    except python_calamine.PasswordError as error:
        raise LedgerError(
            "{file}: is protected by a password; save it without one", file=path.name
        ) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise LedgerError("{file}: is not a readable workbook", file=path.name) from error
    sheets, others = [], []
    for name, grid in grids:
        sheet = _grid_sheet(name, grid, where=f"{path.name} [{name}]")
        if sheet is None:
            others.append(name)
        else:
            sheets.append(sheet)
    return sheets, others


def _grid_sheet(name: str, grid: Sequence[Sequence[object]], *, where: str) -> Sheet | None:
    header = find_header(grid[:HEADER_ROWS_SEARCHED], where=where)
    if header is None:
        return None
    first = header.row + 1
    columns = {
        position: np.fromiter(cells, dtype=object, count=len(grid) - first)
        for position, cells in enumerate(zip(*grid[first:], strict=True))
    }
    index = pd.RangeIndex(first + 1, len(grid) + 1)
    width = range(len(grid[0]))
    cells = pd.DataFrame(columns, index=index, columns=width, dtype=object)
    return Sheet(name, header, (first, _blank_rows(grid[:first])), cells)


def _blank_rows(rows: Sequence[Sequence[object]]) -> int:
    return sum(not any(cell not in ("", None) for cell in row) for row in rows)


def _csv(path: Path) -> tuple[list[Sheet], list[str]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        head = [list(row) for row in islice(csv.reader(file), HEADER_ROWS_SEARCHED)]
    header = find_header(head, where=path.name)
    if header is None:
        return [], [path.name]
    width = len(head[header.row])
    names = [str(position) for position in range(width)]
    faults: list[int] = []

    def refuse(row: pa.csv.InvalidRow) -> str:
        faults.append(row.number or 0)
        return "error"

    try:
        table = pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(
                column_names=names,
                skip_rows=header.row + 1,
                encoding=encoding.removesuffix("-sig"),
                use_threads=False,
            ),
            parse_options=pa.csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=refuse
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        if faults:
            raise LedgerError(
                "{file}: row {row} has not the {width} cells of the header; mend the row",
                file=path.name,
                row=faults[0],
                width=width,
            ) from error
        if "Empty CSV" not in str(error):
            raise LedgerError("{file}: cannot be read as CSV", file=path.name) from error
        table = pa.table({name: pa.array([], pa.string()) for name in names})
    cells = table.to_pandas()
    cells.columns = pd.RangeIndex(width)
    cells.index = pd.RangeIndex(header.row + 2, header.row + 2 + len(cells))
    above = (header.row + 1, _blank_rows(head[: header.row + 1]))
    return [Sheet("", header, above, cells)], []


def _encoding(path: Path) -> str:
    """UTF-8 if the whole file is, else GB18030, else an error."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(HEAD_BYTES):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise LedgerError("{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=path.name)


def _parquet(path: Path) -> tuple[list[Sheet], list[str]]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise LedgerError("{file}: is not a readable Parquet file", file=path.name) from error
    header = find_header([table.column_names], where=path.name)
    if header is None:
        return [], [path.name]
    columns = {i: _pandas_column(table.column(i)) for i in header.columns.values()}
    if not {"longitude", "latitude"} & set(header.columns) and "geometry" in table.column_names:
        header, columns = _with_coordinates(table, header, columns, where=path.name)
    cells = pd.DataFrame(columns)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return [Sheet("", header, (0, 0), cells)], []


def _pandas_column(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    values: pd.Series = column.to_pandas()
    return values


def _with_coordinates(
    table: pa.Table, header: Header, columns: dict[int, pd.Series], *, where: str
) -> tuple[Header, dict[int, pd.Series]]:
    """The header and columns with longitude and latitude taken from the points."""
    geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    crs = geo.get("columns", {}).get("geometry", {}).get("crs", "OGC:CRS84")
    if not read_crs(crs, where=where).is_geographic:
        raise LedgerError("{where}: its points are not in degrees; add two columns", where=where)
    points = shapely.from_wkb(table.column("geometry").to_numpy(zero_copy_only=False))
    first = table.num_columns
    positions = {**header.columns, "longitude": first, "latitude": first + 1}
    added = {first: pd.Series(shapely.get_x(points)), first + 1: pd.Series(shapely.get_y(points))}
    return Header(header.row, positions, header.unread), {**columns, **added}
