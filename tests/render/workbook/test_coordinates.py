"""What the coordinates were taken for, said so that a planner can act on it."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.render.workbook.rejects_world import (
    draw_datum,
    draw_issues,
    draw_tables,
    empty_tables,
    write_rejects,
)
from tests.render.workbook.workbook_world import read_book, table_rows
from zonemap.errors import OutputError

NAME = "Coordinates"


def sheet_of(**tables):
    return read_book(write_rejects(tables=draw_tables(**tables)))[NAME]


def test_each_group_stands_with_its_evidence_in_words():
    rows = table_rows(sheet_of(), header=4)
    assert [row["Taken as"] for row in rows] == ["WGS84", "GCJ-02", "Undecided"]
    assert rows[0]["How it was told"] == "Told by the data"
    assert rows[1]["Off from villages (m)"] == 472
    assert rows[1]["Stated as"] == "WGS84"
    assert rows[2]["Form"] == "Metres, with zone number"
    assert rows[2]["Located by"] == "Others"


def test_confidence_is_in_words_and_never_certain():
    words = [row["Confidence"] for row in table_rows(sheet_of(), header=4)]
    assert words == ["Practically certain", "Very likely", "Not compared"]
    datum = draw_datum()[0].assign(confidence=1.0)
    told = [row["Confidence"] for row in table_rows(sheet_of(datum=datum), header=4)]
    assert "100" not in "".join(told)


def test_a_share_is_cut_and_never_rounded_up_to_all():
    shares = [row["In the county named"] for row in table_rows(sheet_of(), header=4)]
    assert shares == [0.999, 0.95, None]


def test_what_is_open_is_red_and_says_what_to_do():
    sheet = sheet_of()
    headings = {cell.value: cell.column for cell in sheet[4]}
    fills = [sheet.cell(row, headings["What to do"]).fill.fill_type for row in (5, 6, 7)]
    assert fills == [None, "solid", "solid"]
    remedies = [sheet.cell(row, headings["What to do"]).value for row in (5, 6, 7)]
    assert remedies[0] is None
    assert "crs_of" in remedies[1]
    assert "village reference points" in remedies[2]
    assert sheet.sheet_properties.tabColor is not None
    assert "2 groups of rows are open" in sheet["A2"].value


def test_nothing_open_raises_no_alarm():
    datum, consequences = draw_datum()
    sheet = sheet_of(datum=datum.iloc[:1], consequences=consequences.iloc[:0])
    assert sheet.sheet_properties.tabColor is None
    texts = [cell.value for row in sheet for cell in row if cell.value]
    assert "Nothing to compare: no group of rows is open" in texts


def test_consequences_show_households_by_zone_and_what_is_counted_now():
    rows = table_rows(sheet_of(), header=10)
    assert [row["甲区禁燃区"] for row in rows] == [3, 1, 2, 1]
    assert [row["Households that change zones"] for row in rows] == [0, 2, 0, 1]
    assert [row["Counted so"] for row in rows] == [None, "Yes", None, None]
    assert [row["If it were"] for row in rows][2] == "EPSG:4524"


def test_no_coordinates_at_all_is_said():
    sheet = read_book(write_rejects(draw_issues().iloc[:0], empty_tables()))[NAME]
    assert sheet["A5"].value == "Nothing to list"


def test_a_way_of_telling_without_words_is_an_error():
    datum = draw_datum()[0].assign(how="moonlight")
    with pytest.raises(OutputError, match="moonlight"):
        sheet_of(datum=datum)
    assert isinstance(datum, pd.DataFrame)
