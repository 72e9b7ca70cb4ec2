"""Tables written batch by batch: CSV and Parquet files that need not fit into memory."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import shapely

from zonemap.errors import OutputError
from zonemap.write.files import open_file

if TYPE_CHECKING:
    from io import BufferedWriter
    from pathlib import Path

__all__ = ["BATCH_SUFFIXES", "Append", "batch_writer"]

BATCH_SUFFIXES: Final = (".csv", ".parquet")

GROUP_ROWS: Final = 1 << 18
"""Of a row group of Parquet, whatever the batches."""

QUOTED: Final = '[",\r\n]'
"""A CSV cell that holds one of these is quoted."""

Append = Callable[[pa.Table], None]
"""Writes a table behind what has been written; all have the same columns."""

NULLABLE: Final = {
    pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(), pa.uint8(): pd.UInt8Dtype(), pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(), pa.uint64(): pd.UInt64Dtype(), pa.bool_(): pd.BooleanDtype(),
}  # fmt: skip
"""Integers with gaps stay integers, wherever the gaps are."""


@contextmanager
def batch_writer(path: Path) -> Iterator[Append]:
    """A file that tables are appended to; it appears whole at the end, or not at all.

    Parameters
    ----------
    path
        Ending in .csv or .parquet. Geometry (columns that the schema's ``geo`` names) becomes WKT
        in CSV and stays as it is in Parquet.

    Yields
    ------
    append
        The bytes of the file do not depend on how the rows are divided among its calls.

    Raises
    ------
    OutputError
        If the ending is another one or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in BATCH_SUFFIXES:
        raise OutputError(
            "{file}: give a name ending in {known}", file=path, known=", ".join(BATCH_SUFFIXES)
        )
    with open_file(path) as file:
        if suffix == ".csv":
            yield _csv_appender(file)
        else:
            with _parquet_appender(file) as append:
                yield append


def _csv_appender(file: BufferedWriter) -> Append:
    started: list[bool] = []

    def append(table: pa.Table) -> None:
        plain = _without_geometry(table)
        if not started:
            file.write(_pandas_csv(plain.slice(0, 0), header=True))
            started.append(True)
        file.write(_arrow_csv(plain) if _is_plain(plain) else _pandas_csv(plain, header=False))

    return append


def _without_geometry(table: pa.Table) -> pa.Table:
    """The table with every column of WKB as WKT, and times as text."""
    for position, field in enumerate(table.schema):
        column = table.column(position)
        if pa.types.is_dictionary(field.type):
            column = column.cast(field.type.value_type)
        if pa.types.is_timestamp(field.type):
            column = pc.replace_substring_regex(column.cast(pa.string()), r"\.0+(Z?)$", r"\1")
        if field.name in _geometry_names(table.schema):
            column = _wkt(column)
        if column is not table.column(position):
            table = table.set_column(position, field.name, column)
    return table


def _geometry_names(schema: pa.Schema) -> list[str]:
    geo = (schema.metadata or {}).get(b"geo")
    return list(json.loads(geo)["columns"]) if geo else []


def _wkt(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        shapes = shapely.from_wkb(column.to_numpy())
    else:
        rows = [None if row is None else _numbers(row) for row in column.to_pylist()]
        shapes = [None if row is None else shapely.Point(row) for row in rows]
    return pa.array(shapely.to_wkt(shapes), pa.string())


def _numbers(row: dict[str, float] | list[float]) -> list[float]:
    return list(row.values()) if isinstance(row, dict) else row


def _is_plain(table: pa.Table) -> bool:
    """Whether Arrow writes it as pandas does: text of which no cell needs quotes, and integers."""
    if table.num_columns < 2:
        return False
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            if pc.any(pc.match_substring_regex(column, QUOTED)).as_py():
                return False
        elif not pa.types.is_integer(column.type):
            return False
    return True


def _arrow_csv(table: pa.Table) -> bytes:
    out = io.BytesIO()
    options = pa.csv.WriteOptions(include_header=False, quoting_style="none")
    pa.csv.write_csv(table, out, write_options=options)
    return out.getvalue()


def _pandas_csv(table: pa.Table, *, header: bool) -> bytes:
    plain = table.replace_schema_metadata(None)
    rows: pd.DataFrame = plain.to_pandas(types_mapper=NULLABLE.get)
    return rows.to_csv(index=False, header=header, lineterminator="\n").encode()


@contextmanager
def _parquet_appender(file: BufferedWriter) -> Iterator[Append]:
    """Holds rows back until a row group is full."""
    held: list[pa.Table] = []
    writers: list[pq.ParquetWriter] = []

    def append(table: pa.Table) -> None:
        if not writers:
            writers.append(pq.ParquetWriter(file, table.schema, compression="snappy"))
        held.append(table)
        while sum(map(len, held)) >= GROUP_ROWS:
            rows = pa.concat_tables(held)
            _write_group(writers[0], rows.slice(0, GROUP_ROWS))
            held[:] = [rows.slice(GROUP_ROWS)]

    try:
        yield append
        if writers and sum(map(len, held)):
            _write_group(writers[0], pa.concat_tables(held))
    finally:
        for writer in writers:
            writer.close()


def _write_group(writer: pq.ParquetWriter, rows: pa.Table) -> None:
    # one chunk a column: how the rows were divided must not show in the pages
    writer.write_table(rows.unify_dictionaries().combine_chunks(), row_group_size=GROUP_ROWS)
