"""Ledgers in workbooks: XLSX, XLSM and XLS."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn, TypeVar

import python_calamine

from zonemap.errors import LedgerError
from zonemap.read.vector.quiet import silenced
from zonemap.read.workbook.grids import Grid, grid_sheets
from zonemap.read.workbook.old_workbooks import scan_old_workbook
from zonemap.read.workbook.parts import SheetScan, scan_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from zonemap.read.sheet import Sheet
    from zonemap.read.workbook.parts import WorkbookScan

__all__ = ["workbook_grids", "workbook_sheets"]

Read = TypeVar("Read")


def workbook_sheets(
    path: Path, *, old: bool, aliases: Mapping[str, str]
) -> tuple[list[Sheet], list[str]]:
    """The sheets of a workbook that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    path
        XLSX or XLSM, or XLS.
    old
        It is an XLS. Macros are never looked at.
    aliases
        Headings as written to canonical names; they win.

    Returns
    -------
    sheets, others
        In the order of the workbook; hidden sheets are read too.

    Raises
    ------
    LedgerError
        If the workbook is protected, damaged or hostile.
    """
    return grid_sheets(workbook_grids(path, old=old), file=path.name, aliases=aliases)


def workbook_grids(path: Path, *, old: bool) -> Iterator[Grid]:
    """The sheets of a workbook, cell by cell.

    Parameters
    ----------
    path, old
        As for `workbook_sheets`.

    Returns
    -------
    grids
        Of every sheet in its order, read one by one; a sheet of another kind has no rows.

    Raises
    ------
    LedgerError
        As `workbook_sheets`, partly only when a sheet is asked for.
    """
    scan = scan_old_workbook(path) if old else scan_workbook(path)
    return _grids(path, scan, old=old)


def _grids(path: Path, scan: WorkbookScan, *, old: bool) -> Iterator[Grid]:
    # By its path a workbook is taken for what its ending says; by its bytes for what it is.
    known_as = {".xls"} if old else {".xlsx", ".xlsm"}
    source = path if path.suffix.lower() in known_as else BytesIO(path.read_bytes())
    workbook = _quietly(path, partial(python_calamine.load_workbook, source))
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            yield Grid(about.name, [])
            continue
        known = scan.sheets.get(str(number) if old else about.name)
        if known is None:
            _refuse_damaged(path)
        shown = about.visible == python_calamine.SheetVisibleEnum.Visible
        sheet = _quietly(path, partial(workbook.get_sheet_by_index, number))
        read = partial(_grid, sheet, known, shown=shown, from_1904=scan.from_1904)
        yield _quietly(path, read)


def _quietly(path: Path, read: Callable[[], Read]) -> Read:
    """What a reader written in Rust returns; its faults and panics as one line."""
    try:
        with silenced():
            return read()
    except python_calamine.PasswordError as error:
        raise LedgerError(
            "{file}: is protected by a password; save it without one", file=path.name
        ) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic is no Exception
        raise LedgerError(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from error


def _refuse_damaged(path: Path) -> NoReturn:
    raise LedgerError(
        "{file}: is not a readable workbook: it is cut off or damaged; export it again",
        file=path.name,
    )


def _grid(
    sheet: python_calamine.CalamineSheet, scan: SheetScan, *, shown: bool, from_1904: bool
) -> Grid:
    """The cells of a sheet from its first row and column on."""
    rows: list[list[object]] = [*sheet.to_python()]  # type: ignore[list-item]
    top, left = sheet.start or (0, 0)
    width = left + len(rows[0]) if rows else 0
    if left:
        rows = [[""] * left + row for row in rows]
    return Grid(
        sheet.name,
        [*([""] * width for _ in range(top)), *rows] if rows else [],
        merged=sheet.merged_cell_ranges or (),
        errors=scan.errors,
        uncached=scan.uncached,
        hidden=scan.hidden if shown else None,
        from_1904=from_1904,
    )
