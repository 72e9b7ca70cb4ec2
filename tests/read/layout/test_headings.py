from __future__ import annotations

import pytest

from zonemap.read.layout.headings import (
    column_name,
    in_other_unit,
    is_geopoint,
    is_pair,
    is_passed_over,
    is_serial,
    meaning,
)
from zonemap.schema import COLUMNS, HEADING_ALIASES


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("户编号", "household_id"),
        (" 年用煤量（吨） ", "coal_t"),
        ("采暖面积\n(平方米)", "heated_area_m2"),
        ("采暖面积㎡", "heated_area_m2"),
        ("用煤量吨", "coal_t"),
        ("household id", "household_id"),
        ("ｘ", "longitude"),
        ("E", "longitude"),
        ("坐标（经度）", "longitude"),
        ("GCJ02经度", "longitude"),
        ("北坐标 Y", "latitude"),
        ("东坐标(m)", "longitude"),
        ("*联系电话", "phone"),
        ("★状态", "status"),
        ("身份证号码(必填)", "id_number"),
        ("1.户主姓名", "head"),
        ("（1）户主姓名", "head"),
        ("一、户主姓名", "head"),
        ("①户主姓名", "head"),
        ("镇（街道）", "town"),
        ("县(区)", "county"),
        ("村(社区)", "village"),
        ("村 社 区", "village"),
        ("所属镇办", "town"),
        ("验收时间", "accepted_date"),
        ("户主联系电话", "phone"),
        ("户主/户主姓名", "head"),
        ("序号", None),
        ("编号", None),
        ("日期", None),
        ("姓名/电话", None),
        ("银行账户", None),
        ("", None),
        (None, None),
    ],
)
def test_a_heading_is_known_whatever_its_spacing_width_unit_or_numbering(heading, name):
    assert column_name(heading) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("household/location_latitude", "latitude"),
        ("location.longitude", "longitude"),
        ("location-Latitude", "latitude"),
        ("_gps_longitude", "longitude"),
        ("_gps_altitude", None),
        ("group_a/status", "status"),
        ("group_a/phone_number", "phone"),
        ("基本信息/户主姓名", "head"),
        ("_status", None),
        ("_id", None),
        ("phonenumber", None),
    ],
)
def test_headings_of_survey_forms_are_known_by_their_end_and_their_own_columns_are_not(
    heading, name
):
    assert column_name(heading) == name


@pytest.mark.parametrize(
    "heading",
    ["_uuid", "__version__", "start", "deviceid", "序号", "_gps_precision", "meta/instanceID"],
)
def test_what_a_form_adds_of_itself_is_passed_over(heading):
    assert is_passed_over(heading)


def test_the_plans_own_headings_win():
    aliases = {"户主（姓名）": "officer", "现状": "status"}
    assert column_name("户主 (姓名)", aliases) == "officer"
    assert column_name("现状", aliases) == "status"
    assert column_name("现状") is None


@pytest.mark.parametrize(
    "heading", ["年用煤量（公斤）", "补贴金额（万元）", "采暖面积(亩)", "用煤量kg"]
)
def test_amounts_in_another_unit_are_never_read_as_ours(heading):
    assert column_name(heading) is None
    assert in_other_unit(heading)
    assert not in_other_unit(heading[:4])


def test_a_name_is_surer_than_an_alias_and_a_whole_heading_than_a_part():
    doubts = [
        meaning(h).doubt for h in ("村社区", "村社区（必填）", "社区", "社区（必填）", "a/村社区")
    ]
    assert doubts == sorted(set(doubts))


def test_serial_numbers_points_and_pairs_are_told():
    assert is_serial("序 号")
    assert is_serial("No.")
    assert is_geopoint("household/gps")
    assert is_pair("经纬度（WGS84）")
    assert not is_pair("经度")


def test_no_alias_means_two_columns():
    from zonemap.read.layout.headings import squashed

    words = [squashed(word) for words in HEADING_ALIASES.values() for word in words]
    words += {squashed(text): 1 for c in COLUMNS for text in (c.name, c.header, c.label)}
    assert len(words) == len(set(words))
