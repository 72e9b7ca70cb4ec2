from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.repair.repair_world import DAY
from zonemap.repair.households import typed_households
from zonemap.schema import COLUMN_NAMES, COLUMNS

LEDGERS = sorted((Path(__file__).resolve().parents[2] / "households").glob("*.xlsx"))


def test_every_column_of_the_schema_is_there_on_the_callers_index():
    rows = pd.DataFrame({"status": ["在用", "复烧"]}, index=[7, 3])
    found = typed_households(rows, day=DAY)
    assert found.households.columns.tolist() == list(COLUMN_NAMES)
    assert found.households.index.tolist() == [7, 3]
    assert found.households["status"].tolist() == ["active", "relapsed"]
    assert len(found.issues) == len(found.repairs) == 0


@pytest.mark.parametrize("cells", [["x", "y"], []])
def test_columns_have_their_types_whatever_is_in_them(cells):
    dtypes = {"number": "float64", "date": "datetime64[s]", "yes_no": "boolean"}
    for rows in (
        pd.DataFrame(dict.fromkeys(COLUMN_NAMES, cells), dtype=object),
        pd.DataFrame(index=cells),
    ):
        households = typed_households(rows, day=DAY).households
        for column in COLUMNS:
            assert households[column.name].dtype == dtypes.get(column.kind, "str")


def test_issues_name_the_row_the_column_and_the_cell_as_read():
    rows = pd.DataFrame(
        {
            "status": ["在用", " 清零了"],
            "coal_t": pd.Series([-1.0, " 2吨 "], dtype=object, index=[9, 4]),
        },
        index=[9, 4],
    )
    found = typed_households(rows, day=DAY)
    assert found.issues.to_numpy().tolist() == [
        [4, "status", " 清零了", "unknown_status"],
        [9, "coal_t", "-1", "negative_number"],
    ]
    assert found.repairs.to_numpy().tolist() == [[4, "coal_t", " 2吨 ", "2", "unit"]]


def test_the_rows_given_are_not_changed():
    rows = pd.DataFrame({"status": ["已 验收"], "coal_t": ["2吨"]})
    before = rows.copy()
    typed_households(rows, day=DAY)
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.skipif(not LEDGERS, reason="the repository's synthetic ledgers are not here")
def test_a_clean_ledger_has_neither_issue_nor_repair():
    book = load_workbook(LEDGERS[-1], read_only=True)
    headers = {column.header: column.name for column in COLUMNS}
    for sheet in book.worksheets:
        table = list(sheet.iter_rows(values_only=True))
        top = next(row for row, cells in enumerate(table) if "户编号" in cells)
        names = [
            headers.get(str(cell).split("（")[0], f"_{place}")
            for place, cell in enumerate(table[top])
        ]
        rows = pd.DataFrame(table[top + 1 :], columns=names, dtype=object)
        rows = rows[rows["household_id"].astype(str).str.fullmatch(r"\d{16}")]
        found = typed_households(rows, day=DAY)
        assert len(rows) > 100
        assert found.issues.empty, found.issues.head()
        assert found.repairs.empty, found.repairs.head()


ANY_CELL = st.one_of(
    st.none(), st.booleans(), st.text(max_size=12), st.integers(), st.floats(),
    st.dates(), st.datetimes(), st.times(), st.decimals(), st.binary(max_size=4),
    st.lists(st.integers(), max_size=2), st.timedeltas(),
    st.sampled_from(["\ud800", "#N/A", "１",
    "2吨", 10**400, np.float32(1), pd.NA, pd.NaT, time(1), DAY]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(st.lists(ANY_CELL, min_size=1, max_size=4))
def test_no_cell_of_any_kind_raises_and_every_blanked_one_is_listed(cells):
    column = pd.Series(cells, dtype=object)
    rows = pd.DataFrame(dict.fromkeys(COLUMN_NAMES, column))
    found = typed_households(rows, day=DAY)
    assert len(found.households) == len(cells)
    both = found.issues.merge(found.repairs, on=["index", "column"])
    assert set(both["code_x"]) <= {"huge_number", "bad_check_digit", "bad_phone", "id_as_number"}
    assert not found.repairs.duplicated(["index", "column"]).any()


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.sampled_from(["在用", "已 验收", "2吨", "", "x", "22.9.3"]), min_size=1, max_size=6)
)
def test_the_order_of_rows_changes_nothing(cells):
    rows = pd.DataFrame({"status": cells, "coal_t": cells, "accepted_date": cells}, dtype=object)
    one = typed_households(rows, day=DAY)
    other = typed_households(rows.iloc[::-1], day=DAY)
    pd.testing.assert_frame_equal(one.households, other.households.sort_index())
    pd.testing.assert_frame_equal(one.repairs, other.repairs)
    pd.testing.assert_frame_equal(one.issues, other.issues)


def test_a_text_column_of_a_csv_is_typed_like_cells_of_a_workbook():
    day, moment = date(2022, 9, 3), datetime(2022, 9, 3, 10, 30)
    cells = pd.DataFrame(
        {"status": ["在用"] * 2, "coal_t": [2.5, 3.0], "accepted_date": [day, moment]}, dtype=object
    )
    written = pd.DataFrame({"status": ["在用"] * 2, "coal_t": ["2.5", "3.0"],
                            "accepted_date": ["2022-09-03",
                            "2022-09-03 10:30:00"]}, dtype="str")  # fmt: skip
    one, other = (typed_households(rows, day=DAY) for rows in (cells, written))
    pd.testing.assert_frame_equal(one.households, other.households)
    assert one.issues.empty
    assert other.repairs.empty
