from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.datum.simulate import Course, draw_file, only
from tests.datum.test_detect import mixed
from zonemap.datum.families import families_of, family_evidence
from zonemap.datum.forms import read_pairs
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
    return settle(rows, evidence, family=family, references=references)


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


def one_town(**course):
    """Villages far from their points, in one town, by three ways of locating."""
    file = drawn(villages=16, rows=480, noise_m=330.0, **course)
    points = file.points.assign(town_code="610702100", location_method=["甲", "乙", "丙"] * 160)
    codes = sorted(set(points["village_code"]))
    new = {code: f"610702100{number:03d}" for number, code in enumerate(codes)}
    known = file.references.village_points
    known = known.assign(code=known["code"].map(new))
    points = points.assign(village_code=points["village_code"].map(new))
    return replace(file, points=points, references=replace(file.references, village_points=known))


def test_the_ways_of_locating_of_one_town_are_weighed_together():
    file = one_town()
    found = settled(file, file.points)
    assert (found.frame == 0).mean() > 0.9
    assert not (found.frame > 0).any()


def test_a_way_of_locating_in_another_frame_does_not_follow_its_town():
    file = one_town()
    other = (file.points["location_method"] == "丙").to_numpy()
    found = settled(file, mixed(file, other, "BD-09"))
    assert not (found.frame[other] == 0).any()
