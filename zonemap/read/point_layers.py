"""A layer of points that the plan names, as delivered: every row, with or without a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import shapely

from zonemap.crs import WGS84, read_crs
from zonemap.errors import PointsError
from zonemap.read.boundaries import coordinate_columns, read_vector
from zonemap.read.point_sheets import WORKBOOK_SUFFIXES, read_point_sheet
from zonemap.read.text.decoding import decoded

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

__all__ = ["SHIFTED", "DeliveredPoints", "read_point_layer"]

SHIFTED = ("GCJ-02", "BD-09")
"""The shifted degrees of Chinese map services, which no file states as its CRS."""

SEPARATORS = ",;\t"
PARQUET_SUFFIXES = (".parquet", ".geoparquet")


@dataclass(frozen=True, slots=True, eq=False)
class DeliveredPoints:
    """Points as delivered.

    Attributes
    ----------
    table
        What the file says of each point, in its order, with the index 0, 1, 2 ...; without
        geometry.
    x, y
        Longitude or easting first; NaN where a row has no number.
    written
        The two as they stand in the file, as text: columns ``x`` and ``y``, on the same index.
    crs
        Of x and y, but for the shift.
    shift
        One of `SHIFTED`, or empty.
    """

    table: pd.DataFrame
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    written: pd.DataFrame
    crs: pyproj.CRS
    shift: str


def read_point_layer(path: Path, *, crs: str | None = None) -> DeliveredPoints:
    """Every point of a file.

    Parameters
    ----------
    path
        An existing CSV (UTF-8, UTF-16 or GB18030), XLSX, XLS or Parquet with two coordinate
        columns and perhaps a column ``crs``; or GeoJSON, GeoPackage, Shapefile, FlatGeobuf or
        GeoParquet with point geometry.
    crs
        Of the file where it does not say; EPSG:4326 for columns where neither says. One of
        `SHIFTED` holds whatever the file says.

    Returns
    -------
    points
        Rows of a CSV without any cell are none.

    Raises
    ------
    PointsError
        If the file is unreadable, has no rows or no coordinates, holds other shapes than points,
        or has metres where degrees are stated.
    CRSError
        If the CRS is missing, unknown or on another datum.
    """
    table = _plain_table(path)
    points = _of_geometry(path, crs) if table is None else _of_columns(table, path, crs)
    if len(points.table) == 0:
        raise PointsError("{file}: has no points", file=path.name)
    numbers = np.isfinite(points.x) & np.isfinite(points.y)
    degrees = (np.abs(points.x) <= 180) & (np.abs(points.y) <= 90)
    if points.crs.is_geographic and numbers.any() and not degrees.any():
        raise PointsError(
            "{file}: its coordinates are not degrees; longitude comes first, and metres need crs "
            "in [[points]]",
            file=path.name,
        )
    return points


def _plain_table(path: Path) -> pd.DataFrame | None:
    """A table without geometry; None if the file is one of features."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _text_table(path)
    if suffix in WORKBOOK_SUFFIXES:
        return read_point_sheet(path)
    if suffix not in PARQUET_SUFFIXES:
        return None
    try:
        if b"geo" in (pq.read_schema(path).metadata or {}):
            return None
        return pd.read_parquet(path).reset_index(drop=True)
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise PointsError(
            "{file}: cannot be read as {suffix}", file=path.name, suffix=suffix
        ) from fault


def _text_table(path: Path) -> pd.DataFrame:
    """The cells of a CSV as they are written; rows without any are left out."""
    text = decoded(path)
    if text.damaged:
        raise PointsError(
            "{file}: has bytes that are no text; save it again as UTF-8", file=path.name
        )
    head = text.data.partition(b"\n")[0].decode()
    separator = max(SEPARATORS, key=head.count)
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(text.data),
            parse_options=pa.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=_all_text(head, separator), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as fault:
        raise PointsError(
            "{file}: cannot be read as a table: {why}", file=path.name, why=_first_line(fault)
        ) from fault
    if len(set(table.column_names)) < table.num_columns:
        raise PointsError("{file}: two columns have the same name", file=path.name)
    cells: pd.DataFrame = table.to_pandas().astype("str")
    filled = cells.apply(lambda column: column.str.strip() != "").any(axis=1)
    kept: pd.DataFrame = cells[filled.to_numpy(dtype=bool)].reset_index(drop=True)
    return kept


def _all_text(head: str, separator: str) -> dict[str, pa.DataType]:
    names = pa.csv.read_csv(
        pa.py_buffer(head.rstrip("\r").encode() + b"\n"),
        parse_options=pa.csv.ParseOptions(delimiter=separator),
    ).column_names
    return dict.fromkeys(names, pa.string())


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0]


def _of_columns(table: pd.DataFrame, path: Path, crs: str | None) -> DeliveredPoints:
    names = coordinate_columns(table.columns)
    if names is None:
        raise PointsError(
            "{file}: needs columns longitude and latitude, or point geometry; found {found}",
            file=path.name,
            found=", ".join(map(str, table.columns)),
        )
    stated = crs or _stated_crs(table, path)
    x, y = (pd.to_numeric(table[name], errors="coerce").to_numpy(float) for name in names)
    return DeliveredPoints(
        table=table,
        x=x,
        y=y,
        written=pd.DataFrame({"x": table[names[0]], "y": table[names[1]]}).astype("str"),
        crs=WGS84 if stated in {"", *SHIFTED} else read_crs(stated, where=path.name),
        shift=stated if stated in SHIFTED else "",
    )


def _stated_crs(table: pd.DataFrame, path: Path) -> str:
    """What the column ``crs`` says, the same in every row; empty if there is none."""
    if "crs" not in table.columns:
        return ""
    stated = sorted(set(table["crs"].fillna("").astype("str").str.strip()) - {""})
    if len(stated) > 1:
        raise PointsError("{file}: column crs names several systems", file=path.name)
    return stated[0] if stated else ""


def _of_geometry(path: Path, crs: str | None) -> DeliveredPoints:
    layer = read_vector(path, error=PointsError)
    shapes = _single_points(layer, path)
    known = _geometry_crs(layer, path, crs)
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    written = pd.DataFrame({"x": _number_texts(x), "y": _number_texts(y)}, dtype="str")
    attributes = pd.DataFrame(layer.drop(columns=layer.geometry.name)).reset_index(drop=True)
    shift = crs if crs in SHIFTED else ""
    return DeliveredPoints(attributes, x, y, written, known, shift)


def _number_texts(values: NDArray[np.float64]) -> list[str]:
    return [f"{value:.10g}" if np.isfinite(value) else "" for value in values.tolist()]


def _single_points(layer: gpd.GeoDataFrame, path: Path) -> NDArray[np.object_]:
    """The points of the features; a multipoint of one point is that point."""
    shapes = np.asarray(layer.geometry.to_numpy(), dtype=object)
    alone = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    shapes = np.where(alone, shapely.get_geometry(shapes, 0), shapes)
    types = shapely.get_type_id(shapes)
    wrong = np.flatnonzero((types != shapely.GeometryType.POINT) & (types >= 0))
    if len(wrong):
        raise PointsError(
            "{file}: feature {number} is a {found}, but points are needed",
            file=path.name,
            number=int(wrong[0]) + 1,
            found=layer.geometry.iloc[wrong[0]].geom_type,
        )
    return shapes


def _geometry_crs(layer: gpd.GeoDataFrame, path: Path, crs: str | None) -> pyproj.CRS:
    if crs not in SHIFTED:
        return read_crs(crs if layer.crs is None else layer.crs, where=path.name)
    own = WGS84 if layer.crs is None else read_crs(layer.crs, where=path.name)
    if not own.is_geographic:
        raise PointsError(
            "{file}: is in {own}, not in degrees of {crs}; take crs out of [[points]]",
            file=path.name,
            own=own.name,
            crs=crs,
        )
    return WGS84
