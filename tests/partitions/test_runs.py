from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from tests.partitions.world import ZONES, busy, make_parts
from zonemap.errors import EngineError, PointsError
from zonemap.locate import compile_zones
from zonemap.partitions import open_cluster, runs
from zonemap.read.batches import open_points

COMPILED = compile_zones(ZONES)


@pytest.fixture
def source(tmp_path):
    return open_points(make_parts(tmp_path / "parts", parts=30, rows=3))


def number_of(source, number, zones):
    return source.parts[number].name, len(zones.zones)


def fails_once(source, number, _zones, *, folder):
    mark = Path(folder, str(number))
    if not mark.exists():
        mark.touch()
        raise PointsError("{file}: not now {braces}", file=source.parts[number].name, braces="{}")
    return number


def fails_always(source, number, _zones, *, folder):
    Path(folder, str(number)).touch()
    if number == 3:
        raise PointsError("{file}: never {braces}", file=source.parts[number].name, braces="{}")
    time.sleep(0.05)


def dies(_source, number, _zones):
    if number == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def test_every_part_is_made_once(client, source):
    made = dict(runs.each_part(client, number_of, source=source, zones=COMPILED))
    assert made == {n: (f"p{n:02d}.parquet", 3) for n in range(30)}
    assert not busy(client)


def test_what_fails_for_a_moment_is_tried_again(client, source, tmp_path):
    make = partial(fails_once, folder=tmp_path)
    made = dict(runs.each_part(client, make, source=source, zones=COMPILED))
    assert sorted(made.values()) == list(range(30))


def test_the_first_error_ends_the_run_and_keeps_its_values(client, source, tmp_path):
    make = partial(fails_always, folder=tmp_path)
    with pytest.raises(PointsError) as caught:
        list(runs.each_part(client, make, source=source, zones=COMPILED))
    assert caught.value.template == "{file}: never {braces}"
    assert str(caught.value) == "p03.parquet: never {}"
    assert len(list(tmp_path.iterdir())) < 30


def test_a_part_that_ends_every_worker_is_named(source):
    with (
        open_cluster(workers=2) as client,
        pytest.raises(EngineError, match=r"^p00\.parquet: 4 workers ended"),
    ):
        list(runs.each_part(client, dies, source=source, zones=COMPILED))


class NobodyWorks:
    status = "running"

    def nthreads(self):
        return {}


def test_a_cluster_without_workers_is_given_up(monkeypatch):
    monkeypatch.setattr(runs, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(runs, "NO_WORKERS_SECONDS", 0.05)
    with pytest.raises(EngineError, match="no worker has answered"):
        runs._next_done(NobodyWorks(), runs.SimpleQueue())
