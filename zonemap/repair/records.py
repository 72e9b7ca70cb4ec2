"""Issues and repairs as tables: a row for each cell that was blanked, noted or repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.repair.cells import rows_holding, texts_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zonemap.repair.cells import Cells, Readings

__all__ = ["NO_RECORDS", "cell_records", "issues_and_repairs", "reading_records"]

ISSUE_COLUMNS = ["index", "column", "value", "code"]
REPAIR_COLUMNS = ["index", "column", "value", "became", "code"]

NO_RECORDS = pd.DataFrame(
    {
        "row": pd.array([], dtype="int64"),
        **{name: pd.array([], dtype="str") for name in ("column", "value", "became", "code")},
    }
)


def reading_records(cells: Cells, readings: Readings, *, column: str) -> pd.DataFrame:
    """The issues and repairs of a column, a row for each row of the ledger that has one."""
    issues = {position: (code, None) for position, code in readings.issues.items()}
    return pd.concat(
        [
            cell_records(cells, issues, column=column),
            cell_records(cells, readings.repairs, column=column),
        ],
        ignore_index=True,
    )


def cell_records(
    cells: Cells,
    found: Mapping[int, tuple[str, str | None]],
    *,
    column: str,
    rows: NDArray[np.intp] | None = None,
) -> pd.DataFrame:
    """Records of the rows whose cells were found to need one.

    Parameters
    ----------
    cells
        Of the column.
    found
        Reason code and what the cell became, by position; None for an issue.
    column
        Its name.
    rows
        Numbers of rows that have a record; without them all that hold such a cell.

    Returns
    -------
    records
        ``row`` (number of the row), ``column``, ``value`` (as read), ``became``, ``code``.
    """
    if not found or (rows is not None and not len(rows)):
        return NO_RECORDS
    places = np.fromiter(found, np.intp, len(found))
    order = np.argsort(places)
    places = places[order]
    codes, became = (
        pd.Series([item[part] for item in found.values()], dtype="str").iloc[order]
        for part in (0, 1)
    )
    values = pd.Series(texts_at(cells, places), dtype="str")
    rows = rows_holding(cells, places) if rows is None else rows
    at = np.searchsorted(places, cells.codes[rows])
    return pd.DataFrame(
        {
            "row": rows.astype(np.int64),
            "column": pd.array([column], dtype="str").take([0] * len(rows)),
            "value": values.array.take(at),
            "became": became.array.take(at),
            "code": codes.array.take(at),
        }
    )


def issues_and_repairs(
    records: list[pd.DataFrame], *, index: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All records of a ledger as issues and repairs, on its index, sorted by index and column."""
    found = pd.concat([NO_RECORDS, *(table for table in records if len(table))], ignore_index=True)
    labels = index.to_numpy()[found["row"].to_numpy()]
    found = found.assign(index=labels).sort_values(["index", "column", "code"])
    repaired = found["became"].notna()
    issues = found.loc[~repaired, ISSUE_COLUMNS].reset_index(drop=True)
    return issues, found.loc[repaired, REPAIR_COLUMNS].reset_index(drop=True)
