"""Every issue and every repair, listed for a clerk."""

from __future__ import annotations

import pytest

from tests.render.workbook.rejects_world import (
    NEW,
    OLD,
    draw_issues,
    draw_repairs,
    draw_tables,
    empty_tables,
    write_rejects,
)
from tests.render.workbook.workbook_world import ID_NUMBER, read_book, table_rows
from zonemap.render.workbook import bulk


def listed(name, issues=None, **tables):
    book = read_book(write_rejects(issues, draw_tables(**tables)), values=False)
    return book[name]


def test_issues_stand_by_file_and_row_with_what_to_do():
    rows = table_rows(listed("Issues"))
    assert [(row["Ledger file"], row["Row in Excel"]) for row in rows] == [
        (OLD, 11), (OLD, 12), (NEW, None), (NEW, 5), (NEW, 6), (NEW, 6),
        (NEW, 7), (NEW, 8), (NEW, 9),
    ]  # fmt: skip
    assert [row["Column"] for row in rows[3:6]] == ["Longitude", "Coal per year (t)", "Status"]
    assert rows[3]["Reason"] == "No coordinates"
    assert rows[3]["Effect"] == "Household undetermined"
    assert "无人居住" in rows[5]["What to do"]
    assert rows[6]["Code"] == "bad_date"


def test_the_effect_is_coloured_and_can_be_filtered():
    sheet = listed("Issues")
    headings = {cell.value: cell.column for cell in sheet[3]}
    fills = [sheet.cell(row, headings["Effect"]).fill.fgColor.rgb for row in (4, 5, 8)]
    assert len(set(fills)) == 3
    assert sheet.auto_filter.ref == "A3:J12"


def test_a_sibling_row_is_named_only_if_there_is_one():
    rows = table_rows(listed("Issues"))
    assert rows[-1]["Same household as"] == "2022-09-30.xlsx 台账 第6行"
    for issues in (draw_issues(other_row=""), draw_issues().drop(columns="other_row")):
        assert "Same household as" not in table_rows(listed("Issues", issues))[0]


def test_values_are_text_even_where_they_look_like_formulas_and_numbers():
    sheet = listed("Issues", draw_issues(value="=1+1"))
    assert sheet["E4"].value == "=1+1"
    assert sheet["E4"].data_type in {"s", "inlineStr"}


@pytest.mark.parametrize(
    ("column", "number"),
    [("id_number", ID_NUMBER), ("note", ID_NUMBER), ("id_number", "610702000101001")],
)
def test_identity_numbers_show_their_last_digits_only(column, number):
    rows = table_rows(listed("Issues", draw_issues(column=column, value=number)))
    assert {row["Value"] for row in rows} == {f"***{number[-4:]}"}


def test_repairs_say_what_was_read_what_it_became_and_why():
    rows = table_rows(listed("Repairs"))
    assert [(row["Read"], row["Became"]) for row in rows] == [
        ("2022.9.3", "2022-09-03"),
        ("１．５", "1.5"),
        ("正在用", "在用"),
        ("***0000", "***0000"),
    ]
    assert rows[0]["Why"] == "The day written as year, month, day"
    assert [row["Row in Excel"] for row in rows] == [4, 5, 6, 7]


def test_lists_that_outgrow_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(bulk, "SHEET_CAPACITY", 40)
    book = read_book(write_rejects(tables=draw_tables(repairs=draw_repairs(100))))
    names = [name for name in book.sheetnames if name.startswith("Repairs")]
    assert names == ["Repairs", "Repairs 2", "Repairs 3"]
    rows = [row["Row in Excel"] for name in names for row in table_rows(book[name])]
    assert rows == list(range(4, 104))


def test_nothing_found_is_said():
    book = read_book(write_rejects(draw_issues().iloc[:0], empty_tables()))
    assert "Nothing was rejected" in book["Issues"]["A3"].value
    assert "Nothing was put right" in book["Repairs"]["A3"].value
