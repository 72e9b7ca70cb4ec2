from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from zonemap.repair import typed_households
from zonemap.schema import COLUMN_NAMES

DAY = date(2022, 9, 30)


def typed(column, *cells):
    rows = pd.DataFrame({column: pd.Series(cells, dtype=object)})
    households, issues = typed_households(rows, day=DAY)
    return households[column], issues.loc[issues["column"] == column, "code"].tolist()


def test_every_column_of_the_schema_is_there_on_the_callers_index():
    rows = pd.DataFrame({"status": ["在用", "复烧"]}, index=[7, 3])
    households, issues = typed_households(rows, day=DAY)
    assert households.columns.tolist() == list(COLUMN_NAMES)
    assert households.index.tolist() == [7, 3]
    assert households["status"].tolist() == ["active", "relapsed"]
    assert len(issues) == 0


def test_an_identifier_never_passes_through_a_number():
    values, codes = typed("household_id", "0061070210", 6.10702104001001e14, "  12 ", "")
    assert values.tolist()[:3] == ["0061070210", "610702104001001", "12"]
    assert pd.isna(values[3])
    assert codes == []


def test_an_identifier_stored_as_a_long_number_is_reported():
    values, codes = typed("id_number", 610702199001011000.0, "610702199001011234")
    assert codes == ["id_as_number"]
    assert values[1] == "610702199001011234"


@pytest.mark.parametrize("cell", ["NA", "Null", "nan"])
def test_a_name_that_looks_like_nothing_is_kept(cell):
    assert typed("head", cell, "王").__getitem__(0).tolist() == [cell, "王"]


def test_a_bad_number_is_blanked_and_reported_and_the_row_stays():
    values, codes = typed("coal_t", 2.5, "3.0", "两吨", -1, "")
    assert values.tolist()[:2] == [2.5, 3.0]
    assert values[2:].isna().all()
    assert codes == ["bad_number", "negative_number"]


@pytest.mark.parametrize(
    "cell", ["2022-09-03", "2022/9/3", "2022.9.3", "2022年9月3日", date(2022, 9, 3),
             datetime(2022, 9, 3, 10, 30)],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell):
    values, codes = typed("accepted_date", cell)
    assert values.tolist() == [pd.Timestamp("2022-09-03")]
    assert codes == []


def test_impossible_and_future_days_are_blanked_but_plans_may_lie_ahead():
    assert typed("accepted_date", "2022-02-30", "2022-10-01")[1] == ["bad_date", "future_date"]
    values, codes = typed("planned_date", "2022-10-31")
    assert values.tolist() == [pd.Timestamp("2022-10-31")]
    assert codes == []


def test_a_status_that_is_unknown_or_blank_is_missing_and_reported():
    values, codes = typed("status", " 已验收 ", "清零了", "", None, "cleared")
    assert values.tolist()[0] == values.tolist()[4] == "cleared"
    assert values[1:4].isna().all()
    assert codes == ["unknown_status", "no_status", "no_status"]


def test_yes_and_no_are_read_and_else_is_missing():
    values, codes = typed("energy_ready", "是", "否", *[True], "", "也许")
    assert values.tolist()[:3] == [True, False, True]
    assert values[3:].isna().all()
    assert codes == ["bad_yes_no"]


def test_infinite_coordinates_are_no_coordinates():
    values, codes = typed("longitude", np.inf, "inf", 107.0)
    assert values.isna().tolist() == [True, True, False]
    assert codes == ["bad_number", "bad_number"]
