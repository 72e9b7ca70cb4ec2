from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster

from tests.partitions.world import ZONES, counted_here, make_parts, same
from zonemap.errors import EngineError
from zonemap.partitions import clusters, open_cluster, tally_parts
from zonemap.read.batches import open_points


def test_a_local_cluster_listens_to_this_computer_only_and_ends_with_the_block():
    me = psutil.Process()
    before = set(me.children(recursive=True))
    folders = set(Path(tempfile.gettempdir()).glob("zonemap-dask-*"))
    with open_cluster(workers=2) as client:
        assert sorted(client.nthreads().values()) == [1, 1]
        started = set(me.children(recursive=True)) - before
        sockets = [s for process in (me, *started) for s in process.net_connections("inet")]
        listening = {s.laddr.ip for s in sockets if s.status == psutil.CONN_LISTEN}
        assert listening == {"127.0.0.1"}
    alive = [p for p in started if p.is_running() and "resource_tracker" not in str(p.cmdline())]
    assert alive == []
    assert set(Path(tempfile.gettempdir()).glob("zonemap-dask-*")) == folders
    assert logging.getLogger("distributed").level < logging.CRITICAL


def local(workers):
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=False, protocol="tcp", host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0", "dashboard": False},
    )  # fmt: skip


def test_a_scheduler_that_runs_elsewhere_is_used_and_left_running(tmp_path):
    folder = make_parts(tmp_path / "parts")
    with local(2) as cluster:
        for _ in range(2):
            with open_cluster(scheduler=cluster.scheduler_address) as client:
                there = tally_parts(open_points(folder), ZONES, client=client, by=("town",))
            assert same(counted_here(folder), there)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "ftp://x:1"])
def test_a_scheduler_that_is_not_there_is_named(address, monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.5)
    begun = time.monotonic()
    with (
        pytest.raises(EngineError, match=f"^{address}: no Dask scheduler answers"),
        open_cluster(scheduler=address),
    ):
        pass
    assert time.monotonic() - begun < 5


def test_a_scheduler_without_workers_is_named(monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.5)
    with (
        local(0) as cluster,
        pytest.raises(EngineError, match="has no workers"),
        open_cluster(scheduler=cluster.scheduler_address),
    ):
        pass


class OtherWorkers:
    """A cluster on which one function answers differently."""

    def __init__(self, package, answer):
        self.package, self.answer = package, answer

    def run(self, function, *args, on_error):
        assert on_error == "return"
        odd = self.package in (args or ("python",))
        return {"tcp://w:1": function(*args), "tcp://w:2": self.answer if odd else function(*args)}


@pytest.mark.parametrize("package", ["python", *clusters.ALIKE])
def test_workers_with_another_version_are_named(package):
    with pytest.raises(EngineError, match=f"^tcp://w:2: has {package} 0.1, here it is"):
        clusters._require_alike(OtherWorkers(package, "0.1"))


def test_workers_without_zonemap_are_named():
    missing = OtherWorkers("zonemap", ModuleNotFoundError("zonemap"))
    with pytest.raises(EngineError, match=r"^tcp://w:2: zonemap is not installed there"):
        clusters._require_alike(missing)


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match=r'pip install "zonemap\[dask\]"'), open_cluster():
        pass
