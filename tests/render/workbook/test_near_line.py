"""The sheets of what lies near the line in the clearance workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.render.near_world import near
from tests.render.workbook.workbook_world import (
    ID_NUMBER,
    draw_counts,
    draw_households,
    read_book,
    table_rows,
    with_counts,
    write_counts,
)
from zonemap.errors import AccountingError

BOXES = ((107.0, 33.0, 107.1, 33.1), (107.02, 33.02, 107.08, 33.08))
FORMULA = "=1+1"


def world():
    """Of the two households near a line the second stands at its village's point."""
    households = draw_households(40).assign(place_source="own")
    one, two = households.index[:2]
    households.loc[two, ["head", "place_source"]] = [FORMULA, "village"]
    households.loc[one, "address"] = "幸福路1号 " + ID_NUMBER
    households.loc[one, "household_id"] = households.loc[one, "phone"]
    counts = draw_counts(households)
    tables = near(("ban", "ring"), [one, two], counts=counts.zone_counts, boxes=BOXES)
    return households, with_counts(counts, near=tables)


@pytest.fixture(scope="module")
def drawn():
    return world()


@pytest.fixture(scope="module")
def content(drawn):
    return write_counts(*drawn)


def test_every_number_by_zone_reads_back_as_it_was_given(drawn, content):
    zones = drawn[1].near.zones
    rows = list(
        read_book(content)["Near the line"].iter_rows(min_row=5, max_row=6, values_only=True)
    )
    calls = [f"{name}{call}" for name in ("households", "remaining")
             for call in ("_certain", "", "_possible")]  # fmt: skip
    ends = [f"{name}{end}" for name in ("households", "remaining") for end in ("_low", "_high")]
    assert [list(row[1:7]) for row in rows] == zones[calls].to_numpy().tolist()
    assert rows[0][7:] == (2, "Line", 1500, *zones[ends].iloc[0])
    assert rows[1][7:] == (1, "—", "—", "—", "—", "—", "—")


def test_the_two_doubts_are_told_apart(content):
    texts = [cell.value or "" for cell in read_book(content)["Near the line"]["A"]]
    assert any("a visit settles it" in text for text in texts)
    assert any("no visit settles it" in text for text in texts)


def test_the_visit_list_says_who_where_and_how_near(content):
    rows = table_rows(read_book(content)["Visit list"])
    assert [row["Zone"] for row in rows] == ["甲区禁燃区", "甲区禁燃区", "乙县3公里范围"]
    told = {(row["Zone"], row["Head of household"]): row for row in rows}
    beyond = told["甲区禁燃区", FORMULA]
    assert (beyond["Stands now"], beyond["Metres to the line"]) == ("Outside", 131)
    assert (beyond["Own accuracy, metres"], beyond["Placed by"]) == (300, "Point of its village")
    assert (beyond["Stage"], told["甲区禁燃区", "户主0"]["Placed by"]) == (
        "Blocked",
        "Own coordinates",
    )


def test_a_household_near_two_lines_is_one_household(content):
    assert "2 households" in read_book(content)["Visit list"]["A2"].value


def test_no_formula_no_identity_number_and_no_telephone_number_is_in_the_list(content):
    sheet = read_book(content, values=False)["Visit list"]
    cells = [cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = " ".join(str(cell.value) for cell in cells)
    assert FORMULA in texts
    assert ID_NUMBER not in texts
    assert "09160000000" not in texts


def test_the_list_has_a_filter_frozen_headings_and_prints_no_sources(content):
    sheet = read_book(content)["Visit list"]
    assert sheet.freeze_panes == "F4"
    assert sheet.auto_filter.ref == "A3:Q6"
    assert sheet.print_area.endswith("$N$6")


def test_a_huge_ledger_is_pointed_to(drawn):
    sheet = read_book(write_counts(*drawn, household_lists=False))["Visit list"]
    assert sheet["A3"].value == "The list of 2 households is in located.parquet"


def test_counts_that_contradict_the_zones_stop_the_workbook(drawn):
    households, counts = drawn
    wrong = counts.near.zones.assign(remaining=counts.near.zones["remaining"] + 1)
    with pytest.raises(AccountingError, match="their lines"):
        write_counts(households, with_counts(counts, near=replace(counts.near, zones=wrong)))


def test_a_run_that_did_not_ask_has_no_such_sheets():
    names = read_book(write_counts(draw_households(10))).sheetnames
    assert not {"Near the line", "Visit list"} & set(names)
