"""Sources of points: what their files hold, told from their headers, and that all are alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from zonemap.crs import WGS84, read_crs
from zonemap.errors import PointsError
from zonemap.read.coordinates import require_coordinate_columns
from zonemap.read.csv_streams import utf8_stream
from zonemap.read.geometry_columns import geometry_column
from zonemap.read.parts import CSV_SUFFIXES, PARQUET_SUFFIXES, Part, find_parts, is_folder_or_store
from zonemap.read.point_sheets import WORKBOOK_SUFFIXES, read_point_sheet

if TYPE_CHECKING:
    import pyproj

__all__ = ["PointSource", "can_stream", "csv_names", "naming_part", "open_points", "require_alike"]

_FAULTS = (pa.ArrowException, OSError, UnicodeDecodeError, csv.Error)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointSource:
    """Points that have been found, and not yet been read; can be sent to another process.

    Attributes
    ----------
    name
        For messages.
    parts
        The files, in the order in which their rows count.
    schema
        Every column a batch of all columns has: those of the files, and the keys of folders
        ``name=value``.
    coordinates
        The columns of x and y, or the one of geometry.
    crs
        Of the coordinates.
    stated_crs
        What the caller said the CRS is.
    rows
        Of all parts, or None where that is not known before they are read.
    filesystem
        Where the parts are.
    held
        Every row, of a workbook: it cannot be read by parts.
    """

    name: str
    parts: tuple[Part, ...]
    schema: pa.Schema
    coordinates: tuple[str, ...]
    crs: pyproj.CRS
    stated_crs: str | None
    rows: int | None
    filesystem: fs.FileSystem
    held: pa.Table | None = None


def can_stream(location: Path | str) -> bool:
    """Whether `open_points` can open it: CSV, workbook or Parquet by its name, folder, address."""
    suffix = Path(location).suffix.lower()
    known = (*CSV_SUFFIXES, *PARQUET_SUFFIXES, *WORKBOOK_SUFFIXES)
    return is_folder_or_store(location) or suffix in known


def open_points(location: Path | str, *, crs: str | None = None) -> PointSource:
    """A source of points: one file, or a folder of parts.

    Parameters
    ----------
    location
        CSV, XLSX, XLS or Parquet with two coordinate columns, GeoParquet with points; a folder of
        CSV or of Parquet files; or the address of such a file or folder, but for workbooks.
    crs
        Of the coordinate columns, EPSG:4326 where it is not given; or of geometry that does not
        state its own.

    Returns
    -------
    source
        Nothing but headers has been read; a workbook whole.

    Raises
    ------
    PointsError
        If something is missing, unreadable or unlike the other parts.
    CRSError
        If the CRS is missing, unknown or on another datum.
    """
    parts, filesystem = find_parts(location)
    held = _held(parts[0])
    schema, rows = _header(parts[0], filesystem) if held is None else (held.schema, len(held))
    names, known = _meaning(schema, parts[0], crs)
    source = PointSource(
        name=Path(location).name or str(location),
        parts=parts,
        schema=_plain(_with_keys(schema, parts[0]), one_part=len(parts) == 1),
        coordinates=names,
        crs=known,
        stated_crs=crs,
        rows=rows,
        filesystem=filesystem,
        held=held,
    )
    if len(parts) == 1 or not isinstance(filesystem, fs.LocalFileSystem):
        return source if len(parts) == 1 else replace(source, rows=None)
    counts = [_checked_header(source, part) for part in parts]
    return replace(source, rows=None if None in counts else sum(n or 0 for n in counts))


def _held(part: Part) -> pa.Table | None:
    """The rows of a workbook; None of any other file."""
    if part.suffix not in WORKBOOK_SUFFIXES:
        return None
    table = read_point_sheet(Path(part.path))
    return pa.table({name: pa.array(table[name], pa.string()) for name in table.columns})


def _checked_header(source: PointSource, part: Part) -> int | None:
    """How many rows a part has; refused if it is unlike the first."""
    schema, rows = _header(part, source.filesystem)
    require_alike(source, schema, part, source.schema.names)
    return rows


def _header(part: Part, filesystem: fs.FileSystem) -> tuple[pa.Schema, int | None]:
    """The columns of a file, and its rows if it says so."""
    with naming_part(part):
        if part.suffix in CSV_SUFFIXES:
            schema, rows = (
                pa.schema([(name, pa.string()) for name in csv_names(part, filesystem)]),
                None,
            )
        else:
            with filesystem.open_input_file(part.path) as stream:
                file = pq.ParquetFile(stream)
                schema, rows = file.schema_arrow, file.metadata.num_rows
    if len(set(schema.names)) < len(schema.names):
        raise PointsError("{file}: two columns have the same name", file=part.name)
    return schema, rows


def csv_names(part: Part, filesystem: fs.FileSystem) -> list[str]:
    """The headings of a CSV."""
    with utf8_stream(part, filesystem) as (stream, _):
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        return next(csv.reader(text), [])


def _meaning(schema: pa.Schema, part: Part, crs: str | None) -> tuple[tuple[str, ...], pyproj.CRS]:
    """The coordinate columns of a file, and their CRS."""
    geometry = geometry_column(schema, file=part.name)
    if geometry is not None:
        stated = crs if geometry.crs is None else geometry.crs
        return (geometry.name,), read_crs(stated, where=part.name)
    names = require_coordinate_columns(schema.names, file=part.name)
    return names, WGS84 if crs is None else read_crs(crs, where="--crs")


def _with_keys(schema: pa.Schema, part: Part) -> pa.Schema:
    for name, _ in part.keys:
        if name not in schema.names:
            schema = schema.append(pa.field(name, pa.string()))
    return schema


def _plain(schema: pa.Schema, *, one_part: bool) -> pa.Schema:
    """The schema without what holds of a single table only: its index, its extent."""
    metadata = {k: v for k, v in (schema.metadata or {}).items() if k != b"pandas"}
    if b"geo" in metadata and not one_part:
        geo = json.loads(metadata[b"geo"])
        for column in geo["columns"].values():
            column.pop("bbox", None)
            column["geometry_types"] = []
        metadata[b"geo"] = json.dumps(geo).encode()
    fields = [field.with_nullable(True) for field in schema]  # noqa: FBT003
    return pa.schema(fields, metadata=metadata)


def require_alike(source: PointSource, schema: pa.Schema, part: Part, names: Sequence[str]) -> None:
    """Refuse a part whose columns or CRS are not those of the first.

    Parameters
    ----------
    source
        As the first part opened it.
    schema
        Of the part's own file.
    part
        For messages, and its keys.
    names
        The columns that must be alike; where they are all, there must be no other.

    Raises
    ------
    PointsError
        If a column is missing or of another type, or the coordinates are in another CRS.
    """
    own = _with_keys(schema, part)
    all_names = set(names) == set(source.schema.names)
    differing = [
        name for name in names
        if name not in own.names or own.field(name).type != source.schema.field(name).type
    ]  # fmt: skip
    differing += [name for name in own.names if all_names and name not in source.schema.names]
    if differing:
        raise PointsError(
            "{file}: column {column} is not as in {other}; all parts need the same columns",
            file=part.name,
            column=differing[0],
            other=source.parts[0].name,
        )
    coordinates, crs = _meaning(schema, part, source.stated_crs)
    if coordinates != source.coordinates or not crs.equals(source.crs, ignore_axis_order=True):
        raise PointsError(
            "{file}: its coordinates are in {crs}, those of {other} in {expected}; bring all "
            "parts to one system",
            file=part.name,
            crs=crs.name,
            other=source.parts[0].name,
            expected=source.crs.name,
        )


@contextmanager
def naming_part(part: Part) -> Iterator[None]:
    """A fault of reading becomes an error that names the part.

    Yields
    ------
    nothing
        The block is what reads.

    Raises
    ------
    PointsError
        If reading fails.
    """
    try:
        yield
    except _FAULTS as fault:
        raise PointsError(
            "{file}: cannot be read as {suffix}", file=part.name, suffix=part.suffix
        ) from fault
