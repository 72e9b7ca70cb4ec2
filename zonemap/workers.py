"""Work spread over processes, in order, or done here where there is only one.

Reading workbooks and drawing sheets keep one core busy each; a second halves the wait. The
results are the same, whatever the number.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Mapper", "available_workers", "here", "worker_pool"]

Task = TypeVar("Task")
Done = TypeVar("Done")

MOST_WORKERS = 4
"""More would cost more memory and start-up than they save."""


class Mapper(Protocol):
    """Applies a function to every task and yields what it returns, in order."""

    def __call__(self, function: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """What ``function`` returns for each task, in order."""


def here(function: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
    """Do every task in this process, one when the one before has been taken."""
    return map(function, tasks)


def available_workers() -> int:
    """How many processes this machine has cores for, at most `MOST_WORKERS`."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


@contextmanager
def worker_pool(workers: int) -> Iterator[Mapper]:
    """A mapper over so many processes; one worker is this process itself.

    Parameters
    ----------
    workers
        At least 1. With more, the caller's main module must be importable (guarded by
        ``if __name__ == "__main__"``), because processes are started afresh, as Windows does.

    Yields
    ------
    mapper
        With several workers all tasks start at once; an error of a task is raised where its
        result is taken, and what has not begun is dropped.
    """
    if workers < 2:
        yield here
        return

    def spread(function: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        return pool.map(function, tasks)

    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield spread
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
