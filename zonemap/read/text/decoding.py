"""The bytes of a text file as UTF-8, whatever encoding it came in."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from zonemap.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BAD_BYTE", "NUL", "DecodedText", "decoded", "encoding_mark", "unmarked_utf16"]

BAD_BYTE, NUL = "\ufdd0", "\ufdd1"
"""Characters of no language that stand where bytes were no text, and where a NUL was."""
_KEPT = "\ufdd2"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BYTES_SAMPLED = 1 << 13
LEAST_NULS = 0.1
"""Share of ASCII characters, each with one zero byte, by which UTF-16 is known without a mark."""


@dataclass(frozen=True, slots=True, eq=False)
class DecodedText:
    """The text of a file.

    Attributes
    ----------
    data
        As UTF-8 without a byte order mark; `BAD_BYTE` stands for bytes that are no text, `NUL`
        for a zero byte.
    encoding
        What it came in: UTF-8, UTF-16, UTF-32 or GB18030.
    damaged
        Whether there is a `BAD_BYTE` or `NUL` in it.
    """

    data: bytes
    encoding: str
    damaged: bool


def decoded(path: Path) -> DecodedText:
    """The text of a file, and the encoding it came in.

    UTF-8 comes first, then GB18030; where neither holds for the whole file, the one that holds for
    most lines.

    Returns
    -------
    text
        Whole.

    Raises
    ------
    LedgerError
        If neither holds for most lines.
    """
    raw = path.read_bytes()
    mark, codec = encoding_mark(raw)
    raw = raw[len(mark) :] if mark else raw
    whole = not codec and _is_utf8(raw)
    codec = codec or unmarked_utf16(raw) or ("utf-8" if whole else _codec(raw, path.name))
    data = raw if codec == "utf-8" and (whole or _is_utf8(raw)) else _replaced(raw, codec)
    damaged = data is not raw and BAD_BYTE.encode() in data
    if b"\0" in data:
        data, damaged = data.replace(b"\0", NUL.encode()), True
    return DecodedText(data, codec.upper().removesuffix("-LE").removesuffix("-BE"), damaged)


def encoding_mark(raw: bytes) -> tuple[bytes, str]:
    """The byte order mark a text begins with and the codec it tells; both empty without one."""
    return next(((mark, codec) for mark, codec in _MARKS if raw.startswith(mark)), (b"", ""))


def _is_utf8(raw: bytes) -> bool:
    offsets = pa.array([0, len(raw)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(raw)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def unmarked_utf16(raw: bytes) -> str:
    """The codec of a text in UTF-16 that does not say so; empty if it is something else."""
    sample = raw[: min(BYTES_SAMPLED, len(raw) // 2 * 2)]
    nuls = {"utf-16-be": sample[0::2].count(0), "utf-16-le": sample[1::2].count(0)}
    codec, most = max(nuls.items(), key=lambda item: item[1])
    if len(raw) % 2 or most < max(2, LEAST_NULS * len(sample) / 2):
        return ""
    text = sample.decode(codec, errors="replace")
    return codec if "\0" not in text and ("\n" in text or "\r" in text) else ""


def _codec(raw: bytes, file: str) -> str:
    """UTF-8 or GB18030, whichever holds for the file, else for most of the lines beyond ASCII."""
    lines = [line for line in raw.splitlines() if not line.isascii()]
    for codec in ("utf-8", "gb18030"):
        if 2 * sum(not _decodes(line, codec) for line in lines) < len(lines):
            return codec
    raise LedgerError("{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=file)


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _replaced(raw: bytes, codec: str) -> bytes:
    """As UTF-8, with `BAD_BYTE` for what is no text; a replacement character in the file stays."""
    if codec == "utf-8":
        raw = raw.replace("\ufffd".encode(), _KEPT.encode())
    text = raw.decode(codec, errors="replace")
    if "\ufffd" in text or _KEPT in text:
        text = text.replace("\ufffd", BAD_BYTE).replace(_KEPT, "\ufffd")
    return text.encode("utf-8")
