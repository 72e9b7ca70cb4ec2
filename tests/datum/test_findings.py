from __future__ import annotations

import numpy as np

from tests.datum.test_detect import drawn, tell
from zonemap.datum.findings import MOST_CONFIDENCE


def test_every_row_is_in_the_groups_once_and_has_a_place_or_a_fault():
    file = drawn()
    points = file.points.copy()
    points.iloc[:4, points.columns.get_loc("x")] = np.nan
    finding = tell(file, points=points)
    assert finding.groups["rows"].sum() == len(points) - 4
    sizes = finding.group_of_row[finding.group_of_row >= 0].value_counts().sort_index()
    assert sizes.tolist() == finding.groups["rows"].tolist()
    placed = finding.placed["longitude"].notna() & finding.placed["latitude"].notna()
    assert (placed == (finding.placed["fault"] == "")).all()


def test_the_frames_tried_stand_beside_the_one_that_was_told():
    finding = tell(drawn("GCJ-02"))
    tried = finding.hypotheses.set_index("frame")
    assert tried["log_likelihood"].idxmax() == "GCJ-02"
    assert tried.loc["GCJ-02", "log_likelihood"] == 0
    assert 350 < tried.loc["WGS84", "village_offset_m"] < 600
    assert finding.groups["confidence"].tolist() == [MOST_CONFIDENCE]
    assert finding.groups["earlier_offset_m"].iloc[0] < 5


def test_nothing_weighed_is_no_confidence():
    finding = tell(drawn("EPSG:4524"), "town_points")
    assert finding.groups["how"].tolist() == ["form"]
    assert finding.groups["confidence"].isna().all()


def test_a_place_far_outside_is_bad_even_where_the_frame_is_unknown():
    file = drawn(rows=20)
    points = file.points.copy()
    points.iloc[0, points.columns.get_loc("y")] = 40.0
    faults = tell(file, "town_points", points=points).placed["fault"].tolist()
    assert faults == ["bad_place"] + ["unknown_datum"] * 19
