from __future__ import annotations

import math
import re

import pandas as pd
import pytest

from zonemap.messages import translator
from zonemap.render.captions import (
    caveat,
    certainty_sentence,
    edition_mark,
    range_sentence,
    zero_sentence,
)
from zonemap.tally import zero_findings


def finding(remaining: int, undetermined: int, *, passed: bool) -> str:
    """What is found of a single zone with these counts."""
    counts = pd.DataFrame(
        {"remaining": remaining, "undetermined": undetermined}, index=["ban", "total"]
    )
    return zero_findings(counts, pd.DataFrame({"passed": [passed]}, index=["ban"]))["ban"]


@pytest.mark.parametrize("kind", ["polygon", "buffer"])
def test_an_official_zone_needs_no_caveat_however_accurate(kind: str) -> None:
    assert caveat(kind, "official", 20.0, translate=str) == ""


@pytest.mark.parametrize(
    ("kind", "basis", "said"),
    [("polygon", "approximate", "not an official line"), ("buffer", "assumed", "is assumed")],
)
def test_what_is_not_official_is_said_with_its_accuracy_if_known(
    kind: str, basis: str, said: str
) -> None:
    known = caveat(kind, basis, 1500.0, translate=str)
    unknown = caveat(kind, basis, math.nan, translate=str)
    assert said in unknown
    assert "±" not in unknown
    assert known == f"{unknown} (±1,500 m)"


def test_a_map_without_review_number_is_for_internal_use() -> None:
    assert edition_mark("", translate=str) == "For internal use"
    assert edition_mark("陕S(2022)001号", translate=str) == "Map review number 陕S(2022)001号"


@pytest.mark.parametrize(
    ("remaining", "undetermined", "passed", "beginning"),
    [
        (3, 0, True, "Not zero: 3 remaining"),
        (3, 5, False, "Not zero: 3 remaining"),
        (0, 5, True, "Not established: none remains, but 5 undetermined"),
        (0, 0, False, "Not established: none remains, but no positive control"),
        (0, 0, True, "Zero: every household is proven cleared"),
    ],
)
def test_zero_is_said_only_of_a_zone_in_which_nothing_is_left_or_open(
    remaining: int, undetermined: int, *, passed: bool, beginning: str
) -> None:
    sentence = zero_sentence(
        finding(remaining, undetermined, passed=passed),
        remaining=remaining, undetermined=undetermined, translate=str,
    )  # fmt: skip
    assert sentence.startswith(beginning)


def test_every_caption_is_chinese_for_officials() -> None:
    chinese = translator("zh")
    texts = [
        zero_sentence(code, remaining=3, undetermined=5, translate=chinese)
        for code in ("remaining", "undetermined", "uncontrolled", "zero")
    ]
    texts += [caveat(kind, "assumed", 640.0, translate=chinese) for kind in ("polygon", "buffer")]
    texts += [edition_mark(number, translate=chinese) for number in ("", "001号")]
    assert len(set(texts)) == 8
    for text in texts:
        assert re.search("[\u4e00-\u9fff]", text)
        assert not re.search("[A-Za-z]{2,}", text)


ROW = {
    "households_certain": 11,
    "households": 12,
    "households_possible": 15,
    "remaining_certain": 7,
    "remaining": 8,
    "remaining_possible": 11,
    "line_accuracy_m": 1500.0,
    "range_of": "line",
    "households_low": 9,
    "households_high": 1200,
    "remaining_low": 6,
    "remaining_high": 30,
}


def test_the_two_doubts_of_a_zone_are_said_apart() -> None:
    assert certainty_sentence(ROW, visits=4, translate=str) == (
        "Base 12: 11 certain, 15 possible; remaining 8: 7 certain, 11 possible; 4 to visit"
    )
    assert range_sentence(ROW, translate=str).endswith("base 9–1,200, remaining 6–30")
    assert "centre" in range_sentence({**ROW, "range_of": "centre"}, translate=str)


def test_where_there_is_no_doubt_none_is_said() -> None:
    assert certainty_sentence(ROW, visits=0, translate=str).startswith("Remaining 8: none")
    assert range_sentence({**ROW, "range_of": ""}, translate=str) == ""
