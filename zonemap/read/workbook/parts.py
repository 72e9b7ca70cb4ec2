"""One pass over the XML of a workbook, for what its reader does not tell.

Where its last cell stands (before anything allocates that much), which rows are hidden, which
cells hold an error, which formulas lack a value, and which calendar its dates count in.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from zonemap.errors import LedgerError
from zonemap.read.guard import refuse_wide, require_safe_zip, xml_pieces
from zonemap.read.workbook.cell_references import Extent, column_position, extent_of, parsed_extent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SheetScan", "WorkbookScan", "scan_workbook"]

MOST_ROW_BYTES: Final = 4 << 20
OVERLAP_BYTES: Final = 1 << 16
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"

_ROW_NUMBER: Final = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_HIDDEN_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s[^>]*?hidden\s*=\s*["'](?:1|true)["'][^>]*>""")
_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_ERROR_TYPE: Final = re.compile(rb"""\st=["']e["'][^>]*>""")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>\s*([^<]+)<")
_UNCACHED: Final = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|(?<!/)>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v(?:\s[^>]*)?(?:/>|(?<!/)>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_TEXT_TYPE: Final = re.compile(rb"""\st\s*=\s*["']str["']""")
UNKNOWN_ERROR: Final = "#ERROR!"


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What the XML of one sheet says; rows and columns count from 0.

    Attributes
    ----------
    hidden
        Hidden rows.
    errors
        Row and column of a cell with an error, and the error as Excel writes it.
    uncached
        Row and column of formulas without a value.
    """

    hidden: frozenset[int]
    errors: dict[tuple[int, int], str]
    uncached: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WorkbookScan:
    """What the XML of a workbook says: its sheets by name, and whether days count from 1904."""

    sheets: dict[str, SheetScan]
    from_1904: bool


def scan_workbook(path: Path) -> WorkbookScan:
    """Every sheet of a workbook, scanned; nothing of it is parsed before it has been measured.

    Parameters
    ----------
    path
        XLSX or XLSM.

    Returns
    -------
    scan
        With each worksheet that the workbook names.

    Raises
    ------
    LedgerError
        If the file is damaged or hostile.
    """
    require_safe_zip(path, error=LedgerError)
    book = _tree(path, WORKBOOK)
    relations = _tree(path, RELATIONS)
    targets = {item.get("Id"): _part_name(item.get("Target", "")) for item in relations}
    sheets = {}
    for item in book.iter():
        if _local(item.tag) != "sheet":
            continue
        key = next((value for name, value in item.attrib.items() if _local(name) == "id"), None)
        part = targets.get(key)
        if part is not None and "/worksheets/" in part.lower():
            sheets[item.get("name", "")] = _scan_sheet(path, part)
    calendar = next((item for item in book.iter() if _local(item.tag) == "workbookPr"), None)
    since = "" if calendar is None else calendar.get("date1904", "")
    return WorkbookScan(sheets, since.lower() in {"1", "true"})


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _part_name(target: str) -> str:
    """The name of a part from how a relation of the workbook points to it."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join("xl", target))


def _tree(path: Path, name: str) -> ElementTree.Element:
    content = b"".join(xml_pieces(path, name, error=LedgerError))
    try:
        return ElementTree.fromstring(content)  # its DTD was refused on the way
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        raise LedgerError(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from fault


def _scan_sheet(path: Path, part: str) -> SheetScan:
    hidden: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    uncached: set[tuple[int, int]] = set()
    extent = Extent()
    for block in _blocks(path, part):
        extent = extent.joined(extent_of(block)) if extent.plain else extent
        if b"hidden" in block:
            hidden |= _hidden(block)
        if b'"e"' in block or (b"'" in block and b"'e'" in block):
            errors |= dict(_errors(block))
        if b"f" in block and (b"<f" in block or b":f" in block):
            uncached.update(_uncached(block))
    if not extent.plain:
        extent = parsed_extent(xml_pieces(path, part, error=LedgerError), path)
    refuse_wide(path, error=LedgerError, cell=extent.corner, box=extent.box, filled=extent.cells)
    return SheetScan(frozenset(hidden), errors, tuple(sorted(uncached)))


def _blocks(path: Path, part: str) -> Iterator[bytes]:
    """A sheet's XML in pieces that end with a row; a longer row is cut with an overlap."""
    carry = b""
    for piece in xml_pieces(path, part, error=LedgerError):
        block = carry + piece
        end = block.rfind(b"</row>") + len(b"</row>")
        if end < len(b"</row>"):
            end = len(block) if len(block) > MOST_ROW_BYTES else 0
            carry = block[max(end - OVERLAP_BYTES, 0) :]
        else:
            carry = block[end:]
        if end:
            yield block[:end]
    yield carry


def _hidden(block: bytes) -> set[int]:
    tags = (match[0] for match in _HIDDEN_ROW.finditer(block))
    numbers = (_ROW_NUMBER.search(tag) for tag in tags)
    return {int(number[1]) - 1 for number in numbers if number}


def _errors(block: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _ERROR_TYPE.finditer(block):
        place = _place(block[block.rfind(b"<", 0, match.start()) : match.end()])
        if place is not None:
            value = _VALUE.search(block, match.end(), _end_of_cell(block, match.end()))
            text = value[1].decode("ascii", "replace").strip() if value else UNKNOWN_ERROR
            yield place, text


def _end_of_cell(block: bytes, start: int) -> int:
    end = block.find(b"c>", start)
    return len(block) if end < 0 else end


def _uncached(block: bytes) -> Iterator[tuple[int, int]]:
    for match in _UNCACHED.finditer(block):
        tag = block[block.rfind(b"<", 0, match.start()) : match.start()]
        place = _place(tag)
        if place is not None and not _TEXT_TYPE.search(tag):
            yield place


def _place(tag: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(tag)
    if reference is None:
        return None
    return int(reference[2]) - 1, column_position(reference[1].decode("ascii"))
