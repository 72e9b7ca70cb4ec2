"""``--engine``, ``--scheduler``, ``--workers``: where points are located and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from distributed import Client

__all__ = ["Engine", "engine_options", "points_location"]

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the work is done.

    Attributes
    ----------
    dask
        Part by part on a cluster; else here, batch by batch.
    scheduler
        Of the cluster; None: processes of this computer.
    workers
        How many of those; None: one for each core.
    """

    dask: bool
    scheduler: str | None
    workers: int | None

    def open(self) -> AbstractContextManager[Client]:
        """The client of the cluster, while the block lasts."""
        # only a cluster needs it
        from zonemap.partitions import open_cluster

        return open_cluster(scheduler=self.scheduler, workers=self.workers)


def engine_options(command: Command) -> Callable[..., object]:
    """Give a command an ``engine`` in place of the three options."""

    @wraps(command)
    def with_engine(
        *, engine: str, scheduler: str | None, workers: int | None, **others: object
    ) -> object:
        if engine == "local" and (scheduler is not None or workers is not None):
            raise click.UsageError("--scheduler and --workers need --engine dask")
        if scheduler is not None and workers is not None:
            raise click.UsageError("--workers are started on this computer: not with --scheduler")
        return command(engine=Engine(engine == "dask", scheduler, workers), **others)

    for option in reversed((
        click.option(
            "--engine",
            type=click.Choice(["local", "dask"]),
            default="local",
            show_default=True,
            help="In this process, or part by part on a Dask cluster.",
        ),
        click.option(
            "--scheduler",
            metavar="tcp://HOST:PORT",
            help="Of a running Dask cluster; else worker processes of this computer.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            show_default="one a core",
            help="So many worker processes of this computer.",
        ),
    )):  # fmt: skip
        with_engine = option(with_engine)
    return with_engine


def points_location(points: str) -> Path | str:
    """A path, or the address of a store as it is."""
    return points if "://" in points else Path(points)
