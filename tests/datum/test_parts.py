from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.datum.simulate import Course, draw_file
from zonemap.datum.forms import read_pairs
from zonemap.datum.parts import OTHER_METHODS, arrange_rows, stated_frame


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("高德地图", "GCJ-02"),
        ("gcj02", "GCJ-02"),
        ("百度拾取", "BD-09"),
        ("天地图", "WGS84"),
        ("CGCS2000坐标", "WGS84"),
        ("GPS定位", ""),
        ("地图点选", ""),
        ("手机", ""),
        ("WGS84转GCJ02", ""),
        ("", ""),
    ],
)
def test_only_words_that_name_a_frame_state_it(text, frame):
    assert stated_frame(text) == frame


def arranged(**columns):
    file = draw_file(np.random.default_rng(1), "610702", course=Course(rows=60), frame="WGS84")
    points = file.points.assign(**columns)
    pairs = read_pairs(points["x"].to_numpy(), points["y"].to_numpy())
    return file, arrange_rows(points, pairs, file.references)


def test_rows_of_a_sheet_and_a_way_of_locating_are_one_group_and_its_towns_are_parts():
    file, rows = arranged(sheet=["甲", "乙"] * 30)
    assert rows.groups["sheet"].tolist() == ["甲", "乙"]
    expected = file.points.assign(sheet=["甲", "乙"] * 30)
    parts = rows.table.groupby("part")[["group", "town"]].nunique()
    assert (parts == 1).all().all()
    assert len(rows.group_of_part) == expected.groupby(["sheet", "town_code"]).ngroups


def test_many_ways_of_locating_are_lumped_but_for_those_that_name_a_frame():
    _, rows = arranged(location_method=["GPS"] * 10 + ["高德"] + [f"法{n}" for n in range(49)])
    methods = set(rows.groups["method"])
    assert {"GPS", "高德", OTHER_METHODS} <= methods
    assert len(methods) <= 22


def test_a_household_twice_in_the_ledger_is_compared_with_nothing():
    ids = [f"610702-{number:07d}" for number in range(60)]
    file, rows = arranged(household_id=[ids[1], *ids[1:]])
    known = file.references.earlier["household_id"].to_numpy(object)
    found = rows.table["earlier"].to_numpy()
    assert found[0] == -1
    assert found[1] == -1
    matched = np.flatnonzero(found >= 0)
    assert len(matched) > 20
    assert (known[found[matched]] == np.array(ids, dtype=object)[matched]).all()


def test_rows_that_are_no_pair_are_in_no_group():
    _, rows = arranged(x=np.nan)
    assert (rows.table[["group", "part"]] == -1).all().all()
    assert len(rows.groups) == 0
    assert isinstance(rows.groups, pd.DataFrame)
