"""Layers of points beside the households, in the world of `tests.world`."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests.read.workbook_world import book_of, saved
from tests.world import PLAN, make_project
from zonemap.config import Points, parse_config
from zonemap.datum.shifts import to_bd09, to_gcj02
from zonemap.errors import ColumnError, ZonemapError
from zonemap.locate import compile_zones
from zonemap.pipeline import judge_ledgers, run
from zonemap.point_layers import locate_layers, point_account, point_tables
from zonemap.project import open_project
from zonemap.read.plan import read_config

SELLERS = [
    ("甲店", "107.06", "33.05"),
    ("线上店", "107.05", "33.05"),
    ("县界店", "107.1", "33.05"),
    ("乙店", "107.17", "33.05"),
    ("外店", "107.01", "33.01"),
    ("无坐标店", "", ""),
    ("错坐标店", "17.06", "33.05"),
]
"""Three in a-ban (one on its edge, one on the county line), one in b-disc, one outside, two
without a usable place."""

LAYER = """
[[points]]
id = "sellers"
name = "散煤销售点"
file = "points/sellers.csv"
"""


def sellers_csv(rows=SELLERS, *, heads="名称,经度,纬度"):
    return "\n".join([heads, *(",".join(row) for row in rows)]) + "\n"


def project_with(folder, *, plan=PLAN + LAYER, csv=None):
    make_project(folder, plan=plan)
    (folder / "points").mkdir()
    (folder / "points/sellers.csv").write_text(csv or sellers_csv(), encoding="utf-8")
    return folder


def located(folder, **spec):
    """The one layer of a project, its spec changed."""
    config = read_config(folder)
    project = open_project(config)
    asked = Points(**{"id": "sellers", "name": "店", "file": "points/sellers.csv", **spec})
    (layer,) = locate_layers([asked], zones=project.zones, bounds=project.bounds, root=config.root)
    return layer


def test_points_are_counted_by_hand(tmp_path):
    layer = located(project_with(tmp_path))
    assert layer.counts.to_dict() == {"a-ban": 3, "b-disc": 1}
    assert (layer.inside, layer.outside, layer.unplaced) == (4, 1, 2)


def test_every_row_appears_in_file_order_and_says_where_it_lies(tmp_path):
    table = located(project_with(tmp_path)).table
    assert table["name"].tolist() == [row[0] for row in SELLERS]
    assert table["zone_id"].tolist() == ["a-ban", "a-ban", "a-ban", "b-disc", "", "", ""]
    assert table.geometry.isna().tolist() == [False] * 5 + [True] * 2
    assert table["written"].tolist()[-2:] == ["", "17.06, 33.05"]
    assert table.crs.to_epsg() == 4326


def test_compiled_zones_give_the_same(tmp_path):
    config = read_config(project_with(tmp_path))
    project = open_project(config)
    (layer,) = locate_layers(
        config.points, zones=compile_zones(project.zones), bounds=project.bounds, root=config.root
    )
    assert layer.counts.to_dict() == {"a-ban": 3, "b-disc": 1}


@pytest.mark.parametrize(("crs", "shift"), [("GCJ-02", to_gcj02), ("BD-09", to_bd09)])
def test_shifted_coordinates_come_back(tmp_path, crs, shift):
    lon, lat = shift([107.0501, 107.0499], [33.05, 33.05])
    rows = [("里", str(lon[0]), str(lat[0])), ("外", str(lon[1]), str(lat[1]))]
    folder = project_with(tmp_path, csv=sellers_csv(rows))
    layer = located(folder, crs=crs)
    assert layer.table["zone_id"].tolist() == ["a-ban", ""]
    assert layer.operation == f"inverse of {crs} by fixed-point iteration"
    assert located(folder).table["zone_id"].tolist() == ["a-ban", "a-ban"]


def test_where_keeps_some_rows_with_their_numbers(tmp_path):
    rows = [(*row, "是" if place % 2 else "否") for place, row in enumerate(SELLERS)]
    folder = project_with(tmp_path, csv=sellers_csv(rows, heads="名称,经度,纬度,在营"))
    layer = located(folder, where={"在营": "是"})
    assert layer.table["number"].tolist() == [2, 4, 6]
    assert layer.counts.to_dict() == {"a-ban": 1, "b-disc": 1}


def test_a_zone_of_villages_has_no_count_of_points_instead_of_none(tmp_path):
    villages = """
[[zone]]
id = "village"
name = "一村"
kind = "villages"
codes = ["100001001001"]
target = "baseline"
"""
    plan = PLAN.replace("[fuel_class.III]", villages + "\n[fuel_class.III]") + LAYER
    layer = located(project_with(tmp_path, plan=plan))
    assert pd.isna(layer.counts["village"])
    assert layer.counts["a-ban"] == 3
    assert point_account([layer])["sellers"]["zones"]["village"] is None


@pytest.mark.parametrize(
    ("csv", "spec", "why"),
    [
        (None, {"file": "points/none.csv"}, "no such file"),
        (None, {"name_column": "店名"}, "has no column 店名"),
        (None, {"where": {"名称": "没有"}}, "no feature has"),
        (None, {"crs": "EPSG:4214"}, "datum"),
        ("名称,经度,纬度\n远,116.4,39.9\n", {}, "none of its points lies among the counties"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path, csv, spec, why):
    folder = project_with(tmp_path, csv=csv)
    with pytest.raises(ZonemapError, match=why) as caught:
        located(folder, **spec)
    assert "\n" not in str(caught.value)


def test_a_name_column_that_is_not_there_is_a_column_error(tmp_path):
    with pytest.raises(ColumnError):
        located(project_with(tmp_path), name_column="x")


def test_a_file_without_names_is_read(tmp_path):
    layer = located(project_with(tmp_path, csv="经度,纬度\n107.06,33.05\n"))
    assert layer.table["name"].tolist() == [""]


def test_the_tables_add_up(tmp_path):
    tables = point_tables([located(project_with(tmp_path))])
    row = tables.layers.loc["sellers"]
    assert row["points"] == row["inside"] + row["outside"] + row["unplaced"] == len(tables.rows)
    assert tables.by_zone.loc["sellers"].to_dict() == {"a-ban": 3, "b-disc": 1}
    assert point_tables([]).rows.empty


def test_a_run_shows_the_layer_and_names_its_file(tmp_path):
    folder = project_with(tmp_path)
    result = run(read_config(folder))
    assert [layer.id for layer in result.point_layers] == ["sellers"]
    manifest = json.loads((folder / "output/internal/manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["inputs"]["points/sellers.csv"]) == 64
    assert "null" in manifest["datum_operations"]["points/sellers.csv"]
    assert manifest["points"]["sellers"]["zones"] == {"a-ban": 3, "b-disc": 1}
    layer = gpd.read_file(folder / "output/internal/zones.gpkg", layer="points_sellers")
    assert layer["name"].tolist() == [row[0] for row in SELLERS]
    assert shapely.is_missing(layer.geometry.to_numpy()).sum() == 2
    page = (folder / "output/internal/index.html").read_text(encoding="utf-8")
    assert "无坐标店" not in page
    assert "线上店" in page


def test_a_layer_changes_no_count_of_households(tmp_path):
    with_layer = judge_ledgers(read_config(project_with(tmp_path / "with")))
    without = judge_ledgers(read_config(make_project(tmp_path / "without")))
    pd.testing.assert_frame_equal(with_layer.newest.zone_counts, without.newest.zone_counts)


def test_the_plan_names_its_layers_apart(tmp_path):
    for change, why in (
        (LAYER + LAYER, "ids of points repeat: sellers"),
        (LAYER.replace('"sellers"', '"total"'), "ids of points total have a meaning"),
        (LAYER + 'crs = "auto"\n', "auto is for ledgers only"),
    ):
        with pytest.raises(ZonemapError, match=why):
            parse_config(PLAN + change, path=tmp_path / "zonemap.toml")


def test_a_workbook_gives_the_layer_that_the_csv_of_its_cells_gives(tmp_path):
    folder = project_with(tmp_path)
    rows = [["名称", "经度", "纬度"], *([name, x or None, y or None] for name, x, y in SELLERS)]
    book = book_of(*rows, [], ["合计", None, None], headings=["某县散煤销售点"])
    saved(book, folder / "points/sellers.xlsx")
    layer = located(folder, file="points/sellers.xlsx")
    pd.testing.assert_frame_equal(layer.table, located(folder).table)
    assert layer.counts.to_dict() == {"a-ban": 3, "b-disc": 1}
    assert (layer.inside, layer.outside, layer.unplaced) == (4, 1, 2)


def test_an_address_is_kept_for_points_that_have_to_be_found(tmp_path):
    rows = [(*row, f"某路{place}号") for place, row in enumerate(SELLERS)]
    folder = project_with(tmp_path, csv=sellers_csv(rows, heads="名称,经度,纬度,地址"))
    assert located(folder).table["address"].tolist() == [f"某路{n}号" for n in range(len(SELLERS))]
