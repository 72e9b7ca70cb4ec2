from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.read.layout.headers import Header, find_header
from zonemap.read.layout.rows import row_kinds

HEADER = Header(0, {"household_id": 0, "head": 1, "town": 2, "longitude": 3, "status": 4}, ())
HEADINGS = ["序号", "户主姓名", "联系电话", "村社区", "经度", "年用煤量", "状态", "备注"]
WIDE = find_header([["一镇散煤用户台账"], HEADINGS], where="x")


def kinds(*rows, header=HEADER):
    cells = pd.DataFrame([list(row) for row in rows], dtype=object)
    return row_kinds(cells, header=header).tolist()


def kind(**cells):
    """The kind of a row given by heading."""
    return kinds([cells.get(heading, "") for heading in HEADINGS], header=WIDE)[0]


def test_every_row_is_one_of_the_kinds():
    assert kinds(
        ("1", "甲", "一镇", 107.0, "在用"),
        ("", None, "", np.nan, ""),
        ("2户", "", "一镇小计", "", ""),
        ("户编号", "户主姓名", "镇办", "经度", "状态"),
        ("填表人：", "", "审核人：", "", ""),
        ("3", "乙", "一镇", "", ""),
    ) == ["data", "blank", "total", "heading", "signature", "data"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("小计", "18户", "", "", ""), "total"),
        (("小计", "18", "", "", ""), "total"),
        (("", "", "合  计", "", ""), "total"),
        (("总　计", "", "", "", ""), "total"),
        (("小 计", "18", "", "——", "35"), "total"),
        (("填表人：李某", "审核人：王某", "", "", ""), "signature"),
        (("单位（盖章）：", "", "", "", ""), "signature"),
    ],
)
def test_totals_and_signatures_are_known_however_they_are_laid_out(row, kind):
    assert kinds(row) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "本页合计",
        "累计",
        "共 35 户",
        "合计：35户",
        "一镇小计18户",
        "全村总计",
        "计",
        "小计（一组）",
    ],
)
def test_totals_are_known_by_their_words(text):
    assert kind(序号=text, 年用煤量=70) == "total"


@pytest.mark.parametrize(
    "text",
    ["填表人：甲", "单位负责人：", "审核", "填报日期：2022年9月30日", "2022年9月30日",
     "注：户主以身份证为准", "说明：1.本表由村填写", "以下空白", "（以下空白）", "第1页 共3页",
     "村委会（盖章）", "村主任：甲",
     "本表一式三份，由村委会填写。"],
)  # fmt: skip
def test_signatures_and_notes_are_known_by_their_words(text):
    assert kind(序号=text) == "signature"
    assert kind(户主姓名=text) == "signature"


@pytest.mark.parametrize(
    "row",
    [
        ("1", "小计", "一镇", "", ""),
        ("", "", "合计", 107.0, ""),
        ("", "", "合计", "", "在用"),
        ("", "负责人老王", "", 107.0, ""),
    ],
)
def test_a_household_is_never_taken_for_a_total_or_signature(row):
    assert kinds(row) == ["data"]


@pytest.mark.parametrize(
    "cells",
    [
        {"户主姓名": "王合计", "村社区": "一村"},
        {"户主姓名": "计", "村社区": "一村"},
        {"户主姓名": "甲", "村社区": "总计村"},
        {"户主姓名": "合计", "联系电话": "13900000000"},
        {"户主姓名": "甲", "备注": "合计"},
        {"户主姓名": "单位宿舍"},
        {"户主姓名": "经办中心", "村社区": "一村"},
        {"户主姓名": "甲", "村社区": "一村", "年用煤量": 2},
        {"户主姓名": "甲", "备注": "填表人：乙"},
    ],
)
def test_a_household_with_a_strange_name_and_no_place_is_a_household(cells):
    assert kind(**cells) == "data"


@pytest.mark.parametrize(
    "cells",
    [{"序号": 36}, {"序号": 36, "户主姓名": "——", "状态": "——"}, {"户主姓名": " ", "状态": "　"}],
)
def test_a_row_of_a_form_that_nobody_filled_is_blank(cells):
    assert kind(**cells) == "blank"


def test_the_header_again_on_the_next_page_is_a_heading_and_so_is_the_title():
    assert kinds(
        HEADINGS,
        ["一镇散煤用户台账"] + [""] * 7,
        [1, "甲", "", "一村", 107, 2, "状态", ""],
        header=WIDE,
    ) == ["heading", "heading", "data"]


def test_both_rows_of_a_header_are_known_when_they_come_again():
    rows = [["户主", "位置", "", "状态"], ["", "经度", "纬度", ""]]
    header = find_header(rows, where="x")
    assert kinds(*rows, ["甲", 107, 33, "在用"], header=header) == ["heading", "heading", "data"]


def test_typed_columns_are_read_like_cells():
    cells = pd.DataFrame({0: pd.array(["1", "合计"], "str"), 1: pd.array(["甲", None], "str"),
                          2: pd.Categorical(["一镇", None]), 3: [107.0, np.nan],
                          4: pd.array(["在用", None], "str")})  # fmt: skip
    assert row_kinds(cells, header=HEADER).tolist() == ["data", "total"]


def test_cells_that_lie_in_several_pieces_or_in_none_are_read():
    names = pd.concat([pd.Series(["甲", "合计"], dtype="str"), pd.Series(["乙"], dtype="str")])
    places = pd.Series(["", "", ""], dtype="str")
    cells = pd.DataFrame({0: names.to_numpy(), 1: places.to_numpy()}, dtype="str")
    cells[0] = names.set_axis(cells.index)
    header = Header(0, {"head": 0, "status": 1}, ())
    assert row_kinds(cells, header=header).tolist() == ["data", "total", "data"]
    assert row_kinds(cells.iloc[:0], header=header).tolist() == []


@pytest.mark.parametrize("text", ["村支书签字：", "包村干部签字：", "驻村工作队：", "以上情况属实"])
def test_the_signatures_of_a_village_are_no_households(text):
    assert kind(序号=text) == "signature"
    assert kind(户主姓名=text) == "signature"
