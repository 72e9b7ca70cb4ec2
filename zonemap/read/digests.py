"""A hash of every row as it was read, and their sum."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["digest_ends", "digest_sum", "row_hashes"]

HASH_BYTES = 32
END_BYTES = 8
CHUNK_ROWS = 1 << 14
_BETWEEN = "\x1f"
_TEXT = pa.large_string()


def row_hashes(cells: pd.DataFrame, *, sheet: str) -> NDArray[np.uint8]:
    """SHA-256 of each row: its sheet, its number and every cell as text.

    Parameters
    ----------
    cells
        As read; the index is the row as Excel numbers it. None, NaN and the empty text are one.
    sheet
        Its name.

    Returns
    -------
    hashes
        A row of 32 bytes for each.
    """
    hashes = np.empty((len(cells), HASH_BYTES), dtype=np.uint8)
    for start in range(0, len(cells), CHUNK_ROWS):
        part = cells.iloc[start : start + CHUNK_ROWS]
        numbers = pa.array(part.index.to_numpy(dtype="int64")).cast(_TEXT)
        texts = [_texts(part[position]) for position in part.columns]
        lines = pc.binary_join_element_wise(
            pa.scalar(sheet, _TEXT),
            numbers,
            *texts,
            pa.scalar(_BETWEEN, _TEXT),
            null_handling="replace",
            null_replacement="",
        )
        sha256 = hashlib.sha256
        found = [sha256(line).digest() for line in lines.cast(pa.large_binary()).to_pylist()]
        joined = b"".join(found)
        hashes[start : start + len(part)] = np.frombuffer(joined, np.uint8).reshape(-1, HASH_BYTES)
    return hashes


def _texts(cells: pd.Series) -> pa.Array:
    if cells.dtype != object:
        array = pa.array(cells.astype("str"), _TEXT, from_pandas=True)
        return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    try:
        return pa.array(cells, _TEXT, from_pandas=True)
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array(["" if cell is None else str(cell) for cell in cells.tolist()], _TEXT)


def digest_sum(hashes: Sequence[NDArray[np.uint8]]) -> str:
    """The sum of hashes modulo 2^256, which their order does not change: 64 hexadecimal digits."""
    words = np.concatenate(hashes).view(">u4").astype(np.uint64).sum(axis=0)
    total = sum(word << 32 * place for place, word in enumerate(reversed(words.tolist())))
    return f"{total % 2**256:064x}"


def digest_ends(hashes: NDArray[np.uint8]) -> pd.Series:
    """The last 16 hexadecimal digits of each hash: their sum is the end of the sum of the whole."""
    digits = np.ascontiguousarray(hashes[:, -END_BYTES:]).tobytes().hex()
    width = 2 * END_BYTES
    offsets = pa.array(np.arange(0, len(digits) + 1, width)).buffers()[1]
    array = pa.LargeStringArray.from_buffers(len(hashes), offsets, pa.py_buffer(digits.encode()))
    return pd.Series(array, dtype="str")
