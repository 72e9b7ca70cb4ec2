"""Points written as WKB, read straight from the bytes of an Arrow column.

A point in WKB is a byte order (0 big, 1 little), a 32-bit type and two to four doubles. ISO
writes Z, M and ZM as the types 1001, 2001 and 3001; EWKB sets high bits of the type instead and may
put the 32-bit number of a CRS behind it. No geometry object is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from zonemap.errors import PointsError

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["wkb_points"]

CHUNK_ROWS: Final = 1 << 16
"""So many points are taken apart at once: their bytes stay in the processor's cache."""

HEAD_BYTES: Final = 5
SRID_BYTES: Final = 4
EWKB_Z, EWKB_M, EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
POINT: Final = 1
NAMES: Final = {
    1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString",
    6: "MultiPolygon", 7: "GeometryCollection",
}  # fmt: skip


def wkb_points(
    column: pa.Array, *, file: str, first_row: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The x and y of a column of points.

    Parameters
    ----------
    column
        Binary or large binary, also a slice of one.
    file
        Where it stands, for messages.
    first_row
        How many rows of the file stand before it.

    Returns
    -------
    x, y
        NaN where there is no geometry, or an empty point.

    Raises
    ------
    PointsError
        If something is no point; names its row, counted from 1.
    """
    x, y = np.full(len(column), np.nan), np.full(len(column), np.nan)
    starts, sizes, data = _bytes_of(column)
    rows = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    for begin in range(0, len(rows), CHUNK_ROWS):
        chunk = rows[begin : begin + CHUNK_ROWS]
        begins, lengths = starts[chunk], sizes[chunk]
        for length in np.unique(lengths):
            same = slice(None) if (lengths == length).all() else lengths == length
            cells = _cells(data, begins[same], int(length))
            taken = chunk[same]
            x[taken], y[taken] = _coordinates(cells, taken + first_row, file)
    return x, y


def _bytes_of(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Where the bytes of each row start and how many they are, and all bytes."""
    _, offsets, data = column.buffers()
    width = np.int64 if str(column.type) == "large_binary" else np.int32
    if offsets is None or len(column) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8)
    ends = np.frombuffer(offsets, dtype=width)[column.offset : column.offset + len(column) + 1]
    held = np.empty(0, np.uint8) if data is None else np.frombuffer(data, dtype=np.uint8)
    return ends[:-1].astype(np.int64), np.diff(ends).astype(np.int64), held


def _cells(data: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> NDArray[np.uint8]:
    """The bytes of rows of one length, a row each; a view where they stand side by side."""
    begin, count = int(starts[0]), len(starts)
    if int(starts[-1]) - begin == (count - 1) * length and (np.diff(starts) == length).all():
        return data[begin : begin + count * length].reshape(count, length)
    cells: NDArray[np.uint8] = data[starts[:, None] + np.arange(length)]
    return cells


def _coordinates(
    cells: NDArray[np.uint8], rows: NDArray[np.intp], file: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The x and y of rows of one length, whatever their heads."""
    _require(cells.shape[1] >= HEAD_BYTES, rows, file, "?")
    heads = cells[:, :HEAD_BYTES]
    if (heads == heads[0]).all():
        return _same_head(cells, rows, file)
    x, y = np.empty(len(cells)), np.empty(len(cells))
    kinds, kind = np.unique(heads, axis=0, return_inverse=True)
    for number in range(len(kinds)):
        same = np.flatnonzero(kind.reshape(-1) == number)
        x[same], y[same] = _same_head(cells[same], rows[same], file)
    return x, y


def _same_head(
    cells: NDArray[np.uint8], rows: NDArray[np.intp], file: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    order = {0: ">", 1: "<"}.get(int(cells[0, 0]), "")
    _require(bool(order), rows, file, "?")
    code = int(cells[0, 1:HEAD_BYTES].copy().view(f"{order}u4")[0])
    kind, start, size = _shape_of(code)
    _require(kind == POINT, rows, file, NAMES.get(kind, "?"))
    _require(cells.shape[1] == start + size, rows, file, "?")
    x, y = (
        np.ascontiguousarray(cells[:, at : at + 8]).view(f"{order}f8")[:, 0].astype(np.float64)
        for at in (start, start + 8)
    )
    return x, y


def _shape_of(code: int) -> tuple[int, int, int]:
    """The kind of geometry a type stands for, where its numbers start, how many bytes they take."""
    flags, rest = code & 0xE0000000, code & 0x1FFFFFFF
    iso, kind = divmod(rest, 1000)
    if iso > 3:
        return 0, HEAD_BYTES, 0
    has_z = bool(flags & EWKB_Z) or iso in {1, 3}
    has_m = bool(flags & EWKB_M) or iso in {2, 3}
    start = HEAD_BYTES + SRID_BYTES * bool(flags & EWKB_SRID)
    return kind, start, 8 * (2 + has_z + has_m)


def _require(sound: bool, rows: NDArray[np.intp], file: str, found: str) -> None:  # noqa: FBT001
    if not sound:
        raise PointsError(
            "{file}: feature {number} is a {found}, but points are needed",
            file=file,
            number=int(rows[0]) + 1,
            found=found,
        )
