from __future__ import annotations

import pandas as pd
import pytest

from tests.world import PLAN, collection, make_project, square
from zonemap.errors import BoundaryError
from zonemap.project import county_codes, open_project
from zonemap.read.plan import read_config


def opened(folder, plan=PLAN):
    return open_project(read_config(make_project(folder, plan=plan)))


def test_zones_come_in_the_plans_order_with_their_accuracy_and_county(tmp_path):
    project = opened(tmp_path / "p")
    assert [zone.zone_id for zone in project.zones] == ["a-ban", "b-disc"]
    assert [zone.accuracy_m for zone in project.zones] == [100, 50]
    assert [zone.county_code for zone in project.zones] == ["100001", ""]
    assert project.bounds.west == pytest.approx(107.0)
    assert sorted(project.files) == [
        "boundaries/ban.geojson", "boundaries/centres.csv", "boundaries/counties.geojson",
    ]  # fmt: skip


def test_the_parts_of_a_boundary_stay_as_they_were_delivered(tmp_path):
    folder = make_project(tmp_path / "p")
    two = collection(({}, square(107, 33, 107.1, 33.1)), ({}, square(107.1, 33, 107.2, 33.1)))
    (folder / "boundaries/ban.geojson").write_text(two, encoding="utf-8")
    assert len(open_project(read_config(folder)).zones[0].parts) == 2


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"100001"', '"999999"', "not in the county file"),
        ("boundaries/ban.geojson", "boundaries/gone.geojson", "no such file"),
        ("[[zone]]", '[[zone]]\nwhere = { part_id = "q" }', "part_id = q"),
        ("[[zone]]", '[[zone]]\nwhere = { nothing = "q" }', "no column nothing"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(tmp_path, old, new, why):
    with pytest.raises(BoundaryError, match=why):
        opened(tmp_path / "p", PLAN.replace(old, new, 1))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_areas_are_measured_in_true_metres_only(tmp_path, crs):
    with pytest.raises(BoundaryError, match="true metres"):
        opened(tmp_path / "p", PLAN.replace("[plan]", f'[plan]\nmeasuring_crs = "{crs}"'))


def test_a_county_is_known_by_name_by_alias_and_by_village_code(tmp_path):
    plan = PLAN.replace("[counties]", '[counties]\naliases = { "新区" = "100002" }')
    claims = pd.DataFrame(
        {
            "county": pd.array(["甲县", "新区", None, "外县", None], dtype="str"),
            "village_code": pd.array([None, None, "100001001001", None, "9"], dtype="str"),
        }
    )
    codes = county_codes(claims, opened(tmp_path / "p", plan))
    assert codes.tolist() == ["100001", "100002", "100001", "", ""]


VILLAGES_ZONE = """
[[zone]]
id = "list"
name = "甲县村庄"
kind = "villages"
codes = ["100001001"]
target = "baseline"
"""


def test_a_zone_of_villages_is_drawn_in_its_county_where_no_point_is_given(tmp_path):
    zone = opened(tmp_path / "p", PLAN + VILLAGES_ZONE).zones[-1]
    assert zone.kind == "villages"
    assert zone.county_code == "100001"
    assert 107.0 < zone.parts[0].x < 107.1


def test_a_zone_of_villages_nobody_knows_where_is_refused(tmp_path):
    plan = PLAN + VILLAGES_ZONE.replace("100001001", "999999001")
    with pytest.raises(BoundaryError, match="give village_points"):
        opened(tmp_path / "p", plan)


def test_a_county_is_known_without_its_ending_and_with_its_province_before_it(tmp_path):
    plan = PLAN.replace("[counties]", '[counties]\naliases = { "城固县" = "100002" }')
    claims = pd.DataFrame(
        {
            "county": pd.array(["城固", "陕西省汉中市城固县", " 城固县 ", "固县"], dtype="str"),
            "village_code": pd.array([None] * 4, dtype="str"),
        }
    )
    codes = county_codes(claims, opened(tmp_path / "p", plan))
    assert codes.tolist() == ["100002", "100002", "100002", ""]


def test_where_no_county_is_known_by_name_the_village_code_tells(tmp_path):
    claims = pd.DataFrame(
        {
            "county": pd.array(["外县", None], dtype="str"),
            "village_code": pd.array(["100001001001", "100002001001"], dtype="str"),
        }
    )
    assert county_codes(claims, opened(tmp_path / "p")).tolist() == ["100001", "100002"]
