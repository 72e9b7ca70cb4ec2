from __future__ import annotations

import pytest

from zonemap.errors import BoundaryError
from zonemap.read.places import read_place_points, read_villages


def written(folder, text):
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_villages_keep_their_codes_as_text(tmp_path):
    path = written(
        tmp_path, "county_code,town,village_code12,village\n610702,一镇,610702001001,一村\n"
    )
    assert read_villages(path).to_dict("records") == [
        {"code": "610702001001", "village": "一村", "town": "一镇", "county_code": "610702"}
    ]


def test_points_are_read_under_chinese_headings_with_their_radius(tmp_path):
    path = written(tmp_path, "村社区代码,经度,纬度,半径\n610702001001,107.02,33.07,400\n")
    points = read_place_points(path, kind="village")
    assert points[["code", "longitude", "latitude", "accuracy_m"]].to_numpy().tolist() == [
        ["610702001001", 107.02, 33.07, 400.0]
    ]
    assert points["crs"].tolist() == [""]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("village_code,longitude\n610702001001,107\n", "no column latitude"),
        ("village_code,longitude,latitude\n6107,107,33\n", "row 2 has no code"),
        ("village_code,longitude,latitude\n610702001001,x,33\n", "row 2 has no usable coordinates"),
        ("village_code,longitude,latitude\n610702001001,33,107\n", "row 2 has no usable"),
        (
            "village_code,longitude,latitude\n610702001001,107,33\n610702001001,107,33\n",
            "row 3 stands twice",
        ),
        (
            "village_code,longitude,latitude,crs\n610702001001,107,33,GCJ-02\n610702001002,107,33,BD-09\n",
            "several systems",
        ),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_row(tmp_path, text, said):
    with pytest.raises(BoundaryError, match=said):
        read_place_points(written(tmp_path, text), kind="village")
