"""Which rows of one ledger date are the same household, and which of them counts.

Rows with the same household id are one household, unless both the head and the village differ:
then two households share a number by mistake, and both count. Rows without an id, or with one
that a spreadsheet has damaged, are one household where head, village and place are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import COLUMN_NAMES, STATUS_SEVERITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["counted_rows", "doubtful_identities", "same_households", "superseded_codes"]

SAME_PLACE_DEGREES = 5e-6
"""Coordinates that differ by less, about half a metre, are the same place."""

MOVED_DEGREES = 3e-4
"""Rows of one household that lie further apart than this, about 30 m, disagree on its place."""


def same_households(households: pd.DataFrame, *, damaged: pd.Series) -> pd.Series:
    """For each row the first row of the same household.

    Parameters
    ----------
    households
        One ledger date: `zonemap.schema.COLUMNS`, coordinates in degrees.
    damaged
        On the same index: the household id has lost digits and identifies nobody.

    Returns
    -------
    first
        Index labels on the index of ``households``; a row that is alone is its own first.
    """
    ids = households["household_id"].mask(damaged)
    first = pd.Series(households.index, index=households.index)
    shared = ids.notna() & ids.duplicated(keep=False)
    if shared.any():
        rows = households[shared]
        key = ids[shared] + _shared_by(rows, ids[shared])
        first.loc[rows.index] = _first_labels(key)
    nameless = ids.isna()
    if not nameless.any():
        return first
    key = _place_and_name(households)
    named = pd.Series(first[~nameless].to_numpy(), index=key[~nameless].to_numpy())
    named = named[named.index.notna()]
    only = named[named.groupby(level=0).transform("nunique") == 1]
    only = only[~only.index.duplicated()]
    loose = key[nameless].dropna()
    first.loc[loose.index] = loose.map(only).fillna(_first_labels(loose)).astype("int64")
    return first


def _first_labels(key: pd.Series) -> pd.Series:
    """For each row the label of the first row with its key."""
    return pd.Series(key.index, index=key.index).groupby(key.to_numpy()).transform("first")


def _shared_by(rows: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """What tells apart households that share an id by mistake: the head; else nothing."""
    heads = rows["head"].fillna("")
    groups = ids.to_numpy()
    several_heads = rows["head"].groupby(groups).transform("nunique") > 1
    several_villages = _village(rows).groupby(groups).transform("nunique") > 1
    return ("\x1f" + heads).where(several_heads & several_villages, "")


def _village(rows: pd.DataFrame) -> pd.Series:
    """The village that a row names, by code or by names; missing if it names none."""
    names = rows["town"].fillna("") + "\x1f" + rows["village"]
    return rows["village_code"].fillna(names)


def _place_and_name(households: pd.DataFrame) -> pd.Series:
    """Head, village and place as one text; missing for rows that do not say all three."""
    lon, lat = households["longitude"], households["latitude"]
    place = _rounded(lon) + "\x1f" + _rounded(lat)
    place = place.where(lon.notna() & lat.notna(), households["address"])
    spelled = households["head"] + "\x1f" + _village(households) + "\x1f" + place
    whole = _whole_row(households).where(
        households["head"].notna() & (households["id_number"].notna() | households["phone"].notna())
    )
    spelled = spelled.fillna(whole)
    persons = households["id_number"].groupby(spelled.to_numpy()).transform("nunique")
    return spelled.mask(persons > 1)


def _rounded(degrees: pd.Series) -> pd.Series:
    steps = np.round(degrees.fillna(0.0).to_numpy() / SAME_PLACE_DEGREES).astype(np.int64)
    return pd.Series(steps, index=degrees.index).astype("str")


def _whole_row(households: pd.DataFrame) -> pd.Series:
    """A text that is the same for rows that say the same in every column."""
    hashes = pd.util.hash_pandas_object(households[list(COLUMN_NAMES)], index=False)
    return hashes.astype("str").set_axis(households.index)


def counted_rows(first: pd.Series, status: pd.Series) -> pd.Series:
    """For each row the row it counts as: itself, or the worst row of the same household.

    Parameters
    ----------
    first
        From `same_households`.
    status
        On the same index.

    Returns
    -------
    counted
        Index labels: of rows of one household the one with the worst status counts, the first
        among equals.
    """
    counted = pd.Series(first.index, index=first.index)
    shared = first.duplicated(keep=False)
    if not shared.any():
        return counted
    rank = {status: position for position, status in enumerate(STATUS_SEVERITY)}
    rows = pd.DataFrame({"first": first[shared], "rank": status[shared].fillna("").map(rank)})
    rows = rows.sort_values("rank", kind="stable")
    rows["counted"] = rows.index
    counted.loc[rows.index] = rows.groupby("first")["counted"].transform("first")
    return counted


def superseded_codes(households: pd.DataFrame, counted: pd.Series) -> pd.Series:
    """Why each row that does not count does not.

    Returns
    -------
    codes
        On the superseded rows: ``conflicting_rows`` if its status is not that of the row that
        counts, ``conflicting_place`` if it lies elsewhere or names another village, else
        ``duplicate_household``.
    """
    superseded = counted.index[counted.to_numpy() != counted.index.to_numpy()]
    rows = households.loc[superseded]
    kept = households.loc[counted[superseded]].set_axis(superseded)
    moved = np.maximum(
        (rows["longitude"] - kept["longitude"]).abs(), (rows["latitude"] - kept["latitude"]).abs()
    )
    villages = _village(rows).fillna("").ne(_village(kept).fillna(""))
    codes = np.select(
        [
            rows["status"].fillna("").ne(kept["status"].fillna("")),
            (moved > MOVED_DEGREES) | villages,
        ],
        ["conflicting_rows", "conflicting_place"],
        "duplicate_household",
    )
    return pd.Series(codes, index=superseded, dtype="str")


def doubtful_identities(
    households: pd.DataFrame, first: pd.Series, *, damaged: pd.Series
) -> pd.Series:
    """Rows that all count, though their identity is in doubt.

    Returns
    -------
    codes
        On those rows: ``shared_id`` (several households bear the id) or ``same_place_two_ids``
        (the same head at the same place under two ids).
    """
    ids = households["household_id"].mask(damaged)
    households_of_id = first.groupby(ids.to_numpy()).transform("nunique")
    shared = _truth(households_of_id > 1)
    lon, lat = households["longitude"], households["latitude"]
    key = _place_and_name(households).where(lon.notna() & lat.notna())
    ids_of_place = ids.groupby(key.to_numpy()).transform("nunique")
    twice = _truth(ids_of_place > 1) & ids.notna().to_numpy()
    codes = pd.Series(
        np.select([shared, twice], ["shared_id", "same_place_two_ids"], ""),
        index=households.index,
        dtype="str",
    )
    return codes[codes != ""]


def _truth(values: pd.Series) -> NDArray[np.bool_]:
    return values.fillna(value=False).to_numpy(dtype=bool)
