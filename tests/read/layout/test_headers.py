from __future__ import annotations

import pytest

from zonemap.errors import ColumnError
from zonemap.read.layout.headers import find_header


def header(*rows, **words):
    return find_header([list(row) for row in rows], where="x", **words)


def test_the_header_is_found_under_titles_and_over_merged_groups():
    found = header(
        ["汉台区散煤用户台账", "", "", "", ""],
        ["序号", "户基本信息", "", "状态", "银行账户"],
        ["", "户编号", "户主姓名", "", ""],
        ["1", "610702", "甲", "在用", "9"],
    )
    assert found.row == 2
    assert found.columns == {"household_id": 1, "head": 2, "status": 3}
    assert found.unread == ("银行账户",)
    assert found.serial == (0,)


@pytest.mark.parametrize("blank", [None, ""])
def test_a_heading_is_read_with_its_group_where_it_says_nothing_alone(blank):
    found = header(
        ["序号", "户主", "承诺书", "安装", "验收", blank, "位置", blank, "状态"],
        [blank, blank, "日期", "日期", "日期", "结论", "经度", "纬度", blank],
        ["1", "甲", "2022-1-1", "2022-1-1", "2022-1-1", "合格", "107", "33", "在用"],
    )
    assert found.row == 1
    assert found.columns == {
        "head": 1, "agreement_date": 2, "installed_date": 3, "accepted_date": 4, "acceptance": 5,
        "longitude": 6, "latitude": 7, "status": 8,
    }  # fmt: skip


def test_merged_headings_that_were_spread_are_read_alike():
    found = header(
        ["改造进度", "改造进度", "改造进度", "改造进度", "状态"],
        ["安装", "验收", "验收", "户主", "状态"],
        ["日期", "日期", "结论", "户主", "状态"],
    )
    assert found.row == 2
    assert list(found.columns.values()) == [0, 1, 2, 3, 4]


def test_one_word_under_two_groups_means_two_things():
    found = header(["户主", "", "包户干部", "", ""], ["姓名", "电话", "姓名", "电话", "状态"])
    assert found.columns == {"head": 0, "phone": 1, "officer": 2, "status": 4}
    assert found.unread == ("电话",)


def test_column_numbers_and_units_below_are_part_of_the_header():
    found = header(
        ["户编号", "经度", "年用煤量", "状态"],
        ["", "", "（吨）", ""],
        ["1", "2", "3", "4"],
        ["h1", "107", "2", "在用"],
    )
    assert found.row == 2


def test_a_title_with_words_of_columns_is_no_header():
    found = header(
        ["户主姓名、经度、纬度、状态一览表"] * 4,
        ["填表人", "甲", "联系电话", "139"],
        ["户主姓名", "经度", "纬度", "状态"],
    )
    assert found.row == 2


def test_a_sheet_without_a_header_is_no_ledger():
    assert header(["说明"], ["甲", "乙"]) is None
    assert find_header([], where="x") is None


def test_a_summary_by_towns_is_no_ledger():
    assert header(["县区", "镇办", "户数", "年用煤量"], ["汉台区", "一镇", "35", "70"]) is None


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(ColumnError, match="经度"):
        header(["经度", "纬度", "经度", "状态"], ["107", "33", "", ""])
    with pytest.raises(ColumnError, match="清零状态"):
        header(["户编号", "改造状态", "清零状态"])


def test_an_exact_heading_beats_an_alias_and_the_plan_beats_both():
    row = ["社区", "村社区", "改造状态", "清零状态"]
    found = header(row, aliases={"清零状态": "status"})
    assert found.columns == {"village": 1, "status": 3}
    assert found.unread == ("社区", "改造状态")


def test_of_two_columns_that_only_describe_the_likelier_is_read():
    found = header(["姓名", "户主", "手机", "电话", "状态"])
    assert found.columns == {"head": 1, "phone": 3, "status": 4}


def test_what_a_survey_form_adds_is_not_named_as_unread():
    found = header(
        ["start", "_uuid", "a/head", "a/status", "_gps_latitude", "_gps_longitude", "gps"]
    )
    assert (found.unread, found.geopoint) == ((), None)
    assert found.columns == {"head": 2, "status": 3, "latitude": 4, "longitude": 5}


def test_a_place_in_one_column_is_noted():
    assert header(["head", "gps", "status"]).geopoint == 1
    assert header(["户主", "经纬度", "状态"]).pair == 1
