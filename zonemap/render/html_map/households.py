"""The households of the page as compact columns, and nothing of them that the page may not know.

Only the columns named here leave the table. Identity numbers, phones and heads of household
are no part of them; where a clerk typed one into another cell, it is masked.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zonemap.messages import Translate
from zonemap.schema import STAGES, STATUSES

__all__ = [
    "CARD_COLUMNS",
    "MASK",
    "OUTSIDE",
    "PAGE_STAGES",
    "drawn_households",
    "household_columns",
    "mask_personal_numbers",
    "unplaced_count",
]

CARD_COLUMNS: tuple[str, ...] = (
    "county",
    "town",
    "village",
    "user_type",
    "fuel",
    "status",
    "substitute",
    "zone_id",
    "blocked_reason",
)
"""The columns of text a household's card shows, beside its id, its stage and its coal."""

OUTSIDE = "outside"
PAGE_STAGES: tuple[str, ...] = (*(stage.name for stage in STAGES), OUTSIDE)
"""What the colour of a point says: its stage, or that no zone holds it."""

MASK = "***"
UNUSABLE_PLACES = ("no_place", "bad_place")
MICRODEGREES = 1_000_000
COAL_STEPS_PER_TONNE = 100
MERCATOR_LIMIT = 85.0

_IDENTITY = r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"0\d{2,3}[- ]?\d{7,8}"
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_PERSONAL_NUMBER = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_MOBILE}|{_LANDLINE})(?!\d)")


def household_columns(households: pd.DataFrame, *, translate: Translate) -> dict[str, Any]:
    """The columns of the households that can be drawn, in the order of the table.

    Parameters
    ----------
    households
        Judged, ``longitude`` and ``latitude`` in EPSG:4326, degrees.

    Returns
    -------
    columns
        ``longitude`` and ``latitude`` in millionths of a degree from ``origin``; ``stage`` as
        places in `PAGE_STAGES`; ``coal`` in hundredths of a tonne, -1 where missing;
        ``household_id``; and `CARD_COLUMNS` as ``values`` and ``codes`` into them.
    """
    drawn = drawn_households(households)
    longitude, west = _offsets(drawn["longitude"])
    latitude, south = _offsets(drawn["latitude"])
    texts = {name: _card_text(drawn, name, translate=translate) for name in CARD_COLUMNS}
    return {
        "origin": [west, south],
        "longitude": longitude,
        "latitude": latitude,
        "stage": _stage_codes(drawn),
        "coal": _coal_steps(drawn["coal_t"]),
        "household_id": _household_ids(drawn),
        "coded": {name: _coded(text) for name, text in texts.items()},
    }


def drawn_households(households: pd.DataFrame) -> pd.DataFrame:
    """The households that have a place on the page, in the order of the table."""
    return households.loc[_can_be_drawn(households)]


def unplaced_count(households: pd.DataFrame) -> int:
    """How many households count or could count but have no place to be drawn at."""
    superseded = households["placement"].eq("superseded")
    return int((~_can_be_drawn(households) & ~superseded).sum())


def mask_personal_numbers(text: pd.Series) -> pd.Series:
    """``text`` with plain digits, and `MASK` for identity and telephone numbers."""
    return text.str.translate(_PLAIN_DIGITS).str.replace(_PERSONAL_NUMBER, MASK, regex=True)


def _can_be_drawn(households: pd.DataFrame) -> pd.Series:
    longitude, latitude = households["longitude"], households["latitude"]
    on_earth = longitude.between(-180, 180) & latitude.between(-MERCATOR_LIMIT, MERCATOR_LIMIT)
    unusable = households["undetermined_reason"].isin(UNUSABLE_PLACES)
    return on_earth & ~unusable & households["placement"].ne("superseded")


def _offsets(degrees: pd.Series) -> tuple[list[int], int]:
    steps = np.rint(degrees.to_numpy(dtype=float) * MICRODEGREES)
    origin = int(steps.min()) if len(steps) else 0
    return _integers(steps - origin), origin


def _stage_codes(drawn: pd.DataFrame) -> list[int]:
    """A stage that is missing reads as undetermined: never as cleared, never as outside."""
    names = drawn["stage"].astype(object).where(drawn["placement"].ne(OUTSIDE), OUTSIDE)
    codes = pd.Index(PAGE_STAGES).get_indexer(pd.Index(names))
    return _integers(np.where(codes < 0, PAGE_STAGES.index("undetermined"), codes))


def _coal_steps(coal_t: pd.Series) -> list[int]:
    steps = np.rint(coal_t.to_numpy(dtype=float) * COAL_STEPS_PER_TONNE)
    return _integers(np.where(np.isfinite(steps), steps, -1))


def _integers(values: NDArray[Any]) -> list[int]:
    integers: list[int] = values.astype(np.int64).tolist()
    return integers


def _household_ids(drawn: pd.DataFrame) -> list[str]:
    """Ids, masked where a clerk used the identity number or the phone as one."""
    ids = drawn["household_id"]
    personal = ids.eq(drawn["id_number"]) | ids.eq(drawn["phone"]) | ids.eq(drawn["head"])
    return mask_personal_numbers(ids.mask(personal.fillna(value=False), MASK)).fillna("").tolist()


def _card_text(drawn: pd.DataFrame, name: str, *, translate: Translate) -> pd.Series:
    text = drawn[name].astype("str")
    if name == "status":
        return text.map({status.name: translate(status.label) for status in STATUSES})
    if name == "blocked_reason":
        return _without_heads(text, drawn["head"])
    return text


def _without_heads(text: pd.Series, heads: pd.Series) -> pd.Series:
    """``text`` without the name of the household's own head in it."""
    named = text.notna() & heads.fillna("").str.len().gt(1)
    if not named.any():
        return text
    pairs = zip(text[named], heads[named], strict=True)
    cleaned = pd.Series([cell.replace(head, MASK) for cell, head in pairs], text.index[named])
    return text.where(~named, cleaned.reindex(text.index))


def _coded(text: pd.Series) -> dict[str, list[Any]]:
    """Distinct values, sorted, and for each row the place of its value; missing is empty."""
    codes, values = pd.factorize(text.fillna("").to_numpy(dtype=object), sort=True)
    masked = mask_personal_numbers(pd.Series(values, dtype="str"))
    return {"values": masked.tolist(), "codes": codes.tolist()}
