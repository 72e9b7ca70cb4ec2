"""A ledger file taken in: read whole, and its cells turned into values.

This is what worker processes do, so it imports no more than that needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.deliveries import LedgerTable, delivery_name
from zonemap.errors import LedgerError
from zonemap.read.ledgers import ledger_of_sheets, read_ledger
from zonemap.repair.households import TypedRows, typed_households

if TYPE_CHECKING:
    from datetime import date

    from zonemap.deliveries import Delivery
    from zonemap.read.folders import LedgerFile
    from zonemap.read.ledgers import RawLedger

__all__ = ["OwnWords", "TypedLedger", "take_in"]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Headings and status words that a plan adds to those known, with what they mean."""

    columns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TypedLedger:
    """A ledger file with its cells turned into values.

    Attributes
    ----------
    ledger
        What was read, without its rows.
    households
        A row per data row, the columns of the schema and ``source_file``, ``source_sheet``,
        ``source_row``, ``source_digest``, ``ledger_date``; coordinates as delivered.
    issues, repairs
        From `zonemap.repair.households.typed_households`, with those of the reading.
    """

    ledger: RawLedger
    households: pd.DataFrame
    issues: pd.DataFrame
    repairs: pd.DataFrame


def take_in(delivery: Delivery, *, root: Path, words: OwnWords) -> TypedLedger:
    """Read a ledger and type its cells.

    Parameters
    ----------
    delivery
        From `zonemap.deliveries.dated_deliveries`.
    root
        Folder of the project.
    words
        Of the plan.

    Returns
    -------
    typed
        Every data row of the file, in its order.

    Raises
    ------
    LedgerError
        If it cannot be read as a ledger.
    """
    if isinstance(delivery, LedgerTable):
        ledger = _read_table(delivery, words)
    else:
        ledger = _read_file(delivery, root=root, words=words)
    rows = ledger.rows
    typed = _typed_by_sheet(rows, day=ledger.day, statuses=words.statuses)
    households = typed.households.assign(
        ledger_date=np.full(len(rows), np.datetime64(ledger.day, "s")),
        source_file=pd.array([ledger.file] * len(rows), dtype="str"),
        source_sheet=rows["source_sheet"].astype("str"),
        source_row=rows["source_row"].astype("int64"),
        source_digest=rows["source_digest"].astype("str"),
    )
    broken = rows.index[rows["source_fault"] != ""]
    issues, findings = _with_broken(typed.issues, ledger, broken)
    repairs = pd.concat(
        [part for part in (ledger.repairs, typed.repairs) if len(part)] or [typed.repairs],
        ignore_index=True,
    )
    return TypedLedger(
        replace(ledger, rows=rows.iloc[:0], findings=findings), households, issues, repairs
    )


def _typed_by_sheet(rows: pd.DataFrame, *, day: date, statuses: Mapping[str, str]) -> TypedRows:
    """The rows of each sheet typed for themselves: each has its own ways of writing."""
    sheets = rows.groupby("source_sheet", sort=False).indices.values()
    if len(sheets) < 2:
        return typed_households(rows, day=day, statuses=statuses)
    parts = [typed_households(rows.iloc[here], day=day, statuses=statuses) for here in sheets]
    return TypedRows(
        households=pd.concat([part.households for part in parts]).loc[rows.index],
        issues=_in_order([part.issues for part in parts]),
        repairs=_in_order([part.repairs for part in parts]),
    )


def _in_order(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables of cells as one, by row, then column."""
    filled = [table for table in tables if len(table)] or list(tables[:1])
    return pd.concat(filled).sort_values(["index", "column"], ignore_index=True)


def _read_file(delivery: LedgerFile, *, root: Path, words: OwnWords) -> RawLedger:
    """A ledger file; a fault names it by its path in the project."""
    try:
        return read_ledger(delivery, root=root, aliases=words.columns)
    except LedgerError as error:
        if error.values.get("file") != delivery.path.name:
            raise
        named = {**error.values, "file": delivery_name(delivery, root=root)}
        raise LedgerError(error.template, **named) from error


def _read_table(delivery: LedgerTable, words: OwnWords) -> RawLedger:
    """The rows of one day of a database table; their own digest stands for a file's hash."""
    # A database driver is optional, and slow to load.
    from zonemap.read.database.postgis import ledger_sheet

    sheet = ledger_sheet(
        delivery.url,
        table=delivery.table,
        day_column=delivery.day_column,
        day=delivery.day,
        aliases=words.columns,
    )
    name = delivery_name(delivery, root=Path())
    ledger = ledger_of_sheets([sheet], file=name, day=delivery.day, sha256="")
    return replace(ledger, sha256=ledger.digest)


def _with_broken(
    issues: pd.DataFrame, ledger: RawLedger, broken: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The issues of cells, one for each row that could not be read whole; the other findings."""
    findings = ledger.findings
    if len(broken) == 0:
        return issues, findings
    of_row = findings["code"] == "broken_row"
    places = ledger.rows.loc[broken, ["source_sheet", "source_row"]]
    texts = findings[of_row].set_index(["sheet", "row"])["value"]
    values = texts.reindex(pd.MultiIndex.from_frame(places)).to_numpy()
    whole = pd.DataFrame(
        {"index": broken, "column": "status", "value": values, "code": "broken_row"}
    )
    kept = issues[~issues["index"].isin(broken)]
    joined = pd.concat([part for part in (kept, whole) if len(part)], ignore_index=True)
    return joined.sort_values(["index", "column"], ignore_index=True), findings[~of_row]
