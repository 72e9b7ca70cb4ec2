"""CSV of any size as a stream of UTF-8, whatever encoding it is stored in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import fs

from zonemap.errors import PointsError
from zonemap.read.text.decoding import encoding_mark, unmarked_utf16

if TYPE_CHECKING:
    from zonemap.read.parts import Part

__all__ = ["csv_codec", "utf8_stream"]

BLOCK_BYTES: Final = 1 << 19
BLOCKS: Final = 16
"""So many are looked through for the first character beyond ASCII; of a store, one."""


def csv_codec(part: Part, filesystem: fs.FileSystem) -> str:
    """What a CSV is stored in, as Python names it.

    Its byte order mark tells; else the first characters beyond ASCII, of which UTF-8 comes first.

    Returns
    -------
    codec
        Holds for how the file begins; a byte further on that is no text is for its reader to find.

    Raises
    ------
    PointsError
        If it is neither UTF-8, UTF-16, UTF-32 nor GB18030.
    """
    sample = _sample(part, filesystem)
    codec = encoding_mark(sample)[1] or unmarked_utf16(sample)
    if codec:
        return codec
    for codec in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(codec)().decode(sample)
        except UnicodeDecodeError:
            continue
        return codec
    raise PointsError("{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=part.name)


def _sample(part: Part, filesystem: fs.FileSystem) -> bytes:
    """How a file begins, until a block behind the first that is not all ASCII."""
    most = BLOCKS if isinstance(filesystem, fs.LocalFileSystem) else 1
    sample = block = b""
    with filesystem.open_input_stream(part.path) as stream:
        for _ in range(most):
            telling = not block.isascii()
            block = stream.read(BLOCK_BYTES)
            sample += block
            if telling or not block:
                break
    return sample


@contextmanager
def utf8_stream(
    part: Part, filesystem: fs.FileSystem
) -> Iterator[tuple[pa.NativeFile, pa.NativeFile]]:
    """A CSV as UTF-8, recoded while it is read, and as it is stored, which tells how far it is.

    Yields
    ------
    text, stored
        The same where the file is UTF-8.

    Raises
    ------
    PointsError
        As `csv_codec`.
    """
    codec = csv_codec(part, filesystem)
    with filesystem.open_input_file(part.path) as stored:
        if codec == "utf-8":
            yield stored, stored
            return
        mark, _ = encoding_mark(stored.read(len(codecs.BOM_UTF32_LE)))
        stored.seek(len(mark))
        yield pa.transcoding_input_stream(stored, codec, "utf-8"), stored
