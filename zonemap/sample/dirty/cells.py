"""A sheet's true values and the cells that stand for them, some of them faulty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.kinds import Chosen, Fault, Formula
from zonemap.sample.dirty.word_faults import NO, STATUS_WORDS, YES
from zonemap.schema import COLUMN_NAMES, COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = [
    "FAULT_COLUMNS",
    "PLACE",
    "Page",
    "Setting",
    "clean_page",
    "faulty_page",
    "part_of",
    "shown",
]

FAULT_COLUMNS = ("column", "fault", "written", "true", "expected", "code")

Changes = dict[str, dict[int, object]]
"""By column the rows of the truth that change, and what they become."""

MOST_FAULTS = 3
"""On one row."""

PLACE = ("longitude", "latitude")

KINDS = {column.name: column.kind for column in COLUMNS}


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What one sheet holds before it is laid out.

    Attributes
    ----------
    truth
        Per row, from 0: the columns of the schema with what a reader should make of them,
        ``household``, ``expected``, ``reason``, ``place`` (``own``, ``village``, ``none``) and
        ``duplicate``.
    cells
        By column the cells as written: text, numbers, days, `Formula` or None.
    faults
        A row per fault: ``position`` in ``truth`` and `FAULT_COLUMNS`.
    """

    truth: pd.DataFrame
    cells: dict[str, NDArray[np.object_]]
    faults: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for every row of a sheet.

    Attributes
    ----------
    day
        Of the ledger.
    form
        ``workbook`` or ``text``.
    village_points
        Whether the project has reference points of villages.
    spared
        Columns that no fault of cells may befall.
    """

    day: date
    form: str
    village_points: bool = False
    spared: frozenset[str] = frozenset()


def clean_page(rows: pd.DataFrame) -> Page:
    """Rows of `zonemap.sample.dirty.duplicates.with_duplicates` with their cells, all sound."""
    truth = rows.reset_index(drop=True).assign(reason="", place="own")
    cells = {name: _cells(truth[name], KINDS[name]) for name in COLUMN_NAMES}
    return Page(truth, cells, pd.DataFrame(columns=["position", *FAULT_COLUMNS]))


def part_of(page: Page, rows: NDArray[np.bool_]) -> Page:
    """The rows of a page that are marked, on a new index; the page has no faults yet."""
    cells = {name: column[rows] for name, column in page.cells.items()}
    return Page(page.truth[rows].reset_index(drop=True), cells, page.faults)


def _cells(values: pd.Series, kind: str) -> NDArray[np.object_]:
    if kind == "status":
        listed = values.map(STATUS_WORDS)
    elif kind == "yes_no":
        listed = values.map({True: YES, False: NO})
    elif kind == "date":
        listed = pd.Series(values.dt.date, dtype=object)
    else:
        listed = values
    cells = listed.astype(object).to_numpy(copy=True)
    cells[values.isna().to_numpy()] = None
    return np.asarray(cells, dtype=object)


def faulty_page(
    page: Page,
    faults: Sequence[Fault],
    *,
    rates: Mapping[str, float],
    setting: Setting,
    chance: Callable[[str], np.random.Generator],
) -> Page:
    """The page with faults of cells.

    Parameters
    ----------
    page
        Sound but for its duplicates.
    faults
        Of the family ``values``, tried in this order.
    rates
        By name: the share of the cells it can befall.
    setting
        What holds for every row.
    chance
        Gives a source of chance of its own to each fault.

    Returns
    -------
    page
        No cell has two faults, no row more than `MOST_FAULTS`, and one that makes a row
        undetermined stands alone on it. Rows of duplicates have none.
    """
    truth = page.truth
    cells = {name: column.copy() for name, column in page.cells.items()}
    changes: Changes = {}
    load = np.where(truth["duplicate"] != "", MOST_FAULTS, 0)
    settled = (truth["expected"] != "counted").to_numpy()
    taken = {name: np.zeros(len(truth), bool) for name in COLUMN_NAMES}
    given = _given(truth)
    found: list[tuple[object, ...]] = []
    for fault in [fault for fault in faults if rates.get(fault.name)]:
        rng = chance(fault.name)
        for column in _columns(fault, setting):
            free = (load < MOST_FAULTS) & ~taken[column]
            if fault.expected == "undetermined":
                free &= (load == 0) & ~settled
            able, count = _able(fault, truth[column], given[column], rates, rng.random())
            rows = np.sort(rng.permutation(np.flatnonzero(able & free))[:count])
            if not len(rows):
                continue
            load[rows] += MOST_FAULTS if fault.expected == "undetermined" else 1
            for name in PLACE if column in PLACE else (column,):
                taken[name][rows] = True
            chosen = Chosen(_true_values(truth, column, rows), column, setting.day, rng)
            found += _write(fault, chosen, rows.tolist(), (cells, changes), setting)
    table = pd.DataFrame(found, columns=["position", *FAULT_COLUMNS])
    parts = [part for part in (page.faults, table) if len(part)] or [table]
    return Page(_changed(truth, changes), cells, pd.concat(parts, ignore_index=True))


def _columns(fault: Fault, setting: Setting) -> tuple[str, ...]:
    """The columns to try; the place counts as one."""
    if fault.form not in ("any", setting.form):
        return ()
    columns = fault.columns[:1] if fault.columns == PLACE else fault.columns
    return tuple(name for name in columns if name not in setting.spared)


def _able(
    fault: Fault,
    true: pd.Series,
    given: NDArray[np.bool_],
    rates: Mapping[str, float],
    chance: float,
) -> tuple[NDArray[np.bool_], int]:
    """The rows whose cell the fault can befall, and how many it does."""
    count = int(rates[fault.name] * np.count_nonzero(given) + chance)
    if fault.fits is None or not count:
        return given, count
    able = given & fault.fits(true)
    return able, int(rates[fault.name] * np.count_nonzero(able) + chance)


def _given(truth: pd.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """By column the rows that have a value; a place has two."""
    given = {name: truth[name].notna().to_numpy(dtype=bool) for name in COLUMN_NAMES}
    both = given[PLACE[0]] & given[PLACE[1]]
    return given | dict.fromkeys(PLACE, both)


def _true_values(truth: pd.DataFrame, column: str, rows: NDArray[np.intp]) -> list[object]:
    if column in PLACE:
        return list(truth[list(PLACE)].iloc[rows].itertuples(index=False, name=None))
    values = truth[column].iloc[rows]
    if KINDS[column] == "date":
        return list(values.dt.date)
    return list(values.tolist())


def _write(
    fault: Fault,
    chosen: Chosen,
    rows: list[int],
    into: tuple[dict[str, NDArray[np.object_]], Changes],
    setting: Setting,
) -> list[tuple[object, ...]]:
    """Put the cells, and what changes in the truth, into a page's own; returns its faults."""
    cells, changes = into
    if fault.write is None:
        raise ValueError(fault.name)
    written, becomes = fault.write(chosen)
    is_place = chosen.column in PLACE
    _put(cells, chosen.column, rows, written)
    expected, code = fault.expected, fault.code
    if expected == "blanked" or (expected == "undetermined" and not is_place):
        becomes = [None] * len(rows)
    if becomes is not None:
        changes.setdefault(chosen.column, {}).update(zip(rows, becomes, strict=True))
    if expected == "undetermined" and is_place and setting.village_points:
        expected, code = "repaired", f"village_point|{code}"
        _change(changes, rows, place="village")
    elif expected == "undetermined":
        _change(changes, rows, expected="undetermined", reason=code)
        if is_place:
            _change(changes, rows, place="none")
    true = chosen.true if becomes is None else becomes
    return [
        (row, chosen.column, fault.name, shown(cell), shown(value), expected, code)
        for row, cell, value in zip(rows, written, true, strict=True)
    ]


def _put(
    cells: dict[str, NDArray[np.object_]], column: str, rows: list[int], written: list[object]
) -> None:
    """Write cells; those of a place are pairs."""
    names = PLACE if column in PLACE else (column,)
    columns = zip(*written, strict=True) if column in PLACE else (written,)
    for name, listed in zip(names, columns, strict=True):
        for row, cell in zip(rows, listed, strict=True):
            cells[name][row] = cell


def _change(changes: Changes, rows: list[int], **values: str) -> None:
    for name, value in values.items():
        changes.setdefault(name, {}).update(dict.fromkeys(rows, value))


def _changed(truth: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """The truth with some values changed, in the types of its columns."""
    columns = {}
    for name, new in changes.items():
        values = truth[name].copy()
        listed = pd.Series(list(new.values()), dtype=object)
        if str(values.dtype).startswith("datetime"):
            listed = pd.to_datetime(listed)
        values.iloc[list(new)] = listed.astype(values.dtype).array
        columns[name] = values
    return truth.assign(**columns)


def shown(value: object) -> str:
    """A cell or value as text, for the list of faults."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return value.text if value.value is None else value.value
    if isinstance(value, tuple):
        return " | ".join(shown(part) for part in value)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return str(value)
