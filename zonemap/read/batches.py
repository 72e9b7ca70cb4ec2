"""Points by batches: files that need not fit into memory, read straight from Arrow.

Only the columns that are asked for are read. Where a batch ends decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from zonemap.crs import Coordinates
from zonemap.errors import ColumnError
from zonemap.read.coordinates import beyond_degrees, column_numbers, require_points, single_array
from zonemap.read.csv_streams import utf8_stream
from zonemap.read.geometry_columns import geometry_points
from zonemap.read.parts import PARQUET_SUFFIXES
from zonemap.read.point_sources import (
    PointSource,
    can_stream,
    csv_names,
    naming_part,
    open_points,
    require_alike,
)

if TYPE_CHECKING:
    from zonemap.read.parts import Part

__all__ = [
    "BATCH_ROWS",
    "PointBatch",
    "PointSource",
    "can_stream",
    "open_points",
    "part_batches",
    "point_batches",
]

BATCH_ROWS: Final = 1 << 19
"""Rows held at once: large enough that the work between batches does not count."""

BUFFER_BYTES: Final = 1 << 20
"""Of a Parquet column read ahead: a row group of any size is never held as a whole."""

CSV_BLOCK_BYTES: Final = 8 << 20
"""Of a CSV parsed at once; no row may be longer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointBatch:
    """Some rows that follow each other.

    Attributes
    ----------
    table
        The columns asked for.
    points
        Their coordinates; NaN where a row has none that can be used.
    unplaced
        Rows without usable coordinates.
    beyond
        Those of them whose numbers are no degrees, where degrees are needed.
    done
        The share of the source that has been read with this batch, 0 to 1.
    """

    table: pa.Table
    points: Coordinates
    unplaced: int
    beyond: int
    done: float


def point_batches(
    source: PointSource, *, rows: int = BATCH_ROWS, columns: Sequence[str] | None = None
) -> Iterator[PointBatch]:
    """The points of a source, batch by batch.

    Parameters
    ----------
    source
        From `open_points`.
    rows
        At most so many in a batch.
    columns
        Which the tables hold; None for all, in the order of the files. Texts of columns that are
        named may come as dictionaries.

    Yields
    ------
    batch
        In the order of the rows; each row in one batch.

    Raises
    ------
    PointsError
        If a part cannot be read or is unlike the first; at the end, if there is no point or no
        number is a degree.
    """
    total = placed = beyond = 0
    for number in range(len(source.parts)):
        for batch in part_batches(source, number, rows=rows, columns=columns):
            total += len(batch.points)
            placed += len(batch.points) - batch.unplaced
            beyond += batch.beyond
            yield batch
    require_points(file=source.name, points=total, placed=placed, beyond=beyond)


def part_batches(
    source: PointSource,
    number: int,
    *,
    rows: int = BATCH_ROWS,
    columns: Sequence[str] | None = None,
) -> Iterator[PointBatch]:
    """The points of one part; it may have none.

    Parameters
    ----------
    source, rows, columns
        As for `point_batches`.
    number
        Position of the part in ``source.parts``.

    Yields
    ------
    batch
        As for `point_batches`; ``done`` counts the parts.

    Raises
    ------
    PointsError
        If the part cannot be read or is unlike the first.
    ColumnError
        If a column that is asked for is missing.
    """
    part = source.parts[number]
    _require_columns(source, columns or ())
    csv_or_parquet = _parquet_tables if part.suffix in PARQUET_SUFFIXES else _csv_tables
    read = csv_or_parquet if source.held is None else partial(_held_tables, source.held)
    first_row = 0
    keys = dict(part.keys)
    with naming_part(part):
        for table, share in read(source, part, rows, columns):
            full = _add_keys(table, keys)
            points, beyond = _points(source, full, part, first_row)
            lon, lat = points.degrees()
            unplaced = len(points) - int(np.count_nonzero(np.isfinite(lon) & np.isfinite(lat)))
            first_row += len(full)
            yield PointBatch(
                table=full.select(list(columns)) if columns is not None else _whole(full, source),
                points=points,
                unplaced=unplaced,
                beyond=beyond,
                done=(number + share) / len(source.parts),
            )


def _require_columns(source: PointSource, columns: Sequence[str]) -> None:
    for name in columns:
        if name not in source.schema.names:
            raise ColumnError("{file}: has no column {column}", file=source.name, column=name)


def _whole(table: pa.Table, source: PointSource) -> pa.Table:
    """All columns, under the one schema of the source."""
    columns = [table.column(name) for name in source.schema.names]
    return pa.Table.from_arrays(columns, schema=source.schema)


def _add_keys(table: pa.Table, keys: dict[str, str | None]) -> pa.Table:
    for name, value in keys.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
    return table


def _points(
    source: PointSource, table: pa.Table, part: Part, first_row: int
) -> tuple[Coordinates, int]:
    """The coordinates of a table, and how many of its rows have numbers that are no degrees."""
    if len(source.coordinates) == 1:
        column = single_array(table.column(source.coordinates[0]))
        x, y = geometry_points(column, file=part.name, first_row=first_row)
    else:
        x, y = (column_numbers(table.column(name)) for name in source.coordinates)
    beyond = beyond_degrees(x, y, crs=source.crs)
    if len(beyond):
        x, y = x.copy(), y.copy()
        x[beyond], y[beyond] = np.nan, np.nan
    return Coordinates(x, y, source.crs), len(beyond)


def _file_columns(source: PointSource, part: Part, columns: Sequence[str] | None) -> list[str]:
    """The columns to read of a part: those asked for, and the coordinates."""
    if columns is None:
        return [name for name in source.schema.names if name not in dict(part.keys)]
    asked = [name for name in columns if name not in dict(part.keys)]
    return list(dict.fromkeys([*source.coordinates, *asked]))


def _parquet_tables(
    source: PointSource, part: Part, rows: int, columns: Sequence[str] | None
) -> Iterator[tuple[pa.Table, float]]:
    """Tables of at most ``rows``, and the share of the part read; row groups one by one or more."""
    names = _file_columns(source, part, columns)
    with source.filesystem.open_input_file(part.path) as stream:
        plain = pq.ParquetFile(stream)
        checked = source.schema.names if columns is None else names
        require_alike(source, plain.schema_arrow, part, checked)
        file = pq.ParquetFile(
            stream,
            metadata=plain.metadata,
            read_dictionary=_texts(plain.schema_arrow, columns or ()),
            buffer_size=BUFFER_BYTES,
            pre_buffer=False,
        )
        sizes = [file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)]
        wanted = range(len(sizes)) if part.groups is None else part.groups
        done, total = 0, max(sum(sizes[group] for group in wanted), 1)
        for groups in _runs(wanted, sizes, rows):
            for batch in file.iter_batches(rows, row_groups=groups, columns=names):
                done += len(batch)
                yield pa.Table.from_batches([batch]), done / total


def _texts(schema: pa.Schema, columns: Sequence[str]) -> list[str]:
    """Those of the columns whose texts can come as dictionaries."""
    kinds = {name: schema.field(name).type for name in columns if name in schema.names}
    return [n for n, k in kinds.items() if pa.types.is_string(k) or pa.types.is_large_string(k)]


def _runs(wanted: Sequence[int], sizes: Sequence[int], rows: int) -> Iterator[list[int]]:
    """Row groups that follow each other, together at most ``rows``, or one larger one."""
    run: list[int] = []
    size = 0
    for group in wanted:
        here = sizes[group]
        if run and size + here > rows:
            yield run
            run, size = [], 0
        run.append(group)
        size += here
    if run:
        yield run


def _held_tables(
    held: pa.Table, source: PointSource, part: Part, rows: int, columns: Sequence[str] | None
) -> Iterator[tuple[pa.Table, float]]:
    """Tables of at most ``rows`` of a source that has been read whole, and the share with them."""
    table = held.select(_file_columns(source, part, columns))
    for start in range(0, len(table), rows):
        yield table.slice(start, rows), min(start + rows, len(table)) / len(table)


def _csv_tables(
    source: PointSource, part: Part, rows: int, columns: Sequence[str] | None
) -> Iterator[tuple[pa.Table, float]]:
    """Tables of at most ``rows`` whose cells are as written, and the share of the part read."""
    names = csv_names(part, source.filesystem)
    schema = pa.schema([(name, pa.string()) for name in names])
    wanted = _file_columns(source, part, columns)
    require_alike(source, schema, part, source.schema.names if columns is None else wanted)
    size = max(source.filesystem.get_file_info(part.path).size or 0, 1)
    with utf8_stream(part, source.filesystem) as (text, stored):
        reader = pa.csv.open_csv(
            text,
            read_options=pa.csv.ReadOptions(block_size=CSV_BLOCK_BYTES),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )
        for batch in reader:
            share = min(stored.tell() / size, 1.0)
            for start in range(0, len(batch), rows):
                yield pa.Table.from_batches([batch.slice(start, rows)]), share
