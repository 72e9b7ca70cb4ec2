"""Dated ledgers: their data rows exactly as delivered, and the account of every row.

Nothing is judged or repaired here. Every row of a file is accounted for: a title or header,
blank, a sub-total or signature, or a data row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.errors import AccountingError, LedgerError
from zonemap.read.digests import digest_ends, digest_sum, row_hashes
from zonemap.read.files import existing_file, file_sha256
from zonemap.read.folders import LedgerFile, find_ledgers, other_files
from zonemap.read.layout.rows import row_kinds
from zonemap.read.layout.totals import control_totals
from zonemap.read.sheet_notes import cells_filled_down, stated_crs, the_findings
from zonemap.read.sheets import read_sheets
from zonemap.read.survey_points import with_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.read.sheet import Sheet

__all__ = [
    "LedgerFile",
    "RawLedger",
    "RowAccount",
    "find_ledgers",
    "ledger_of_sheets",
    "other_files",
    "read_ledger",
]


@dataclass(frozen=True, slots=True)
class RowAccount:
    """How many rows of a file are what; ``rows`` is the sum of the other four.

    ``headers`` are titles and headers, ``subtotals`` also grand totals, signatures and notes,
    ``data`` also broken rows.
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
        Data rows in file order, cells as read: columns by canonical name, and ``source_sheet``,
        ``source_row``, the row as Excel numbers it, ``source_fault`` (empty, or ``broken_row``:
        its cells are all missing) and ``source_digest``, the last 16 hexadecimal digits of the
        row's SHA-256.
    account
        What its rows are.
    control_totals
        From `zonemap.read.layout.totals.control_totals`.
    unread
        Sheets that are no ledger, and headings that name no column: ``sheet: heading``.
    crs
        Of longitude and latitude, as the file itself states it: ``EPSG:4545``, else WKT; empty
        where it does not.
    findings
        ``sheet``, ``row`` (0: the whole sheet), ``column``, ``value``, ``code``: what the reading
        noticed; the value of a ``broken_row`` is its raw text.
    repairs
        ``index`` (position in ``rows``), ``column``, ``value`` (as read), ``became``, ``code``:
        cells filled down from merged ones.
    digest
        The sum modulo 2^256 of the SHA-256 of each data row, which their order does not change:
        64 hexadecimal digits.
    """

    file: str
    day: date
    sha256: str
    rows: pd.DataFrame
    account: RowAccount
    control_totals: pd.DataFrame
    unread: tuple[str, ...]
    crs: str
    findings: pd.DataFrame
    repairs: pd.DataFrame
    digest: str


def read_ledger(file: LedgerFile, *, root: Path, aliases: Mapping[str, str] = {}) -> RawLedger:
    """One ledger file, every row accounted for.

    Parameters
    ----------
    file
        From `find_ledgers`.
    root
        Folder of the project.
    aliases
        Headings of the plan, each with the name of its column; they win.

    Returns
    -------
    ledger
        Its data rows, unchanged.

    Raises
    ------
    LedgerError
        If it cannot be opened, leads out of the project, or `ledger_of_sheets` refuses it.
    """
    path = existing_file(file.path, error=LedgerError, root=root)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    sheets, others = read_sheets(path, aliases=aliases)
    ledger = ledger_of_sheets(sheets, file=name, day=file.day, sha256=file_sha256(path))
    return replace(ledger, unread=(*others, *ledger.unread))


def ledger_of_sheets(sheets: Sequence[Sheet], *, file: str, day: date, sha256: str) -> RawLedger:
    """The ledger that sheets make up, every row accounted for.

    Parameters
    ----------
    sheets
        As read, in file order.
    file
        What to call it.
    day
        The day it speaks of.
    sha256
        Of what it was read from.

    Returns
    -------
    ledger
        Its data rows, unchanged.

    Raises
    ------
    LedgerError
        If there is no sheet, or one has neither a status nor a place, or they are in different
        coordinate systems, or there is no data row.
    """
    if not sheets:
        raise LedgerError(
            "{file}: no ledger header found; it needs headings such as {headings}",
            file=file,
            headings="户编号、村社区、经度、纬度、状态",
        )
    kinds = [_kinds(sheet) for sheet in sheets]
    placed = [with_places(sheet) for sheet in sheets]
    for sheet in placed:
        _require_columns(sheet, file)
    parts = [_data_rows(sheet, kind) for sheet, kind in zip(placed, kinds, strict=True)]
    hashes = [
        row_hashes(_data_cells(sheet, kind), sheet=sheet.name)
        for sheet, kind in zip(sheets, kinds, strict=True)
    ]
    totals = [control_totals(sheet, kind) for sheet, kind in zip(sheets, kinds, strict=True)]
    rows = pd.concat(parts, ignore_index=True)
    ledger = RawLedger(
        file=file,
        day=day,
        sha256=sha256,
        rows=rows.assign(source_digest=digest_ends(np.concatenate(hashes))),
        account=_account(sheets, kinds),
        control_totals=pd.concat(totals, ignore_index=True),
        unread=tuple(f"{sheet.name}: {item}" for sheet in sheets for item in sheet.header.unread),
        crs=stated_crs(sheets, file=file),
        findings=the_findings(sheets),
        repairs=cells_filled_down(placed, parts),
        digest=digest_sum(hashes),
    )
    _require_balance(ledger)
    if ledger.rows.empty:
        raise LedgerError(
            "{file}: has a header but no household below it; export it again, or take it out of "
            "the folder",
            file=file,
        )
    return ledger


def _kinds(sheet: Sheet) -> NDArray[np.str_]:
    kinds = row_kinds(sheet.cells, header=sheet.header)
    if sheet.broken:
        kinds[sheet.cells.index.isin(list(sheet.broken))] = "data"
    return kinds


def _require_columns(sheet: Sheet, file: str) -> None:
    columns = sheet.header.columns
    where = f"{file} [{sheet.name}]" if sheet.name else file
    if "status" not in columns:
        raise LedgerError(
            "{where}: has no status column (状态); add one, or name the column that holds it under "
            "[ledgers.columns] in the plan",
            where=where,
        )
    if not {"longitude", "latitude"} <= set(columns) and "village" not in columns:
        raise LedgerError(
            "{where}: has neither coordinates (经度, 纬度) nor villages (村社区), so nothing in it "
            "can be placed; add them, or name their columns under [ledgers.columns] in the plan",
            where=where,
        )


def _data_cells(sheet: Sheet, kinds: NDArray[np.str_]) -> pd.DataFrame:
    data = kinds == "data"
    return sheet.cells if data.all() else sheet.cells.loc[data]


def _data_rows(sheet: Sheet, kinds: NDArray[np.str_]) -> pd.DataFrame:
    data = _data_cells(sheet, kinds)
    rows: pd.DataFrame = data[list(sheet.header.columns.values())]
    rows.columns = pd.Index(list(sheet.header.columns))
    numbers = data.index.to_numpy(dtype="int64")
    faults = np.where(np.isin(numbers, list(sheet.broken)), "broken_row", "")
    return rows.assign(
        source_sheet=pd.array([sheet.name] * len(rows), dtype="str"),
        source_row=numbers,
        source_fault=pd.array(faults, dtype="str"),
    )


def _account(sheets: Sequence[Sheet], kinds: Sequence[NDArray[np.str_]]) -> RowAccount:
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
