from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from zonemap.repair.cells import (
    cell_texts,
    column_cells,
    number_text,
    numbers_of,
    rows_holding,
    spread,
)


def back(cells):
    return spread(cell_texts(cells), cells).fillna("").tolist()


def test_every_row_finds_its_cell_again():
    cells = column_cells(
        pd.Series(["a", None, 1.5, "a", date(2022, 9, 3), 2, np.nan], dtype=object)
    )
    assert back(cells) == ["a", "", "1.5", "a", "2022-09-03", "2", ""]
    assert numbers_of(cells)[[0, 2]].tolist() == [1.5, 2.0]
    assert rows_holding(cells, np.array([0])).tolist() == [0, 3]


@pytest.mark.parametrize("series", [
    pd.Series(["a", None, "b"], dtype="str"), pd.Series([1.5, np.nan]), pd.Series([1, 2]),
    pd.Series([True, False]), pd.Series([1, None], dtype="Int64"), pd.Series(["a",
    "b"], dtype="category"),
    pd.Series(pd.to_datetime(["2022-09-03", None])), pd.Series([True, None], dtype="boolean"),
    pd.Series([], dtype=object), pd.Series([None, None], dtype=object),
    pd.Series(["a", "b"], dtype=pd.ArrowDtype(pa.string())),
])  # fmt: skip
def test_a_column_of_any_type_is_taken(series):
    assert [bool(text) for text in back(column_cells(series))] == series.notna().tolist()


def test_cells_of_any_kind_are_text_number_day_or_nothing():
    kinds = [
        b"x",
        [1],
        {"a": 1},
        time(1, 2),
        timedelta(1),
        Decimal("1.5"),
        Decimal("NaN"),
        pd.NA,
        pd.NaT,
        np.float64(2),
        np.int64(3),
        True,
        10**400,
        "\ud800",
        datetime(2022, 9, 3, 1),
        float("inf"),
    ]
    texts = back(column_cells(pd.Series(kinds, dtype=object)))
    assert texts[5:12] == ["1.5", "", "", "", "2", "3", "TRUE"]
    assert len(texts) == len(kinds)


def test_true_and_one_are_not_the_same_cell():
    assert back(column_cells(pd.Series([1, True, 1.0], dtype=object))) == ["1", "TRUE", "1"]


def test_a_number_is_written_as_a_clerk_does():
    assert number_text(2.0) == "2"
    assert number_text(0.1) == "0.1"
    assert number_text(6.10702199001011e17) == "610702199001011000"
    assert number_text(100.0) == "100"
