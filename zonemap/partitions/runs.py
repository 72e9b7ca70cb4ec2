"""One task for each part, on whichever worker is free; a worker that dies loses nothing."""

from __future__ import annotations

import pickle
from concurrent.futures import CancelledError
from itertools import islice
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from zonemap.errors import EngineError, PointsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client, Future

    from zonemap.locate import CompiledZones
    from zonemap.read.batches import PointSource

__all__ = ["NO_WORKERS_SECONDS", "RETRIES", "each_part"]

RETRIES: Final = 2
"""Of a part that fails, for a store may fail for a moment. A part whose worker died is begun
again on another one, as often as Dask's ``allowed-failures`` says (3)."""

NO_WORKERS_SECONDS: Final = 60
"""So long a run may be without any worker."""

WAIT_SECONDS: Final = 5

TASKS_PER_THREAD: Final = 4
"""Given out at once: enough that nobody waits; no scheduler ever holds all parts of a nation."""

Made = TypeVar("Made")


def each_part(
    client: Client,
    make: Callable[[PointSource, int, CompiledZones], Made],
    *,
    source: PointSource,
    zones: CompiledZones,
) -> Iterator[tuple[int, Made]]:
    """What ``make`` makes of each part, in the order in which they are done.

    Parameters
    ----------
    client
        From `zonemap.partitions.clusters.open_cluster`.
    make
        A function of a module, or a partial of one: of the source, the number of a part, and the
        zones. It may be called more than once for a part; one of the results is yielded.
    source, zones
        Sent to each worker once, by the scheduler or by another worker.

    Yields
    ------
    number, made
        Of a part; nothing of it stays in the cluster.

    Raises
    ------
    ZonemapError
        As ``make`` raises; what is not done is dropped.
    EngineError
        If the cluster is lost, or a part ends every worker that begins it.
    """
    lent = _lent(client, source, zones)
    numbers = iter(range(len(source.parts)))
    done: SimpleQueue[Future[Made]] = SimpleQueue()
    running: dict[object, tuple[int, Future[Made]]] = {}

    def begin(count: int) -> None:
        for number in islice(numbers, count):
            future = client.submit(_made, make, *lent, number, pure=False, retries=RETRIES)
            running[future.key] = (number, future)
            future.add_done_callback(done.put)

    try:
        begin(TASKS_PER_THREAD * max(sum(client.nthreads().values()), 1))
        while running:
            future = _next_done(client, done)
            number, _ = running.pop(future.key)
            made = _result(future, part=source.parts[number].name)
            future.release()
            begin(1)
            yield number, made
    finally:
        if client.status == "running":
            client.cancel([*lent, *(future for _, future in running.values())], force=True)


def _lent(client: Client, *values: object) -> list[Future[object]]:
    """Values that every task takes; unlike scattered ones they outlive the loss of all workers."""
    import dask

    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
        return [client.submit(pickle.loads, pickle.dumps(v), pure=False) for v in values]


def _made(
    make: Callable[[PointSource, int, CompiledZones], Made],
    source: PointSource,
    zones: CompiledZones,
    number: int,
) -> Made:
    """On a worker."""
    try:
        return make(source, number, zones)
    except PointsError as fault:
        if isinstance(fault.__cause__, FileNotFoundError):
            raise EngineError(
                "{file}: a worker does not find it; put the parts where every worker can read "
                "them under the same name",
                file=source.parts[number].name,
            ) from fault
        raise


def _next_done(client: Client, done: SimpleQueue[Future[Made]]) -> Future[Made]:
    """The next task that has ended in any way; an error if there is nobody to work."""
    last_seen = monotonic()
    while True:
        try:
            return done.get(timeout=WAIT_SECONDS)
        except Empty:
            pass
        try:
            threads = sum(client.nthreads().values()) if client.status == "running" else 0
        except OSError:
            threads = 0
        if threads:
            last_seen = monotonic()
        if monotonic() - last_seen > NO_WORKERS_SECONDS:
            raise EngineError(
                "no worker has answered for {seconds} s; see why they ended, and start again",
                seconds=NO_WORKERS_SECONDS,
            )


def _result(future: Future[Made], *, part: str) -> Made:
    from distributed import KilledWorker

    try:
        made: Made = future.result()
    except KilledWorker as fault:
        raise EngineError(
            "{file}: {count} workers ended while they worked on it; give each more memory, or "
            "make the part smaller",
            file=part,
            count=fault.allowed_failures + 1,
        ) from fault
    except CancelledError as fault:
        raise EngineError(
            "the cluster was lost: its scheduler, or all workers at once; start again"
        ) from fault
    return made
