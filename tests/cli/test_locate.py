from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest

from tests.read.workbook_world import book_of, saved
from tests.world import collection, square


@pytest.fixture
def world(tmp_path):
    (tmp_path / "p.csv").write_text(
        "id,lon,lat\n007,107.05,33.05\n8,107.0,33.05\n9,108,33\n10,,\n", encoding="utf-8"
    )
    zone = collection(({"name": "甲"}, square(107.0, 33.0, 107.1, 33.1)))
    (tmp_path / "z.geojson").write_text(zone, encoding="utf-8")
    (tmp_path / "c.csv").write_text("id,lon,lat\nc,107.05,33.05\n", encoding="utf-8")
    return tmp_path


def test_points_keep_their_cells_and_gain_their_zone(call, world):
    out = world / "o.csv"
    result = call("locate", world / "p.csv", "--zones", world / "z.geojson", "--out", out)
    assert result.exit_code == 0
    assert out.read_text(encoding="utf-8") == (
        "id,lon,lat,zone_id\n007,107.05,33.05,甲\n8,107.0,33.05,甲\n9,108,33,\n10,,,\n"
    )


def test_the_summary_counts_each_zone_and_what_is_in_none(call, world):
    words = ["locate", world / "p.csv", "--zones", world / "z.geojson", "--out", world / "o.csv"]
    assert "甲" in call(*words, "--summary").stdout
    report = json.loads(call(*words, "--json").stdout)
    assert report["zones"] == {"甲": 2}
    assert (report["points"], report["outside"], report["without_coordinates"]) == (4, 1, 1)


def test_a_radius_round_points_with_distance(call, world):
    out = world / "o.parquet"
    call("locate", world / "p.csv", "--zones", world / "c.csv", "--radius-m", "3000",
         "--distance", "--out", out)  # fmt: skip
    table = pd.read_parquet(out)
    assert table["zone_id"].tolist() == ["c", "", "", ""]
    assert table["distance_to_edge_m"].iloc[0] == 3000
    assert table["distance_to_edge_m"].iloc[1] < 0


@pytest.mark.parametrize("name", ["o.gpkg", "o.geojson"])
def test_spatial_formats_get_points(call, world, name):
    call("locate", world / "p.csv", "--zones", world / "z.geojson", "--out", world / name)
    assert gpd.read_file(world / name).geometry.iloc[0].x == 107.05


@pytest.mark.parametrize(
    ("points", "zones", "more", "named"),
    [
        ("gone.csv", "z.geojson", [], "gone.csv"),
        ("p.csv", "gone.geojson", [], "gone.geojson"),
        ("p.csv", "c.csv", [], "--radius-m"),
        ("p.csv", "z.geojson", ["--id", "nothing"], "nothing"),
        ("p.csv", "z.geojson", ["--crs", "EPSG:4214"], "Beijing"),
    ],
)
def test_a_fault_is_one_line_and_nothing_is_written(call, world, points, zones, more, named):
    out = world / "o.csv"
    result = call("locate", world / points, "--zones", world / zones, "--out", out, *more)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert named in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("name", ["p.csv", "z.geojson"])
def test_an_input_is_never_overwritten(call, world, name):
    before = (world / name).read_bytes()
    result = call("locate", world / "p.csv", "--zones", world / "z.geojson", "--out", world / name)
    assert result.exit_code == 1
    assert (world / name).read_bytes() == before


def test_a_workbook_and_a_csv_of_windows_give_the_bytes_of_the_same_points_in_utf8(call, world):
    text = "编号,经度,纬度\n007,107.05,33.05\n8,108,33\n9,,\n"
    rows = [line.split(",") for line in text.splitlines()]
    saved(book_of(*rows[1:], headings=rows[0]), world / "book.xlsx")
    (world / "gbk.csv").write_bytes(text.encode("gb18030"))
    (world / "utf8.csv").write_text(text, encoding="utf-8")
    made = set()
    for name in ("book.xlsx", "gbk.csv", "utf8.csv"):
        out = world / f"{name}.out.csv"
        assert (
            call("locate", world / name, "--zones", world / "z.geojson", "--out", out).exit_code
            == 0
        )
        made.add(out.read_text(encoding="utf-8"))
    assert made == {"编号,经度,纬度,zone_id\n007,107.05,33.05,甲\n8,108,33,\n9,,,\n"}
    spatial = world / "o.gpkg"
    call("locate", world / "book.xlsx", "--zones", world / "z.geojson", "--out", spatial)
    assert gpd.read_file(spatial)["编号"].tolist() == ["007", "8", "9"]
