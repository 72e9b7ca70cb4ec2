from __future__ import annotations

from datetime import date
from random import Random

import pandas as pd
import pytest

from tests.world import (
    households,
    in_b,
    ledger_csv,
    make_project,
    proven,
    put_ledger,
    row,
)
from zonemap.assess import DIGEST_COLUMNS, assess
from zonemap.intake import OwnWords, take_in
from zonemap.project import open_project
from zonemap.read.ledgers import LedgerFile
from zonemap.read.plan import read_config

NOBODY = pd.DataFrame({"household_id": [], "longitude": [], "latitude": []})


def assessed(folder, rows, *, first_row=0):
    make_project(folder, rows)
    path = put_ledger(folder, "2022-09-30", rows)
    typed = take_in(LedgerFile(date(2022, 9, 30), path), root=folder, words=OwnWords())
    project = open_project(read_config(folder))
    return assess([typed], project, first_row=first_row, earlier=NOBODY)


def test_rows_keep_where_they_stand_in_the_file_and_labels_go_on(tmp_path):
    table = assessed(tmp_path / "p", households(), first_row=100).households
    assert table.index.tolist() == list(range(100, 108))
    assert table["source_row"].tolist() == list(range(2, 10))
    assert set(table["source_file"]) == {"households/2022-09-30.csv"}
    assert set(table["ledger_date"]) == {pd.Timestamp("2022-09-30")}
    assert set(DIGEST_COLUMNS) <= set(table.columns)


def test_an_issue_names_the_row_as_excel_numbers_it(tmp_path):
    rows = households()
    rows[2]["验收日期"] = "后天"
    issues = assessed(tmp_path / "p", rows).issues
    assert issues[["row", "column", "value", "code", "severity"]].to_numpy().tolist() == [
        [4, "accepted_date", "后天", "bad_date", "blanked"]
    ]


def test_places_that_are_not_in_the_county_they_name_are_a_problem(tmp_path):
    rows = [in_b(cells) for cells in households() if cells["户编号"] != "h4"]
    problems = assessed(tmp_path / "p", rows).problems
    assert len(problems) == 1
    assert "of its households lie in the county they name" in str(problems[0])
    assert assessed(tmp_path / "q", households()).problems == ()


def test_coordinates_that_are_not_believed_are_shown_as_they_are(tmp_path):
    rows = households()
    rows[7]["经度"] = "10.7"
    issues = assessed(tmp_path / "p", rows).issues
    assert issues[["code", "value"]].to_numpy().tolist() == [["bad_place", "10.7, 33.01"]]


MANY = [
    row("h1", 107.06, 33.05, 户主姓名="甲"),
    proven("h1", 107.06, 33.05, 户主姓名="甲"),
    proven("h2", 107.07, 33.05, 户主姓名="乙"),
    proven("h2", 107.07, 33.05, 户主姓名="乙", 验收结论="不合格"),
    in_b(row("h2", 107.17, 33.05, 户主姓名="丙")),
    row("", 107.08, 33.05, 户主姓名="丁"),
    row("", 107.08, 33.05, 户主姓名="丁", status="清零"),
    row("h4", "", "", 户主姓名="戊"),
    row("h4", 107.09, 33.05, 户主姓名="戊", status="暂缓"),
    row("h5", 107.01, 33.01, 户主姓名="己", 验收日期="后天"),
    in_b(proven("h6", 107.18, 33.06, 户主姓名="庚")),
    in_b(row("h7", 107.12, 33.03, 户主姓名="辛", status="拆除")),
]


def summed_up(assessment):
    """Everything a planner would compare: counts, fates, issues by their code."""
    table = assessment.households
    return (
        assessment.zone_counts.to_dict(),
        table["placement"].value_counts().sort_index().to_dict(),
        assessment.issues.groupby(["column", "code"]).size().to_dict(),
        sorted(table.loc[table["placement"] != "superseded", "household_id"].fillna("")),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_no_count(tmp_path, seed):
    turned = Random(seed).sample(MANY, len(MANY))
    expected = summed_up(assessed(tmp_path / "p", MANY))
    assert summed_up(assessed(tmp_path / "q", turned)) == expected


def test_a_second_copy_of_the_ledger_changes_no_count(tmp_path):
    make_project(tmp_path, MANY)
    noted = [cells | {"备注": f"复印{number}"} for number, cells in enumerate(MANY)]
    paths = [put_ledger(tmp_path, name, MANY) for name in ("2022-09-30", "2022-09-30-b")]
    paths[1].write_text(ledger_csv(noted), encoding="utf-8")
    project = open_project(read_config(tmp_path))
    once, twice = (
        assess(
            [
                take_in(LedgerFile(date(2022, 9, 30), path), root=tmp_path, words=OwnWords())
                for path in part
            ],
            project,
            first_row=0,
            earlier=NOBODY,
        )
        for part in (paths[:1], paths)
    )
    assert twice.zone_counts.equals(once.zone_counts)
    fates = twice.households["placement"].value_counts()
    assert fates.sum() == 2 * len(MANY)
    counted = once.households["placement"].ne("superseded").sum()
    assert fates["superseded"] == 2 * len(MANY) - counted


def test_a_household_without_an_id_stays_undetermined_if_no_row_of_it_has_a_usable_status(tmp_path):
    rows = [row("", 107.08, 33.05, 户主姓名="丁", status="清零")] * 2
    table = assessed(tmp_path / "p", rows).households
    assert table["placement"].tolist() == ["undetermined", "superseded"]
