from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from tests.partitions.world import LAYER, counted_here, make_parts
from zonemap.read.batches import can_stream


@pytest.fixture
def world(tmp_path):
    make_parts(tmp_path / "parts", parts=3)
    LAYER.to_file(tmp_path / "z.geojson")
    return tmp_path


def test_a_tally_on_dask_is_the_tally_of_one_process(call, world):
    words = ["tally", world / "parts", "--zones", world / "z.geojson", "--by", "town", "--json"]
    there = call(*words, "--engine", "dask", "--workers", 2)
    assert there.exit_code == 0, there.output
    assert json.loads(there.stdout) == json.loads(call(*words).stdout)
    assert json.loads(there.stdout)["points"] == counted_here(world / "parts").points


def test_points_located_on_dask_are_those_of_one_process(call, world):
    words = ["locate", world / "parts", "--zones", world / "z.geojson", "--distance", "--out"]
    here = call(*words, world / "here.parquet", "--json")
    there = call(*words, world / "there", "--json", "--engine", "dask", "--workers", 1)
    assert there.exit_code == 0, there.output
    reports = [json.loads(result.stdout) for result in (here, there)]
    assert [report.pop("written") for report in reports] == [
        str(world / "here.parquet"), str(world / "there"),
    ]  # fmt: skip
    assert reports[0] == reports[1]
    parts = [pd.read_parquet(path) for path in sorted((world / "there").iterdir())]
    rows = pd.concat(parts, ignore_index=True)
    assert rows.equals(pd.read_parquet(world / "here.parquet"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scheduler", "tcp://h:1"], "need --engine dask"),
        (["--workers", "2"], "need --engine dask"),
        (
            ["--engine", "dask", "--scheduler", "tcp://h:1", "--workers", "2"],
            "not with --scheduler",
        ),
    ],
)
def test_options_that_do_not_fit_together_are_refused(call, world, words, said):
    result = call("tally", world / "parts", "--zones", world / "z.geojson", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_project_is_not_counted_on_a_cluster(call, tmp_path):
    result = call("tally", "--project", tmp_path, "--engine", "dask")
    assert result.exit_code == 2
    assert "name a file of points" in result.stderr


def test_a_scheduler_that_is_not_there_is_one_line(call, world, monkeypatch):
    monkeypatch.setattr("zonemap.partitions.clusters.CONNECT_SECONDS", 0.5)
    result = call("tally", world / "parts", "--zones", world / "z.geojson", "--lang", "en",
                  "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")  # fmt: skip
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: tcp://127.0.0.1:9: no Dask scheduler answers there; check address, network and "
        "that it runs\n"
    )


def test_an_unreadable_part_is_one_line(call, world):
    (world / "parts" / "p01.parquet").write_bytes(b"PAR1 and nothing more")
    result = call("locate", world / "parts", "--zones", world / "z.geojson", "--lang", "en",
                  "--engine", "dask", "--workers", 1, "--out", world / "out")  # fmt: skip
    assert (result.exit_code, result.stderr) == (
        1, "Error: p01.parquet: cannot be read as .parquet\n",
    )  # fmt: skip
    assert not (world / "out").exists()


def test_without_dask_one_line_names_the_extra(call, world, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = call("tally", world / "parts", "--zones", world / "z.geojson", "--lang", "en",
                  "--engine", "dask")  # fmt: skip
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert 'pip install "zonemap[dask]"' in result.stderr


def test_the_address_of_a_store_stays_as_it_is(call, world):
    assert can_stream("memory://a/b")
    result = call("locate", f"file://{world / 'parts'}", "--zones", world / "z.geojson",
                  "--out", world / "out.csv", "--json")  # fmt: skip
    assert json.loads(result.stdout)["points"] == 800
