"""A ledger file taken in: read whole, and its cells turned into values.

This is what worker processes do, so it imports no more than that needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.read.ledgers import read_ledger
from zonemap.repair import typed_households

if TYPE_CHECKING:
    from pathlib import Path

    from zonemap.read.ledgers import LedgerFile, RawLedger

__all__ = ["TypedLedger", "take_in"]


@dataclass(frozen=True, slots=True, eq=False)
class TypedLedger:
    """A ledger file with its cells turned into values.

    Attributes
    ----------
    ledger
        What was read, without its rows.
    households
        A row per data row, the columns of the schema and ``source_file``, ``source_sheet``,
        ``source_row``, ``ledger_date``; coordinates as delivered.
    issues
        From `zonemap.repair.typed_households`.
    """

    ledger: RawLedger
    households: pd.DataFrame
    issues: pd.DataFrame


def take_in(file: LedgerFile, *, root: Path) -> TypedLedger:
    """Read a ledger file and type its cells.

    Parameters
    ----------
    file
        From `zonemap.read.ledgers.find_ledgers`.
    root
        Folder of the project.

    Returns
    -------
    typed
        Every data row of the file, in its order.

    Raises
    ------
    LedgerError
        If the file cannot be read as a ledger.
    """
    ledger = read_ledger(file, root=root)
    households, issues = typed_households(ledger.rows, day=ledger.day)
    day = np.full(len(households), np.datetime64(ledger.day, "s"))
    households = households.assign(
        ledger_date=day,
        source_file=pd.array([ledger.file] * len(households), dtype="str"),
        source_sheet=ledger.rows["source_sheet"].astype("str"),
        source_row=ledger.rows["source_row"].astype("int64"),
    )
    return TypedLedger(replace(ledger, rows=ledger.rows.iloc[:0]), households, issues)
