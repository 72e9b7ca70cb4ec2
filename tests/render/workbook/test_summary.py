"""The summary says each number once, and says when zones overlap."""

from __future__ import annotations

from tests.render.workbook.workbook_world import (
    draw_counts,
    draw_households,
    read_book,
    table_rows,
    write_counts,
)
from zonemap.schema import STATUSES


def summary(shared, *, values=True):
    households = draw_households(200, shared=shared)
    return read_book(write_counts(households), values=values)["Summary"], draw_counts(households)


def cells(sheet, row):
    return [cell.value for cell in sheet[row]]


def text_of(sheet):
    return "\n".join(str(cell.value) for row in sheet for cell in row if cell.value is not None)


def test_rows_are_the_counts_of_the_zones_and_their_total():
    sheet, counts = summary(0)
    for row, zone in ((5, "ban"), (6, "ring"), (7, "total")):
        expected = counts.zone_counts.loc[zone]
        assert cells(sheet, row)[2:12] == expected.tolist()
        assert cells(sheet, row)[12] == expected["proven"] * 1000 // expected["households"] / 1000
    assert [cells(sheet, row)[0] for row in (5, 6, 7)] == ["甲区禁燃区", "乙县3公里范围", "Total"]


def test_formulas_stand_where_they_are_true():
    sheet, _ = summary(0, values=False)
    assert cells(sheet, 5)[2] == "=E5+F5"
    assert cells(sheet, 5)[5] == "=SUM(G5:K5)"
    assert cells(sheet, 7)[3] == "=SUM(D5:D6)"
    assert isinstance(cells(sheet, 7)[11], int), "an undetermined household could lie in any zone"


def test_the_total_of_overlapping_zones_is_no_sum_and_says_why():
    sheet, counts = summary(20, values=False)
    assert cells(sheet, 7)[3] == counts.zone_counts.loc["total", "claimed"]
    assert cells(sheet, 7)[5] == "=SUM(G7:K7)"
    assert "Zones add up to 20 more than the total" in str(sheet["A8"].value)
    assert "Zones add up" not in text_of(summary(0)[0])


def test_the_summary_says_what_is_approximate_and_how_far_from_zero():
    text = text_of(summary(0)[0])
    assert "甲区禁燃区: The line is approximate, not an official line (±1,500 m)" in text
    assert "甲区禁燃区: 未清零，尚有待核实户" in text
    assert "台账：合成" in text
    assert "31 days left" in text
    assert "For internal use" in text


def test_rows_of_the_status_sheet_add_up_to_the_households():
    households = draw_households(200, shared=20)
    counts = draw_counts(households)
    rows = table_rows(read_book(write_counts(households))["Zone by status"])
    assert [row["Households (base)"] for row in rows] == counts.zone_counts["households"].tolist()
    for row, zone in zip(rows, counts.zone_statuses.index, strict=True):
        for status in STATUSES:
            assert row[status.label] == counts.zone_statuses.loc[zone, status.name]
