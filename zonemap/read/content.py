"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Literal

from zonemap.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Kind", "file_kind"]

Kind = Literal["xlsx", "xls", "html", "geojson", "gpkg", "shp", "parquet", "text"]

HEAD_BYTES = 1 << 16
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (OLE, "xls"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "gpkg"),
    (b"\0\0\x27\x0a", "shp"),
)
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_TABLE = re.compile(r"<\s*(?:html|table|!doctype\s+html)\b", re.IGNORECASE)


def file_kind(path: Path) -> Kind:
    """The format of a ledger file, by its content.

    Returns
    -------
    kind
        Whether the file is sound is for its reader to say.

    Raises
    ------
    LedgerError
        If the file is empty, cut off, or in a format that no reader knows.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise LedgerError("{file}: is empty; export it again", file=path.name)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _text_kind(path, head)


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise LedgerError(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from fault
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    raise LedgerError(
        "{file}: is not a readable workbook; open it in Excel or WPS and save it as XLSX",
        file=path.name,
    )


def _text_kind(path: Path, head: bytes) -> Kind:
    encoding = _MARKS.get(head[:2])
    if encoding is None and b"\0" in head[:512] and path.suffix.lower() not in _TEXT_SUFFIXES:
        raise LedgerError(
            "{file}: is not a readable workbook or table; export it again", file=path.name
        )
    text = head.decode(encoding or "latin-1", errors="replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    if text.startswith("<") and _TABLE.search(text):
        return "html"
    if text.startswith(("<?xml", "MIME-Version:")):
        raise LedgerError(
            "{file}: is a web or XML table of old Excel; open it in Excel or WPS and save it as "
            "XLSX",
            file=path.name,
        )
    return "geojson" if text.startswith("{") else "text"


_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
"""Text formats whose own reader knows what to do with stray NUL bytes."""
