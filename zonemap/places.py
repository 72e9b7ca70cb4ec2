"""Villages by code: which village a household names, and where its village lies.

A household without coordinates of its own stands at the reference point of its village, where
the project has one. A village is found by its code, else by its name within town and county,
and only where that name means one village: names repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VILLAGE_POINT_COLUMNS", "named_villages", "village_places"]

VILLAGE_POINT_COLUMNS = ("code", "longitude", "latitude", "accuracy_m")
"""Of village reference points: a code each, WGS84 degrees, the village's radius in metres."""

_TOWN_ENDINGS = r"(?:街道办事处|街道办|办事处|街道|镇人民政府|镇|乡|办)$"
_VILLAGE_ENDINGS = (
    r"(?:村?村民委员会|村?村委会|社区居民委员会|社区居委会|居民委员会|居委会|社区|村)$"
)


def named_villages(
    households: pd.DataFrame, county_codes: pd.Series, *, villages: pd.DataFrame
) -> pd.Series:
    """The code of the village that each household without a village code names.

    Parameters
    ----------
    households
        ``village_code``, ``town`` and ``village`` as ledgers write them.
    county_codes
        Of the county that each row claims, on the same index; empty if unknown.
    villages
        ``code`` (12 digits), ``village``, ``town``, ``county_code``: all villages there are.

    Returns
    -------
    codes
        On the index of ``households``: missing where the row has a code already, or where its
        names mean no village or several.
    """
    wanted = households["village_code"].isna() & households["village"].notna()
    rows = households.loc[wanted, ["town", "village"]].assign(county_code=county_codes[wanted])
    found = pd.Series(pd.NA, index=rows.index, dtype="str")
    for plain in (False, True):
        for keys in (["county_code", "town", "village"], ["county_code", "village"]):
            missing = rows[found.isna()]
            if "town" not in keys:
                missing = missing[missing["town"].isna()]
            found = found.fillna(_unique_codes(missing, villages, keys, plain=plain))
    return found.reindex(households.index)


def _unique_codes(
    rows: pd.DataFrame, villages: pd.DataFrame, keys: Sequence[str], *, plain: bool
) -> pd.Series:
    """By these keys the code of the one village they mean."""
    known = _keyed(villages, keys, plain=plain)
    unique = known[~known.duplicated(keep=False)]
    codes = pd.Series(villages.loc[unique.index, "code"].to_numpy(), index=unique.to_numpy())
    return _keyed(rows, keys, plain=plain).map(codes).astype("str")


def _keyed(table: pd.DataFrame, keys: Sequence[str], *, plain: bool) -> pd.Series:
    """The names of each row as one text; ``plain``: without what kind of place it is."""
    columns = table[list(keys)].fillna("").astype("str")
    if plain:
        endings = {"town": _TOWN_ENDINGS, "village": _VILLAGE_ENDINGS}
        for name in set(keys).intersection(endings):
            columns[name] = columns[name].str.replace(endings[name], "", regex=True)
    joined = columns.iloc[:, 0]
    for name in columns.columns[1:]:
        joined = joined + "\x1f" + columns[name].str.replace(r"\s", "", regex=True)
    return joined


def village_places(village_codes: pd.Series, *, points: pd.DataFrame) -> pd.DataFrame:
    """The reference point of the village of each household.

    Parameters
    ----------
    village_codes
        Of the household's village; missing if unknown.
    points
        `VILLAGE_POINT_COLUMNS`, no code twice.

    Returns
    -------
    places
        On the index of ``village_codes``: ``longitude``, ``latitude`` (WGS84 degrees) and
        ``accuracy_m``, NaN where the project has no point of the village.
    """
    columns = [name for name in VILLAGE_POINT_COLUMNS if name != "code"]
    places = points.set_index("code")[columns].reindex(village_codes.fillna(""))
    return places.set_axis(village_codes.index)
