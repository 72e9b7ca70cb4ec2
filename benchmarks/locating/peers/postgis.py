"""PostGIS with a GiST index on the points; loading is told apart."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locating.tasks import Peer, Task, as_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["PEERS", "SERVER"]

SERVER = "ZONEMAP_BENCHMARK_POSTGIS"
"""Environment variable with the URL of a server that the benchmark started."""

COPY_ROWS = 500_000
ROW = np.dtype([("fields", ">i2"), ("a", ">i4"), ("lon", ">f8"), ("b", ">i4"), ("lat", ">f8")])
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
JOINED = """SELECT z.zone, count(*) FROM zones z
JOIN {points} p ON ST_Contains(z.shape, p.shape) GROUP BY z.zone"""


def load(task: Task) -> tuple[object, str, int]:
    """The points in a table with an index, unless a round before has put them there."""
    import psycopg

    connection = psycopg.connect(os.environ[SERVER], autocommit=True)
    name = "points_" + task.key.replace("-", "_")
    if connection.execute("SELECT to_regclass(%s)", [name]).fetchone()[0] is None:
        _load_points(connection, name, task)
    connection.execute("CREATE TEMP TABLE zones (zone int, shape geometry)")
    rows = enumerate(shapely.to_wkb(task.shapes))
    with connection.cursor() as cursor:
        insert = "INSERT INTO zones VALUES (%s, ST_SetSRID(ST_GeomFromWKB(%s), 4326))"
        cursor.executemany(insert, list(rows))
    connection.execute("ANALYZE zones")
    return connection, name, len(task.shapes)


def _load_points(connection: object, name: str, task: Task) -> None:
    connection.execute("CREATE TEMP TABLE raw (lon float8, lat float8)")
    with connection.cursor() as cursor, cursor.copy("COPY raw FROM STDIN (FORMAT binary)") as copy:
        for part in _rows(task):
            copy.write(part)
    point = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"
    connection.execute(f"CREATE UNLOGGED TABLE {name}_new AS SELECT {point} AS shape FROM raw")
    connection.execute(f"CREATE INDEX ON {name}_new USING gist (shape)")
    connection.execute(f"VACUUM ANALYZE {name}_new")
    connection.execute(f"ALTER TABLE {name}_new RENAME TO {name}")
    connection.execute("DROP TABLE raw")


def _rows(task: Task) -> Iterator[bytes]:
    yield HEADER
    for start in range(0, len(task.lon), COPY_ROWS):
        lon = task.lon[start : start + COPY_ROWS]
        rows = np.empty(len(lon), dtype=ROW)
        rows["fields"], rows["a"], rows["b"] = 2, 8, 8
        rows["lon"], rows["lat"] = lon, task.lat[start : start + COPY_ROWS]
        yield rows.tobytes()
    yield b"\xff\xff"


def count(ready: tuple[object, str, int]) -> NDArray[np.int64]:
    """One query."""
    connection, name, zones = ready
    found = np.array(connection.execute(JOINED.format(points=name)).fetchall(), dtype=np.int64)
    zone, points = found.reshape(-1, 2).T
    return as_counts(zone, points, zones=zones)


PEERS = (
    Peer(
        key="postgis",
        name="PostGIS with GiST, loaded before",
        ready=load,
        count=count,
        needs=("psycopg", f"${SERVER}"),
        elsewhere=True,
    ),
)
