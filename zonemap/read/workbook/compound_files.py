"""The streams inside an OLE compound file: what old Office files and encrypted new ones are."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

__all__ = ["CompoundFileError", "compound_streams"]

HEADER_BYTES: Final = 512
ENTRY_BYTES: Final = 128
DIFAT_IN_HEADER: Final = 109
LAST_SECTOR: Final = 0xFFFFFFFA
STREAM, ROOT = 2, 5


class CompoundFileError(ValueError):
    """The file is no sound compound file."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sectors:
    """A run of equal sectors and the table that chains them."""

    content: bytes
    size: int
    chain: np.ndarray[tuple[int], np.dtype[np.uint32]]

    def stream(self, first: int, *, length: int | None = None) -> bytes:
        """The bytes of the chain that starts at a sector."""
        parts: list[bytes] = []
        sector = first
        while sector < LAST_SECTOR:
            beyond = sector * self.size >= len(self.content) or sector >= len(self.chain)
            if beyond or len(parts) > len(self.chain):
                raise CompoundFileError
            parts.append(self.content[sector * self.size : (sector + 1) * self.size])
            sector = int(self.chain[sector])
        joined = b"".join(parts)
        if length is not None and len(joined) < length:
            raise CompoundFileError
        return joined[:length]


def compound_streams(content: bytes, *, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """The streams of a compound file by name.

    Parameters
    ----------
    content
        Of the whole file.
    wanted
        Names of the streams whose bytes are returned; others are returned empty.

    Returns
    -------
    streams
        Every stream of the file.

    Raises
    ------
    CompoundFileError
        If the file is cut off or damaged.
    """
    try:
        return _streams(content, wanted)
    except (struct.error, IndexError, ValueError, UnicodeDecodeError, OverflowError) as fault:
        raise CompoundFileError from fault


def _streams(content: bytes, wanted: tuple[str, ...]) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in {9, 12} or mini_shift != 6:
        raise CompoundFileError
    directory, _, cutoff, first_mini = struct.unpack_from("<IIII", content, 48)
    body = content[1 << shift :]
    chain = np.concatenate([_sector_table(body, s, 1 << shift) for s in _fat(content, body, shift)])
    sectors = _Sectors(body, 1 << shift, chain)
    entries = sectors.stream(directory)
    mini = _Sectors(b"", 1 << mini_shift, np.zeros(0, dtype=np.uint32))
    streams = {}
    for start in range(0, len(entries) - ENTRY_BYTES + 1, ENTRY_BYTES):
        name, kind, first, length = _entry(entries, start)
        if kind == ROOT and first < LAST_SECTOR:
            table = np.frombuffer(sectors.stream(first_mini), dtype="<u4")
            mini = _Sectors(sectors.stream(first), 1 << mini_shift, table)
        elif kind == STREAM:
            holder = sectors if length >= cutoff else mini
            streams[name] = holder.stream(first, length=length) if name in wanted else b""
    return streams


def _entry(entries: bytes, start: int) -> tuple[str, int, int, int]:
    letters = struct.unpack_from("<H", entries, start + 64)[0]
    name = entries[start : start + max(min(letters, 64) - 2, 0)].decode("utf-16-le", "replace")
    first, length = struct.unpack_from("<II", entries, start + 116)
    return name, entries[start + 66], first, length


def _fat(content: bytes, body: bytes, shift: int) -> list[int]:
    """The sectors that hold the table of chains."""
    count = struct.unpack_from("<I", content, 44)[0]
    first, more = struct.unpack_from("<II", content, 68)
    known = list(struct.unpack_from(f"<{DIFAT_IN_HEADER}I", content, 76))
    for _ in range(min(more, len(body) >> shift)):
        if first >= LAST_SECTOR:
            break
        table = _sector_table(body, first, 1 << shift)
        known += table[:-1].tolist()
        first = int(table[-1])
    return [sector for sector in known[:count] if sector < LAST_SECTOR]


def _sector_table(
    body: bytes, sector: int, size: int
) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.frombuffer(body, dtype="<u4", count=size // 4, offset=sector * size)
