from __future__ import annotations

from dataclasses import replace

import pytest

from tests.world import households, make_project
from zonemap.pipeline import judge_ledgers
from zonemap.read.plan import read_config


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return judge_ledgers(read_config(make_project(tmp_path_factory.mktemp("p"), households())))


def test_the_newest_date_is_the_one_reported(result):
    later = replace(result, assessments=(*result.assessments, result.newest))
    assert later.newest is later.assessments[-1]
    assert list(result.zone_nearness.index) == ["a-ban", "b-disc"]
    assert set(result.near_line["household"]) <= set(result.newest.households.index)


def test_nearness_that_was_not_measured_is_not_taken_for_none(result):
    unmeasured = replace(result, assessments=(replace(result.newest, nearness=None),))
    with pytest.raises(ValueError, match="without nearness"):
        _ = unmeasured.zone_nearness
