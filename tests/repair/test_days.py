from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repair.repair_world import DAY, one, typed
from zonemap.repair.cells import column_cells
from zonemap.repair.day_texts import Written
from zonemap.repair.days import Span, read_days, settled_day, sure_days, usual_span, written_days

THIRD = pd.Timestamp("2022-09-03")


@pytest.mark.parametrize(
    "cell",
    ["2022-09-03", "2022/9/3", "2022.9.3", "2022.09.03", "2022年9月3日", "2022年09月03日",
    "2022-9-3",
     " 2022-09-03 ", "2022 9 3", "2022 年 9 月 3 日", "2022-09-03 10:30", "2022-09-03T10:30:00",
     "2022/9/3 0:00:00", "2022年9月3号", date(2022, 9, 3), datetime(2022, 9, 3, 10, 30),
     pd.Timestamp("2022-09-03 23:59"), np.datetime64("2022-09-03", "D")],
)  # fmt: skip
def test_an_ordinary_day_is_no_repair(cell):
    assert one("accepted_date", cell) == (THIRD, "", "")


@pytest.mark.parametrize(
    ("cell", "repair"),
    [(44807, "excel_serial"), (44807.0, "excel_serial"), (44807.5, "excel_serial"),
     ("44807", "excel_serial"), ("44807.25", "excel_serial"), ("20220903", "date_format"),
     (20220903, "date_format"), (20220903.0, "date_format"), ("２０２２－０９－０３", "full_width"),
     ("2022－09－03", "full_width"), ("2022．9．3", "full_width"), ("2022、9、3", "date_format"),
     ("2022。9。3", "date_format"), ("2022\\9\\3", "date_format"), ("2022.9.3.", "date_format"),
     ("2022年9月3日（星期六）", "date_format"), ("二〇二二年九月三日", "date_format"),
     ("3-Sep-2022", "date_format"), ("Sep 3, 2022", "date_format")],
)  # fmt: skip
def test_a_day_whose_reading_took_a_decision_is_listed(cell, repair):
    assert one("accepted_date", cell) == (THIRD, "", repair)


@pytest.mark.parametrize(
    "cell",
    ["2022-02-30", "2022-13-01", "2022-00-10", "1999-12-31", date(1899, 12, 31), "2022", 2022, 0, 1,
     99999, "99999", "9月3日", "2022年第3季度", "2022年9月上旬", "2022-9-3至2022-9-5", "无", "不详",
     "N/A", "—", "待定", "已完成", True, -44807, float("inf"), 2022.93, "2022903", "20221301"],
)  # fmt: skip
def test_what_is_no_day_is_blanked(cell):
    assert one("accepted_date", cell) == (None, "bad_date", "")


@pytest.mark.parametrize("cell", ["", None, "-", "/", "－", pd.NaT])
def test_a_blank_day_is_no_issue(cell):
    assert one("accepted_date", cell) == (None, "", "")


@pytest.mark.parametrize("cell", ["2022-10-01", date(2022, 10, 1), 44835, "20221001", "22年10月1日",
                                  "2022年10月"])  # fmt: skip
def test_a_day_after_the_ledger_is_blanked_but_plans_may_lie_ahead(cell):
    assert one("accepted_date", cell) == (None, "future_date", "")
    assert one("planned_date", cell)[:2] == (pd.Timestamp("2022-10-01"), "")


def test_plans_reach_no_further_than_twenty_years():
    assert one("exemption_until", "2042-09-01")[0] == pd.Timestamp("2042-09-01")
    assert one("exemption_until", "2052-09-01") == (None, "bad_date", "")


@pytest.mark.parametrize("cell", ["2022年6月", "2022-06", "2022/6", "2022.6", "2022.06", 2022.6,
                                  2022.06, "202206", 202206, "22年6月", "2022年6月份"])  # fmt: skip
def test_a_month_alone_never_makes_evidence_look_better(cell):
    first, last = pd.Timestamp("2022-06-01"), pd.Timestamp("2022-06-30")
    assert one("accepted_date", cell) == (first, "", "month_only")
    assert one("check_date", cell) == (last, "", "month_only")
    assert one("exemption_until", cell) == (last, "", "month_only")


def test_a_check_in_the_month_of_the_ledger_is_not_after_it():
    assert one("check_date", "2022年9月", day=date(2022, 9, 12))[0] == pd.Timestamp("2022-09-12")


def test_the_tenth_month_typed_as_a_number_cannot_be_told_from_the_first():
    day = date(2022, 12, 31)
    assert one("accepted_date", 2022.1, day=day) == (None, "ambiguous_date", "")
    assert one("accepted_date", "2022.10", day=day)[0] == pd.Timestamp("2022-10-01")
    assert one("accepted_date", 2022.11, day=day)[0] == pd.Timestamp("2022-11-01")


@pytest.mark.parametrize("cell", ["22.9.3", "22-09-03", "22/9/3", "22年9月3日", "'22.9.3", "220903",
                                  "3-Sep-22", "２２．９．３"])  # fmt: skip
def test_a_short_year_is_read_where_one_reading_is_believable(cell):
    assert one("accepted_date", cell) == (THIRD, "", "two_digit_year")


@pytest.mark.parametrize("cell", ["03/04/25", "03/04/22", "9/3", "22-09", "200903", "03/04/2022"])
def test_an_ambiguous_day_is_blanked(cell):
    assert one("accepted_date", cell) == (None, "ambiguous_date", "")


def test_the_other_days_of_the_file_decide_between_short_years():
    others = {"installed_date": ["2022-08-01"] * 3, "energy_on_date": [date(2022, 9, 1)] * 3}
    values, issues, repairs = typed("accepted_date", "22-09-18", "18-09-22", "09-18-22", **others)
    assert values.tolist() == [pd.Timestamp("2022-09-18")] * 3
    assert issues == {}
    assert set(repairs.values()) == {"two_digit_year"}


def test_one_odd_day_does_not_widen_what_is_believable():
    days = ["2022-08-01"] * 400 + ["2003-09-22"]
    values, _, _ = typed("accepted_date", "22-09-03", *[None] * 400, installed_date=days)
    assert values[0] == THIRD


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("25/12/2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("03/03/2022", "2022-03-03"),
        ("05/12/2022", "2022-05-12"),
    ],
)
def test_a_year_at_the_end_is_read_where_one_order_is_believable(cell, day):
    assert one("accepted_date", cell) == (pd.Timestamp(day), "", "date_format")


def test_the_cell_is_quoted_as_read():
    from zonemap.repair.households import typed_households

    rows = pd.DataFrame({"accepted_date": pd.Series([44807, "2022-02-30"], dtype=object)})
    found = typed_households(rows, day=DAY)
    assert found.repairs[["value", "became"]].to_numpy().tolist() == [["44807", "2022-09-03"]]
    bad = found.issues[found.issues["column"] == "accepted_date"]
    assert bad["value"].tolist() == ["2022-02-30"]


WRITINGS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"]


@given(st.dates(date(2000, 1, 1), DAY), st.sampled_from(WRITINGS))
def test_a_day_comes_back_from_any_writing(day, writing):
    cells = [day.strftime(writing), (day - date(1899, 12, 30)).days, datetime(*day.timetuple()[:6])]
    written = written_days(column_cells(pd.Series(cells, dtype=object)))
    read = read_days(written, column="accepted_date", day=DAY, span=Span(DAY, DAY))
    assert set(read.typed.astype("datetime64[D]").tolist()) == {day}
    assert read.issues == {}


def test_the_usual_span_is_that_of_the_sure_days():
    cells = column_cells(pd.Series(["2022-05-01", "2022-09-01", "22-09-03", "x"], dtype=object))
    sure = sure_days(cells, written_days(cells))
    assert sure.astype(str).tolist() == ["2022-05-01", "2022-09-01"]
    span = usual_span([sure], day=DAY)
    assert span.first.year == 2022
    assert span.last > date(2022, 11, 1)


def test_no_reading_in_reach_leaves_a_bad_date():
    limits = Span(date(2000, 1, 1), DAY)
    written = Written((date(1990, 1, 1),))
    assert settled_day(written, limits=limits, day=DAY, span=limits) == (None, "bad_date")
