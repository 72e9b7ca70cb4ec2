"""What refuses a hostile or broken container before anything parses it.

A zip is measured by really inflating it, part by part, before a parser sees it: what a part claims
of its own size is not believed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from copy import copy
from typing import TYPE_CHECKING, Final

from zonemap.errors import ZonemapError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import NoReturn

__all__ = ["MOST_CELLS", "refuse_wide", "require_safe_zip", "xml_pieces"]

CHUNK_BYTES: Final = 1 << 20
MOST_PARTS: Final = 10_000
MOST_BYTES: Final = 4 << 30
"""Of all parts inflated: 1,048,576 rows x 40 columns take about 1.6 GB."""
MOST_PART_BYTES: Final = 3 << 30
MOST_RATIO: Final = 400
"""Inflated to packed; sheets of real ledgers stay under 100, of one value repeated under 250."""
RATIO_FROM_BYTES: Final = 32 << 20
"""Smaller parts do no harm whatever their ratio."""
MOST_CELLS: Final = 100_000_000
"""Rows x columns up to the last cell: what a reader holds in memory."""
MOST_SPARSE_CELLS: Final = 4_000_000
MOST_CELLS_A_FILLED: Final = 200

OVERLAP: Final = 64
_DTD: Final = re.compile(
    rb"<!(?i:doctype|entity)|<\0!\0(?i:d\0o\0c|e\0n\0t)|\0<\0!\0(?i:d\0o\0c|e\0n\0t)"
)
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, IndexError,
)  # fmt: skip


def require_safe_zip(path: Path, *, error: type[ZonemapError]) -> None:
    """Refuse a workbook whose parts are too many or too large, encrypted, cut off, or hold a DTD.

    Sheets (``xl/worksheets``) are passed over here but for what they claim: they are inflated by
    whoever reads them, with `xml_pieces`.

    Raises
    ------
    ZonemapError
        As ``error``.
    """
    with _opened(path, error) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            _refuse_bomb(path, error)
        if len({part.filename for part in parts}) < len(parts):
            _refuse_damaged(path, error)
        for part in parts:
            _require_ratio(path, error, part.compress_size, part.file_size)
            if not part.filename.startswith("xl/worksheets/") and not part.is_dir():
                for _ in _inflated(archive, part, path, error):
                    pass


def xml_pieces(path: Path, name: str, *, error: type[ZonemapError]) -> Iterator[bytes]:
    """The bytes of one part of a zip, piece by piece, none of them with a DTD before it.

    Yields
    ------
    piece
        At most 1 MB.

    Raises
    ------
    ZonemapError
        As ``error``, if the part is missing, damaged, far larger than it claims, or holds a DTD.
    """
    with _opened(path, error) as archive:
        try:
            part = archive.getinfo(name)
        except KeyError:
            _refuse_damaged(path, error)
        yield from _inflated(archive, part, path, error)


def refuse_wide(path: Path, *, error: type[ZonemapError], cell: str, box: int, filled: int) -> None:
    """Refuse a sheet whose last cell stands absurdly far out.

    Parameters
    ----------
    cell
        Name of the farthest cell, as ``XFD1048576``.
    box
        Rows x columns from A1 to it.
    filled
        How many cells there are.

    Raises
    ------
    ZonemapError
        As ``error``.
    """
    sparse = box > MOST_SPARSE_CELLS and box > MOST_CELLS_A_FILLED * max(filled, 1)
    if box > MOST_CELLS or sparse:
        raise error(
            "{file}: cell {cell} stands far outside the table; delete what stands there, or the "
            "empty rows and columns before it, and save again",
            file=path.name,
            cell=cell,
        )


def _opened(path: Path, error: type[ZonemapError]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _ZIP_FAULTS as fault:
        raise error(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from fault


def _inflated(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, error: type[ZonemapError]
) -> Iterator[bytes]:
    if part.flag_bits & 1:
        raise error("{file}: is protected by a password; save it without one", file=path.name)
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    # zipfile stops at the size a part claims; other readers do not, so neither does this.
    whole = copy(part)
    whole.file_size = MOST_BYTES
    try:
        with archive.open(whole) as stream:
            while piece := stream.read(CHUNK_BYTES):
                size += len(piece)
                _require_ratio(path, error, part.compress_size, size)
                if is_xml and _has_dtd(tail + piece):
                    raise error(
                        "{file}: holds a DTD or entities, which no workbook needs; save it again "
                        "in Excel or WPS",
                        file=path.name,
                    )
                tail = piece[-OVERLAP:]
                yield piece
    except ZonemapError:
        raise
    except _ZIP_FAULTS:
        _refuse_damaged(path, error)
    if size != part.file_size:
        _refuse_damaged(path, error)


def _has_dtd(piece: bytes) -> bool:
    # One byte is looked for thirty times faster than the pattern.
    return b"!" in piece and _DTD.search(piece) is not None


def _require_ratio(path: Path, error: type[ZonemapError], packed: int, size: int) -> None:
    if size > MOST_PART_BYTES or (size > RATIO_FROM_BYTES and size > MOST_RATIO * max(packed, 1)):
        _refuse_bomb(path, error)


def _refuse_bomb(path: Path, error: type[ZonemapError]) -> NoReturn:
    raise error(
        "{file}: inflates to far more than a ledger can hold; it is refused as a zip bomb",
        file=path.name,
    )


def _refuse_damaged(path: Path, error: type[ZonemapError]) -> NoReturn:
    raise error(
        "{file}: is not a readable workbook: it is cut off or damaged; export it again",
        file=path.name,
    )
