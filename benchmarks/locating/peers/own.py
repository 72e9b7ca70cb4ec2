"""zonemap itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locating.tasks import Peer, Task
from locating.worlds import STATUSES, TOWNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.locate import CompiledZones
    from zonemap.zones import Zone

__all__ = ["PEERS"]


def zones_of(task: Task, *, discs: bool = False) -> list[Zone]:
    """The zones of a task; its discs as true discs, or as the polygons that peers know."""
    from zonemap.crs import WGS84
    from zonemap.zones import Zone

    def zone(position: int) -> Zone:
        name = str(position)
        disc = task.discs[position]
        if not discs or disc is None:
            parts = shapely.get_parts(task.shapes[position])
            return Zone(zone_id=name, name=name, parts=parts, crs=WGS84)
        centre = np.array([shapely.Point(disc[:2])])
        return Zone(zone_id=name, name=name, parts=centre, crs=WGS84, radius_m=disc[2])

    return [zone(position) for position in range(len(task.shapes))]


def count(task: Task, *, threads: int = 1, discs: bool = False) -> NDArray[np.int64]:
    """Zones compiled, every pair of point and zone found, pairs counted."""
    from zonemap.locate import compile_zones

    zones = compile_zones(zones_of(task, discs=discs), points=len(task.lon))
    return count_compiled((task, zones), threads=threads)


def compiled(task: Task) -> tuple[Task, CompiledZones]:
    """The zones compiled beforehand."""
    from zonemap.locate import compile_zones

    return task, compile_zones(zones_of(task), points=len(task.lon))


def count_compiled(ready: tuple[Task, CompiledZones], *, threads: int = 1) -> NDArray[np.int64]:
    """Every pair of point and zone found, pairs counted."""
    from zonemap.crs import Coordinates
    from zonemap.locate import locate_points

    task, zones = ready
    membership = locate_points(Coordinates(task.lon, task.lat), zones=zones, threads=threads)
    return np.bincount(membership.zone, minlength=len(task.shapes))


def count_parquet(task: Task, *, threads: int = 1) -> NDArray[np.int64]:
    """Zone x town x status of a file, zones compiled within."""
    from zonemap.point_tallies import tally_batches
    from zonemap.read.batches import open_points, point_batches

    by = ("town", "status")
    batches = point_batches(open_points(task.parquet), columns=by)
    counts = tally_batches(batches, zones_of(task), by=by, threads=threads).counts
    counts = counts[counts["zone_id"].astype(str) != ""]
    zone = counts["zone_id"].astype(str).astype(int).to_numpy()
    town, status = (counts[name].astype(str).str[-3:].astype(int).to_numpy() for name in by)
    table = np.zeros((len(task.shapes), TOWNS, STATUSES), dtype=np.int64)
    np.add.at(table, (zone, town, status), counts["points"].to_numpy(dtype=np.int64))
    return table.ravel()


PEERS = (
    Peer(key="zonemap", name="zonemap, 1 thread", count=count),
    Peer(key="zonemap-2", name="zonemap, 2 threads", count=partial(count, threads=2)),
    Peer(
        key="zonemap-compiled",
        name="zonemap, 1 thread, zones compiled before",
        ready=compiled,
        count=count_compiled,
    ),
    Peer(
        key="zonemap-discs",
        name="zonemap, 1 thread, true geodesic discs",
        count=partial(count, discs=True),
        shares_discs=False,
    ),
    Peer(
        key="zonemap-file",
        name="zonemap tally, 1 thread",
        count=count_parquet,
        source="parquet",
    ),
    Peer(
        key="zonemap-file-2",
        name="zonemap tally, 2 threads",
        count=partial(count_parquet, threads=2),
        source="parquet",
    ),
)
