"""What is true of a dirty file: of every data row, and of every fault."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.catalogue import FAULTS
from zonemap.sample.dirty.cells import FAULT_COLUMNS
from zonemap.schema import COLUMN_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonemap.sample.dirty.cells import Page
    from zonemap.sample.dirty.layout import Grid

__all__ = ["DirtyFile", "dirty_file", "truth_files"]

TRUTH_COLUMNS = ("file", "sheet", "row", "household", "expected", "reason", "place", "frame")
"""Columns of the truth before those of the schema."""


@dataclass(frozen=True, slots=True, eq=False)
class DirtyFile:
    """A ledger file and what is true of it.

    Attributes
    ----------
    name
        Within the folder of ledgers; it begins with its day or stands in a folder of its day.
    data
        The bytes.
    truth
        A row for each data row: ``file``, ``sheet`` (empty in files without sheets), ``row``
        (as Excel numbers it; from 1 in files of features), ``household`` (a key: rows that
        share it are one household), ``expected`` (``counted``, ``undetermined``,
        ``superseded``), ``reason`` (codes that are right, joined by ``|``), ``place`` (``own``,
        ``village`` where only the reference point of the village is left, ``none``), ``frame``
        (of the coordinates as written), and every column of the schema with the value that a
        reader should arrive at, missing after blanking; longitude and latitude in WGS84.
    faults
        ``file``, ``sheet``, ``row`` (0: the sheet or file), ``column``, ``fault``, ``written``,
        ``true``, ``expected``, ``code``.
    """

    name: str
    data: bytes
    truth: pd.DataFrame
    faults: pd.DataFrame


def dirty_file(
    name: str, data: bytes, *, pairs: Sequence[tuple[Page, Grid]], kept: Sequence[str]
) -> DirtyFile:
    """A file with its truth.

    Parameters
    ----------
    name, data
        Of the file.
    pairs
        The page and the layout of each sheet.
    kept
        Names of the faults of the file as a whole.

    Returns
    -------
    file
        With a row of truth for each row of each page.
    """
    truths, faults = [], []
    whole = pd.DataFrame({"sheet": "", "row": 0, "fault": kept, "written": ""})
    faults.append(whole)
    for page, grid in pairs:
        truth = page.truth.assign(sheet=grid.name, row=grid.data)
        truths.append(truth)
        rows = np.append(grid.data, 0)[page.faults["position"].to_numpy(dtype=np.int64)]
        faults.append(page.faults.assign(sheet=grid.name, row=rows))
        faults.append(_duplicate_faults(page, grid))
        faults.append(grid.faults.assign(sheet=grid.name))
    table = pd.concat([part for part in faults if len(part)] or [whole], ignore_index=True)
    table = table.reindex(columns=["sheet", "row", *FAULT_COLUMNS])
    table = table.astype(dict.fromkeys(FAULT_COLUMNS, object))
    known = table["fault"].map(FAULTS)
    table["expected"] = table["expected"].fillna(known.map(lambda fault: fault.expected))
    table["code"] = table["code"].fillna(known.map(lambda fault: fault.code))
    table = table.fillna({"column": "", "written": "", "true": ""})
    table = table.astype(dict.fromkeys(("sheet", *FAULT_COLUMNS), "str")).astype({"row": "int64"})
    truth = pd.concat(truths, ignore_index=True).assign(file=name)
    table.insert(0, "file", name)
    return DirtyFile(name, data, truth[[*TRUTH_COLUMNS, *COLUMN_NAMES]], table)


def _duplicate_faults(page: Page, grid: Grid) -> pd.DataFrame:
    """The rows of households that stand there twice."""
    twice = (page.truth["duplicate"] != "").to_numpy()
    rows = page.truth[twice]
    codes = rows["duplicate"].map(lambda name: FAULTS[name].code)
    noted = rows["duplicate"].map(lambda name: FAULTS[name].expected == "noted").astype(bool)
    told = noted | (rows["expected"] == "superseded")
    return pd.DataFrame(
        {
            "sheet": grid.name,
            "row": grid.data[twice],
            "column": "household_id",
            "fault": rows["duplicate"].to_numpy(),
            "written": rows["household_id"].fillna("").to_numpy(),
            "true": rows["household"].to_numpy(),
            "expected": rows["expected"].replace("counted", "noted").to_numpy(),
            "code": codes.where(told, "").to_numpy(),
        }
    )


def truth_files(file: DirtyFile) -> dict[str, bytes]:
    """The truth of a file as Parquet and the list of its faults as CSV, by name."""
    stem = file.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    buffer = io.BytesIO()
    file.truth.to_parquet(buffer, index=False)
    faults = file.faults.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    return {f"{stem}.truth.parquet": buffer.getvalue(), f"{stem}.faults.csv": faults}
