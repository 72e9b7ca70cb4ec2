"""Shapefiles: shapes by GDAL, their table read apart so that no encoding of it can break them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow as pa
import pyproj
import shapely

from zonemap.errors import ZonemapError
from zonemap.read.vector.dbase import DbaseTable, read_dbase
from zonemap.read.vector.gdal import pyogrio

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_shapefile", "shapefile_layer"]

_FAULTS = (
    RuntimeError, OSError, ValueError, LookupError, NameError, pa.ArrowException,
    shapely.GEOSException,
)  # fmt: skip


def read_shapefile(
    path: Path, *, error: type[ZonemapError]
) -> tuple[NDArray[np.object_], DbaseTable, pyproj.CRS | None]:
    """The shapes of a shapefile, its table, and the CRS of its .prj.

    Parameters
    ----------
    path
        The .shp; .shx and .dbf must lie beside it.
    error
        What to raise.

    Returns
    -------
    shapes, table, crs
        As many shapes as records; ``crs`` is None without a .prj.

    Raises
    ------
    ZonemapError
        As ``error``, if a part is missing, damaged, or they do not belong together.
    """
    sides = {side.suffix.lower(): side for side in path.parent.glob("*") if side.stem == path.stem}
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in sides]
    if missing:
        raise error(
            "{file}: {missing} is missing beside it; copy all files of the shapefile",
            file=path.name,
            missing=missing[0],
        )
    table = read_dbase(sides[".dbf"], error=error)
    try:
        meta, features = pyogrio.raw.read_arrow(path, columns=[], encoding="ISO-8859-1")
        wkb = features.column(meta["geometry_name"] or "wkb_geometry")
        shapes = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False))
        crs = None if meta["crs"] is None else pyproj.CRS.from_user_input(meta["crs"])
    except _FAULTS as fault:
        raise error(
            "{file}: is cut off or damaged; export the shapefile again", file=path.name
        ) from fault
    if len(shapes) == len(table.kept):
        shapes = shapes[table.kept]
    if len(shapes) != len(table.table):
        raise error(
            "{file}: has {shapes} shapes but {records} records; export the shapefile again",
            file=path.name,
            shapes=len(shapes),
            records=len(table.table),
        )
    return shapes, table, crs


def shapefile_layer(path: Path, *, error: type[ZonemapError]) -> gpd.GeoDataFrame:
    """A shapefile as a layer, its columns named as its fields.

    Returns
    -------
    layer
        In file order.

    Raises
    ------
    ZonemapError
        As ``error``, if it is damaged.
    """
    shapes, table, crs = read_shapefile(path, error=error)
    attributes = table.table.set_axis(list(table.names), axis=1)
    attributes = attributes.loc[:, ~attributes.columns.duplicated()].infer_objects()
    return gpd.GeoDataFrame(
        attributes.drop(columns="geometry", errors="ignore"), geometry=shapes, crs=crs
    )
