"""Any points, kept as they are beside their coordinates, for ``zonemap locate``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import shapely

from zonemap.crs import WGS84, Coordinates, read_crs
from zonemap.errors import PointsError
from zonemap.read.boundaries import coordinate_columns, read_vector
from zonemap.read.files import existing_file

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

__all__ = ["PointTable", "read_points"]


@dataclass(frozen=True, slots=True, eq=False)
class PointTable:
    """Points as delivered, beside their coordinates.

    Attributes
    ----------
    table
        Every row and column of the file, in its order; a GeoDataFrame where the file has
        geometry. Cells of a CSV are text, as they were written.
    points
        Their coordinates, row by row; NaN where a row has no usable ones.
    """

    table: pd.DataFrame
    points: Coordinates


def read_points(path: Path, *, crs: str | None = None) -> PointTable:
    """The points of a file.

    Parameters
    ----------
    path
        CSV or Parquet with two coordinate columns, or GeoJSON, GeoPackage, Shapefile or
        GeoParquet with point geometry.
    crs
        Of the coordinate columns, EPSG:4326 where it is not given; or of a file with geometry
        that does not state its own.

    Returns
    -------
    points
        Every row of the file in its order.

    Raises
    ------
    PointsError
        If the file is missing, unreadable or has no points.
    """
    existing_file(path, error=PointsError)
    suffix = path.suffix.lower()
    table = _plain_table(path) if suffix in {".csv", ".parquet", ".geoparquet"} else None
    if table is None:
        return _from_geometry(read_vector(path, error=PointsError), path, crs)
    names = coordinate_columns(table.columns)
    if names is None:
        raise PointsError(
            "{file}: needs columns lon and lat, or point geometry; found {found}",
            file=path.name,
            found=", ".join(map(str, table.columns)),
        )
    known = WGS84 if crs is None else read_crs(crs, where="--crs")
    x, y = (pd.to_numeric(table[name], errors="coerce").to_numpy(float) for name in names)
    return _checked(table, x, y, crs=known, path=path)


def _plain_table(path: Path) -> pd.DataFrame | None:
    """A table without geometry; None if the file has geometry."""
    try:
        if path.suffix.lower() == ".csv":
            return _text_table(path)
        if b"geo" in (pq.read_schema(path).metadata or {}):
            return None
        return pd.read_parquet(path)
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as error:
        raise PointsError(
            "{file}: cannot be read as {suffix}", file=path.name, suffix=path.suffix
        ) from error


def _text_table(path: Path) -> pd.DataFrame:
    """A CSV whose cells stay as they are written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file), [])
    if len(set(columns)) < len(columns):
        raise PointsError("{file}: two columns have the same name", file=path.name)
    table: pd.DataFrame = pa.csv.read_csv(
        path,
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
        ),
    ).to_pandas()
    return table


def _from_geometry(layer: gpd.GeoDataFrame, path: Path, crs: str | None) -> PointTable:
    shapes = layer.geometry.to_numpy()
    types = shapely.get_type_id(shapes)
    wrong = np.flatnonzero((types != shapely.GeometryType.POINT) & (types >= 0))
    if len(wrong):
        raise PointsError(
            "{file}: feature {number} is a {found}, but points are needed",
            file=path.name,
            number=int(wrong[0]) + 1,
            found=layer.geometry.iloc[wrong[0]].geom_type,
        )
    known = read_crs(crs if layer.crs is None else layer.crs, where=path.name)
    return _checked(layer, shapely.get_x(shapes), shapely.get_y(shapes), crs=known, path=path)


def _checked(
    table: pd.DataFrame,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    *,
    crs: pyproj.CRS,
    path: Path,
) -> PointTable:
    if len(table) == 0:
        raise PointsError("{file}: has no points", file=path.name)
    if crs.is_geographic:
        degrees = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        usable = np.isfinite(x) & np.isfinite(y)
        if usable.any() and not degrees[usable].any():
            raise PointsError(
                "{file}: its coordinates are not degrees; longitude comes first, and metres need "
                "--crs",
                file=path.name,
            )
        x, y = np.where(degrees, x, np.nan), np.where(degrees, y, np.nan)
    return PointTable(table, Coordinates(x, y, crs))
