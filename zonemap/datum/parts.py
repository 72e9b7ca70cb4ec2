"""Rows of a ledger that are told together: by sheet, form and way of locating, then by town.

A way of locating that names a map frame states it: 高德, 腾讯, 火星 and GCJ state GCJ-02; 百度
and BD09 state BD-09; WGS, CGCS, 2000坐标 and 天地图 state WGS84. "GPS定位", "地图点选" and
"手机" state none, and so does a text that names two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.datum.forms import BD09, FORMS, GCJ02, WGS84_FRAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.detect import References
    from zonemap.datum.forms import Pairs

__all__ = ["OTHER_METHODS", "Rows", "arrange_rows", "stated_frame"]

STATING = {
    GCJ02: ("GCJ", "火星", "高德", "腾讯"),
    BD09: ("BD09", "BD-09", "BD 09", "百度"),
    WGS84_FRAME: ("WGS", "CGCS", "2000坐标", "天地图"),
}
"""Words, in capitals, by which a way of locating names a frame."""

MOST_METHODS = 20
"""Ways of locating beyond the commonest are one group, unless they name a frame."""

OTHER_METHODS = "*"
"""How that group is called."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A ledger made ready to be weighed.

    Attributes
    ----------
    table
        RangeIndex, in the order of the ledger: ``east``, ``north``, ``form``, ``zone``,
        ``group`` (position in ``groups``, -1 for rows that are no pair), ``part`` (a town of a
        group), ``town`` and ``village`` (numbers, -1 for none), ``village_point``,
        ``town_point`` and ``earlier`` (positions in the references, -1 for none) and ``claims``.
    groups
        ``sheet``, ``method``, ``form``, ``zone``, ``stated``.
    group_of_part
        For each part its group.
    """

    table: pd.DataFrame
    groups: pd.DataFrame
    group_of_part: NDArray[np.intp]


def stated_frame(method: str) -> str:
    """The frame that a way of locating names; empty if it names none, or more than one."""
    text = method.upper()
    named = [frame for frame, words in STATING.items() if any(word in text for word in words)]
    return named[0] if len(named) == 1 else ""


def arrange_rows(points: pd.DataFrame, pairs: Pairs, references: References) -> Rows:
    """The rows of one ledger in groups and parts, with what they can be compared with.

    Parameters
    ----------
    points
        As `zonemap.datum.detect.tell_datum` takes them.
    pairs
        What their numbers can be; its order is that of ``points``.
    references
        What is known.

    Returns
    -------
    rows
        Groups are in the order in which they first occur.
    """
    groups, group = _groups(points, pairs)
    villages, village = _codes(points["village_code"])
    towns, own_town = _codes(points["town_code"])
    town, village_town = _towns(villages, towns)
    town_of_row = np.where(village < len(villages), village_town[village], town[own_town])
    key = group.astype(np.int64) * (town_of_row.max(initial=0) + 2) + town_of_row + 1
    _, first, part = np.unique(key, return_index=True, return_inverse=True)
    held = group >= 0
    kept = held[first]
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    table = pd.DataFrame(
        {
            "east": pairs.east,
            "north": pairs.north,
            "form": pairs.form,
            "zone": pairs.zone,
            "group": group,
            "part": number[part],
            "town": town_of_row,
            "village": np.where(village < len(villages), village, -1),
            "village_point": _positions(villages, references.village_points)[village],
            "town_point": _town_points(villages, towns, references)[
                np.where(village < len(villages), village, len(villages) + 1 + own_town)
            ],
            "earlier": _earlier(points["household_id"], references.earlier),
            "claims": points["county_code"].fillna("").ne("").to_numpy(),
        }
    )
    return Rows(table, groups, group[first][kept])


def _codes(column: pd.Series) -> tuple[list[str], NDArray[np.intp]]:
    """The distinct codes, and for each row the position of its own; the last, "", for none."""
    position, names = pd.factorize(column.where(column.ne("")))
    return [str(name) for name in names], np.where(position < 0, len(names), position)


def _towns(villages: list[str], towns: list[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the towns of ``towns`` and of ``villages`` (by the code's first nine digits)."""
    names = [*towns, *(code[:9] for code in villages)]
    numbers = pd.factorize(np.array(names, dtype=object))[0] if names else np.empty(0, np.intp)
    return np.append(numbers[: len(towns)], -1), np.append(numbers[len(towns) :], -1)


def _positions(codes: list[str], references: pd.DataFrame) -> NDArray[np.intp]:
    """Where each code stands first among the references, -1 if nowhere; -1 for the last, "" ."""
    first = ~references["code"].duplicated().to_numpy()
    where = pd.Series(np.flatnonzero(first), index=references["code"].to_numpy(object)[first])
    return np.append(where.reindex(codes).fillna(-1).to_numpy(np.intp), -1)


def _town_points(villages: list[str], towns: list[str], references: References) -> NDArray[np.intp]:
    by_village = _positions([code[:9] for code in villages], references.town_points)
    return np.concatenate([by_village, _positions(towns, references.town_points)])


def _earlier(ids: pd.Series, earlier: pd.DataFrame) -> NDArray[np.intp]:
    """For each row where its household stands in ``earlier``; -1 where nowhere, or twice."""
    usable = np.flatnonzero(earlier[["longitude", "latitude"]].notna().all(axis=1))
    if len(usable) == 0 or len(ids) == 0:
        return np.full(len(ids), -1, dtype=np.intp)
    names = earlier["household_id"].iloc[usable]
    code, known = pd.factorize(pd.concat([ids.astype("str"), names.astype("str")]))
    here, there = code[: len(ids)], code[len(ids) :]
    size = len(known)
    once = np.bincount(here[here >= 0], minlength=size) == 1
    once &= np.bincount(there[there >= 0], minlength=size) == 1
    position = np.full(size + 1, -1, dtype=np.intp)
    position[there[there >= 0]] = usable[there >= 0]
    return np.where(np.append(once, False)[here], position[here], -1)


def _groups(points: pd.DataFrame, pairs: Pairs) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """The groups, and for each row the position of its own, -1 for rows that are no pair."""
    sheet, sheets = pd.factorize(points["sheet"].fillna(""))
    method, methods = _methods(points["location_method"])
    usable = pairs.form > 0
    key = sheet.astype(np.int64) * len(methods) + method
    key = (key * len(FORMS) + pairs.form) * 100 + pairs.zone
    group = np.full(len(points), -1, dtype=np.intp)
    group[usable], _ = pd.factorize(key[usable])
    _, first = np.unique(group[usable], return_index=True)
    row = np.flatnonzero(usable)[first]
    table = pd.DataFrame(
        {
            "sheet": np.asarray(sheets, dtype=object)[sheet[row]],
            "method": np.asarray(methods, dtype=object)[method[row]],
            "form": np.asarray(FORMS, dtype=object)[pairs.form[row]],
            "zone": pairs.zone[row].astype(np.intp),
        }
    )
    stated = [stated_frame(text) for text in table["method"]]
    return table.assign(stated=pd.array(stated, dtype=object)), group


def _methods(column: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    position, names = pd.factorize(column.fillna("").str.strip())
    texts = [str(name) for name in names]
    order = np.argsort(-np.bincount(position, minlength=len(texts)), kind="stable")
    common = set(order[:MOST_METHODS].tolist())
    kept = [
        text if number in common or stated_frame(text) else OTHER_METHODS
        for number, text in enumerate(texts)
    ]
    numbers, distinct = pd.factorize(np.array(kept, dtype=object))
    return numbers[position], [str(name) for name in distinct]
