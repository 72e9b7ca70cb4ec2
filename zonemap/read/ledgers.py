"""Dated ledgers: which files they are, and their data rows exactly as delivered.

Nothing is judged or repaired here. Every row of a file is accounted for: a title or header,
blank, a sub-total or signature, or a data row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.errors import AccountingError, LedgerError
from zonemap.read.files import existing_file, file_sha256
from zonemap.read.layout import row_kinds
from zonemap.read.sheets import LEDGER_SUFFIXES, Sheet, read_sheets
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "LedgerFile",
    "RawLedger",
    "RowAccount",
    "find_ledgers",
    "other_files",
    "read_ledger",
]

UNREAD_TABLES = (".xls", ".xlsb", ".et", ".ods", ".tsv", ".txt", ".htm", ".html", ".mht", ".dbf")
"""Endings of tables that may well be ledgers but are not read."""

_DAY = re.compile(r"(?<!\d)(20\d{2})[-._年]?(\d{1,2})[-._月]?(\d{1,2})(?!\d)")
_HOUSEHOLDS = re.compile(r"^\s*(\d+)\s*户?\s*$")


@dataclass(frozen=True, slots=True, order=True)
class LedgerFile:
    """A ledger file and the day it speaks of."""

    day: date
    path: Path


@dataclass(frozen=True, slots=True)
class RowAccount:
    """How many rows of a file are what; ``rows`` is the sum of the other four.

    ``headers`` are titles and headers, ``subtotals`` also grand totals and signatures.
    """

    rows: int
    headers: int
    blank: int
    subtotals: int
    data: int


@dataclass(frozen=True, slots=True, eq=False)
class RawLedger:
    """A ledger file as delivered.

    Attributes
    ----------
    file
        Its name relative to the project, with forward slashes.
    day
        The day it speaks of.
    sha256
        Of its bytes.
    rows
        Data rows in file order, cells as read: columns by canonical name, and ``source_sheet``
        and ``source_row``, the row as Excel numbers it.
    account
        What its rows are.
    control_totals
        Sub-totals that the file states, against its rows: ``sheet``, ``row``, ``what``
        (``households`` or ``coal_t``), ``stated``, ``counted``.
    unread
        Sheets that are no ledger, and headings that name no column: ``sheet: heading``.
    """

    file: str
    day: date
    sha256: str
    rows: pd.DataFrame
    account: RowAccount
    control_totals: pd.DataFrame
    unread: tuple[str, ...]


def find_ledgers(root: Path, pattern: str) -> list[LedgerFile]:
    """The ledger files that a pattern names, oldest first.

    Parameters
    ----------
    root
        Folder of the project.
    pattern
        As in ``zonemap.toml``: files whose names hold a date, or dated folders of files.

    Returns
    -------
    files
        Sorted by day, then name. Lock files of Office (``~$...``), hidden files and the folder
        ``register`` are no ledgers.

    Raises
    ------
    LedgerError
        If there is none, a ledger has no date in its name, or a table is in a format that is not
        read: it would be missing from the count; or synthetic ledgers lie among real ones.
    """
    found = []
    for path in _delivered(root, pattern):
        suffix = path.suffix.lower()
        if suffix in UNREAD_TABLES:
            raise LedgerError(
                "{file}: {suffix} files are not read; save it as XLSX, or take it out of the "
                "folder",
                file=path.relative_to(root).as_posix(),
                suffix=suffix,
            )
        if suffix in LEDGER_SUFFIXES:
            found.append(LedgerFile(_day(path, root), path))
    if not found:
        raise LedgerError(
            "{pattern}: no ledger here; put one there named by its date, as 2022-09-30.xlsx, "
            "or make synthetic ones with zonemap sample",
            pattern=pattern,
        )
    synthetic = [file for file in found if SAMPLE_MARK in file.path.name]
    if 0 < len(synthetic) < len(found):
        raise LedgerError(
            "{file}: a synthetic ledger lies among real ones; take one kind out",
            file=synthetic[0].path.relative_to(root).as_posix(),
        )
    return sorted(found)


def other_files(root: Path, pattern: str) -> tuple[str, ...]:
    """Files among the ledgers that are no tables and are passed over, but for notes (.md)."""
    known = (*LEDGER_SUFFIXES, *UNREAD_TABLES, ".md")
    paths = [path for path in _delivered(root, pattern) if path.suffix.lower() not in known]
    return tuple(path.relative_to(root).as_posix() for path in paths)


def _delivered(root: Path, pattern: str) -> list[Path]:
    """Files that a pattern names, also inside folders; no lock files, hidden ones or register."""
    paths: list[Path] = []
    for path in sorted(root.glob(pattern)):
        inside = sorted(path.iterdir()) if path.is_dir() and path.name != "register" else [path]
        paths += [item for item in inside if item.is_file()]
    return [path for path in paths if not path.name.startswith(("~$", "."))]


def _day(path: Path, root: Path) -> date:
    for name in (path.stem, path.parent.name):
        match = _DAY.search(name)
        if match:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                break
    raise LedgerError(
        "{file}: its name holds no date; name it by its day, as 2022-09-30.xlsx",
        file=path.relative_to(root).as_posix(),
    )


def read_ledger(file: LedgerFile, *, root: Path) -> RawLedger:
    """One ledger file, every row accounted for.

    Parameters
    ----------
    file
        From `find_ledgers`.
    root
        Folder of the project.

    Returns
    -------
    ledger
        Its data rows, unchanged.

    Raises
    ------
    LedgerError
        If it cannot be opened, holds no ledger, or has neither a status nor a place.
    AccountingError
        If its rows do not add up.
    """
    path = existing_file(file.path, error=LedgerError)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    sheets, others = read_sheets(path)
    if not sheets:
        raise LedgerError(
            "{file}: no ledger header found; it needs headings such as {headings}",
            file=name,
            headings="户编号、村社区、经度、纬度、状态",
        )
    for sheet in sheets:
        _require_columns(sheet, name)
    kinds = [row_kinds(sheet.cells, header=sheet.header) for sheet in sheets]
    rows = [_data_rows(sheet, kind) for sheet, kind in zip(sheets, kinds, strict=True)]
    totals = [_control_totals(sheet, kind) for sheet, kind in zip(sheets, kinds, strict=True)]
    unread = [f"{sheet.name}: {heading}" for sheet in sheets for heading in sheet.header.unread]
    ledger = RawLedger(
        file=name,
        day=file.day,
        sha256=file_sha256(path),
        rows=pd.concat(rows, ignore_index=True),
        account=_account(sheets, kinds),
        control_totals=pd.concat(totals, ignore_index=True),
        unread=(*others, *unread),
    )
    _require_balance(ledger)
    return ledger


def _require_columns(sheet: Sheet, file: str) -> None:
    columns = sheet.header.columns
    where = f"{file} [{sheet.name}]" if sheet.name else file
    if "status" not in columns:
        raise LedgerError("{where}: has no status column (状态)", where=where)
    if not {"longitude", "latitude"} <= set(columns) and "village" not in columns:
        raise LedgerError(
            "{where}: has neither coordinates (经度, 纬度) nor villages (村社区); "
            "nothing in it can be placed",
            where=where,
        )


def _data_rows(sheet: Sheet, kinds: NDArray[np.str_]) -> pd.DataFrame:
    data = sheet.cells.loc[kinds == "data"]
    rows: pd.DataFrame = data[list(sheet.header.columns.values())]
    rows.columns = pd.Index(list(sheet.header.columns))
    return rows.assign(source_sheet=sheet.name, source_row=data.index.to_numpy(dtype="int64"))


def _account(sheets: list[Sheet], kinds: list[NDArray[np.str_]]) -> RowAccount:
    above = sum(sheet.rows_above[0] for sheet in sheets)
    blank_above = sum(sheet.rows_above[1] for sheet in sheets)
    below = np.concatenate(kinds)
    return RowAccount(
        rows=above + sum(len(sheet.cells) for sheet in sheets),
        headers=above - blank_above + int((below == "heading").sum()),
        blank=blank_above + int((below == "blank").sum()),
        subtotals=int(np.isin(below, ("total", "signature")).sum()),
        data=int((below == "data").sum()),
    )


def _require_balance(ledger: RawLedger) -> None:
    account = ledger.account
    parts = account.headers + account.blank + account.subtotals + account.data
    if parts != account.rows or account.data != len(ledger.rows):
        raise AccountingError(
            "{file}: {rows} rows in the file, but {parts} accounted for and {data} kept",
            file=ledger.file,
            rows=account.rows,
            parts=parts,
            data=len(ledger.rows),
        )


def _control_totals(sheet: Sheet, kinds: NDArray[np.str_]) -> pd.DataFrame:
    """What each total row states, against the rows it stands under."""
    # A 合计 or 总计 speaks for every data row of the sheet above it, a 小计 for those since the
    # total before it.
    stated = []
    start = 0
    data = kinds == "data"
    for position in np.flatnonzero(kinds == "total").tolist():
        cells = sheet.cells.iloc[position]
        text = " ".join(str(cell) for cell in cells if isinstance(cell, str))
        grand = any(word in text for word in ("合计", "总计", "共计"))
        span = np.flatnonzero(data[:position] if grand else data[start:position])
        span = span if grand else span + start
        start = position
        stated += [
            {"sheet": sheet.name, "row": sheet.cells.index[position], **total}
            for total in _stated(sheet, cells, sheet.cells.iloc[span])
        ]
    return pd.DataFrame(stated, columns=["sheet", "row", "what", "stated", "counted"])


def _stated(sheet: Sheet, cells: pd.Series, under: pd.DataFrame) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in ("household_id", "head", "village"):
        match = _HOUSEHOLDS.match(str(cells.get(sheet.header.columns.get(name), "")))
        if match:
            found.append(
                {"what": "households", "stated": float(match[1]), "counted": float(len(under))}
            )
            break
    coal = sheet.header.columns.get("coal_t")
    if coal is None:
        return found
    stated_t = pd.to_numeric(cells[coal], errors="coerce")
    if np.isfinite(stated_t):
        counted_t = float(pd.to_numeric(under[coal], errors="coerce").sum())
        found.append({"what": "coal_t", "stated": float(stated_t), "counted": round(counted_t, 6)})
    return found
