"""The rows of a ledger with every column in its own type, and what was done to get there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.repair.cells import column_cells, spread
from zonemap.repair.coordinates import PLACE, read_places
from zonemap.repair.days import read_days, sure_days, usual_span, written_days
from zonemap.repair.identifiers import read_codes, read_identity_numbers
from zonemap.repair.numbers import huge_numbers, read_numbers
from zonemap.repair.phones import read_phones
from zonemap.repair.records import cell_records, issues_and_repairs, reading_records
from zonemap.repair.statuses import read_statuses
from zonemap.repair.texts import WORD_COLUMNS, read_texts
from zonemap.repair.yes_no import read_yes_no
from zonemap.schema import COLUMN_NAMES, COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zonemap.repair.cells import Cells, Readings

__all__ = ["TypedRows", "typed_households"]

NO_WORDS: Mapping[str, str] = MappingProxyType({})

KINDS = {column.name: column.kind for column in COLUMNS}
DATES = tuple(name for name, kind in KINDS.items() if kind == "date")
AMOUNTS = tuple(name for name, kind in KINDS.items() if kind == "number" and name not in PLACE)
EMPTY = {
    "text": "str",
    "id": "str",
    "status": "str",
    "number": "float64",
    "date": "datetime64[s]",
    "yes_no": "boolean",
}
"""Types of columns that the ledger lacks."""


@dataclass(frozen=True, slots=True, eq=False)
class TypedRows:
    """The rows of a ledger as values, and what became of their cells.

    Attributes
    ----------
    households
        On the index of the rows: every column of `zonemap.schema.COLUMNS`, missing ones empty.
        ``status`` is a canonical name, or missing where the cell is blank or unknown;
        ``longitude`` and ``latitude`` are numbers as delivered.
    issues
        ``index``, ``column``, ``value`` (as read, text) and ``code``.
    repairs
        ``index``, ``column``, ``value`` (as read, text), ``became`` (text) and ``code``.
        Both are sorted by index, then column.
    """

    households: pd.DataFrame
    issues: pd.DataFrame
    repairs: pd.DataFrame


def typed_households(
    rows: pd.DataFrame, *, day: date, statuses: Mapping[str, str] = NO_WORDS
) -> TypedRows:
    """The rows of a ledger with every column of the schema in its own type.

    Parameters
    ----------
    rows
        Cells as read, columns by canonical name; any index without repetition.
    day
        The day of the ledger: a later one in a column of things done is an error.
    statuses
        Words for statuses from the plan and the canonical name of each.

    Returns
    -------
    typed
        What is sure is repaired and listed, what is not is blanked and listed.
    """
    cells = {name: column_cells(rows[name]) for name in COLUMN_NAMES if name in rows}
    readings = _days(cells, day) | _others(cells, statuses, day)
    places = read_places(cells, rows=len(rows))
    columns = {name: spread(items.typed, cells[name]) for name, items in readings.items()}
    columns |= {name: pd.Series(places.numbers[name]) for name in PLACE}
    columns |= {name: _empty(name, len(rows)) for name in COLUMN_NAMES if name not in columns}
    households = pd.DataFrame(columns)[list(COLUMN_NAMES)].set_axis(rows.index)
    records = [reading_records(cells[name], items, column=name) for name, items in readings.items()]
    records += places.records
    records += [_huge(cells[name], households, column=name) for name in AMOUNTS if name in cells]
    records.append(_no_status(cells.get("status"), readings.get("status"), rows=len(rows)))
    issues, repairs = issues_and_repairs(records, index=rows.index)
    return TypedRows(households, issues, repairs)


def _days(cells: Mapping[str, Cells], day: date) -> dict[str, Readings]:
    """Columns of days, which are read in view of each other."""
    written = {name: written_days(cells[name]) for name in DATES if name in cells}
    span = usual_span((sure_days(cells[name], items) for name, items in written.items()), day=day)
    return {
        name: read_days(items, column=name, day=day, span=span) for name, items in written.items()
    }


def _others(
    cells: Mapping[str, Cells], statuses: Mapping[str, str], day: date
) -> dict[str, Readings]:
    """Every column but days and coordinates."""
    readers = {
        "id_number": read_identity_numbers,
        "phone": read_phones,
    }
    found: dict[str, Readings] = {}
    for name, own in cells.items():
        kind = KINDS[name]
        if kind == "text":
            found[name] = read_texts(own, words=name in WORD_COLUMNS)
        elif kind == "id":
            found[name] = readers.get(name, read_codes)(own)
        elif kind == "yes_no":
            found[name] = read_yes_no(own)
        elif kind == "status":
            found[name] = read_statuses(own, statuses=statuses, day=day)
        elif name in AMOUNTS:
            found[name] = read_numbers(own, column=name)
    return found


def _empty(name: str, rows: int) -> pd.Series:
    """A column that the ledger lacks."""
    return pd.Series(index=range(rows), dtype=EMPTY[KINDS[name]])


def _huge(cells: Cells, households: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Notes on amounts that nobody would believe of such a user."""
    user_type = households["user_type"]
    rows = np.flatnonzero(huge_numbers(households[column], column=column, user_type=user_type))
    found = dict.fromkeys(cells.codes[rows].tolist(), ("huge_number", None))
    return cell_records(cells, found, column=column, rows=rows)


def _no_status(cells: Cells | None, readings: Readings | None, *, rows: int) -> pd.DataFrame:
    """An issue for each row that says nothing of its status."""
    blank = np.ones(rows, dtype=bool)
    if cells is not None and readings is not None:
        silent = np.append(readings.typed.is_null().to_numpy(zero_copy_only=False), True)
        silent[list(readings.issues)] = False
        blank = silent[cells.codes]
    missing = np.flatnonzero(blank)
    texts = {"column": "status", "value": "", "became": None, "code": "no_status"}
    records = pd.DataFrame({"row": missing.astype(np.int64)}).assign(**texts)
    return records.astype({"became": "str"})
