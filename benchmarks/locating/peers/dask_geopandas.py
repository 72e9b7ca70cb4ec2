"""dask-geopandas: the same join in parts, in threads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from locating.peers.geopandas import frames
from locating.tasks import Peer, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PEERS"]

PARTS_PER_CORE = 4


def parts(task: Task) -> tuple[object, object]:
    """The points as a frame of several parts, and the zones."""
    import dask_geopandas

    points, zones = frames(task)
    cores = os.cpu_count() or 1
    return dask_geopandas.from_geopandas(points, npartitions=PARTS_PER_CORE * cores), zones


def count(ready: tuple[object, object]) -> NDArray[np.int64]:
    """Each part joined, then counted."""
    import dask_geopandas

    points, zones = ready
    joined = dask_geopandas.sjoin(points, zones, predicate="within")
    counted = joined["index_right"].value_counts().compute(scheduler="threads")
    counts = np.zeros(len(zones), dtype=np.int64)
    counts[counted.index] = counted
    return counts


PEERS = (
    Peer(
        key="dask-geopandas",
        name="dask-geopandas on ready parts",
        ready=parts,
        count=count,
        needs=("dask_geopandas",),
    ),
)
