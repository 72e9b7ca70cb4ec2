from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zonemap.sample.dirty.catalogue import CELL_FAULTS
from zonemap.sample.dirty.cells import Setting, clean_page, faulty_page, shown
from zonemap.sample.dirty.duplicates import with_duplicates
from zonemap.sample.dirty.kinds import Formula

SETTING = Setting(day=date(2022, 9, 30), form="workbook")


def chance(name):
    return np.random.default_rng([9, *name.encode()])


@pytest.fixture(scope="module")
def page(ledger):
    rng = np.random.default_rng(8)
    rows = with_duplicates(ledger, rates={"duplicate_row": 0.02}, rng=rng)
    return clean_page(rows.assign(frame="wgs84"))


def faulty(page, rates, setting=SETTING):
    return faulty_page(page, CELL_FAULTS, rates=rates, setting=setting, chance=chance)


EVERY = {fault.name: 0.01 for fault in CELL_FAULTS}


def test_a_clean_page_shows_what_is_true(page):
    first = page.truth.iloc[0]
    assert page.cells["household_id"][0] == first["household_id"]
    assert page.cells["longitude"][0] == first["longitude"]
    assert set(page.cells["energy_ready"]) <= {"是", "否", None}
    missing = page.truth["accepted_date"].isna().to_numpy()
    assert all(
        (cell is None) == gone
        for cell, gone in zip(page.cells["accepted_date"], missing, strict=True)
    )


def test_every_fault_of_cells_occurs_and_stands_alone_on_its_cell(page):
    made = faulty(page, EVERY)
    text = faulty(page, EVERY, Setting(day=SETTING.day, form="text"))
    assert set(made.faults["fault"]) == {fault.name for fault in CELL_FAULTS}
    workbook_only = {fault.name for fault in CELL_FAULTS if fault.form == "workbook"}
    assert set(made.faults["fault"]) - set(text.faults["fault"]) == workbook_only
    for faults in (made.faults, text.faults):
        assert not faults.duplicated(["position", "column"]).any()
        assert faults["position"].value_counts().max() <= 3


def test_a_row_that_cannot_be_judged_has_one_fault_and_duplicates_have_none(page):
    made = faulty(page, EVERY)
    undetermined = made.truth.index[made.truth["expected"] == "undetermined"]
    alone = made.faults["position"].value_counts()
    assert len(undetermined) > 0
    assert set(alone[undetermined]) == {1}
    assert (made.truth.loc[undetermined, "reason"] != "").all()
    twice = made.truth.index[made.truth["duplicate"] != ""]
    assert not made.faults["position"].isin(twice).any()


def test_only_faulty_cells_change_and_only_their_truth(page):
    made = faulty(page, EVERY)
    touched = {(row.position, row.column) for row in made.faults.itertuples()}
    touched |= {(row, "latitude") for row, column in touched if column == "longitude"}
    for name in page.cells:
        for row, (before, after) in enumerate(zip(page.cells[name], made.cells[name], strict=True)):
            assert before == after or (row, name) in touched
        changed = page.truth[name].notna() & ~page.truth[name].eq(made.truth[name]).fillna(
            value=False
        )
        assert {(row, name) for row in np.flatnonzero(changed)} <= touched


def test_what_cannot_be_read_becomes_missing(page):
    made = faulty(page, {"number_words": 0.1, "date_impossible": 0.1, "error_cell": 0.1})
    for row in made.faults.itertuples():
        assert row.expected == "blanked"
        assert row.true == ""
        assert made.truth[row.column].isna().iloc[row.position]


def test_with_village_points_a_row_without_a_place_still_counts(page):
    setting = Setting(day=SETTING.day, form="workbook", village_points=True)
    made = faulty(page, {"coordinates_empty": 0.05, "status_blank": 0.05}, setting)
    rows = made.faults.set_index("position")["fault"]
    empty = made.truth.loc[rows.index[rows == "coordinates_empty"]]
    assert set(empty["place"]) == {"village"}
    assert set(empty["expected"]) == {"counted"}
    blank = made.truth.loc[rows.index[rows == "status_blank"]]
    assert set(blank["reason"]) == {"no_status"}


def test_spared_columns_stay_sound(page):
    setting = Setting(day=SETTING.day, form="text", spared=frozenset({"longitude", "status"}))
    made = faulty(page, EVERY, setting)
    assert not made.faults["column"].isin(["longitude", "status"]).any()


def test_cells_are_shown_as_people_see_them():
    cells = [None, 3.0, 3.25, date(2022, 9, 3), Formula("=1/0", "#DIV/0!"), Formula("=A1", None)]
    assert [shown(cell) for cell in cells] == ["", "3", "3.25", "2022-09-03", "#DIV/0!", "=A1"]
    assert shown((107.1, None)) == "107.1 | "
