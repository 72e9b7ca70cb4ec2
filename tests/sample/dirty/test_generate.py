from __future__ import annotations

import io
from itertools import islice

import numpy as np
import openpyxl
import pandas as pd
import pytest

from zonemap.sample.dirty.catalogue import FAULTS, mild_rates
from zonemap.sample.dirty.generate import LEAST_TOWN, dirty_files
from zonemap.sample.dirty.structure import FILE_FAULTS
from zonemap.schema import COLUMN_NAMES

EVERY = dict.fromkeys(FAULTS, 0.01)
PLAIN = dict.fromkeys([fault.name for fault in FILE_FAULTS], 0.0) | {"town_files": 0.0}


@pytest.fixture(scope="module")
def few(ledgers):
    return [(day, table.head(60)) for day, table in ledgers]


def two_towns(table):
    """The same households in two towns, one of them alone in the large frame."""
    halves = np.where(np.arange(len(table)) % 5, "大镇", "小镇")
    rows = table.assign(town=pd.array(halves, dtype="str"), county="汉台区")
    small = rows[rows["town"] == "小镇"].head(LEAST_TOWN - 1)
    return pd.concat([rows[rows["town"] == "大镇"].head(100), small], ignore_index=True)


def files(ledgers, rates, **more):
    return list(dirty_files(ledgers, rates=rates, seed=11, **more))


def test_without_faults_the_file_holds_the_ledger(ledgers):
    (file,) = files(ledgers, {})
    assert file.name == "2022-09-30_模拟数据.xlsx"
    assert file.faults.empty
    pd.testing.assert_frame_equal(file.truth[list(COLUMN_NAMES)], ledgers[-1][1])
    assert set(file.truth["expected"]) == {"counted"}


def test_the_same_seed_gives_the_same_bytes(few):
    one, two = (files(few, mild_rates() | PLAIN) for _ in range(2))
    assert [file.data for file in one] == [file.data for file in two]
    pd.testing.assert_frame_equal(one[0].truth, two[0].truth)
    other = list(dirty_files(few, rates=mild_rates() | PLAIN, seed=12))
    assert other[0].data != one[0].data


def test_the_truth_has_a_row_for_each_row_of_data_where_it_stands(ledgers):
    (file,) = files(ledgers, EVERY | PLAIN | dict.fromkeys(
        ["title_rows", "subtotals", "blank_rows", "serial_column", "merged_header"], 1.0
    ))  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(file.data), data_only=True)
    assert list(book.sheetnames) == list(file.truth["sheet"].unique())
    assert not file.truth.duplicated(["sheet", "row"]).any()
    for name, truth in file.truth.groupby("sheet"):
        sheet = book[name]
        heads = next(r for r in sheet.iter_rows(max_row=6, values_only=True) if "户主姓名" in r)
        numbers = [sheet.cell(row, 1).value for row in truth["row"]]
        assert numbers == list(range(1, len(truth) + 1))
        written = [sheet.cell(row, heads.index("燃料") + 1).value for row in truth["row"]]
        true = truth["fuel"].tolist()
        agree = [
            (w is not None and t in str(w)) or pd.isna(t)
            for w, t in zip(written, true, strict=True)
        ]
        assert np.mean(agree) > 0.95


def test_every_fault_can_occur(ledgers, few):
    seen = set()
    crowded = [(day, two_towns(table)) for day, table in ledgers]
    values = {n: r for n, r in EVERY.items() if FAULTS[n].family in {"values", "duplicates"}}
    for name, fault in FAULTS.items():
        if fault.family in {"values", "duplicates"}:
            continue
        whole = crowded if fault.family == "datum" else few
        for file in islice(dirty_files(whole, rates={name: 1.0}, seed=11), 3):
            seen |= set(file.faults["fault"])
    for file in files(ledgers, values):
        seen |= set(file.faults["fault"])
    assert set(FAULTS) - seen == set()


@pytest.mark.parametrize("name", [fault.name for fault in FILE_FAULTS])
def test_every_form_of_file_keeps_every_household(few, name):
    (file,) = files(few, {name: 1.0})
    assert len(file.truth) == len(few[-1][1])
    assert file.faults["fault"].tolist() == [name]
    start = {"xlsx_named_xls": b"PK", "html_named_xls": b"<html", "gpkg": b"SQLite",
             "csv_utf16": b"\xff\xfe", "geojson": b"{"}  # fmt: skip
    assert file.data.startswith(start.get(name, b""))


def test_a_file_for_each_town_lies_in_the_folder_of_its_day(few):
    made = files(few, {"town_files": 1.0})
    ledger = few[-1][1]
    assert len(made) == (ledger["county"] + ledger["town"]).nunique()
    assert all(file.name.startswith("2022-09-30/2022-09-30_") for file in made)
    assert sum(len(file.truth) for file in made) == len(ledger)


def test_a_frame_shows_in_the_cells_and_the_truth_stays_wgs84(ledgers):
    (file,) = files(ledgers, {"gk_prefix_file": 1.0}, file_format="csv")
    rows = pd.read_csv(io.BytesIO(file.data), encoding="utf-8-sig")
    assert rows["经度"].between(36_000_000, 37_000_000).all()
    assert file.truth["longitude"].between(105, 109).all()
    assert set(file.truth["frame"]) == {"gk_prefix"}


def test_without_coordinates_only_village_points_place_a_row(ledgers):
    (bare,) = files(ledgers, {"no_coordinates": 1.0})
    assert set(bare.truth["reason"]) == {"no_place"}
    (placed,) = files(ledgers, {"no_coordinates": 1.0}, village_points=True)
    assert set(placed.truth["expected"]) == {"counted"}
    assert set(placed.truth["place"]) == {"village"}
