"""SedonaDB in memory; both cores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locating.tasks import Peer, Task, as_counts
from locating.worlds import STATUSES, TOWNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PEERS"]

POINT = "ST_SetSRID(ST_Point(lon, lat), 4326) AS point"
JOINED = """SELECT z.zone, count(*) AS points FROM zones z
JOIN points p ON ST_Contains(z.geometry, p.point) GROUP BY z.zone"""
GROUPED = """SELECT z.zone, p.town, p.status, count(*) AS points FROM zones z
JOIN points p ON ST_Contains(z.geometry, p.point) GROUP BY z.zone, p.town, p.status"""


def connect(task: Task) -> object:
    """A database in memory with the zones as a view."""
    import geopandas as gpd
    import sedonadb

    database = sedonadb.connect()
    columns = {"zone": np.arange(len(task.shapes))}
    zones = gpd.GeoDataFrame(columns, geometry=task.shapes, crs=4326)
    database.create_data_frame(zones).to_view("zones", overwrite=True)
    return database


def with_columns(task: Task) -> object:
    """The columns as a view beside the zones."""
    import pyarrow as pa

    database = connect(task)
    columns = pa.table({"lon": task.lon, "lat": task.lat})
    database.create_data_frame(columns).to_view("columns", overwrite=True)
    return database


def count(task: Task) -> NDArray[np.int64]:
    """Points made from the columns, joined and counted by one query."""
    database = with_columns(task)
    database.sql(f"SELECT {POINT} FROM columns").to_view("points", overwrite=True)
    return _counted(database, task)


def with_points(task: Task) -> tuple[object, Task]:
    """The points made beforehand."""
    database = with_columns(task)
    made = database.sql(f"SELECT {POINT} FROM columns").to_memtable()
    made.to_view("points", overwrite=True)
    return database, task


def count_ready(ready: tuple[object, Task]) -> NDArray[np.int64]:
    """Ready points joined and counted by one query."""
    return _counted(*ready)


def _counted(database: object, task: Task) -> NDArray[np.int64]:
    found = database.sql(JOINED).to_pandas()
    return as_counts(found["zone"], found["points"], zones=len(task.shapes))


def count_parquet(task: Task) -> NDArray[np.int64]:
    """Zone x town x status of a file, by one query."""
    database = connect(task)
    database.read_parquet(str(task.parquet)).to_view("rows", overwrite=True)
    database.sql(f"SELECT town, status, {POINT} FROM rows").to_view("points", overwrite=True)
    found = database.sql(GROUPED).to_pandas()
    town, status = (found[name].astype(str).str[-3:].astype(int) for name in ("town", "status"))
    cells = np.zeros((len(task.shapes), TOWNS, STATUSES), dtype=np.int64)
    cells[found["zone"], town, status] = found["points"]
    return cells.ravel()


NEEDS = ("sedonadb", "geoarrow.pyarrow")
PEERS = (
    Peer(key="sedona", name="SedonaDB from columns", count=count, needs=NEEDS),
    Peer(
        key="sedona-ready",
        name="SedonaDB on ready points",
        ready=with_points,
        count=count_ready,
        needs=NEEDS,
    ),
    Peer(key="sedona-file", name="SedonaDB", count=count_parquet, needs=NEEDS, source="parquet"),
)
