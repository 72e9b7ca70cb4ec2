"""What a plan's ledgers are: dated files in the project, or a table of a database, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonemap.read.folders import LedgerFile, find_ledgers, other_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from zonemap.config import Ledgers

__all__ = ["Delivery", "LedgerTable", "dated_deliveries", "delivery_name", "passed_over"]


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """The ledger of one day in a table of a database.

    Attributes
    ----------
    day
        The day.
    url
        As libpq takes it; shown only through `zonemap.database.display_url`.
    table, day_column
        The table, and its column of days.
    """

    day: date
    url: str
    table: str
    day_column: str


Delivery = LedgerFile | LedgerTable


def dated_deliveries(ledgers: Ledgers, *, root: Path) -> Sequence[Delivery]:
    """Every ledger of a plan, oldest first.

    Parameters
    ----------
    ledgers
        The table ``[ledgers]`` of the plan.
    root
        Folder of the project.

    Returns
    -------
    deliveries
        Sorted by day, files also by name.

    Raises
    ------
    LedgerError
        If there is none, or one cannot be used.
    """
    if "://" not in ledgers.path:
        return find_ledgers(root, ledgers.path)
    # A database driver is optional, and slow to load.
    from zonemap.read.database.postgis import ledger_days

    days = ledger_days(ledgers.path, table=ledgers.table, day_column=ledgers.day_column)
    return [LedgerTable(day, ledgers.path, ledgers.table, ledgers.day_column) for day in days]


def delivery_name(delivery: Delivery, *, root: Path) -> str:
    """What a ledger is called in every account: its path in the project, or table and day."""
    if isinstance(delivery, LedgerFile):
        return delivery.path.relative_to(root).as_posix()
    from zonemap.database import display_url

    return f"{display_url(delivery.url)} {delivery.table} {delivery.day.isoformat()}"


def passed_over(ledgers: Ledgers, *, root: Path) -> tuple[str, ...]:
    """Files among the ledgers that are no tables."""
    return () if "://" in ledgers.path else other_files(root, ledgers.path)
