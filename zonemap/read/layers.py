"""The layers that a plan names: a file of the project, or a table of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd

from zonemap.errors import BoundaryError
from zonemap.read.boundaries import read_layer, usable_layer
from zonemap.read.files import planned_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PlannedLayer", "layer_name", "planned_layer"]


class PlannedLayer(NamedTuple):
    """A layer, and the hash of its rows; the empty text for a file, which has its own."""

    features: gpd.GeoDataFrame
    row_hash: str


def layer_name(source: str, *, table: str) -> str:
    """What a layer is called in every account: its path, or address and table, no password."""
    if not table:
        return source
    # A database driver is optional, and slow to load.
    from zonemap.database import display_url

    return f"{display_url(source)} {table}"


def planned_layer(
    source: str, *, table: str, root: Path, kind: str, crs: str | None = None
) -> PlannedLayer:
    """A layer that the plan names.

    Parameters
    ----------
    source
        A path as written in the plan, or ``postgresql://user@host/database``.
    table
        The table of the database; empty for a file.
    root
        Folder of the project.
    kind, crs
        As for `zonemap.read.boundaries.read_layer`.

    Returns
    -------
    layer
        As `zonemap.read.boundaries.read_layer` returns it.

    Raises
    ------
    BoundaryError
        If it cannot be read or used.
    """
    if not table:
        path = planned_file(source, root=root, error=BoundaryError)
        return PlannedLayer(read_layer(path, kind=kind, crs=crs), "")
    from zonemap.read.database.layers import database_layer

    layer, row_hash = database_layer(source, table=table)
    return PlannedLayer(usable_layer(layer, file=table, kind=kind, crs=crs), row_hash)
