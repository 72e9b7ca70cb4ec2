"""Villages can be filtered and sorted, and the totals below them stay true."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from tests.render.workbook.workbook_world import (
    draw_counts,
    draw_households,
    read_book,
    table_rows,
    write_counts,
)
from zonemap.schema import COUNT_COLUMNS

NAME = "Zone, town, village"


def test_the_body_is_every_village_and_nothing_else():
    households = draw_households(200)
    counts = draw_counts(households)
    sheet = read_book(write_counts(households))[NAME]
    rows = table_rows(sheet)
    assert len(rows) == len(counts.place_counts)
    assert sum(row["Households (base)"] for row in rows) == 200 - 8
    assert sheet.auto_filter.ref == f"A3:M{3 + len(rows)}"


def test_zones_stand_in_the_order_of_the_plan_and_villages_sorted():
    rows = table_rows(read_book(write_counts(draw_households(200)))[NAME])
    zones = [row["Zone"] for row in rows]
    assert zones == sorted(zones, key=["甲区禁燃区", "乙县3公里范围"].index)
    first = [(r["County"], r["Town"], r["Village"]) for r in rows if r["Zone"] == zones[0]]
    assert first == sorted(first)


def test_totals_are_the_counts_of_the_zones_and_survive_sorting():
    households = draw_households(200, shared=20)
    counts = draw_counts(households)
    content = write_counts(households)
    sheet = read_book(content)[NAME]
    start = 3 + len(counts.place_counts) + 2
    for row, zone in enumerate(counts.zones.index, start):
        values = [sheet.cell(row, 5 + place).value for place in range(len(COUNT_COLUMNS))]
        assert values == counts.zone_counts.loc[zone, list(COUNT_COLUMNS)].tolist()
    formula = read_book(content, values=False)[NAME].cell(start, 5).value
    last = start - 2
    # Summed by the zone's name, not by where its rows stand.
    assert formula == f"=SUMPRODUCT(($A$4:$A${last}=$A{start})*E$4:E${last})"


def test_history_has_each_date_and_zone_in_order():
    households = draw_households(200)
    history = draw_counts(households).history
    sheet = read_book(write_counts(households))["History"]
    rows = table_rows(sheet)
    assert [f"{row['Ledger date']:%m-%d}" for row in rows] == ["09-23"] * 3 + ["09-30"] * 3
    assert [row["Remaining"] for row in rows] == history["remaining"].tolist()
    assert [row["Zone"] for row in rows][2] == "Total"
    assert sheet["A4"].number_format == "yyyy-mm-dd"
    assert get_column_letter(sheet.max_column) == "G"
