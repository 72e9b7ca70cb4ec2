"""DuckDB with its spatial extension, as packaged for PyPI; both cores."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locating.tasks import Peer, Task, as_counts
from locating.worlds import STATUSES, TOWNS

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

__all__ = ["PEERS"]

EXTENSION = "duckdb-ext-spatial"
FEW_ZONES = 20
POINT = "ST_Point(p.lon, p.lat)"
JOINED = f"""SELECT z.zone, count(*) FROM points p
JOIN zones z ON ST_Contains(z.shape, {POINT}) GROUP BY z.zone"""
OF_ZONE = f"""SELECT {{zone}} AS zone, {{columns}} count(*) FROM {{points}} p
WHERE p.lon BETWEEN {{west!r}} AND {{east!r}} AND p.lat BETWEEN {{south!r}} AND {{north!r}}
AND ST_Contains(ST_GeomFromHEXWKB('{{shape}}'), {POINT}) GROUP BY ALL"""
KINDS = "right(p.town, 3)::INT AS town, right(p.status, 3)::INT AS status,"


def queries(task: Task, *, points: str, columns: str = "") -> list[str]:
    """A query for each zone, which is a constant in it: thirty times as fast as a join."""
    shapes = zip(task.shapes, shapely.bounds(task.shapes).tolist(), strict=True)
    return [
        OF_ZONE.format(
            zone=zone, columns=columns, points=points, shape=shapely.to_wkb(shape, hex=True),
            **dict(zip(("west", "south", "east", "north"), box, strict=True)),
        )
        for zone, (shape, box) in enumerate(shapes)
    ]  # fmt: skip


def connect(task: Task) -> duckdb.DuckDBPyConnection:
    """A database in memory with the zones as a table."""
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()
    held = metadata.files(EXTENSION) or []
    library = next(str(f.locate()) for f in held if f.name.endswith(".duckdb_extension"))
    connection.execute(f"LOAD '{library}'")
    shapes = pa.table({"zone": np.arange(len(task.shapes)), "wkb": shapely.to_wkb(task.shapes)})
    connection.register("shapes", shapes)
    connection.execute(
        "CREATE TABLE zones AS SELECT zone, ST_GeomFromWKB(wkb) AS shape FROM shapes"
    )
    return connection


def count(task: Task) -> NDArray[np.int64]:
    """Points made from the columns; few zones are asked one by one, many joined."""
    import pyarrow as pa

    connection = connect(task)
    connection.register("points", pa.table({"lon": task.lon, "lat": task.lat}))
    few = len(task.shapes) <= FEW_ZONES
    asked = queries(task, points="points") if few else [JOINED]
    rows = [row for query in asked for row in connection.execute(query).fetchall()]
    zone, points = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    return as_counts(zone, points, zones=len(task.shapes))


def count_parquet(task: Task) -> NDArray[np.int64]:
    """Zone x town x status of a file, zones asked one by one."""
    connection = connect(task)
    asked = queries(task, points=f"read_parquet('{task.parquet}')", columns=KINDS)
    rows = [row for query in asked for row in connection.execute(query).fetchall()]
    zone, town, status, points = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    cells = np.zeros((len(task.shapes), TOWNS, STATUSES), dtype=np.int64)
    cells[zone, town, status] = points
    return cells.ravel()


PEERS = (
    Peer(
        key="duckdb",
        name="DuckDB spatial, ST_Contains",
        count=count,
        needs=("duckdb", EXTENSION),
    ),
    Peer(
        key="duckdb-file",
        name="DuckDB spatial",
        count=count_parquet,
        needs=("duckdb", EXTENSION),
        source="parquet",
    ),
)
