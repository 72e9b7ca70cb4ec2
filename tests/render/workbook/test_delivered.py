"""Cells written back as what they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd
import pytest

from zonemap.render.workbook.delivered import delivered_cells


def cell_of(value, *, identifier=False):
    cells = delivered_cells(pd.Series([value], dtype="object"), identifier=identifier)
    return cells.bodies[0], cells.kinds[0], cells.shown[0]


@pytest.mark.parametrize(
    ("value", "part", "kind"),
    [
        ("610702190001010000", ">610702190001010000<", "text"),
        ("=1+1", ">=1+1<", "text"),
        (610702190001010000, 't="inlineStr"', "text"),
        (6.1070219000101e17, "<v>6.1070219000101e+17</v>", "number"),
        (np.int64(13800000000), "<v>13800000000</v>", "number"),
        (107.02345678, "<v>107.02345678</v>", "number"),
        (2.0, "<v>2</v>", "number"),
        (True, 't="b"><v>1</v>', "number"),
        (float("inf"), ">inf<", "text"),
        (date(2022, 9, 3), "<v>44807</v>", "day"),
        (pd.Timestamp("2022-09-03"), "<v>44807</v>", "day"),
        (datetime(2022, 9, 3, 12), "<v>44807.5</v>", "moment"),
        (date(1900, 1, 1), ">1900-01-01<", "text"),
        (datetime(2022, 9, 3, tzinfo=UTC), ">2022-09-03", "text"),
        (time(8, 30), ">08:30:00<", "text"),
    ],
)
def test_a_cell_keeps_its_kind(value, part, kind):
    body, found, _shown = cell_of(value)
    assert part in body
    assert found == kind


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""])
def test_what_is_missing_is_blank(value):
    assert cell_of(value) == ("/>", "text", "")


def test_an_identifier_that_came_as_a_number_takes_text_when_it_is_typed_anew():
    assert cell_of(13800000000, identifier=True)[1] == "text"


def test_one_and_true_and_text_do_not_become_each_other():
    cells = delivered_cells(pd.Series([1, True, 1.0, "1"], dtype="object"), identifier=False)
    assert cells.kinds == ["number", "number", "number", "text"]
    assert cells.shown == ["1", "TRUE", "1", "1"]


def test_no_cells_are_no_cells():
    assert delivered_cells(pd.Series([], dtype="object"), identifier=False).bodies == []
