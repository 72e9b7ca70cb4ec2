"""The first sheet tells a clerk what to do."""

from __future__ import annotations

from tests.render.workbook.rejects_world import draw_datum, draw_tables, write_rejects
from tests.render.workbook.workbook_world import read_book, table_rows


def texts_of(sheet):
    return [str(cell.value) for row in sheet for cell in row if cell.value is not None]


def test_rows_and_cells_are_counted_by_what_became_of_them():
    rows = table_rows(read_book(write_rejects())["Summary"])
    assert [(row["Effect"], row["Rows"], row["Cells"]) for row in rows] == [
        ("Household undetermined", 3, 3),
        ("Cell left out", 2, 2),
        ("Noted, counted all the same", 3, 4),
        ("Put right while reading", 4, 4),
    ]


def test_it_says_in_five_lines_how_to_mend():
    texts = texts_of(read_book(write_rejects())["Summary"])
    assert [text[:2] for text in texts if text[1:2] == "."] == ["1.", "2.", "3.", "4.", "5."]
    assert any("identity numbers in full" in text for text in texts)


def test_coordinates_that_cannot_be_trusted_are_said_loudly_and_others_not():
    sheet = read_book(write_rejects())["Summary"]
    loud = [cell for row in sheet for cell in row if "cannot be trusted" in str(cell.value)]
    assert "7 rows in 2 groups" in loud[0].value
    assert loud[0].fill.fill_type == "solid"
    calm = read_book(write_rejects(tables=draw_tables(datum=draw_datum()[0].iloc[:1])))["Summary"]
    assert not any("cannot be trusted" in text for text in texts_of(calm))
