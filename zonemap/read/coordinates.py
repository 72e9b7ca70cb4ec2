"""The columns of a table that hold coordinates, and the numbers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.errors import PointsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyproj
    from numpy.typing import NDArray

__all__ = [
    "POINT_COLUMNS",
    "beyond_degrees",
    "column_numbers",
    "coordinate_columns",
    "require_coordinate_columns",
    "require_points",
    "single_array",
]

POINT_COLUMNS = (
    ("longitude", "latitude"),
    ("lon", "lat"),
    ("lng", "lat"),
    ("x", "y"),
    ("经度", "纬度"),
)
"""Names of coordinate columns that a table of points may have, in the order tried."""


def coordinate_columns(columns: Iterable[object]) -> tuple[str, str] | None:
    """The names of the two coordinate columns, x first, or None if there are none."""
    lower = {str(name).strip().lower(): str(name) for name in columns}
    for x, y in POINT_COLUMNS:
        if x in lower and y in lower:
            return lower[x], lower[y]
    return None


PLAIN_NUMBER: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def require_coordinate_columns(columns: Iterable[object], *, file: str) -> tuple[str, str]:
    """The names of the two coordinate columns, x first.

    Returns
    -------
    x, y
        As the table writes them.

    Raises
    ------
    PointsError
        If there are none.
    """
    found = list(columns)
    names = coordinate_columns(found)
    if names is None:
        raise PointsError(
            "{file}: needs columns lon and lat, or point geometry; found {found}",
            file=file,
            found=", ".join(map(str, found)),
        )
    return names


def column_numbers(column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    """The cells of a column as numbers; NaN where one is none.

    Doubles without gaps are not copied. Text is read cell by cell: what its neighbours hold does
    not matter.

    Returns
    -------
    numbers
        A float for each cell.
    """
    array = single_array(column)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return _text_numbers(array)
    if pa.types.is_floating(array.type) or pa.types.is_integer(array.type) or (
        pa.types.is_decimal(array.type)
    ):  # fmt: skip
        doubles = pa.types.is_float64(array.type)
        numbers = array if doubles else array.cast(pa.float64(), safe=False)
        values: NDArray[np.float64] = numbers.to_numpy(zero_copy_only=False)
        return values
    return np.full(len(array), np.nan)


def single_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column in one piece; not copied where it is in one."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _text_numbers(text: pa.Array) -> NDArray[np.float64]:
    written = pc.if_else(pc.equal(text, ""), None, text)
    try:
        values: NDArray[np.float64] = written.cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        values = _odd_numbers(written)
    return values


def _odd_numbers(text: pa.Array) -> NDArray[np.float64]:
    """Numbers among cells of which some are none; spaces round a number do no harm."""
    plain = pc.fill_null(pc.match_substring_regex(text, PLAIN_NUMBER), False)  # noqa: FBT003
    values: NDArray[np.float64] = (
        pc.if_else(plain, text, None).cast(pa.float64()).to_numpy(zero_copy_only=False).copy()
    )
    odd = np.flatnonzero(pc.is_valid(pc.if_else(plain, None, text)).to_numpy(zero_copy_only=False))
    cells = pd.Series(text.take(pa.array(odd)).to_pylist(), dtype=object)
    values[odd] = pd.to_numeric(cells, errors="coerce").to_numpy(float)
    return values


def beyond_degrees(
    x: NDArray[np.float64], y: NDArray[np.float64], *, crs: pyproj.CRS
) -> NDArray[np.intp]:
    """Positions of points that a CRS in degrees cannot have; none in any other CRS."""
    if not crs.is_geographic or len(x) == 0:
        return np.empty(0, dtype=np.intp)
    if np.nanmax(np.abs(x), initial=0) <= 180 and np.nanmax(np.abs(y), initial=0) <= 90:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(np.isfinite(x) & np.isfinite(y) & ((np.abs(x) > 180) | (np.abs(y) > 90)))


def require_points(*, file: str, points: int, placed: int, beyond: int) -> None:
    """Refuse a file of points of which none can stand anywhere for one and the same reason.

    Parameters
    ----------
    file
        For the message.
    points
        Rows.
    placed
        Rows whose coordinates can be used.
    beyond
        Rows whose coordinates are numbers but no degrees, where degrees are needed.

    Raises
    ------
    PointsError
        If there is no row, or no number is a degree.
    """
    if points == 0:
        raise PointsError("{file}: has no points", file=file)
    if beyond and not placed:
        raise PointsError(
            "{file}: its coordinates are not degrees; longitude comes first, and metres need --crs",
            file=file,
        )
