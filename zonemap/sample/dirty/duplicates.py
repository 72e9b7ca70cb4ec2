"""Households that stand in a ledger twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.kinds import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DUPLICATE_FAULTS", "with_duplicates"]

WORST_FIRST = (
    "relapsed", "active", "deferred", "vacant", "signed", "installed", "energised", "cleared",
    "misreported", "demolished",
)  # fmt: skip
"""Of rows that disagree the worst counts."""

METRE = 1 / 111_000
"""In degrees of latitude."""

FARTHEST_BEHIND = 30
"""A copy stands at most so many rows below its original."""

DUPLICATE_FAULTS: tuple[Fault, ...] = (
    Fault(name="duplicate_row", family="duplicates", rate=0.001, expected="superseded",
          example="=", code="duplicate_household"),
    Fault(name="duplicate_other_status", family="duplicates", rate=0.0007, expected="superseded",
          example="已验收 / 在用", code="conflicting_rows|duplicate_household"),
    Fault(name="duplicate_other_place", family="duplicates", rate=0.0005, expected="superseded",
          example="≠ 107.0312 33.0671", code="conflicting_place|duplicate_household"),
    Fault(name="duplicate_without_id", family="duplicates", rate=0.0006, expected="superseded",
          example="| 甲某", code="duplicate_household"),
    Fault(name="duplicate_two_ids", family="duplicates", rate=0.0004, expected="noted",
          example="…0001 / …9001", code="same_place_two_ids"),
)  # fmt: skip

Copies = tuple[pd.DataFrame, pd.DataFrame]
"""The originals and their copies, a row each, in the same order."""


def with_duplicates(
    table: pd.DataFrame, *, rates: Mapping[str, float], rng: np.random.Generator
) -> pd.DataFrame:
    """The ledger with some households standing there twice.

    Parameters
    ----------
    table
        The columns of the schema, all different households, all with a place.
    rates
        By name of fault: the share of households.
    rng
        The source of chance.

    Returns
    -------
    rows
        On a new index, a copy some rows below its original and in the same town, with
        ``household`` (the original's id), ``expected`` (``counted`` or ``superseded``) and
        ``duplicate``: the name of the fault, empty for others.
    """
    rows = table.assign(household=table["household_id"], expected="counted", duplicate="")
    rows = rows.reset_index(drop=True)
    free = rng.permutation(np.flatnonzero(rows[["longitude", "latitude"]].notna().all(axis=1)))
    copies = []
    for fault in DUPLICATE_FAULTS:
        count = int(rates.get(fault.name, 0.0) * len(rows) + rng.random())
        taken, free = np.sort(free[:count]), free[count:]
        if not len(taken):
            continue
        original, copy = COPIERS[fault.name](rows.iloc[taken], rng)
        rows.loc[original.index] = original.assign(duplicate=fault.name)
        copies.append(copy.assign(duplicate=fault.name))
    return _in_place(rows, copies, rng)


def _in_place(
    rows: pd.DataFrame, copies: list[pd.DataFrame], rng: np.random.Generator
) -> pd.DataFrame:
    """The copies put among the rows of their town."""
    if not copies:
        return rows
    every = pd.concat([rows, *copies])
    added = len(every) - len(rows)
    step = np.concatenate([np.zeros(len(rows)), rng.integers(1, FARTHEST_BEHIND, added) + 0.5])
    town, _ = pd.factorize(every["county"] + every["town"])
    last = pd.Series(every.index).groupby(town).transform("max").to_numpy() + 0.5
    order = np.lexsort((np.minimum(every.index + step, last), town))
    return every.iloc[order].reset_index(drop=True)


def same_row(rows: pd.DataFrame, _rng: np.random.Generator) -> Copies:
    """The row once more; one of the two is superseded."""
    return rows, rows.assign(expected="superseded")


def other_status(rows: pd.DataFrame, rng: np.random.Generator) -> Copies:
    """The household with another status; the better of the two is superseded."""
    rank = pd.Series(range(len(WORST_FIRST)), index=list(WORST_FIRST))
    own = rank[rows["status"]].to_numpy()
    other = (own + rng.integers(1, len(WORST_FIRST), len(rows))) % len(WORST_FIRST)
    copy = rows.assign(status=pd.array([WORST_FIRST[position] for position in other], dtype="str"))
    worse = other < own
    return (
        rows.assign(expected=np.where(worse, "superseded", "counted")),
        copy.assign(expected=np.where(worse, "counted", "superseded")),
    )


def other_place(rows: pd.DataFrame, rng: np.random.Generator) -> Copies:
    """The household some hundred metres away; the later row is superseded."""
    angle = rng.uniform(0, 2 * np.pi, len(rows))
    distance = rng.uniform(300, 900, len(rows)) * METRE
    lon = (rows["longitude"] + distance * np.cos(angle)).round(6)
    lat = (rows["latitude"] + distance * np.sin(angle)).round(6)
    return rows, rows.assign(longitude=lon, latitude=lat, expected="superseded")


def without_id(rows: pd.DataFrame, _rng: np.random.Generator) -> Copies:
    """The household twice without any number, at the same place under the same name."""
    bare = rows.assign(household_id=_missing(rows), id_number=_missing(rows))
    return bare, bare.assign(expected="superseded")


def two_ids(rows: pd.DataFrame, _rng: np.random.Generator) -> Copies:
    """The same name at the same place under another id: perhaps two households, both count."""
    bare = rows.assign(id_number=_missing(rows), phone=_missing(rows))
    other = (bare["household_id"].str[:12] + "9" + bare["household_id"].str[13:]).astype("str")
    return bare, bare.assign(household_id=other, household=other)


def _missing(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(np.nan, index=rows.index, dtype="str")


COPIERS: dict[str, Callable[[pd.DataFrame, np.random.Generator], Copies]] = {
    "duplicate_row": same_row,
    "duplicate_other_status": other_status,
    "duplicate_other_place": other_place,
    "duplicate_without_id": without_id,
    "duplicate_two_ids": two_ids,
}
