"""One pass over the records of an XLS, for what its reader does not tell."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NoReturn

from zonemap.errors import LedgerError
from zonemap.read.workbook.compound_files import CompoundFileError, compound_streams
from zonemap.read.workbook.parts import SheetScan, WorkbookScan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["scan_old_workbook"]

MOST_BYTES: Final = 512 << 20
STREAMS: Final = ("Workbook", "Book")
ENCRYPTED: Final = "EncryptedPackage"

BEGIN, END, FILE_PASS, BOUND_SHEET, DATE_1904 = 0x0809, 0x000A, 0x002F, 0x0085, 0x0022
ROW, BOOL_OR_ERROR, FORMULA = 0x0208, 0x0205, 0x0006
HIDDEN: Final = 0x20
ERROR_RESULT: Final = 2
ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
UNKNOWN_ERROR: Final = "#ERROR!"


def scan_old_workbook(path: Path) -> WorkbookScan:
    """Every sheet of an XLS, scanned.

    Parameters
    ----------
    path
        A compound file.

    Returns
    -------
    scan
        Sheets by their number in the workbook, from ``"0"``, since old names come in many
        encodings.

    Raises
    ------
    LedgerError
        If the file is protected, damaged or no workbook.
    """
    if path.stat().st_size > MOST_BYTES:
        raise LedgerError("{file}: is far larger than a ledger can be", file=path.name)
    try:
        streams = compound_streams(path.read_bytes(), wanted=STREAMS)
    except CompoundFileError as fault:
        raise LedgerError(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from fault
    if ENCRYPTED in streams:
        _refuse_protected(path)
    content = next((streams[name] for name in STREAMS if name in streams), None)
    if content is None:
        raise LedgerError(
            "{file}: is not a readable workbook; open it in Excel or WPS and save it as XLSX",
            file=path.name,
        )
    return _scan(content, path)


def _refuse_protected(path: Path) -> NoReturn:
    raise LedgerError("{file}: is protected by a password; save it without one", file=path.name)


def _scan(content: bytes, path: Path) -> WorkbookScan:
    starts: list[int] = []
    from_1904 = False
    for code, start, length in _records(content, 0):
        if code == FILE_PASS:
            _refuse_protected(path)
        elif code == BOUND_SHEET and length >= 4:
            starts.append(struct.unpack_from("<I", content, start)[0])
        elif code == DATE_1904 and length >= 2:
            from_1904 = content[start] == 1
    sheets = {str(number): _scan_sheet(content, start) for number, start in enumerate(starts)}
    return WorkbookScan(sheets, from_1904)


def _records(content: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Code, start and length of the records of one substream; charts inside it are passed over."""
    depth = 0
    while start + 4 <= len(content):
        code, length = struct.unpack_from("<HH", content, start)
        start += 4
        if start + length > len(content):
            return
        depth += (code == BEGIN) - (code == END)
        if depth <= 0:
            return
        if depth == 1:
            yield code, start, length
        start += length


def _scan_sheet(content: bytes, start: int) -> SheetScan:
    hidden: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    for code, at, length in _records(content, start):
        if code == ROW and length >= 16 and content[at + 12] & HIDDEN:
            hidden.add(struct.unpack_from("<H", content, at)[0])
        elif code in {BOOL_OR_ERROR, FORMULA}:
            error = _error(content[at : at + length], code)
            if error is not None:
                row, column = struct.unpack_from("<HH", content, at)
                errors[row, column] = error
    return SheetScan(frozenset(hidden), errors, ())


def _error(record: bytes, code: int) -> str | None:
    """The error that a cell holds or a formula came to, or None."""
    if code == BOOL_OR_ERROR and len(record) >= 8 and record[7] == 1:
        return ERRORS.get(record[6], UNKNOWN_ERROR)
    came_to_no_number = code == FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff"
    if came_to_no_number and record[6] == ERROR_RESULT:
        return ERRORS.get(record[8], UNKNOWN_ERROR)
    return None
