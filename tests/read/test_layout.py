from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from zonemap.errors import ColumnError
from zonemap.read.layout import Header, column_name, find_header, row_kinds

HEADER = Header(0, {"household_id": 0, "head": 1, "town": 2, "longitude": 3, "status": 4}, ())


def kinds(*rows):
    cells = pd.DataFrame([list(row) for row in rows], dtype=object)
    return row_kinds(cells, header=HEADER).tolist()


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("户编号", "household_id"),
        (" 年用煤量（吨） ", "coal_t"),
        ("采暖面积\n(平方米)", "heated_area_m2"),
        ("Longitude", "longitude"),
        ("household id", "household_id"),
        ("ｘ", "longitude"),
        ("序号", None),
    ],
)
def test_a_heading_is_known_whatever_its_spacing_width_or_unit(heading, name):
    assert column_name(heading) == name


def test_the_header_is_found_under_titles_and_over_merged_groups():
    rows = [
        ["汉台区散煤用户台账", "", "", "", ""],
        ["序号", "户基本信息", "", "状态", "银行账户"],
        ["", "户编号", "户主姓名", "", ""],
        ["1", "610702", "甲", "在用", "9"],
    ]
    header = find_header(rows, where="x")
    assert header.row == 2
    assert header.columns == {"household_id": 1, "head": 2, "status": 3}
    assert header.unread == ("银行账户",)


def test_a_sheet_without_a_header_is_no_ledger():
    assert find_header([["说明"], ["甲", "乙"]], where="x") is None
    assert find_header([], where="x") is None


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(ColumnError, match="经度"):
        find_header([["经度", "纬度", "经度", "状态"]], where="x")


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
        (("填表人：李某", "审核人：王某", "", "", ""), "signature"),
        (("单位（盖章）：", "", "", "", ""), "signature"),
    ],
)
def test_totals_and_signatures_are_known_however_they_are_laid_out(row, kind):
    assert kinds(row) == [kind]


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
