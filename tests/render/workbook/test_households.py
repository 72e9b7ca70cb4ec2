"""Lists of households: complete, in order, as text, and never with identity numbers."""

from __future__ import annotations

import pytest

from tests.render.workbook.workbook_world import (
    ID_NUMBER,
    draw_counts,
    draw_households,
    read_book,
    table_rows,
    write_counts,
)
from zonemap.errors import OutputError
from zonemap.render.workbook import households as household_sheets

REMAINING = "Remaining households"


@pytest.fixture(scope="module")
def households():
    return draw_households(200, shared=20)


@pytest.fixture(scope="module")
def book(households):
    return read_book(write_counts(households))


def test_every_remaining_household_is_listed_once(households, book):
    rows = table_rows(book[REMAINING])
    ids = [row["Household ID"] for row in rows]
    counts = draw_counts(households)
    assert len(ids) == len(set(ids)) == counts.zone_counts.loc["total", "remaining"]
    inside = households["placement"].eq("in") & ~households["stage"].eq("proven")
    assert set(ids) == set(households.loc[inside, "household_id"])


def test_a_household_of_two_zones_names_both(book):
    zones = {row["Zone"] for row in table_rows(book[REMAINING])}
    assert "甲区禁燃区、乙县3公里范围" in zones


def test_the_list_runs_by_zone_county_town_village_and_household(book):
    rows = table_rows(book[REMAINING])
    keys = [
        (
            not str(row["Zone"]).startswith("甲"),
            row["County"],
            row["Town"],
            row["Village"],
            row["Household ID"],
        )
        for row in rows
    ]
    assert keys == sorted(keys)


def test_identifiers_and_phones_are_text_with_every_digit(book):
    sheet = book[REMAINING]
    assert sheet["B4"].data_type == "s"
    assert len(sheet["B4"].value) == 18
    assert sheet["D4"].data_type == "s"
    assert sheet["D4"].value.startswith("0916")


def test_an_identity_number_typed_into_another_cell_is_masked(households):
    changed = households.copy()
    changed["household_id"] = changed["id_number"]
    changed["address"] = "户主身份证" + changed["id_number"]
    rows = table_rows(read_book(write_counts(changed))[REMAINING])
    assert {row["Household ID"] for row in rows} == {f"***{ID_NUMBER[-4:]}"}
    assert {row["Address"] for row in rows} == {f"户主身份证***{ID_NUMBER[-4:]}"}


def test_words_stand_for_status_stage_and_reason(book):
    assert {row["Stage"] for row in table_rows(book[REMAINING])} == {
        "Relapsed",
        "Still burning",
        "Blocked",
        "Under way",
        "Claimed, not proven",
    }
    undetermined = table_rows(book["Undetermined"])
    assert [row["Why undetermined"] for row in undetermined].count("No status") == 1
    assert len(undetermined) == 4


def test_households_beyond_the_plan_are_listed_but_not_superseded_rows(households):
    beyond = households["beyond_plan"]
    changed = households.copy()
    changed.loc[beyond.idxmax(), "placement"] = "superseded"
    sheet = read_book(write_counts(changed, draw_counts(households)))["In ban zone, not in plan"]
    assert len(table_rows(sheet)) == beyond.sum() - 1


def test_a_formula_in_a_ledger_stays_text(households):
    changed = households.copy()
    changed["address"] = "=HYPERLINK(1)"
    changed["officer"] = "https://example.org"
    content = write_counts(changed)
    sheet = read_book(content, values=False)[REMAINING]
    assert sheet["I4"].value == "=HYPERLINK(1)"
    assert sheet["I4"].data_type == "s"
    assert all(cell.hyperlink is None for row in sheet for cell in row)


def test_a_list_that_outgrows_a_sheet_goes_on_in_the_next(households, monkeypatch):
    monkeypatch.setattr(household_sheets, "SHEET_CAPACITY", 50)
    book = read_book(write_counts(households))
    parts = [name for name in book.sheetnames if name.startswith(REMAINING)]
    assert parts[:2] == [REMAINING, f"{REMAINING} 2"]
    total = draw_counts(households).zone_counts.loc["total", "remaining"]
    assert sum(len(table_rows(book[name])) for name in parts) == total


def test_lists_left_out_say_where_they_are(households):
    content = write_counts(households, household_lists=False)
    sheet = read_book(content)[REMAINING]
    total = draw_counts(households).zone_counts.loc["total", "remaining"]
    assert sheet["A3"].value == f"The list of {total} households is in located.parquet"
    assert sheet.max_row == 3


def test_an_unknown_reason_is_an_error(households):
    changed = households.copy()
    changed.loc[changed["undetermined_reason"].notna(), "undetermined_reason"] = "moonlight"
    with pytest.raises(OutputError, match="moonlight"):
        write_counts(changed)
