"""The column of a Parquet file that holds points, and the numbers in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from zonemap.errors import PointsError
from zonemap.read.coordinates import column_numbers
from zonemap.read.wkb import wkb_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GeometryColumn", "geometry_column", "geometry_columns", "geometry_points"]

DEFAULT_CRS: Final = "OGC:CRS84"
"""What GeoParquet means by a column that says nothing of its CRS."""

EXTENSION: Final = b"ARROW:extension:name"
EXTENSION_METADATA: Final = b"ARROW:extension:metadata"


@dataclass(frozen=True, slots=True)
class GeometryColumn:
    """Where the geometry of a file stands.

    Attributes
    ----------
    name
        Of the column.
    crs
        As the file states it, for `zonemap.crs.read_crs`; None where it says it does not know.
    """

    name: str
    crs: Any


def geometry_column(schema: pa.Schema, *, file: str) -> GeometryColumn | None:
    """The geometry column of a GeoParquet or GeoArrow file; None if there is none.

    Returns
    -------
    column
        Its name and CRS.

    Raises
    ------
    PointsError
        If the file claims to have one and has none that can be read.
    """
    metadata = schema.metadata or {}
    if b"geo" not in metadata:
        return _geoarrow_column(schema)
    try:
        geo = json.loads(metadata[b"geo"])
        name = str(geo["primary_column"])
        stated = geo["columns"][name]
        crs = stated.get("crs", DEFAULT_CRS)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        raise PointsError("{file}: cannot be read as {suffix}", file=file, suffix="geo") from fault
    if name not in schema.names:
        raise PointsError("{file}: has no geometry", file=file)
    return GeometryColumn(name, crs)


def _geoarrow_column(schema: pa.Schema) -> GeometryColumn | None:
    """The first column that says by itself, as GeoArrow does, that it is geometry."""
    for field in schema:
        if isinstance(field.type, pa.BaseExtensionType):
            name, stated = field.type.extension_name, field.type.__arrow_ext_serialize__()
        else:
            named = field.metadata or {}
            name = named.get(EXTENSION, b"").decode()
            stated = named.get(EXTENSION_METADATA, b"")
        if name in {"geoarrow.wkb", "geoarrow.point", "ogc.wkb"}:
            return GeometryColumn(field.name, _stated_crs(stated))
    return None


def _stated_crs(metadata: bytes) -> object:
    try:
        return json.loads(metadata or b"{}").get("crs")
    except (ValueError, AttributeError):
        return None


def geometry_columns(schema: pa.Schema) -> list[str]:
    """The names of all geometry columns that the schema knows of."""
    try:
        named = json.loads((schema.metadata or {}).get(b"geo", b"{}")).get("columns", {})
    except (ValueError, AttributeError):
        named = {}
    own = _geoarrow_column(schema)
    return [name for name in schema.names if name in named or (own and name == own.name)]


def geometry_points(
    column: pa.Array, *, file: str, first_row: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The x and y of a column of points: WKB, or GeoArrow's numbers apart or in turn.

    Parameters
    ----------
    column
        As Arrow holds it.
    file, first_row
        For messages: where it stands, and how many rows of the file stand before it.

    Returns
    -------
    x, y
        NaN where there is no geometry, or an empty point.

    Raises
    ------
    PointsError
        If something is no point.
    """
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    kind = column.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return wkb_points(column, file=file, first_row=first_row)
    if pa.types.is_struct(kind) and {"x", "y"} <= {field.name for field in kind}:
        # flatten, not field: it hands the missing rows of the struct down to its numbers
        apart = dict(zip((field.name for field in kind), column.flatten(), strict=True))
        return column_numbers(apart["x"]), column_numbers(apart["y"])
    if pa.types.is_fixed_size_list(kind) and pa.types.is_floating(kind.value_type):
        return _in_turn(column)
    raise PointsError(
        "{file}: feature {number} is a {found}, but points are needed",
        file=file,
        number=first_row + 1,
        found=kind,
    )


def _in_turn(column: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The x and y of points whose numbers stand one behind the other."""
    width, start = column.type.list_size, column.offset
    inner = column_numbers(column.values.slice(start * width, len(column) * width))
    numbers = inner.reshape(len(column), width)
    missing = ~column.is_valid().to_numpy(zero_copy_only=False)
    x, y = numbers[:, 0].copy(), numbers[:, 1].copy()
    x[missing], y[missing] = np.nan, np.nan
    return x, y
