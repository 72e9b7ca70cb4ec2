"""Which rows of one ledger date are the same household, and which of them counts.

Rows with the same household id are one household, unless both the head and the village differ, or
no head is named at all and the villages differ: then households share a number by mistake, as
where every town counts from 1, and all count. Rows without an id, or with one
that a spreadsheet has damaged, are one household where head, village and place are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import COLUMN_NAMES, NONE_SIGNS, NOTHING_WORDS, STAGES, STATUS_SEVERITY

if TYPE_CHECKING:
    pass

__all__ = ["counted_rows", "doubtful_identities", "same_households", "superseded_codes"]

IDENTITY_DIGITS = 18
"""Of an identity number; anything else does not tell one person from another."""

SAME_PLACE_DEGREES = 5e-6
"""Coordinates that differ by less, about half a metre, are the same place."""

MOVED_DEGREES = 3e-4
"""Rows of one household that lie further apart than this, about 30 m, disagree on its place."""


_NOBODY = {
    form(word)
    for word in (*NONE_SIGNS, *NOTHING_WORDS)
    for form in (str.upper, str.lower, str.capitalize)
}
_STAGE_RANK = {stage.name: rank for rank, stage in enumerate(STAGES)}


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
    heads = households["head"]
    alike = heads.isin(heads[ids.isna()].dropna())
    if not alike.any():
        return first
    key = _place_and_name(households[alike])
    nameless = ids[alike].isna()
    named = pd.Series(first[alike][~nameless].to_numpy(), index=key[~nameless].to_numpy())
    named = named[named.index.notna()]
    only = named[named.groupby(level=0, sort=False).transform("nunique") == 1]
    only = only[~only.index.duplicated()]
    loose = key[nameless].dropna()
    first.loc[loose.index] = loose.map(only).fillna(_first_labels(loose)).astype("int64")
    return first


def _first_labels(key: pd.Series) -> pd.Series:
    """For each row the label of the first row with its key."""
    return (
        pd.Series(key.index, index=key.index).groupby(key.to_numpy(), sort=False).transform("first")
    )


def _shared_by(rows: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """What tells apart households that share an id by mistake: head or village; else nothing."""
    heads, villages = _heads(rows), _village(rows)
    groups = ids.to_numpy()
    named = heads.groupby(groups, sort=False).transform("nunique")
    several_villages = villages.groupby(groups, sort=False).transform("nunique") > 1
    own = heads.fillna("").mask(named == 0, villages.fillna(""))
    return ("\x1f" + own).where((named != 1) & several_villages, "")


def _heads(rows: pd.DataFrame) -> pd.Series:
    """Names of heads; missing where a word or stroke stands for none."""
    return rows["head"].mask(rows["head"].isin(_NOBODY))


def _village(rows: pd.DataFrame) -> pd.Series:
    """The village that a row names, by code or by names; missing if it names none."""
    names = rows["town"].fillna("") + "\x1f" + rows["village"]
    return rows["village_code"].fillna(names)


def _place_and_name(households: pd.DataFrame) -> pd.Series:
    """Head, village and place as one text; missing for rows that do not say all three."""
    lon, lat = households["longitude"], households["latitude"]
    place = _steps(lon).astype("str") + "\x1f" + _steps(lat).astype("str")
    place = place.where(lon.notna() & lat.notna(), households["address"])
    heads = _heads(households)
    spelled = heads + "\x1f" + _village(households) + "\x1f" + place
    person = households["id_number"].notna() | households["phone"].notna()
    whole = _whole_row(households[spelled.isna() & heads.notna() & person])
    spelled = spelled.fillna(whole)
    again = spelled[spelled.notna() & spelled.duplicated(keep=False)]
    persons = households.loc[again.index, "id_number"].groupby(again.to_numpy(), sort=False)
    several = again.index[persons.transform("nunique") > 1]
    return spelled.mask(spelled.index.isin(several))


def _steps(degrees: pd.Series) -> pd.Series:
    steps = np.round(degrees.fillna(0.0).to_numpy() / SAME_PLACE_DEGREES).astype(np.int64)
    return pd.Series(steps, index=degrees.index)


def _whole_row(households: pd.DataFrame) -> pd.Series:
    """A text that is the same for rows that say the same in every column."""
    hashes = pd.util.hash_pandas_object(households[list(COLUMN_NAMES)], index=False)
    return hashes.astype("str").set_axis(households.index)


def counted_rows(first: pd.Series, households: pd.DataFrame, *, stages: pd.Series) -> pd.Series:
    """For each row the row it counts as: itself, or the worst row of the same household.

    Parameters
    ----------
    first
        From `same_households`.
    households
        On the same index.
    stages
        On the same index: where each row alone would put the household.

    Returns
    -------
    counted
        Index labels: of rows of one household the one with the worst status counts; among equals
        the one at the worst stage; then one chosen by what the rows say, not by their order.
    """
    counted = pd.Series(first.index, index=first.index)
    shared = first.duplicated(keep=False)
    if not shared.any():
        return counted
    rank = {status: position for position, status in enumerate(STATUS_SEVERITY)}
    rows = pd.DataFrame(
        {
            "first": first[shared],
            "rank": households.loc[shared, "status"].fillna("").map(rank),
            "stage": stages[shared].map(_STAGE_RANK),
            "said": pd.util.hash_pandas_object(
                households.loc[shared, list(COLUMN_NAMES)], index=False
            ),
        }
    )
    rows = rows.sort_values(["rank", "stage", "said"], kind="stable")
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
        On those rows: ``shared_id`` (several households bear the id), ``same_place_two_ids`` (the
        same head at the same place under two ids) or ``same_person`` (the same identity number
        in several households).
    """
    ids = households["household_id"].mask(damaged)
    again = ids[ids.notna() & ids.duplicated(keep=False)]
    households_of_id = first[again.index].groupby(again.to_numpy(), sort=False).transform("nunique")
    crowded = households[_share_place(households)]
    key = _place_and_name(crowded)
    ids_there = ids[crowded.index]
    ids_of_place = ids_there.groupby(key.to_numpy(), sort=False).transform("nunique")
    persons = households["id_number"].where(households["id_number"].str.len() == IDENTITY_DIGITS)
    known = persons[persons.notna() & persons.duplicated(keep=False)]
    homes = first[known.index].groupby(known.to_numpy(), sort=False).transform("nunique")
    codes = pd.Series("", index=households.index, dtype="str")
    codes[known.index[homes > 1]] = "same_person"
    codes[ids_there.index[(ids_of_place > 1) & ids_there.notna()]] = "same_place_two_ids"
    codes[again.index[households_of_id > 1]] = "shared_id"
    return codes[codes != ""]


def _share_place(households: pd.DataFrame) -> pd.Series:
    """Rows with coordinates that another row has too."""
    places = households[["longitude", "latitude"]].dropna()
    return places.apply(_steps).duplicated(keep=False).reindex(households.index, fill_value=False)
