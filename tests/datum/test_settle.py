from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.datum.simulate import Course, draw_file, only
from tests.datum.test_detect import mixed
from zonemap.datum.families import families_of, family_evidence
from zonemap.datum.forms import DEGREE_FRAMES, read_pairs
from zonemap.datum.parts import arrange_rows
from zonemap.datum.settle import settle


def settled(file, points):
    references = only(file.references, "village_points")
    rows = arrange_rows(
        points, read_pairs(points["x"].to_numpy(), points["y"].to_numpy()), references
    )
    known = {"inside_claimed": file.inside_claimed}
    (family,) = families_of(rows, declared="", bounds=references.bounds, **known)
    evidence = family_evidence(rows, family, references=references, **known)
    return settle(rows, evidence, frames=DEGREE_FRAMES, groups=family.groups)


def drawn(**course):
    wanted = replace(Course(villages=40, rows=900, outliers=0.0, noise_m=100.0), **course)
    return draw_file(np.random.default_rng(4), "610702", course=wanted, frame="WGS84")


def test_a_small_sheet_follows_the_others_where_they_agree():
    file = drawn()
    first = file.points["village_code"].iloc[0]
    small = (file.points["village_code"] == first).to_numpy()
    found = settled(file, file.points.assign(sheet=np.where(small, "小", "大")))
    assert (found.frame[small] == 0).all()


def test_a_small_sheet_is_in_no_frame_where_the_others_disagree():
    file = drawn()
    codes = sorted(set(file.points["village_code"]))
    village = file.points["village_code"]
    sheet = np.select([village == codes[0], village.isin(codes[1:20])], ["小", "甲"], "乙")
    points = mixed(file, sheet == "甲", "BD-09").assign(sheet=sheet)
    found = settled(file, points)
    assert (found.frame[sheet == "小"] == -1).all()
    assert (found.frame[sheet == "甲"] == 2).mean() > 0.9
    assert (found.frame[sheet == "乙"] == 0).mean() > 0.9


def test_a_stated_frame_helps_only_where_the_data_are_silent():
    file = drawn(villages=2, rows=50)
    found = settled(file, file.points.assign(location_method="百度"))
    assert set(found.frame) <= {2, -1}
    told = drawn()
    found = settled(told, told.points.assign(location_method="百度"))
    assert (found.frame == 0).mean() > 0.9
    assert not found.stated.any()
