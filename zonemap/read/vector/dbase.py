"""The table beside a shapefile, in whatever encoding its names and cells are."""

from __future__ import annotations

import codecs
import re
import struct
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zonemap.errors import ZonemapError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["DbaseTable", "read_dbase"]

HEADER_BYTES: Final = 32
FIELD_BYTES: Final = 32
NAME_BYTES: Final = 10
MOST_BYTES: Final = 2 << 30
DELETED: Final = ord("*")
END_OF_FIELDS: Final = 0x0D
LANGUAGE_BYTE: Final = 29
CHINESE_LANGUAGES: Final = frozenset({0x4D, 0x7A})
_CODE_PAGE: Final = re.compile(r"(?:ansi|cp|oem|windows)?[ _-]*(936|54936|65001)", re.IGNORECASE)
_PAGES: Final = {"936": "gb18030", "54936": "gb18030", "65001": "utf-8"}


@dataclass(frozen=True, slots=True, eq=False)
class DbaseTable:
    """The records of a .dbf.

    Attributes
    ----------
    table
        A column for each field, by position; cells are text, numbers, days, True, False or None.
    names
        Of the fields; a letter cut in two at the end of a name is left out.
    cut
        Whether each name fills all the bytes it may have, so that its end may be missing.
    encoding
        Of the text, as declared by .cpg or the table, else as its bytes decode.
    kept
        Which records are not marked as deleted; ``table`` holds only these.
    """

    table: pd.DataFrame
    names: tuple[str, ...]
    cut: tuple[bool, ...]
    encoding: str
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    start: int
    width: int
    decimals: int


def read_dbase(path: Path, *, error: type[ZonemapError]) -> DbaseTable:
    """The table of a .dbf.

    Parameters
    ----------
    path
        A .cpg beside it may name its encoding.
    error
        What to raise.

    Returns
    -------
    table
        Its records in file order.

    Raises
    ------
    ZonemapError
        As ``error``, if it is damaged or its text is neither as declared, UTF-8 nor GB18030.
    """
    if path.stat().st_size > MOST_BYTES:
        raise error("{file}: is larger than 2 GB; give a smaller file", file=path.name)
    try:
        content = path.read_bytes()
        count, start, width = struct.unpack_from("<IHH", content, 4)
        fields = _fields(content, start)
        body = np.frombuffer(content, np.uint8, count=count * width, offset=start)
        records = body.reshape(count, width)
    except (OSError, ValueError, struct.error, IndexError) as fault:
        raise error(
            "{file}: is cut off or damaged; export the shapefile again", file=path.name
        ) from fault
    if any(field.start + field.width > width for field in fields):
        raise error("{file}: is cut off or damaged; export the shapefile again", file=path.name)
    kept = records[:, 0] != DELETED
    texts = [_bytes_of(records[kept], field) for field in fields]
    encoding = _encoding(path, content[LANGUAGE_BYTE], fields, texts, error=error)
    columns = {
        position: _cells(values, field, encoding)
        for position, (field, values) in enumerate(zip(fields, texts, strict=True))
    }
    return DbaseTable(
        pd.DataFrame(columns, index=pd.RangeIndex(int(kept.sum())), dtype=object),
        tuple(field.name.decode(encoding, errors="ignore").strip() for field in fields),
        tuple(len(field.name) >= NAME_BYTES - 1 for field in fields),
        encoding,
        kept,
    )


def _fields(content: bytes, end: int) -> list[_Field]:
    fields = []
    at, start = HEADER_BYTES, 1
    while at + FIELD_BYTES <= end and content[at] != END_OF_FIELDS:
        name = content[at : at + NAME_BYTES + 1].split(b"\0")[0]
        kind = chr(content[at + 11])
        width, decimals = content[at + 16], content[at + 17]
        if kind == "C":  # wide text keeps the upper byte of its width where decimals stand
            width, decimals = width + 256 * decimals, 0
        fields.append(_Field(name, kind, start, width, decimals))
        at, start = at + FIELD_BYTES, start + width
    return fields


def _bytes_of(records: NDArray[np.uint8], field: _Field) -> NDArray[np.bytes_]:
    part = np.ascontiguousarray(records[:, field.start : field.start + field.width])
    if field.width == 0 or not len(part):
        return np.zeros(len(part), dtype="S1")
    return np.strings.strip(part.view(f"S{field.width}").ravel())


def _encoding(
    path: Path,
    language: int,
    fields: Sequence[_Field],
    texts: Sequence[NDArray[np.bytes_]],
    *,
    error: type[ZonemapError],
) -> str:
    values = [
        text
        for field, column in zip(fields, texts, strict=True)
        if field.kind == "C"
        for text in np.unique(column).tolist()
    ]
    values += [field.name for field in fields]
    for encoding in (*_declared(path, language), "utf-8", "gb18030"):
        if _decodes(values, encoding):
            return encoding
    raise error(
        "{file}: its text is neither UTF-8 nor GBK; export the shapefile again with a .cpg file",
        file=path.name,
    )


def _declared(path: Path, language: int) -> tuple[str, ...]:
    """What the .cpg or the table itself says of its encoding, if that is known."""
    for suffix in (".cpg", ".CPG"):
        try:
            text = path.with_suffix(suffix).read_text(encoding="latin-1")[:40].strip()
        except OSError:
            continue
        page = _CODE_PAGE.fullmatch(text)
        try:
            name = _PAGES[page[1]] if page else codecs.lookup(text).name
            b"".decode(name)
        except (LookupError, ValueError):
            continue
        # Text of Chinese systems is declared as Latin by programs that do not know better.
        chinese = "gb18030" if name in {"gbk", "gb2312", "cp936"} else name
        return () if chinese in {"iso8859-1", "ascii", "cp1252"} else (chinese,)
    return ("gb18030",) if language in CHINESE_LANGUAGES else ()


def _decodes(values: Sequence[bytes], encoding: str) -> bool:
    """Whether all texts are in an encoding, but for a letter cut in two at their end."""
    decoder = codecs.getincrementaldecoder(encoding)
    try:
        for value in values:
            decoder("strict").decode(value, final=False)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _cells(values: NDArray[np.bytes_], field: _Field, encoding: str) -> NDArray[np.object_]:
    """The cells of a field; each distinct value is decoded once."""
    distinct, places = np.unique(values, return_inverse=True)
    cells = np.empty(len(distinct), dtype=object)
    cells[:] = [_cell(value, field, encoding) for value in distinct.tolist()]
    return np.asarray(cells[places])


def _cell(value: bytes, field: _Field, encoding: str) -> object:
    text = value.decode(encoding, errors="ignore").strip(" \0")
    if not text:
        return None
    if field.kind in {"N", "F"}:
        return _number(text)
    if field.kind == "D":
        return _day(text)
    if field.kind == "L":
        return {"T": True, "Y": True, "F": False, "N": False}.get(text.upper())
    return text


def _number(text: str) -> object:
    if set(text) == {"*"}:  # did not fit
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _day(text: str) -> object:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None if set(text) == {"0"} else text
