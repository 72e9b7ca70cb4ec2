"""Coal sellers, checkpoints, boilers: layers of points located and counted as households are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.crs import WGS84, Coordinates, datum_operation
from zonemap.datum.shifts import from_bd09, from_gcj02
from zonemap.errors import ColumnError, PointsError
from zonemap.locate import CompiledZones, join_zone_ids, locate_points
from zonemap.read.boundaries import select_features
from zonemap.read.files import planned_file
from zonemap.read.point_layers import DeliveredPoints, read_point_layer
from zonemap.render.points import POINT_COLUMNS, PointTables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.config import Points
    from zonemap.datum.detect import BoundsLike
    from zonemap.zones import Zone

__all__ = ["PointLayer", "locate_layers", "point_account", "point_tables"]

NAME_COLUMNS = ("name", "名称")
ADDRESS_COLUMNS = ("address", "地址", "详细地址", "住址")
SHIFTS = {"GCJ-02": from_gcj02, "BD-09": from_bd09}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointLayer:
    """A layer of points with the zones that hold them.

    Attributes
    ----------
    id, name, file
        As in ``zonemap.toml``.
    table
        A row for each point of the file that the plan keeps, in file order, in EPSG:4326, without
        geometry where it has no usable place: ``name`` (empty if not given), ``zone_id`` (joined
        by ``;``, empty outside), ``number`` (of the row in the file, from 1) and ``written``
        (the coordinates as delivered).
    counts
        Points in each zone, by ``zone_id`` in the plan's order; missing for zones of villages,
        which have no outline to lie in.
    unplaced
        Points without usable coordinates: none, or none within the bounds of the counties.
    operation
        By which its coordinates became WGS84 degrees.
    """

    id: str
    name: str
    file: str
    table: gpd.GeoDataFrame
    counts: pd.Series
    unplaced: int
    operation: str

    @property
    def inside(self) -> int:
        """Points that lie in some zone, each once."""
        return int((self.table["zone_id"] != "").sum())

    @property
    def outside(self) -> int:
        """Points with a place that lie in no zone."""
        return len(self.table) - self.inside - self.unplaced


def locate_layers(
    specs: Sequence[Points],
    *,
    zones: Sequence[Zone] | CompiledZones,
    bounds: BoundsLike,
    root: Path,
) -> tuple[PointLayer, ...]:
    """The layers of points that a plan names, located.

    Parameters
    ----------
    specs
        The tables ``[[points]]``.
    zones
        Of the plan.
    bounds
        Degrees that hold the counties: a point beyond them has no usable place, as with
        households.
    root
        Folder of the project.

    Returns
    -------
    layers
        In the plan's order.

    Raises
    ------
    PointsError
        If a file is missing or cannot be used, or no point of it lies among the counties.
    BoundaryError
        If no point has what ``where`` asks for.
    ColumnError
        If there is no column of that name.
    CRSError
        If a CRS is missing, unknown or on another datum.
    """
    return tuple(_located(spec, zones, bounds, root) for spec in specs)


def _located(
    spec: Points, zones: Sequence[Zone] | CompiledZones, bounds: BoundsLike, root: Path
) -> PointLayer:
    path = planned_file(spec.file, root=root, error=PointsError)
    delivered = read_point_layer(path, crs=spec.crs)
    names = _names(delivered.table, spec)
    kept = _kept(delivered.table, spec)
    points = _unshifted(delivered).take(kept)
    lon, lat = points.degrees()
    placed = _within(lon, lat, bounds)
    if not placed.any():
        raise PointsError(
            "{file}: none of its points lies among the counties; check its columns and crs",
            file=spec.file,
        )
    usable = Coordinates(
        np.where(placed, points.x, np.nan), np.where(placed, points.y, np.nan), points.crs
    )
    membership = locate_points(usable, zones=zones)
    listed = zones.zones if isinstance(zones, CompiledZones) else zones
    ids = [zone.zone_id for zone in listed]
    joined = join_zone_ids(membership, zone_ids=ids, size=len(kept))
    shapes = np.full(len(kept), None, dtype=object)
    shapes[placed] = shapely.points(lon[placed], lat[placed])
    written = delivered.written.iloc[kept].agg(", ".join, axis=1).replace(", ", "")
    columns = {
        "name": names.iloc[kept].to_numpy(),
        "zone_id": pd.array(joined, dtype="str"),
        "number": kept + 1,
        "written": written.astype("str").to_numpy(),
        "address": _first_of(ADDRESS_COLUMNS, delivered.table).iloc[kept].to_numpy(),
    }
    counts = pd.Series(np.bincount(membership.zone, minlength=len(ids)), index=ids, dtype="Int64")
    return PointLayer(
        id=spec.id,
        name=spec.name,
        file=spec.file,
        table=gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84),
        counts=counts.mask(np.array([bool(zone.codes) for zone in listed])).rename_axis("zone_id"),
        unplaced=int((~placed).sum()),
        operation=_operation(delivered),
    )


def _names(table: pd.DataFrame, spec: Points) -> pd.Series:
    """What each point is called, as text; empty where the file does not say."""
    if spec.name_column is not None and spec.name_column not in table.columns:
        raise ColumnError("{file}: has no column {column}", file=spec.file, column=spec.name_column)
    known = NAME_COLUMNS if spec.name_column is None else (spec.name_column, *NAME_COLUMNS)
    return _first_of(known, table)


def _first_of(known: Sequence[str], table: pd.DataFrame) -> pd.Series:
    """The first of these columns that the table has, as text; empty where it has none."""
    column = next((name for name in known if name in table.columns), None)
    if column is None:
        return pd.Series("", index=table.index, dtype="str")
    return table[column].astype("object").map(_text).astype("str")


def _text(value: object) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _kept(table: pd.DataFrame, spec: Points) -> NDArray[np.intp]:
    """Positions of the rows that the plan keeps."""
    chosen = select_features(gpd.GeoDataFrame(table), where=spec.where, file=spec.file)
    return np.asarray(chosen.index, dtype=np.intp)


def _unshifted(delivered: DeliveredPoints) -> Coordinates:
    if not delivered.shift:
        return Coordinates(delivered.x, delivered.y, delivered.crs)
    return Coordinates(*SHIFTS[delivered.shift](delivered.x, delivered.y), WGS84)


def _operation(delivered: DeliveredPoints) -> str:
    if delivered.shift:
        return f"inverse of {delivered.shift} by fixed-point iteration"
    return datum_operation(delivered.crs)


def _within(
    lon: NDArray[np.float64], lat: NDArray[np.float64], bounds: BoundsLike
) -> NDArray[np.bool_]:
    inside = (lon >= bounds.west) & (lon <= bounds.east)
    return np.asarray(inside & (lat >= bounds.south) & (lat <= bounds.north))


def point_tables(layers: Sequence[PointLayer]) -> PointTables:
    """The layers as page, print and workbook are given them."""
    if not layers:
        return PointTables()
    ids = pd.Index([layer.id for layer in layers], name="layer_id")
    names = ("name", "inside", "outside", "unplaced")
    sums = {name: [getattr(layer, name) for layer in layers] for name in names}
    rows = [
        layer.table.assign(
            layer_id=layer.id,
            longitude=shapely.get_x(layer.table.geometry.to_numpy()),
            latitude=shapely.get_y(layer.table.geometry.to_numpy()),
        )
        for layer in layers
    ]
    return PointTables(
        layers=pd.DataFrame({**sums, "points": [len(layer.table) for layer in layers]}, index=ids),
        by_zone=pd.DataFrame([layer.counts for layer in layers]).set_axis(ids).astype("Int64"),
        rows=pd.DataFrame(pd.concat(rows, ignore_index=True))[list(POINT_COLUMNS)],
    )


def point_account(layers: Sequence[PointLayer]) -> dict[str, object]:
    """What ``manifest.json`` says of the layers, by id."""
    return {
        layer.id: {
            "file": layer.file,
            "points": len(layer.table),
            "inside": layer.inside,
            "outside": layer.outside,
            "unplaced": layer.unplaced,
            "zones": {
                zone: None if pd.isna(count) else int(count) for zone, count in layer.counts.items()
            },
        }
        for layer in layers
    }
