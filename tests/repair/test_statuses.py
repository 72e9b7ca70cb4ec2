from __future__ import annotations

import pandas as pd
import pytest

from tests.repair.repair_world import DAY, one
from zonemap.repair.households import typed_households
from zonemap.repair.statuses import read_status
from zonemap.schema import DONE_STATUSES, STATUSES


@pytest.mark.parametrize("status", STATUSES, ids=lambda status: status.name)
def test_the_words_of_the_form_are_no_repair(status):
    for cell in (status.word, status.name, f" {status.word}　"):
        assert one("status", cell) == (status.name, "", "")


@pytest.mark.parametrize(("cell", "name"), [
    ("正在使用", "active"), ("仍在燃煤", "active"), ("未改造", "active"), ("在 用", "active"),
    ("在用（冬季）", "active"), ("1.在用", "active"), ("1、在用", "active"), ("A-在用", "active"),
    ("（1）在用", "active"), ("①在用", "active"), ("01 在用", "active"), ("在用。", "active"),
    ("【在用】", "active"), ("在\u200b用", "active"), ("ACTIVE", "active"), ("Burning coal",
    "active"),
    ("未签约", "active"), ("待改造", "active"), ("在用户", "active"), ("状态：在用", "active"),
    ("已签协议", "signed"), ("已签承诺书", "signed"), ("签约", "signed"), ("已签约未安装",
    "signed"),
    ("已签约（未安装）", "signed"), ("已签约，未安装", "signed"), ("Signed", "signed"),
    ("已签约户", "signed"),
    ("安装完成", "installed"), ("设备已安装", "installed"), ("已安装未通电", "installed"),
    ("已安装待验收", "installed"), ("已安装了", "installed"),
    ("已通电", "energised"), ("已通气", "energised"), ("通电", "energised"),
    ("已通电（待验收）", "energised"), ("已通电未验收", "energised"),
    ("验收合格", "cleared"), ("已验收合格", "cleared"), ("完成验收", "cleared"), ("已验收√",
    "cleared"),
    ("已 验 收", "cleared"), ("已验收（合格）", "cleared"), ("已验收(2022.9.3)", "cleared"),
    ("Accepted", "cleared"), ("5.已验收", "cleared"),
    ("暂缓改造", "deferred"), ("缓改", "deferred"), ("空置", "vacant"), ("长期无人居住", "vacant"),
    ("无人", "vacant"), ("空挂户", "vacant"), ("房屋已拆除", "demolished"), ("已拆迁",
    "demolished"),
    ("复燃", "relapsed"), ("已复烧", "relapsed"), ("误报户", "misreported"), ("错报",
    "misreported"),
    ("非散煤户", "misreported"),
])  # fmt: skip
def test_the_words_of_officials_are_read(cell, name):
    issue, repair = ("", "status_word") if name else ("unknown_status", "")
    assert one("status", cell) == (name, issue, repair)


@pytest.mark.parametrize("cell", [
    "完成", "已完成", "已改造", "改造完成", "清零", "清零了", "验收", "拆除", "拆迁",
    "待拆迁",
    "拟拆除", "未拆除", "部分拆除", "未验收", "待验收", "拟验收", "不合格", "验收不合格",
    "已验收不合格",
    "未通过验收", "验收未通过", "未通电", "待通电", "未安装", "未复烧", "无复烧", "已验收?",
    "已验收？",
    "已验收（未通电）", "已验收（不合格）", "已验收（补）", "已拆除（部分）", "已拆除（炉具）",
    "误报（存疑）",
    "已验收/已安装", "已签约或已安装", "初验合格", "合格", "通过", "不是误报", "非误报", "重复",
    "NA", "无",
    "炉具已拆除", "在用（已验收）", "已安装（已验收）", "1", "???", "uncleared", "not cleared",
    "未已验收",
])  # fmt: skip
def test_a_word_that_leaves_it_open_stays_unknown(cell):
    assert one("status", cell) == (None, "unknown_status", "")


@pytest.mark.parametrize("before", ["未", "待", "不", "拟", "没", "准备", "计划", "尚未", "即将"])
def test_a_stage_not_reached_is_never_read_as_done(before):
    for word in ("验收", "已验收", "拆除", "已拆除", "误报", "完成验收", "验收合格", "cleared"):
        assert read_status(before + word) not in DONE_STATUSES


@pytest.mark.parametrize("cell", ["", None, "  ", "-", "/", "\u200b"])
def test_a_blank_status_is_reported(cell):
    assert one("status", cell) == (None, "no_status", "")


def test_a_failed_formula_is_an_error_cell_and_nothing_else():
    assert one("status", "#N/A") == (None, "error_cell", "")


def test_the_words_of_the_plan_win():
    rows = pd.DataFrame({"status": ["清零", "清 零", "已签约", "完成"]})
    found = typed_households(rows, day=DAY, statuses={"清零": "cleared", "已签约": "active"})
    assert found.households["status"].tolist()[:3] == ["cleared", "cleared", "active"]
    assert found.issues["code"].tolist() == ["unknown_status"]
    assert found.repairs[["index", "became"]].to_numpy().tolist() == [[1, "已验收"]]


def test_a_ledger_without_statuses_says_so_on_every_row():
    found = typed_households(pd.DataFrame({"head": ["王", "李"]}), day=DAY)
    assert found.issues["code"].tolist() == ["no_status"] * 2


@pytest.mark.parametrize(
    "note", ["2022-12-31", "2022年10月15日", "10月", "10.8", "0", "1", "20221231"]
)
def test_a_status_with_a_day_to_come_or_a_bare_number_is_not_reached(note):
    assert one("status", f"已验收（{note}）") == (None, "unknown_status", "")
    assert one("status", f"已拆除({note})") == (None, "unknown_status", "")


@pytest.mark.parametrize("note", ["2022-09-30", "2022年9月", "9月3日", "9.3", "20220903"])
def test_a_status_with_a_day_that_has_come_is_read(note):
    assert one("status", f"已验收（{note}）") == ("cleared", "", "status_word")


def test_burning_again_after_acceptance_is_burning_again():
    assert one("status", "已验收后复烧") == ("relapsed", "", "status_word")
