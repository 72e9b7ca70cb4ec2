"""The workbook that goes back to the towns."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.render.workbook.workbook_world import CONTEXT, ID_NUMBER, english, read_book, table_rows
from zonemap.errors import ZonemapError
from zonemap.render.workbook import rejects as rejects_book
from zonemap.render.workbook.rejects import REASONS, SEVERITIES, rejects_workbook


def draw_issues(**columns):
    issues = pd.DataFrame(
        {
            "file": ["b.xlsx", "a.xlsx", "a.xlsx"],
            "sheet": ["台账"] * 3,
            "row": [12, 9, 5],
            "column": ["coal_t", "自编列", "longitude"],
            "value": ["-3", "=1+1", None],
            "code": ["negative_number", "bad_number", "no_place"],
            "severity": ["blanked", "noted", "undetermined"],
        }
    )
    return issues.assign(**columns)


def rejects(issues):
    return rejects_workbook(issues, context=CONTEXT, translate=english)


def test_issues_stand_by_file_and_row_with_what_to_do():
    rows = table_rows(read_book(rejects(draw_issues()))["Issues"])
    assert [(row["Ledger file"], row["Row in Excel"]) for row in rows] == [
        ("a.xlsx", 5),
        ("a.xlsx", 9),
        ("b.xlsx", 12),
    ]
    assert [row["Column"] for row in rows] == ["Longitude", "自编列", "Coal per year (t)"]
    assert rows[0]["Reason"] == "No coordinates"
    assert rows[0]["Effect"] == "Household undetermined"
    assert rows[2]["What to do"] == "Check and enter the true number"


def test_values_are_text_even_where_they_look_like_formulas_and_numbers():
    sheet = read_book(rejects(draw_issues()), values=False)["Issues"]
    assert [sheet[f"E{row}"].value for row in (4, 5, 6)] == [None, "=1+1", "-3"]
    assert sheet["E6"].data_type == "s"


def test_an_identity_number_in_any_column_is_masked():
    issues = draw_issues(column="household_id", value=f"户 {ID_NUMBER}")
    rows = table_rows(read_book(rejects(issues))["Issues"])
    assert {row["Value"] for row in rows} == {f"户 ***{ID_NUMBER[-4:]}"}


def test_identity_numbers_show_their_last_digits_only():
    issues = draw_issues(column="id_number", value=ID_NUMBER, code="id_as_number")
    rows = table_rows(read_book(rejects(issues))["Issues"])
    assert {row["Value"] for row in rows} == {"***" + ID_NUMBER[-4:]}


@pytest.mark.parametrize("column", ["code", "severity"])
def test_what_cannot_be_put_into_words_is_an_error(column):
    with pytest.raises(ZonemapError, match="moonlight"):
        rejects(draw_issues(**{column: "moonlight"}))


def test_nothing_rejected_is_said():
    book = read_book(rejects(draw_issues().iloc[:0]))
    assert "Nothing was rejected" in book["Issues"]["A3"].value
    assert book["By file and reason"]["A4"].value == "Nothing to list"


def test_issues_are_counted_by_file_and_reason():
    sheet = read_book(rejects(draw_issues(code="bad_date")))["By file and reason"]
    rows = table_rows(sheet)
    assert [(row["Ledger file"], row["Issues"]) for row in rows] == [("a.xlsx", 2), ("b.xlsx", 1)]
    assert sheet["D7"].value == 3


def test_issues_that_outgrow_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(rejects_book, "SHEET_CAPACITY", 2)
    book = read_book(rejects(draw_issues()))
    assert [len(table_rows(book[name])) for name in ("Issues", "Issues 2")] == [2, 1]


def test_the_same_issues_give_the_same_bytes():
    assert rejects(draw_issues()) == rejects(draw_issues())


def test_every_reason_says_what_to_do():
    assert all(reason.text and reason.remedy for reason in REASONS.values())
    assert list(SEVERITIES) == ["undetermined", "blanked", "noted"]
