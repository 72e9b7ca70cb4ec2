"""Polygons, lines and points as delivered: read whole, or refused with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from zonemap.crs import WGS84, read_crs
from zonemap.errors import BoundaryError, ZonemapError
from zonemap.read.coordinates import POINT_COLUMNS, coordinate_columns
from zonemap.read.files import existing_file
from zonemap.read.outline.parcels import read_parcels
from zonemap.read.outline.vertices import read_vertices
from zonemap.read.vector.gdal import pyogrio
from zonemap.read.vector.shapefiles import shapefile_layer
from zonemap.read.vector.vectors import require_vector

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "POINT_COLUMNS",
    "coordinate_columns",
    "read_layer",
    "read_vector",
    "select_features",
    "usable_layer",
]

VECTOR_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb")
PARQUET_SUFFIXES = (".parquet", ".geoparquet")
POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
_FAULTS = (
    RuntimeError, OSError, ValueError, TypeError, LookupError, NameError, AttributeError,
    pa.ArrowException, shapely.GEOSException,
)  # fmt: skip
FAMILIES = {"polygon": POLYGONS, "point": POINTS, "any": (*POLYGONS, *POINTS, *LINES)}


def read_layer(path: Path, *, kind: str, crs: str | None = None) -> gpd.GeoDataFrame:
    """A layer of features in the coordinates of its own file.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, Shapefile, FlatGeobuf, GeoParquet, a CSV of points or, for polygons,
        a CSV of vertices (`zonemap.read.outline.vertices`) or the .txt of a natural-resources
        bureau (`zonemap.read.outline.parcels`).
    kind
        ``polygon``, ``point`` or ``any``: what the features must be.
    crs
        The file's CRS where the file does not say.

    Returns
    -------
    layer
        At least one feature, two-dimensional, none empty, none invalid, in file order with the
        index 0, 1, 2 ... and a CRS that `zonemap.crs.read_crs` accepts.

    Raises
    ------
    BoundaryError
        If the file is missing, unreadable, empty, of another kind, invalid, or has coordinates
        that its CRS cannot have.
    """
    existing_file(path, error=BoundaryError)
    return usable_layer(_read(path, kind, crs), file=path.name, kind=kind, crs=crs)


def usable_layer(
    layer: gpd.GeoDataFrame, *, file: str, kind: str, crs: str | None = None
) -> gpd.GeoDataFrame:
    """A layer as `read_layer` returns it, or refused.

    Parameters
    ----------
    layer
        As read.
    file
        What messages call it.
    kind, crs
        As for `read_layer`.

    Returns
    -------
    layer
        In the same order.

    Raises
    ------
    BoundaryError
        If it is empty, of another kind, invalid, or has coordinates that its CRS cannot have.
    """
    if len(layer) == 0:
        raise BoundaryError("{file}: has no features", file=file)
    layer = _with_crs(layer, file, crs)
    _require_kind(layer, file, kind)
    _require_sound(layer, file)
    return layer


def _read(path: Path, kind: str, crs: str | None) -> gpd.GeoDataFrame:
    suffix = path.suffix.lower()
    if suffix == ".txt" and kind != "point":
        return read_parcels(path)
    if suffix == ".csv" and kind == "polygon":
        return read_vertices(path, crs=crs)
    return _read_points_csv(path, crs) if suffix == ".csv" else read_vector(path)


def read_vector(path: Path, *, error: type[ZonemapError] = BoundaryError) -> gpd.GeoDataFrame:
    """A vector file as it is, whatever is in it.

    Returns
    -------
    layer
        In file order, in the file's own CRS, which may be missing.

    Raises
    ------
    ZonemapError
        As ``error``, if its format is not among those read or it cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix not in (*VECTOR_SUFFIXES, *PARQUET_SUFFIXES):
        raise error(
            "{file}: {suffix} files are not read; give {known}",
            file=path.name,
            suffix=suffix or "?",
            known=", ".join((*VECTOR_SUFFIXES, *PARQUET_SUFFIXES, ".csv", ".txt")),
        )
    require_vector(path, error=error)
    if suffix == ".shp":
        return shapefile_layer(path, error=error)
    try:
        if suffix in PARQUET_SUFFIXES:
            return _read_geoparquet(path, error)
        layer = _first_layer(path, error)
    except ZonemapError:
        raise
    except _FAULTS as fault:
        raise error("{file}: cannot be read as {suffix}", file=path.name, suffix=suffix) from fault
    if not isinstance(layer, gpd.GeoDataFrame):
        raise error("{file}: has no geometry", file=path.name)
    return layer


def _read_geoparquet(path: Path, error: type[ZonemapError]) -> gpd.GeoDataFrame:
    if b"geo" not in (pq.read_schema(path).metadata or {}):
        raise error("{file}: has no geometry", file=path.name)
    return gpd.read_parquet(path)


def _first_layer(path: Path, error: type[ZonemapError]) -> gpd.GeoDataFrame:
    """The one layer of a file that has features; two would be a choice that nobody made."""
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if len(names) > 1:
        names = [name for name in names if pyogrio.read_info(path, layer=name)["features"]]
    if len(names) > 1:
        raise error(
            "{file}: has several layers ({layers}); give a file with one",
            file=path.name,
            layers=", ".join(names[:5]),
        )
    return pyogrio.read_dataframe(path, layer=names[0] if names else None)


def _read_points_csv(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as fault:
        raise BoundaryError(
            "{file}: cannot be read as {suffix}", file=path.name, suffix=".csv"
        ) from fault
    names = coordinate_columns(table.columns)
    if names is None:
        raise BoundaryError(
            "{file}: needs columns longitude and latitude; found {found}",
            file=path.name,
            found=", ".join(map(str, table.columns)),
        )
    x, y = (pd.to_numeric(table[name], errors="coerce").to_numpy(float) for name in names)
    bad = np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)))
    if len(bad):
        raise BoundaryError(
            "{file}: row {row} has no usable coordinates", file=path.name, row=int(bad[0]) + 2
        )
    stated = set(table["crs"]) - {""} if "crs" in table.columns else set()
    if len(stated) > 1:
        raise BoundaryError("{file}: column crs names several systems", file=path.name)
    return gpd.GeoDataFrame(
        table, geometry=shapely.points(x, y), crs=crs or next(iter(stated), None) or WGS84
    )


def _with_crs(layer: gpd.GeoDataFrame, file: str, crs: str | None) -> gpd.GeoDataFrame:
    own = layer.crs if layer.crs is not None else crs
    known = read_crs(own, where=file)
    geometry = shapely.force_2d(layer.geometry.to_numpy())
    attributes = layer.drop(columns=layer.geometry.name).reset_index(drop=True)
    return gpd.GeoDataFrame(attributes, geometry=geometry, crs=known)


def _require_kind(layer: gpd.GeoDataFrame, file: str, kind: str) -> None:
    types = shapely.get_type_id(layer.geometry.to_numpy())
    wrong = np.flatnonzero(~np.isin(types, FAMILIES[kind]) & (types >= 0))
    if len(wrong):
        raise BoundaryError(
            "{file}: feature {number} is a {found}, but a {kind} layer is needed",
            file=file,
            number=int(wrong[0]) + 1,
            found=layer.geometry.iloc[wrong[0]].geom_type,
            kind=kind,
        )


def _require_sound(layer: gpd.GeoDataFrame, file: str) -> None:
    shapes = layer.geometry.to_numpy()
    empty = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(empty):
        raise BoundaryError(
            "{file}: feature {number} has no geometry", file=file, number=int(empty[0]) + 1
        )
    west, south, east, north = shapely.total_bounds(shapes)
    if not np.isfinite([west, south, east, north]).all():
        raise BoundaryError("{file}: has coordinates that are not numbers", file=file)
    if layer.crs.is_geographic and (west < -180 or east > 180 or south < -90 or north > 90):
        raise BoundaryError(
            "{file}: x {west:.6g} to {east:.6g}, y {south:.6g} to {north:.6g} are not degrees; "
            "longitude comes first, and a file in metres must state its CRS",
            file=file,
            west=west,
            east=east,
            south=south,
            north=north,
        )
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if len(broken):
        raise BoundaryError(
            "{file}: feature {number} is not a valid polygon ({why}); mend it in a GIS",
            file=file,
            number=int(broken[0]) + 1,
            why=shapely.is_valid_reason(shapes[broken[0]]),
        )


def select_features(
    layer: gpd.GeoDataFrame, *, where: Mapping[str, str], file: str
) -> gpd.GeoDataFrame:
    """The features whose columns have the values of ``where``, compared as text.

    Returns
    -------
    selected
        Rows of ``layer``, in its order.

    Raises
    ------
    BoundaryError
        If a column is missing or no feature is left.
    """
    for column, value in where.items():
        if column not in layer.columns:
            raise BoundaryError("{file}: has no column {column}", file=file, column=column)
        layer = layer[layer[column].astype(str).str.strip() == value]
    if len(layer) == 0:
        raise BoundaryError(
            "{file}: no feature has {wanted}",
            file=file,
            wanted=", ".join(f"{column} = {value}" for column, value in where.items()),
        )
    return layer
