"""geopandas.sjoin, with the predicate that suits it best.

``within`` lets it prepare the zones; ``intersects`` would prepare the points and take thirty
times as long in zones of thousands of vertices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locating.tasks import Peer, Task
from locating.worlds import STATUSES, TOWNS

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["PEERS", "frames"]


def frames(task: Task) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Points and zones as frames."""
    import geopandas as gpd

    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(task.lon, task.lat), crs=4326)
    return points, gpd.GeoDataFrame(geometry=task.shapes, crs=4326)


def count_frames(ready: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]) -> NDArray[np.int64]:
    """Joined and counted; its tree of points is made each time."""
    import geopandas as gpd

    points, zones = ready
    fresh = gpd.GeoDataFrame(geometry=points.geometry.array.copy())
    joined = gpd.sjoin(fresh.set_crs(4326), zones, predicate="within")
    return np.bincount(joined["index_right"], minlength=len(zones))


def count_columns(task: Task) -> NDArray[np.int64]:
    """Points made from the columns, joined and counted."""
    return count_frames(frames(task))


def count_parquet(task: Task) -> NDArray[np.int64]:
    """Zone x town x status of a file."""
    import geopandas as gpd
    import pandas as pd

    table = pd.read_parquet(task.parquet)
    points = gpd.GeoDataFrame(
        table[["town", "status"]],
        geometry=gpd.points_from_xy(table["lon"], table["lat"]),
        crs=4326,
    )
    zones = gpd.GeoDataFrame(geometry=task.shapes, crs=4326)
    joined = gpd.sjoin(points, zones, predicate="within")
    counts = joined.groupby(["index_right", "town", "status"], observed=True).size().reset_index()
    town, status = (counts[name].astype(str).str[-3:].astype(int) for name in ("town", "status"))
    cells = np.zeros((len(zones), TOWNS, STATUSES), dtype=np.int64)
    cells[counts["index_right"], town, status] = counts[0]
    return cells.ravel()


PEERS = (
    Peer(
        key="sjoin-frame",
        name="geopandas.sjoin on a ready frame",
        ready=frames,
        count=count_frames,
        needs=("geopandas",),
    ),
    Peer(
        key="sjoin",
        name="geopandas.sjoin from columns",
        count=count_columns,
        needs=("geopandas",),
    ),
    Peer(
        key="sjoin-file",
        name="geopandas: read_parquet, sjoin, groupby",
        count=count_parquet,
        needs=("geopandas",),
        source="parquet",
    ),
)
