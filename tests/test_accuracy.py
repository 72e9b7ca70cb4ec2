from __future__ import annotations

import pandas as pd
import pytest

from zonemap.accuracy import METHODS, UNKNOWN, place_accuracy
from zonemap.config import PlaceAccuracy

METRES = PlaceAccuracy().model_dump(exclude={"words"})


def accuracy(*methods, words=None):
    texts = pd.Series(methods, index=range(5, 5 + len(methods)), dtype="str")
    return place_accuracy(texts, metres=METRES, words=words or {})


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("GPS定位", "gps"), ("gps 定位", "gps"), ("北斗", "gps"), ("RTK测量", "survey"),
        ("手机定位", "phone"), ("地图点选", "map"), ("奥维互动地图", "map"),
        ("地址匹配", "address"), ("村委会位置", "village"), ("目测", "unknown"), (None, "unknown"),
    ],
)  # fmt: skip
def test_a_way_of_finding_a_place_is_worth_its_metres(text, method):
    assert accuracy(text).tolist() == [METRES[method]]


def test_of_several_ways_named_the_worst_counts():
    assert accuracy("手机GPS", "地图点选村委会").tolist() == [METRES["phone"], METRES["village"]]


def test_the_plans_own_words_are_stronger_and_keep_rows_apart():
    found = accuracy("无人机", "GPS 定位", None, words={"无人机": 3, "gps定位": 7})
    assert found.tolist() == [3, 7, METRES["unknown"]]
    assert found.index.tolist() == [5, 6, 7]


def test_every_way_has_a_key_in_the_plan():
    assert {*METHODS, UNKNOWN} == set(METRES)
