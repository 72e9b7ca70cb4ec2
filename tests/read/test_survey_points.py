from __future__ import annotations

import pandas as pd

from zonemap.read.layout.headers import find_header
from zonemap.read.sheet import Sheet
from zonemap.read.survey_points import with_places


def placed(heading, *cells):
    header = find_header([["head", heading, "status"]], where="x")
    table = pd.DataFrame([["甲", cell, "在用"] for cell in cells], dtype=object)
    sheet = with_places(Sheet("", header, (1, 0), table))
    columns = sheet.header.columns
    if "longitude" not in columns:
        return None
    return sheet.cells[[columns["longitude"], columns["latitude"]]].fillna("").to_numpy().tolist()


def test_a_point_of_a_survey_form_gives_latitude_then_longitude():
    assert placed("gps", "33.07 107.02 512.3 4.9", "33.1,107.1", "", "不详") == [
        ["107.02", "33.07"],
        ["107.1", "33.1"],
        ["", ""],
        ["不详", ""],
    ]


def test_longitude_and_latitude_in_one_column_stay_whole_for_the_repair():
    assert placed("经纬度", "107.02, 33.07") == [["107.02, 33.07", ""]]


def test_a_sheet_without_either_is_as_it_was():
    assert placed("地址", "x") is None
