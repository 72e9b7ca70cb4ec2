from __future__ import annotations

import numpy as np
import pytest

from tests.datum.simulate import Box, Course, File, bounds, draw_file
from zonemap.datum.families import families_of, within
from zonemap.datum.forms import read_pairs
from zonemap.datum.parts import arrange_rows


def families(frame, *, county="610702", box=None, **columns):
    file = draw_file(np.random.default_rng(1), county, course=Course(rows=80), frame=frame)
    points = file.points.assign(**columns)
    file = File(points, file.references, file.lon, file.lat)
    pairs = read_pairs(points["x"].to_numpy(), points["y"].to_numpy())
    rows = arrange_rows(points, pairs, file.references)
    found = families_of(
        rows, declared="", bounds=box or bounds(), inside_claimed=file.inside_claimed
    )
    return [(family.frames, family.how) for family in found]


@pytest.mark.parametrize(
    ("frame", "county", "frames", "how"),
    [
        ("WGS84", "610702", ("WGS84", "GCJ-02", "BD-09"), "detected"),
        ("EPSG:4524", "610702", ("EPSG:4524",), "form"),
        ("EPSG:4496", "610702", ("EPSG:4496",), "form"),
        ("EPSG:4545", "610702", ("EPSG:4545",), "detected"),
        ("EPSG:4544", "610726", ("EPSG:4544", "EPSG:32648"), "detected"),
    ],
)
def test_the_frames_that_are_possible_follow_from_form_box_and_county(frame, county, frames, how):
    assert families(frame, county=county) == [(frames, how)]


def test_without_a_box_the_counties_that_rows_claim_name_the_meridian():
    world = Box(-180, -90, 180, 90)
    assert families("EPSG:4545", box=world) == [(("EPSG:4545",), "detected")]


def test_without_a_box_and_without_a_claim_many_meridians_remain():
    world = Box(-180, -90, 180, 90)
    ((frames, _),) = families("EPSG:4545", box=world, county_code="")
    assert len(frames) > 5


def test_rows_that_claim_another_county_have_no_meridian():
    assert families("EPSG:4545", county_code="610730") == [((), "detected")]


def test_the_edge_of_the_box_belongs_to_it_and_nan_does_not():
    inside = within(np.array([1.0, np.nan]), np.array([1.0, 1.0]), Box(1, 1, 2, 2))
    assert inside.tolist() == [True, False]
