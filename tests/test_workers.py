from __future__ import annotations

import os

import pytest

from zonemap.workers import available_workers, here, worker_pool


def process_of(number):
    if number < 0:
        msg = "negative"
        raise ValueError(msg)
    return number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_whatever_the_number(workers):
    with worker_pool(workers) as mapper:
        done = list(mapper(process_of, range(6)))
    assert [number for number, _ in done] == list(range(6))
    assert (os.getpid() in {process for _, process in done}) == (workers == 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_task_reaches_the_caller(workers):
    with pytest.raises(ValueError, match="negative"), worker_pool(workers) as mapper:
        list(mapper(process_of, [1, -1, 2]))


def test_here_does_a_task_only_when_it_is_asked_for():
    seen = []
    results = here(seen.append, [1, 2])
    next(results)
    assert seen == [1]


def test_there_is_always_a_worker():
    assert available_workers() >= 1
