"""One peer in one world, in a process of its own.

    python -m locating.worker '{"peer": ..., "world": {...}, "folder": ..., ...}'

prints one line of JSON: the seconds of each repeat, the seconds of what was made ready before,
the counts, and the memory that the work needed beyond what stood there before it.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from locating.peers import PEERS
from locating.tasks import Task, first_points
from locating.worlds import World, parquet_path, read_points, read_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 2000
"""Points by which a peer is woken: libraries loaded, threads started."""


def read_task(world: World, folder: Path, *, source: str) -> Task:
    """What the peer is given; columns only where it reads no file."""
    zones = read_zones(world, folder)
    from_file = source == "parquet"
    lon, lat = (np.empty(0), np.empty(0)) if from_file else read_points(world, folder)
    return Task(
        shapes=np.array([zone["shape"] for zone in zones], dtype=object),
        discs=tuple(zone["centre"] and (*zone["centre"], zone["radius_m"]) for zone in zones),
        lon=lon,
        lat=lat,
        parquet=parquet_path(world, folder) if from_file else None,
        key=f"{world.points_key}-{world.points}",
    )


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End the process by SIGALRM where it takes longer."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


def start_of_peak() -> float:
    """Forget the greatest memory so far where the system can; the greatest now, in MB."""
    forget = Path("/proc/self/clear_refs")
    if forget.exists():
        forget.write_text("5")
    return peak_mb()


def peak_mb() -> float:
    """The greatest memory of this process, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(job: dict[str, object]) -> dict[str, object]:
    """The figures of one peer in one round."""
    peer = next(peer for peer in PEERS if peer.key == job["peer"])
    task = read_task(World(**job["world"]), Path(job["folder"]), source=peer.source)
    if peer.source == "memory":
        peer.count(peer.ready(first_points(task, FEW)))
    base = start_of_peak()
    start = time.perf_counter()
    with at_most(3 * job["patience"]):
        ready = peer.ready(task)
    ready_s = time.perf_counter() - start
    seconds: list[float] = []
    peak = 0.0
    while not seconds or (sum(seconds) < job["budget"] and len(seconds) < job["repeats"]):
        start = time.perf_counter()
        with at_most(job["patience"]):
            counts = peer.count(ready)
        seconds.append(time.perf_counter() - start)
        peak = peak or peak_mb() - base
    listed = None if counts is None else np.asarray(counts).tolist()
    return {"seconds": seconds, "ready_s": ready_s, "counts": listed, "peak_mb": peak}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(json.loads(sys.argv[1]))))
