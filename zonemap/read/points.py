"""Any points, kept as they are beside their coordinates, for ``zonemap locate``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from zonemap.crs import Coordinates, read_crs
from zonemap.errors import PointsError
from zonemap.read.batches import PointBatch, can_stream, open_points, point_batches
from zonemap.read.boundaries import read_vector
from zonemap.read.coordinates import beyond_degrees, require_points
from zonemap.read.files import existing_file

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyproj

__all__ = ["PointTable", "read_points"]


@dataclass(frozen=True, slots=True, eq=False)
class PointTable:
    """Points as delivered, beside their coordinates.

    Attributes
    ----------
    table
        Every row and column of the file, in its order; a GeoDataFrame where the file has
        geometry. Cells of a CSV or workbook are text, as they were written.
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
        CSV, XLSX, XLS or Parquet with two coordinate columns, or GeoJSON, GeoPackage, Shapefile or
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
    if can_stream(path):
        source = open_points(path, crs=crs)
        if len(source.coordinates) == 2:
            return _from_batches(list(point_batches(source)), source.crs)
    return _from_geometry(read_vector(path, error=PointsError), path, crs)


def _from_batches(batches: list[PointBatch], crs: pyproj.CRS) -> PointTable:
    table: pd.DataFrame = pa.concat_tables([batch.table for batch in batches]).to_pandas()
    x, y = (
        np.concatenate([getattr(batch.points, axis) for batch in batches]) for axis in ("x", "y")
    )
    return PointTable(table, Coordinates(x, y, crs))


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
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    beyond = beyond_degrees(x, y, crs=known)
    x[beyond], y[beyond] = np.nan, np.nan
    require_points(
        file=path.name,
        points=len(layer),
        placed=int((np.isfinite(x) & np.isfinite(y)).sum()),
        beyond=len(beyond),
    )
    return PointTable(layer, Coordinates(x, y, known))
