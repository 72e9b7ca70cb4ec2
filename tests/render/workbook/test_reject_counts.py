"""How much each file has to mend, and that none of its rows is lost."""

from __future__ import annotations

import pytest

from tests.render.workbook.rejects_world import (
    NEW,
    OLD,
    draw_issues,
    draw_tables,
    empty_tables,
    write_rejects,
)
from tests.render.workbook.workbook_world import read_book, table_rows
from zonemap.errors import AccountingError

NAME = "By file and reason"


def test_issues_are_counted_by_file_reason_and_effect():
    issues = draw_issues(code="bad_date", severity="blanked")
    sheet = read_book(write_rejects(issues))[NAME]
    rows = table_rows(sheet, header=4)
    assert [(row["Ledger file"], row["Issues"]) for row in rows[:2]] == [(OLD, 2), (NEW, 7)]
    assert sheet["A7"].value == "Sum"
    assert sheet["E7"].value == 9
    formulas = read_book(write_rejects(issues), values=False)[NAME]
    assert formulas["E7"].value == "=SUM(E5:E6)"


def test_repairs_are_counted_too():
    sheet = read_book(write_rejects(draw_issues(code="bad_date", severity="blanked")))[NAME]
    assert sheet["A9"].value == "Repairs by file and reason"
    rows = table_rows(sheet, header=10)
    assert [row["Repairs"] for row in rows] == [1, 1, 1, 1, 4]


def test_every_row_of_every_file_is_accounted_for():
    rows = list(read_book(write_rejects())[NAME].iter_rows(values_only=True))
    assert rows[-1][0] == NEW
    assert rows[-1][2:12] == (9, 2, 0, 1, 6, 3, 0, 2, 1, "Yes")


def test_a_lost_row_stops_the_workbook():
    accounting = draw_tables().accounting
    accounting["rows"] += 1
    with pytest.raises(AccountingError, match=r"2022-09-23\.xlsx"):
        write_rejects(tables=draw_tables(accounting=accounting))


def test_nothing_to_count_is_said():
    sheet = read_book(write_rejects(draw_issues().iloc[:0], empty_tables()))[NAME]
    assert sheet["A5"].value == "Nothing to list"
