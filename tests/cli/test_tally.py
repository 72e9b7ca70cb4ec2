from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.read.workbook_world import book_of, saved
from tests.world import collection, households, make_project, square


@pytest.fixture
def world(tmp_path):
    (tmp_path / "p.csv").write_text(
        "lon,lat,town\n107.05,33.05,镇一\n107.0,33.05,镇一\n108,33,镇二\n,,\n", encoding="utf-8"
    )
    zone = collection(
        ({"name": "甲"}, square(107.0, 33.0, 107.1, 33.1)), ({"name": "空"}, square(0, 0, 1, 1))
    )
    (tmp_path / "z.geojson").write_text(zone, encoding="utf-8")
    return tmp_path


def test_points_are_counted_per_zone_and_value(call, world):
    result = call("tally", world / "p.csv", "--zones", world / "z.geojson", "--by", "town",
                  "--lang", "en")  # fmt: skip
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["Zone", "town", "Points"]
    assert ["甲", "镇一", "2"] in lines
    assert ["in", "no", "zone", "镇二", "1"] in lines
    assert ["空", "0"] in lines
    assert "4 points: 1 in no zone, 1 without usable coordinates" in result.stdout


def test_json_and_the_file_hold_every_count(call, world):
    out = world / "counts.csv"
    words = ["tally", world / "p.csv", "--zones", world / "z.geojson", "--by", "town"]
    report = json.loads(call(*words, "--out", out, "--json").stdout)
    assert report["zones"] == {"甲": 2, "空": 0}
    assert sum(row["points"] for row in report["counts"]) == report["points"] == 4
    assert out.read_text(encoding="utf-8") == (
        "placement,zone_id,town,points\nin,甲,镇一,2\noutside,,镇二,1\nundetermined,,,1\n"
    )
    call(*words, "--out", world / "counts.parquet")
    assert pd.read_parquet(world / "counts.parquet")["points"].tolist() == [2, 1, 1]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["p.csv", "--zones", "z.geojson", "--by", "nothing"], "nothing"),
        (["p.csv", "--zones", "z.geojson", "--by", "zone_id"], "zone_id"),
        (["gone.csv", "--zones", "z.geojson"], "gone.csv"),
        (["p.csv", "--zones", "z.geojson", "--out", "p.csv"], "p.csv"),
        (["p.csv", "--zones", "z.geojson", "--out", "t.xlsx"], ".parquet"),
        (["z.geojson", "--zones", "z.geojson"], "z.geojson"),
    ],
)
def test_a_fault_is_one_line(call, world, monkeypatch, words, named):
    monkeypatch.chdir(world)
    result = call("tally", *words)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert named in result.stderr


@pytest.mark.parametrize("words", [["p.csv"], ["--by", "town"], ["--zones", "z.geojson"]])
def test_half_a_question_is_wrong_usage(call, words):
    assert call("tally", *words).exit_code == 2


def test_without_points_the_projects_households_are_counted_as_run_counts_them(call, tmp_path):
    folder = make_project(tmp_path / "p", households())
    expected = json.loads(call("check", "--project", folder, "--json").stdout)
    out = tmp_path / "counts.csv"
    report = json.loads(call("tally", "--project", folder, "--json", "--out", out).stdout)
    assert report["zone_counts"] == expected["zone_counts"]
    assert report["as_of"] == expected["as_of"]
    assert pd.read_csv(out)["zone_id"].tolist() == list(expected["zone_counts"])
    assert call("tally", "--project", folder).stdout


def test_a_workbook_is_counted_by_places_that_are_merged(call, world):
    rows = [["镇一", 107.05, 33.05], [None, 107.06, 33.05], ["合计", None, None]]
    path = world / "p.xlsx"
    saved(book_of(*rows, headings=["镇办", "经度", "纬度"], merged=["A2:A3"]), path)
    words = ["tally", path, "--zones", world / "z.geojson", "--by", "镇办", "--json"]
    report = json.loads(call(*words).stdout)
    assert (report["points"], report["without_coordinates"]) == (2, 0)
    assert [(row["镇办"], row["points"]) for row in report["counts"]] == [("镇一", 2)]
