"""Ledgers in files of features: GeoJSON, GeoPackage, shapefile and (Geo)Parquet."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from zonemap.crs import read_crs
from zonemap.errors import LedgerError, ZonemapError
from zonemap.read.guard import MOST_CELLS
from zonemap.read.layout.headers import find_header
from zonemap.read.layout.headings import column_name
from zonemap.read.sheet import Sheet
from zonemap.read.vector.gdal import pyogrio
from zonemap.read.vector.shapefiles import read_shapefile
from zonemap.read.vector.vectors import read_geojson, require_vector
from zonemap.schema import COLUMNS, HEADING_ALIASES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.read.content import Kind
    from zonemap.read.vector.dbase import DbaseTable

__all__ = ["feature_sheets"]

MOST_BYTES: Final = 8 << 30
CRS84: Final = "OGC:CRS84"
_FAULTS: Final = (
    pa.ArrowException, OSError, ValueError, AttributeError, TypeError, LookupError, NameError,
    RuntimeError, shapely.GEOSException,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """A layer of a file: its columns by position, and its shapes if it has any."""

    name: str
    headings: Sequence[str]
    columns: Mapping[int, pd.Series]
    count: int
    shapes: NDArray[np.object_] | None
    crs: object


def feature_sheets(
    path: Path, *, kind: Kind, aliases: Mapping[str, str]
) -> tuple[list[Sheet], list[str]]:
    """The layers of a file that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    path
        The file.
    kind
        ``geojson``, ``gpkg``, ``shp`` or ``parquet``: what it is by its content.
    aliases
        Headings as written to canonical names; they win.

    Returns
    -------
    sheets, others
        In file order. Points give longitude and latitude, as delivered, to a table that has
        neither; ``crs`` is what the file states of them.

    Raises
    ------
    LedgerError
        If the file is damaged or its features are no points.
    CRSError
        If its CRS is unknown or rests on another datum.
    """
    layers = {
        "geojson": _geojson_layers,
        "gpkg": _geopackage_layers,
        "shp": _shapefile_layers,
        "parquet": _parquet_layers,
    }[kind](path, aliases)
    sheets, others = [], []
    for layer in layers:
        sheet = _sheet(layer, path, aliases)
        if sheet is None:
            others.append(layer.name or path.name)
        else:
            sheets.append(sheet)
    return sheets, others


def _sheet(layer: _Layer, path: Path, aliases: Mapping[str, str]) -> Sheet | None:
    where = f"{path.name} [{layer.name}]" if layer.name else path.name
    header = find_header([layer.headings], where=where, aliases=aliases)
    if header is None:
        return None
    index = pd.RangeIndex(1, layer.count + 1)
    columns = {position: column.set_axis(index) for position, column in layer.columns.items()}
    crs = None
    if layer.shapes is not None and not {"longitude", "latitude"} & set(header.columns):
        x, y = _coordinates(layer.shapes, where)
        crs = None if layer.crs is None else read_crs(layer.crs, where=where)
        first = len(layer.headings)
        places = {"longitude": first, "latitude": first + 1}
        header = replace(header, columns={**header.columns, **places}, geopoint=None)
        columns |= {first: pd.Series(x, index=index), first + 1: pd.Series(y, index=index)}
    return Sheet(layer.name, header, (0, 0), pd.DataFrame(columns, index=index), crs=crs)


def _coordinates(
    shapes: NDArray[np.object_], where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """X and y of points as delivered; NaN where there is none. Heights are dropped."""
    single = shapes.copy()
    many = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT
    alone = many & (shapely.get_num_geometries(shapes) == 1)
    single[alone] = shapely.get_geometry(shapes[alone], 0)
    types = shapely.get_type_id(single)
    wrong = np.flatnonzero(
        (types != shapely.GeometryType.POINT) & (types >= 0) & ~shapely.is_empty(single)
    )
    if len(wrong):
        raise LedgerError(
            "{where}: feature {number} is a {found}, but households are points",
            where=where,
            number=int(wrong[0]) + 1,
            found=single[wrong[0]].geom_type,
        )
    single[types != shapely.GeometryType.POINT] = None
    return shapely.get_x(single), shapely.get_y(single)


def _geojson_layers(path: Path, aliases: Mapping[str, str]) -> list[_Layer]:  # noqa: ARG001
    content = read_geojson(path, error=LedgerError)
    features = content.get("features")
    if content["type"] != "FeatureCollection" or not isinstance(features, list):
        raise LedgerError("{file}: is no collection of features; export it again", file=path.name)
    records = [_properties(feature) for feature in features]
    headings = list(dict.fromkeys(heading for record in records for heading in record))
    columns = {
        position: pd.Series([record.get(heading) for record in records], dtype=object)
        for position, heading in enumerate(headings)
    }
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [_shape(feature, number, path) for number, feature in enumerate(features, start=1)]
    named = content.get("crs") or {}
    crs = (named.get("properties") or {}).get("name") if named else None
    return [_Layer("", headings, columns, len(features), shapes, crs)]


def _properties(feature: object) -> dict[str, object]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for name, value in properties.items()
    }


def _shape(feature: object, number: int, path: Path) -> shapely.Geometry | None:
    """The shape of a feature; a point is made without a detour."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry is None:
        return None
    try:
        if geometry["type"] == "Point":
            x, y = geometry["coordinates"][:2] or (np.nan, np.nan)
            return shapely.Point(float(x), float(y))
        return shapely.from_geojson(json.dumps(geometry))
    except (ValueError, TypeError, KeyError, OverflowError, shapely.GEOSException) as fault:
        raise LedgerError(
            "{file}: the geometry of feature {number} cannot be read; export it again",
            file=path.name,
            number=number,
        ) from fault


def _geopackage_layers(path: Path, aliases: Mapping[str, str]) -> list[_Layer]:
    require_vector(path, error=LedgerError)
    layers = []
    try:
        for name, _ in pyogrio.list_layers(path):
            fields = pyogrio.read_info(path, layer=name)["fields"].tolist()
            if find_header([fields], where=f"{path.name} [{name}]", aliases=aliases) is None:
                nothing: dict[int, pd.Series] = {}
                layers.append(_Layer(name, fields, nothing, 0, None, None))
                continue
            meta, table = pyogrio.raw.read_arrow(path, layer=name)
            geometry = meta["geometry_name"] or "wkb_geometry"
            layers.append(_arrow_layer(name, table, geometry, meta["crs"]))
    except ZonemapError:
        raise
    except _FAULTS as fault:
        raise LedgerError(
            "{file}: cannot be read as {suffix}; it is damaged, or something else under that name",
            file=path.name,
            suffix=".gpkg",
        ) from fault
    return layers


def _shapefile_layers(path: Path, aliases: Mapping[str, str]) -> list[_Layer]:
    require_vector(path, error=LedgerError)
    shapes, table, crs = read_shapefile(path, error=LedgerError)
    headings = _whole_names(table, aliases)
    columns = {position: table.table[position] for position in range(len(headings))}
    return [_Layer("", headings, columns, len(shapes), shapes, crs)]


def _whole_names(table: DbaseTable, aliases: Mapping[str, str]) -> list[str]:
    """The names of fields, those cut off at ten bytes completed where only one heading fits."""
    spellings = list(aliases.items())
    spellings += [(word, name) for name, words in HEADING_ALIASES.items() for word in words]
    spellings += [(word, c.name) for c in COLUMNS for word in (c.name, c.header)]
    names = []
    for name, cut in zip(table.names, table.cut, strict=True):
        meant = {column for text, column in spellings if text.lower().startswith(name.lower())}
        complete = not cut or not name or column_name(name, aliases) is not None
        names.append(name if complete or len(meant) != 1 else meant.pop())
    return names


def _parquet_layers(path: Path, aliases: Mapping[str, str]) -> list[_Layer]:  # noqa: ARG001
    try:
        with pq.ParquetFile(path) as file:
            _require_sane(file.metadata, path)
            table = file.read()
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        geometry = geo.get("primary_column", "geometry")
        about = geo.get("columns", {}).get(geometry, {"crs": None})
        return [_arrow_layer("", table, geometry, about.get("crs", CRS84))]
    except ZonemapError:
        raise
    except _FAULTS as fault:
        raise LedgerError("{file}: is not a readable Parquet file", file=path.name) from fault


def _require_sane(metadata: pq.FileMetaData, path: Path) -> None:
    size = sum(
        metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups)
    )
    if metadata.num_rows * metadata.num_columns > MOST_CELLS or size > MOST_BYTES:
        raise LedgerError("{file}: is far larger than a ledger can be", file=path.name)


def _arrow_layer(name: str, table: pa.Table, geometry: str, crs: object) -> _Layer:
    shapes = None
    if geometry in table.column_names:
        column = table.column(geometry)
        if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
            shapes = _from_wkb(column.to_numpy(zero_copy_only=False))
            table = table.drop_columns([geometry])
    columns = {i: _pandas_column(table.column(i)) for i in range(table.num_columns)}
    known = pyproj.CRS.from_user_input(crs) if isinstance(crs, dict) else crs
    return _Layer(name, table.column_names, columns, table.num_rows, shapes, known)


def _from_wkb(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    try:
        return np.asarray(shapely.from_wkb(wkb), dtype=object)
    except (shapely.GEOSException, TypeError) as fault:
        raise ValueError from fault


def _pandas_column(column: pa.ChunkedArray) -> pd.Series:
    """A column of text, numbers, yes or no, or days; anything else as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_decimal(kind):
        column, kind = column.cast(pa.float64()), pa.float64()
    values: pd.Series = column.to_pandas(integer_object_nulls=True, date_as_object=True)
    if pa.types.is_timestamp(kind):
        days = values.dt.tz_localize(None) if kind.tz else values
        return days.astype(object).where(days.notna(), None)
    plain = (
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_date(kind)
        or pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
        or pa.types.is_null(kind)
    )  # fmt: skip
    return values if plain else values.map(str, na_action="ignore").astype(object)
