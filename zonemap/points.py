"""Points of any kind against zones of any kind: the job of ``zonemap locate``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.crs import WGS84
from zonemap.errors import BoundaryError, ColumnError, OutputError
from zonemap.locate import distance_to_edge, join_zone_ids, locate_points
from zonemap.streams import LocatedTotals, require_free_columns
from zonemap.zones import Zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.read.points import PointTable

__all__ = ["LocatedPoints", "layer_zones", "locate_table", "require_apart"]

ID_COLUMNS = ("zone_id", "id", "name")


@dataclass(frozen=True, slots=True, eq=False)
class LocatedPoints:
    """Points with the zones that hold them.

    Attributes
    ----------
    table
        The points as delivered, every row and column in its order, with ``zone_id`` (text; ids
        joined by ``;``, empty outside) and, if asked for, ``distance_to_edge_m``.
    totals
        How many lie where.
    """

    table: pd.DataFrame
    totals: LocatedTotals


def require_apart(out: Path, *inputs: Path) -> None:
    """Refuse to write over what is being read.

    Raises
    ------
    OutputError
        If ``out`` is one of the inputs, or in a folder that is one.
    """
    if {out.resolve(), *out.resolve().parents} & {path.resolve() for path in inputs}:
        raise OutputError("{file}: is an input; give --out another name", file=out)


def layer_zones(
    layer: gpd.GeoDataFrame, *, radius_m: float | None, id_column: str | None, file: str
) -> tuple[Zone, ...]:
    """A zone for each feature of a layer, or for each value of a column that is named.

    Parameters
    ----------
    layer
        Polygons; or points, lines or polygons, where ``radius_m`` is given.
    radius_m
        None: a polygon is the zone itself; else all land within so many metres of a feature.
    id_column
        The column of ids; features that share one are parts of one zone. None: a column
        ``zone_id``, ``id`` or ``name``, in which none may repeat, else the row number from 1.
    file
        Of the layer, for messages.

    Returns
    -------
    zones
        In the order of their first feature.

    Raises
    ------
    BoundaryError
        If a feature is no polygon and there is no radius.
    ColumnError
        If there is no column ``id_column``, or the ids do not tell zones apart.
    """
    types = shapely.get_dimensions(layer.geometry.to_numpy())
    if radius_m is None and (types != 2).any():
        raise BoundaryError(
            "{file}: feature {number} is a {found}; give --radius-m to search round it",
            file=file,
            number=int(np.flatnonzero(types != 2)[0]) + 1,
            found=layer.geometry[types != 2].iloc[0].geom_type,
        )
    ids = _ids(layer, id_column, file)
    shapes = layer.geometry.to_numpy()
    return tuple(
        Zone(
            zone_id=zone_id,
            name=zone_id,
            parts=shapely.get_parts(shapes[ids == zone_id]),
            crs=layer.crs,
            radius_m=radius_m,
        )
        for zone_id in dict.fromkeys(ids)
    )


def _ids(layer: gpd.GeoDataFrame, id_column: str | None, file: str) -> NDArray[np.object_]:
    """The id of each feature; only a column that the caller named may repeat one."""
    if id_column is not None and id_column not in layer.columns:
        raise ColumnError("{file}: has no column {column}", file=file, column=id_column)
    named = [name for name in ID_COLUMNS if name in layer.columns]
    column = id_column or next(iter(named), None)
    if column is None:
        return np.array([str(number) for number in range(1, len(layer) + 1)], dtype=object)
    ids = pd.Series([_text(value) for value in layer[column]], dtype=object)
    bad = ids[(ids == "") | (ids.duplicated() & (id_column is None))]
    if len(bad):
        raise ColumnError(
            "{file}: column {column} does not tell zones apart ({value!r} repeats or is empty); "
            "name another with --id",
            file=file,
            column=column,
            value=bad.iloc[0],
        )
    return ids.to_numpy()


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def locate_table(
    points: PointTable, zones: Sequence[Zone], *, distance: bool, spatial: bool = False
) -> LocatedPoints:
    """Every point with the zones that hold it.

    Parameters
    ----------
    points
        From `zonemap.read.points.read_points`.
    zones
        From `layer_zones`.
    distance
        Whether to add ``distance_to_edge_m``.
    spatial
        Whether a table without geometry gets points in EPSG:4326, for formats that need them.

    Returns
    -------
    located
        Rows and columns as delivered, and the new columns behind them.

    Raises
    ------
    ColumnError
        If the points already have a column of that name.
    """
    require_free_columns(map(str, points.table.columns), distance=distance)
    membership = locate_points(points.points, zones=zones)
    zone_ids = [zone.zone_id for zone in zones]
    size = len(points.points)
    joined = join_zone_ids(membership, zone_ids=zone_ids, size=size)
    table = points.table.assign(zone_id=pd.array(joined, dtype="str"))
    if distance:
        metres = distance_to_edge(points.points, zones=zones, membership=membership)
        table = table.assign(distance_to_edge_m=metres)
    lon, lat = points.points.degrees()
    if spatial and not isinstance(table, gpd.GeoDataFrame):
        table = gpd.GeoDataFrame(table, geometry=shapely.points(lon, lat), crs=WGS84)
    counts = np.bincount(membership.zone, minlength=len(zones))
    unplaced = int((~(np.isfinite(lon) & np.isfinite(lat))).sum())
    totals = LocatedTotals(
        counts=pd.Series(counts, index=pd.Index(zone_ids, name="zone_id")),
        points=size,
        outside=size - unplaced - len(np.unique(membership.point)),
        unplaced=unplaced,
    )
    return LocatedPoints(table, totals)
