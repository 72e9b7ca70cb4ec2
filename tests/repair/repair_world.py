"""One column of a ledger typed at a time."""

from __future__ import annotations

from datetime import date

import pandas as pd

from zonemap.repair.households import typed_households

DAY = date(2022, 9, 30)


def typed(column, *cells, day=DAY, **others):
    """The values of a column, its issue codes by row, its repairs by row."""
    rows = pd.DataFrame({column: pd.Series(cells, dtype=object)})
    for name, column_cells in others.items():
        rows[name] = pd.Series(column_cells, dtype=object)
    found = typed_households(rows, day=day)
    issues, repairs = (
        table[table["column"] == column].set_index("index")
        for table in (found.issues, found.repairs)
    )
    return found.households[column], issues["code"].to_dict(), repairs["code"].to_dict()


def one(column, cell, **others):
    """The value of a cell (None if missing), its issue and its repair."""
    values, issues, repairs = typed(column, cell, **others)
    value = None if pd.isna(values[0]) else values[0]
    return value, issues.get(0, ""), repairs.get(0, "")
