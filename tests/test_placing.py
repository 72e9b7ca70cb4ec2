from __future__ import annotations

import numpy as np
import pandas as pd

from tests.world import PLAN, make_project
from zonemap.placing import locate_placed, pair_texts, place_by_ladder
from zonemap.project import open_project
from zonemap.read.plan import read_config

NOBODY = pd.DataFrame({"household_id": [], "longitude": [], "latitude": []})
POINTS = "village_code,longitude,latitude,radius_m\n100001001001,107.06,33.06,400\n"


def project_of(folder, places=""):
    plan = PLAN + '[places]\nvillage_points = "boundaries/points.csv"\n' + places
    make_project(folder, plan=plan)
    (folder / "boundaries/points.csv").write_text(POINTS, encoding="utf-8")
    return open_project(read_config(folder))


def rows(*places, code="100001001001"):
    return pd.DataFrame(
        {
            "longitude": [x for x, _ in places],
            "latitude": [y for _, y in places],
            "village_code": pd.array([code] * len(places), dtype="str"),
            "town": "一镇",
            "village": "一村",
            "household_id": pd.array([f"h{n}" for n in range(len(places))], dtype="str"),
            "location_method": pd.array([None] * len(places), dtype="str"),
            "source_file": "households/a.csv",
            "source_sheet": "",
        },
        index=range(7, 7 + len(places)),
    )


def placed(folder, table, **more):
    counties = pd.Series("100001", index=table.index)
    return place_by_ladder(
        table, counties, project=project_of(folder), stated={}, earlier=NOBODY, **more
    )


def test_own_coordinates_go_before_the_point_of_the_village(tmp_path):
    placing = placed(tmp_path / "p", rows((107.07, 33.05), (np.nan, np.nan), (0, 0)))
    table = placing.columns
    assert table["place_source"].tolist() == ["own", "village", "village"]
    assert table["longitude"].tolist() == [107.07, 107.06, 107.06]
    assert table["coordinate_fault"].tolist() == ["", "no_place", "bad_place"]
    assert table["place_accuracy_m"].tolist() == [100, 400, 400]
    points = placing.repairs[placing.repairs["code"] == "village_point"]
    assert points[["index", "value", "became"]].to_numpy().tolist() == [
        [8, "", "107.06, 33.06"], [9, "0, 0", "107.06, 33.06"],
    ]  # fmt: skip


def test_the_way_a_place_was_found_tells_what_it_may_miss_by(tmp_path):
    plan = "[places.accuracy_m]\ngps = 12\n"
    table = rows((107.07, 33.05), (107.07, 33.05), (107.07, 33.05), (np.nan, np.nan))
    table["location_method"] = pd.array(["GPS定位", None, "村委会位置", "GPS定位"], dtype="str")
    placing = placed(tmp_path / "p", table)
    assert placing.columns["place_accuracy_m"].tolist() == [20, 100, 1000, 400]
    table["village_code"] = "100001001002"
    counties = pd.Series("100001", index=table.index)
    project = project_of(tmp_path / "q", plan)
    own = place_by_ladder(table, counties, project=project, stated={}, earlier=NOBODY)
    assert own.columns["place_accuracy_m"].fillna(-1).tolist() == [12, 100, 1000, -1]


def test_a_household_of_a_village_without_a_point_stands_nowhere(tmp_path):
    table = rows((107.07, 33.05), (107.06, 33.05), (np.nan, 33.0), code="100001001002")
    columns = placed(tmp_path / "p", table).columns
    assert columns["place_source"].tolist() == ["own", "own", ""]
    assert columns.loc[9, ["longitude", "latitude"]].isna().all()


def test_good_coordinates_that_cannot_be_told_are_not_replaced_by_the_villages(tmp_path):
    table = rows((107.0501, 33.05), (np.nan, np.nan))
    make = project_of(tmp_path / "p", '[ledgers]\ncrs = "auto"\n')
    counties = pd.Series("100001", index=table.index)
    placing = place_by_ladder(table, counties, project=make, stated={}, earlier=NOBODY)
    assert placing.columns["place_source"].tolist() == ["", "village"]
    assert placing.columns["coordinate_fault"].tolist() == ["unknown_datum", "no_place"]


def test_membership_is_asked_with_the_very_numbers_delivered(tmp_path):
    project = project_of(tmp_path / "p")
    edge = pd.DataFrame(
        {
            "longitude": [107.05, 107.0499999],
            "latitude": [33.05, 33.05],
            "delivered_x": [107.05, 107.0499999],
            "delivered_y": [33.05, 33.05],
            "coordinate_frame": ["WGS84", "WGS84"],
            "place_source": ["own", "own"],
        },
        index=[3, 4],
    )
    pairs = locate_placed(edge, zones=project.zones)
    assert pairs.to_numpy().tolist() == [[3, 0]]
    assert len(locate_placed(edge.iloc[:0], zones=project.zones)) == 0


def test_coordinates_are_shown_as_a_clerk_looks_for_them():
    x, y = pd.Series([107.06, np.nan, 36511234.567]), pd.Series([33.05, 33.0, 3664123.25])
    assert pair_texts(x, y) == ["107.06, 33.05", "33", "36511234.57, 3664123.25"]
