from __future__ import annotations

from datetime import date

import pandas as pd

from tests.world import households, in_b, make_project, put_ledger
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
