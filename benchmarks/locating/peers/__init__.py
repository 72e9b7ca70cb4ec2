"""The peers, one file each."""

from __future__ import annotations

from locating.peers import (
    columns,
    dask_geopandas,
    duckdb,
    geopandas,
    own,
    postgis,
    sedona,
    shapely,
)
from locating.tasks import Peer

__all__ = ["PEERS"]

PEERS: tuple[Peer, ...] = (
    *columns.PEERS,
    *own.PEERS,
    *sedona.PEERS,
    *shapely.PEERS,
    *postgis.PEERS,
    *duckdb.PEERS,
    *dask_geopandas.PEERS,
    *geopandas.PEERS,
)
"""In the order of the table."""
