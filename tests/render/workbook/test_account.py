"""The accounting sheet shows that no row was lost, and stops where one was."""

from __future__ import annotations

import pytest

from tests.render.workbook.workbook_world import (
    draw_counts,
    draw_households,
    read_book,
    with_counts,
    write_counts,
)
from zonemap.errors import AccountingError

HOUSEHOLDS = draw_households(200)


def values_of(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_files_sub_totals_and_controls_are_shown():
    rows = values_of(read_book(write_counts(HOUSEHOLDS))["Accounting"])
    assert rows[4][2:] == [206, 3, 1, 2, 200, 192, 4, 4, 0, "Yes"]
    assert [row[-4:] for row in rows if row and row[0] == "households/2022-09-30.xlsx"][1:] == [
        ["Number of households", 80, 79, "No"],
        ["Coal per year (t)", 36.4, 36.399999, "Yes"],
    ]
    assert ["乙县3公里范围", 1, 0, "No"] in rows


@pytest.mark.parametrize("column", ["rows", "data", "outside"])
def test_a_lost_row_stops_the_workbook(column):
    counts = draw_counts(HOUSEHOLDS)
    accounting = counts.accounting.copy()
    accounting[column] += 1
    with pytest.raises(AccountingError, match=r"2022-09-30\.xlsx"):
        write_counts(HOUSEHOLDS, with_counts(counts, accounting=accounting))


def test_no_sub_totals_is_said():
    counts = draw_counts(HOUSEHOLDS)
    bare = with_counts(counts, control_totals=counts.control_totals.iloc[:0])
    rows = values_of(read_book(write_counts(HOUSEHOLDS, bare))["Accounting"])
    assert ["Nothing to list"] in rows
