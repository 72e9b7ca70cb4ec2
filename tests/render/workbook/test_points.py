"""The sheets of points in the clearance workbook."""

from __future__ import annotations

import pytest

from tests.render.points_world import HOSTILE, points
from tests.render.workbook.workbook_world import (
    draw_counts,
    draw_households,
    read_book,
    table_rows,
    with_counts,
    write_counts,
)


@pytest.fixture(scope="module")
def content():
    households = draw_households(40)
    counts = with_counts(draw_counts(households), points=points(("ban", "ring")))
    return write_counts(households, counts)


def test_points_are_counted_by_zone_outside_and_without_a_place(content):
    rows = table_rows(read_book(content)["Points by zone"])
    assert [list(row.values())[:3] for row in rows] == [
        ["甲区禁燃区", 1, 1],
        ["乙县3公里范围", 1, None],
        ["In some zone, each once", 2, 1],
        ["Outside all zones", 1, 0],
        ["Without usable place", 1, 0],
        ["All points", 4, 1],
    ]


def test_all_points_is_a_sum_that_excel_does(content):
    sheet = read_book(content, values=False)["Points by zone"]
    assert sheet["B9"].value == "=SUM(B6:B8)"
    assert sheet["C9"].value == "=SUM(C6:C8)"


def test_a_blank_count_is_explained(content):
    cells = [cell.value for cell in read_book(content)["Points by zone"]["A"]]
    assert any(text and text.startswith("Blank: a zone of villages") for text in cells)


def test_every_point_is_listed_with_its_zone_or_why_it_has_none(content):
    rows = table_rows(read_book(content)["List of points"])
    assert [row["Zone"] for row in rows] == [
        "甲区禁燃区",
        "乙县3公里范围",
        "Outside all zones",
        "Without usable place",
        "甲区禁燃区",
    ]
    assert rows[0]["Longitude"] == 107.02
    assert rows[3]["Longitude"] is None


def test_a_name_that_looks_like_a_formula_stays_text(content):
    cell = read_book(content, values=False)["List of points"]["B5"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_a_plan_without_points_has_no_such_sheet():
    names = read_book(write_counts(draw_households(10))).sheetnames
    assert not {"Points by zone", "List of points"} & set(names)
