"""Rows grouped by the values of columns, as whole numbers that are quick to count.

A missing value is a value like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from zonemap.errors import ColumnError
from zonemap.read.coordinates import single_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_GROUPS", "occurring", "value_groups"]

MOST_GROUPS: Final = 1 << 20
"""Combinations that are counted by their number, whether they occur or not."""


def occurring(keys: NDArray[np.intp], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which of ``size`` numbers occur, ascending, and how often.

    Returns
    -------
    numbers, times
        Of equal length.
    """
    if size > MOST_GROUPS:
        found, times = np.unique(keys, return_counts=True)
        return found, times
    counts = np.bincount(keys, minlength=size)
    some = np.flatnonzero(counts)
    return some, counts[some]


def value_groups(table: pa.Table, by: Sequence[str]) -> tuple[NDArray[np.int32], list[pa.Array]]:
    """A number for each row's combination of values, and the values of each number.

    Parameters
    ----------
    table
        A batch of any columns.
    by
        Those whose values are combined; none: every row has the number 0.

    Returns
    -------
    group
        For each row a number from 0.
    values
        For each column what it holds under each number; one array of a missing value if there is
        no column. Numbers need not occur.

    Raises
    ------
    ColumnError
        If a column holds lists or the like.
    """
    group = np.zeros(len(table), dtype=np.int32)
    codes: list[NDArray[np.intp]] = [np.zeros(1, dtype=np.intp)]
    dictionaries: list[pa.Array] = []
    for name in by:
        try:
            code, dictionary = _coded(table.column(name))
        except pa.ArrowNotImplementedError as fault:
            raise ColumnError(
                "column {column}: values of this kind ({kind}) cannot be counted by",
                column=name,
                kind=table.column(name).type,
            ) from fault
        width, known = len(dictionary), len(codes[0])
        used = np.arange(known * width)
        if known * width > MOST_GROUPS:
            used, inverse = np.unique(group.astype(np.int64) * width + code, return_inverse=True)
            group = inverse.astype(np.int32)
        else:
            group = code if known == 1 else group * np.int32(width) + code
        codes = [*(old[used // width] for old in codes), used % width]
        dictionaries.append(dictionary)
    values = [d.take(pa.array(c)) for d, c in zip(dictionaries, codes[1:], strict=True)]
    return group, values or [pa.nulls(1)]


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], pa.Array]:
    """The number of each row's value, and the values; the last is the missing one."""
    if pa.types.is_null(column.type):
        return np.zeros(len(column), dtype=np.int32), pa.nulls(1)
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    array = single_array(column.unify_dictionaries())
    values = array.dictionary
    indices = array.indices.fill_null(len(values)) if array.indices.null_count else array.indices
    code = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return code, pa.concat_arrays([values, pa.nulls(1, values.type)])
