from __future__ import annotations

import pandas as pd

from zonemap.repair.cells import Readings, column_cells
from zonemap.repair.records import issues_and_repairs, reading_records


def test_every_row_with_a_repaired_cell_has_a_record_and_they_are_sorted():
    cells = column_cells(pd.Series(["x", "y", "x", "z"], dtype=object))
    readings = Readings(
        None, issues={1: "bad_number"}, repairs={2: ("unit", "3"), 0: ("spaces", "1")}
    )
    tables = [reading_records(cells, readings, column=name) for name in ("phone", "coal_t")]
    issues, repairs = issues_and_repairs(tables, index=pd.Index([40, 30, 20, 10]))
    assert issues.to_numpy().tolist() == [
        [30, "coal_t", "y", "bad_number"],
        [30, "phone", "y", "bad_number"],
    ]
    assert repairs["index"].tolist() == [10, 10, 20, 20, 40, 40]
    assert repairs.iloc[0].tolist() == [10, "coal_t", "z", "3", "unit"]
    assert repairs.iloc[2].tolist() == [20, "coal_t", "x", "1", "spaces"]


def test_a_clean_ledger_has_empty_tables_with_their_columns():
    issues, repairs = issues_and_repairs([], index=pd.Index([]))
    assert issues.columns.tolist() == ["index", "column", "value", "code"]
    assert repairs.columns.tolist() == ["index", "column", "value", "became", "code"]
