from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.world import households, in_b, make_project, proven, row
from zonemap.cli.near_line import near_sentences, visit_sentence


def sentences(certain, counted, possible):
    row = {"remaining_certain": certain, "remaining": counted, "remaining_possible": possible}
    table = pd.DataFrame(row, index=pd.Index(["a"], name="zone_id"))
    return list(near_sentences(table, names={"a": "甲"}, translate=str))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 2), "甲: none remains inside, but 2 just beyond the line"),
        ((0, 3, 3), "甲: all 3 that remain stand too near the line"),
    ],
)
def test_a_zero_that_hangs_on_the_line_is_said(counts, said):
    assert [line[: len(said)] for line in sentences(*counts)] == [said]


@pytest.mark.parametrize("counts", [(0, 0, 0), (1, 2, 3), (2, 2, 2)])
def test_a_call_that_does_not_hang_on_the_line_is_passed_over(counts):
    assert sentences(*counts) == []


def test_the_report_says_so_and_json_has_both_doubts(call, tmp_path):
    rows = [proven("h1", 107.06, 33.05), row("h2", 107.0499, 33.05), in_b(row("h5", 107.17, 33.05))]
    folder = make_project(tmp_path / "p", rows)
    text = call("check", "--project", folder).stdout
    assert "甲县禁燃区: none remains inside, but 1 just beyond the line are too near" in text
    report = json.loads(call("check", "--project", folder, "--json").stdout)
    found = report["nearness"]["a-ban"]
    names = ["remaining_certain", "remaining", "remaining_possible", "near_line"]
    assert [found[name] for name in names] == [0, 0, 1, 1]
    assert [found["range_of"], found["line_accuracy_m"]] == ["line", 100]
    assert [found["households_low"], found["households_high"]] == [1, 2]


def test_what_is_not_known_is_null_in_json(call, tmp_path):
    plan = (make_project(tmp_path / "p") / "zonemap.toml").read_text(encoding="utf-8")
    plan = plan.replace("line_accuracy_m = 100\n", "")
    folder = make_project(tmp_path / "q", households(), plan=plan)
    found = json.loads(call("check", "--project", folder, "--json").stdout)["nearness"]["a-ban"]
    assert [found["line_accuracy_m"], found["range_of"], found["households_low"]] == [
        None,
        "",
        None,
    ]


def test_households_to_visit_are_counted_once_and_none_is_not_said():
    near = pd.DataFrame({"household": [4, 4, 9], "zone_id": ["a", "b", "a"]})
    assert visit_sentence(near, translate=str).startswith("Too near a line to call: 2 households")
    assert visit_sentence(near[:0], translate=str) == ""
