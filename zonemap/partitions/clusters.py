"""A cluster to work on: processes of this computer, or a scheduler that runs elsewhere."""

from __future__ import annotations

import importlib.metadata
import logging
import os
import platform
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from zonemap.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, LocalCluster

__all__ = ["ALIKE", "CONNECT_SECONDS", "WORKER_MEMORY", "open_cluster"]

CONNECT_SECONDS: Final = 10
"""To wait for a scheduler, and then for its first worker."""

WORKER_MEMORY: Final = "2GiB"
"""Of each local worker; one that needs more is ended and started afresh."""

ALIKE: Final = ("zonemap", "distributed", "numpy", "pandas", "pyarrow", "pyproj", "shapely")
"""Packages of which every worker needs the version that is here: results must be the same."""

WORKER_SETTINGS: Final = {
    "distributed.nanny.pre-spawn-environ": {
        "MALLOC_TRIM_THRESHOLD_": 1 << 28,
        "MALLOC_MMAP_THRESHOLD_": 1 << 25,
    },
    "distributed.worker.profile.enabled": False,
}
"""Dask has workers give memory back after every array, which takes a third of the time, and looks
every 10 ms what they do."""

LOCALHOST: Final = "127.0.0.1"


@contextmanager
def open_cluster(*, scheduler: str | None = None, workers: int | None = None) -> Iterator[Client]:
    """A client of a cluster; what was started here ends with the block.

    Parameters
    ----------
    scheduler
        Address of a running one, ``tcp://host:port``; None: processes of this computer, one thread
        each, `WORKER_MEMORY` each, which listen on 127.0.0.1 only and serve no dashboard.
    workers
        How many processes; None: one for each core. The caller's main module must be importable
        (guarded by ``if __name__ == "__main__"``).

    Yields
    ------
    client
        At least one worker is there, and all of them have the same versions as this process.

    Raises
    ------
    EngineError
        If Dask is not installed, the scheduler or its workers are not there in `CONNECT_SECONDS`,
        or versions differ.
    """
    try:
        import distributed  # noqa: F401 - it may not be installed
    except ImportError as fault:
        raise EngineError(
            'the engine dask is not installed; pip install "zonemap[dask]"'
        ) from fault
    with _silenced():
        if scheduler is None:
            with _local_client(workers or os.cpu_count() or 1) as client:
                yield client
        else:
            with _remote_client(scheduler) as client:
                _require_workers(client, scheduler)
                _require_alike(client)
                yield client


@contextmanager
def _silenced() -> Iterator[None]:
    """Dask says nothing of its own: what goes wrong is told once, in one line."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    levels = {logger: logger.level for logger in map(logging.getLogger, names)}
    for logger in levels:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)


@contextmanager
def _local_client(workers: int) -> Iterator[Client]:
    import dask
    from distributed import Client

    with (
        dask.config.set(WORKER_SETTINGS),
        tempfile.TemporaryDirectory(prefix="zonemap-dask-", ignore_cleanup_errors=True) as folder,
        _local_cluster(workers, folder) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _local_cluster(workers: int, folder: str) -> LocalCluster:
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        memory_limit=WORKER_MEMORY,
        host=LOCALHOST,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": f"{LOCALHOST}:0", "dashboard": False},
        silence_logs=logging.CRITICAL + 1,
        local_directory=folder,
    )


@contextmanager
def _remote_client(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as fault:
        raise EngineError(
            "{scheduler}: no Dask scheduler answers there; check address, network and that it runs",
            scheduler=scheduler,
        ) from fault
    with client:
        yield client


def _require_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as fault:
        raise EngineError(
            "{scheduler}: has no workers; start some with dask worker", scheduler=scheduler
        ) from fault


def _require_alike(client: Client) -> None:
    """Refuse a cluster on which anything that decides the result has another version."""
    own = platform.python_version()
    # functions of the standard library: they load on a worker whatever is installed there
    for worker, found in client.run(platform.python_version, on_error="return").items():
        _require_same("python", own, worker, found)
    for package in ALIKE:
        own = importlib.metadata.version(package)
        versions = client.run(importlib.metadata.version, package, on_error="return")
        for worker, found in versions.items():
            _require_same(package, own, worker, found)


def _require_same(package: str, own: str, worker: str, found: object) -> None:
    if isinstance(found, Exception):
        raise EngineError(
            "{worker}: {package} is not installed there; install {package} {own}",
            worker=worker,
            package=package,
            own=own,
        )
    if found != own:
        raise EngineError(
            "{worker}: has {package} {found}, here it is {own}; all need the same",
            worker=worker,
            package=package,
            found=found,
            own=own,
        )
