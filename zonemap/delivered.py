"""Rows as they were delivered, put together again, for a clerk who mends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import COLUMN_NAMES, COLUMNS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.results import Assessment

__all__ = ["rows_to_mend"]

STATUS_WORD = {status.name: status.word for status in STATUSES}
YES_NO = {True: "是", False: "否"}

NOT_OF_THE_CELL = frozenset(
    {
        "duplicate_household",
        "conflicting_rows",
        "conflicting_place",
        "shared_id",
        "same_place_two_ids",
        "same_person",
        "broken_row",
        "few_decimals",
        "swapped_axes",
        "gauss_krueger",
        "other_frame",
        "village_point",
        "village_code",
        "filled_down",
    }
)
"""Codes whose value is not the cell as it was read."""

PLACE_COLUMNS = ("longitude", "latitude")


def rows_to_mend(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """Every row that an issue names, its cells as delivered.

    Parameters
    ----------
    assessments
        Of every ledger date.

    Returns
    -------
    rows
        ``file``, ``sheet``, ``row`` and the columns of the schema, in file order. A cell that was
        blanked or repaired is the text that was read; one that was read without doubt stands in
        its standard form (a day as a day, a status by its word); merged cells are filled down.
    """
    tables = [_rows_of(day) for day in assessments]
    rows = pd.concat([table for table in tables if len(table)] or tables[:1])
    return rows.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)


def _rows_of(day: Assessment) -> pd.DataFrame:
    named = day.issues.loc[day.issues["row"] > 0, ["file", "sheet", "row"]].drop_duplicates()
    keys = ["source_file", "source_sheet", "source_row"]
    table = day.households.reset_index(drop=True)
    wanted = pd.MultiIndex.from_frame(table[keys]).isin(pd.MultiIndex.from_frame(named))
    table = table[wanted]
    cells = {column.name: _shown(table, column.name, column.kind) for column in COLUMNS}
    where = pd.MultiIndex.from_frame(table[keys])
    for found in (day.repairs, day.issues):
        _put_back(cells, found, where)
    rows = pd.DataFrame(cells, index=where)
    return rows.rename_axis(index=["file", "sheet", "row"]).reset_index()


def _shown(table: pd.DataFrame, name: str, kind: str) -> NDArray[np.object_]:
    """The values of a column as cells; None where there is none."""
    delivered = {"longitude": "delivered_x", "latitude": "delivered_y"}
    values = table[delivered.get(name, name)].astype("object")
    if kind == "status":
        values = values.map(STATUS_WORD)
    elif kind == "yes_no":
        values = values.map(YES_NO)
    elif kind == "date":
        values = values.map(pd.Timestamp.date, na_action="ignore")
    return values.where(values.notna(), None).to_numpy(dtype=object, copy=True)


def _put_back(
    cells: dict[str, NDArray[np.object_]], found: pd.DataFrame, where: pd.MultiIndex
) -> None:
    """Write the texts that were read into ``cells``, columns made here, rows named by ``where``."""
    texts = found[found["column"].isin(COLUMN_NAMES) & ~found["code"].isin(NOT_OF_THE_CELL)]
    for name, part in texts.groupby("column", sort=False):
        rows = where.get_indexer(pd.MultiIndex.from_frame(part[["file", "sheet", "row"]]))
        kept = rows >= 0
        column = cells[str(name)]
        if name in PLACE_COLUMNS and "became" not in found:
            kept[kept] = pd.isna(column[rows[kept]])
        column[rows[kept]] = part["value"].to_numpy(dtype=object)[kept]
        paired = kept & (part["code"] == "coordinate_pair").to_numpy()
        cells[PLACE_COLUMNS[name == PLACE_COLUMNS[0]]][rows[paired]] = None
