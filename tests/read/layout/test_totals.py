from __future__ import annotations

import pandas as pd
import pytest

from zonemap.read.layout.headers import Header
from zonemap.read.layout.rows import row_kinds
from zonemap.read.layout.totals import control_totals
from zonemap.read.sheet import Sheet

HEADER = Header(0, {"household_id": 0, "town": 1, "status": 2, "coal_t": 3}, ())


def totals(*rows):
    cells = pd.DataFrame([list(row) for row in rows], dtype=object)
    cells.index += 2
    sheet = Sheet("s", HEADER, (1, 0), cells)
    found = control_totals(sheet, row_kinds(cells, header=HEADER))
    return found[["row", "what", "stated", "counted"]].to_numpy().tolist()


H = ("1", "一镇", "在用", 2.5)


def test_sub_totals_speak_for_their_own_rows_and_the_grand_total_for_all():
    first, second = ("2户", "一镇小计", "", 5), ("2户", "二镇小计", "", 2.5)
    assert totals(H, H, first, H, second, ("3户", "合计", "", 7.5)) == [
        [4, "households", 2, 2], [4, "coal_t", 5, 5],
        [6, "households", 2, 1], [6, "coal_t", 2.5, 2.5],
        [7, "households", 3, 3], [7, "coal_t", 7.5, 7.5],
    ]  # fmt: skip


def test_nested_totals_speak_for_the_rows_that_bear_them_out():
    rows = [
        H,
        ("小计", "1户"),
        H,
        ("小计", "1户"),
        ("一镇合计", "2户"),
        H,
        ("二镇合计", "1户"),
        ("总计", "3户"),
    ]
    found = totals(*([*row, "", ""][:4] for row in rows))
    assert [(stated, counted) for _, _, stated, counted in found] == [
        (1, 1), (1, 1), (2, 2), (1, 1), (3, 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "stated"),
    [
        (("共 2 户", "", "", ""), [("households", 2)]),
        (("合计：2户，用煤5.0吨", "", "", ""), [("households", 2), ("coal_t", 5)]),
        (("本页合计", "２户", "", "5吨"), [("households", 2), ("coal_t", 5)]),
        (("合计", "", "", "1,005.5"), [("coal_t", 1005.5)]),
        (("合计", "", "", "——"), []),
    ],
)
def test_totals_are_read_as_people_write_them(row, stated):
    assert [(what, number) for _, what, number, _ in totals(H, H, row)] == stated


def test_amounts_with_units_are_counted_as_the_repair_reads_them():
    rows = [("1", "", "在用", "2.5吨"), ("2", "", "在用", "500公斤"), ("3", "", "在用", "一吨")]
    assert totals(*rows, ("合计", "", "", 3)) == [[5, "coal_t", 3, 3]]
