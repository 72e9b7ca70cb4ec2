from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from zonemap.judge import (
    FuelRule,
    judge_households,
    possible_zones,
    worst_stages,
)
from zonemap.repair.households import typed_households

DONE = {
    "status": "已验收", "substitute": "空气源热泵", "consent": "同意", "energy_ready": "是",
    "energy_on_date": "2022-09-01", "accepted_date": "2022-09-10", "acceptance": "合格",
}  # fmt: skip
RULE = FuelRule(frozenset({"空气源热泵"}), frozenset({"无烟煤"}))


def households(*rows):
    return typed_households(pd.DataFrame(list(rows)), day=date(2022, 9, 30)).households


def judged(row, rule=RULE):
    table = households(row)
    pairs = pd.DataFrame({"household": [0], "zone_id": ["z"]})
    return judge_households(table, pairs, rules={"z": rule}).iloc[0]


def test_cleared_with_all_its_evidence_is_proven():
    row = judged(DONE)
    assert row["claimed"]
    assert row["proven"]
    assert row["stage"] == "proven"


@pytest.mark.parametrize("missing", ["substitute", "energy_on_date", "accepted_date", "acceptance"])
def test_cleared_without_a_piece_of_evidence_is_claimed_only(missing):
    row = judged({**DONE, missing: None})
    assert row["claimed"]
    assert not row["proven"]
    assert row["stage"] == "unproven"


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        ({"acceptance": "不合格"}, "unproven"),
        ({"substitute": "洁净型煤"}, "unproven"),
        ({"substitute": "无烟煤"}, "unproven"),
        ({"substitute": "无烟煤", "energy_ready": "否"}, "proven"),
        ({"check_result": "复烧", "check_date": "2022-09-20"}, "relapsed"),
        ({"check_result": "复烧", "check_date": "2022-09-01"}, "proven"),
        ({"check_result": "复烧"}, "relapsed"),
        ({"check_result": "正常", "check_date": "2022-09-20"}, "proven"),
        ({"status": "复烧"}, "relapsed"),
        ({"status": "在用"}, "active"),
        ({"status": "已签约"}, "underway"),
        ({"status": "已安装"}, "underway"),
        ({"status": "已通能源"}, "underway"),
        ({"status": "暂缓"}, "blocked"),
        ({"status": "无人居住"}, "blocked"),
        ({"status": "在用", "consent": "拒绝"}, "blocked"),
        ({"status": "已拆除", "substitute": None}, "proven"),
        ({"status": "误报"}, "unproven"),
        ({"status": "误报", "note": "实为空调"}, "proven"),
    ],
)
def test_the_stage_follows_the_evidence(change, stage):
    row = judged({**DONE, "note": None, **change})
    assert row["stage"] == stage
    assert row["proven"] == (stage == "proven")


def test_without_a_fuel_class_any_substitute_but_coal_counts():
    assert judged({**DONE, "substitute": "生物质成型燃料炉"}, None)["proven"]
    assert not judged({**DONE, "substitute": "无烟煤", "energy_ready": "否"}, None)["proven"]


def test_a_household_in_two_zones_counts_once_at_its_worst():
    table = households({**DONE, "substitute": "生物质成型燃料炉"})
    pairs = pd.DataFrame({"household": [0, 0], "zone_id": ["strict", "mild"]})
    both = judge_households(table, pairs, rules={"strict": RULE, "mild": None})
    worst = worst_stages(both)
    assert both["stage"].tolist() == ["unproven", "proven"]
    assert worst["stage"].tolist() == ["unproven"]
    assert worst["proven"].tolist() == [False]


def test_an_undetermined_household_could_lie_in_every_zone_of_its_county():
    undetermined = pd.DataFrame(
        {"placed": [True, False, False], "county_code": ["A", "A", ""]}, index=[4, 5, 6]
    )
    pairs = pd.DataFrame({"household": [4, 9], "zone_id": ["b", "a"]})
    possible = possible_zones(undetermined, pairs, county_of_zone={"a": "A", "b": "B", "any": ""})
    found = {index: set(group) for index, group in possible.groupby("household")["zone_id"]}
    assert found == {4: {"b"}, 5: {"a", "any"}, 6: {"a", "b", "any"}}


@pytest.mark.parametrize(
    "found", ["未发现复烧", "无复烧现象", "未复烧", "没有烧煤", "不再用煤", "未见返煤"]
)
def test_a_check_that_found_nothing_is_not_held_against_the_household(found):
    assert judged({**DONE, "check_result": found, "check_date": "2022-09-20"})["proven"]


@pytest.mark.parametrize(
    "found", ["发现复燃", "仍烧煤", "在用散煤", "未整改，复烧", "不通过", "仍在用煤"]
)
def test_a_check_that_found_coal_under_other_words_is(found):
    assert judged({**DONE, "check_result": found})["stage"] == "relapsed"


@pytest.mark.parametrize("substitute", ["无", "-", "待定", "洁净煤", "原煤", "烟煤"])
def test_without_a_fuel_class_coal_and_nothing_are_no_substitute(substitute):
    assert judged({**DONE, "substitute": substitute}, rule=None)["stage"] == "unproven"


@pytest.mark.parametrize("substitute", ["煤改电", "煤改气", "煤气"])
def test_without_a_fuel_class_what_replaces_coal_is_a_substitute(substitute):
    assert judged({**DONE, "substitute": substitute}, rule=None)["proven"]


@pytest.mark.parametrize(("note", "proven"), [("原为商户", True), ("无", False), ("/", False)])
def test_a_misreport_needs_a_note_that_says_something(note, proven):
    assert judged({"status": "误报", "note": note})["proven"] == proven
