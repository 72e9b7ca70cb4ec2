"""Where the header of a sheet stands and which columns it names.

A header stands under title rows and over one to three rows: group headings above, their columns
below, and then perhaps a row of units or column numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zonemap.errors import ColumnError
from zonemap.read.layout.header_rows import (
    belongs_below,
    cell_text,
    is_group_row,
    is_mostly_numbers,
)
from zonemap.read.layout.headings import (
    BY_PLAN,
    WITH_GROUP,
    Meaning,
    is_geopoint,
    is_pair,
    is_passed_over,
    is_serial,
    meaning,
    squashed,
)
from zonemap.schema import HEADING_ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["HEADER_ROWS_SEARCHED", "Header", "find_header", "header_at", "row_headings"]

HEADER_ROWS_SEARCHED = 30
GROUP_ROWS = 2
LEAST_RECOGNISED = 2
_ABOUT = re.compile(r"(?:情况|信息|进度|环节|阶段|工作)$")

_OF_A_HOUSEHOLD = frozenset(
    {"household_id", "head", "id_number", "phone", "address", "status", "longitude", "latitude"}
)
"""A sheet that names none of these is a summary by places, not a ledger."""

_DESCRIPTIVE = frozenset(
    {"head", "phone", "vulnerable", "group", "address", "location_method", "user_type", "purpose",
     "stove", "officer", "note"}
)  # fmt: skip
"""Columns that decide nothing: of two with one meaning the likelier is read."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and which columns it names.

    Attributes
    ----------
    row
        Position of its last row, from 0.
    columns
        Canonical name to position.
    unread
        Headings that name no column of a ledger and are left out; a serial number and what a
        survey form adds of itself are not named.
    words
        Position to what stands there in the header's rows, as it is and squashed: so a repeat
        is known.
    titles
        What stands in the rows above the header, squashed.
    serial
        Positions of columns that only count rows.
    geopoint, pair
        Position of a column of points as survey forms write them, or of longitude and latitude
        together, where no other column gives a place.
    """

    row: int
    columns: dict[str, int]
    unread: tuple[str, ...]
    words: dict[int, frozenset[str]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    serial: tuple[int, ...] = ()
    geopoint: int | None = None
    pair: int | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row read as the last of a header: its headings, and what they mean by position."""

    headings: tuple[str, ...]
    columns: dict[str, int]
    doubtful: tuple[str, ...]


_NOTHING = _Reading((), {}, ())


def find_header(
    rows: Sequence[Sequence[object]], *, where: str, aliases: Mapping[str, str] = {}
) -> Header | None:
    """The header among the first rows of a sheet, or None if the sheet is no ledger.

    Parameters
    ----------
    rows
        Cells of the first rows; empty cells are None or the empty text.
    where
        File and sheet, for the message.
    aliases
        Headings of the plan, each with the name of its column; they win.

    Returns
    -------
    header
        The first row under which the most columns are known. A column whose cell there is empty
        takes the heading merged down from above; one that says nothing alone, or what another
        says too, is read together with its group heading.

    Raises
    ------
    ColumnError
        If two columns have headings of the same meaning.
    """
    texts = [[cell_text(cell) for cell in row] for row in rows]
    readings = [_reading(texts, last, aliases) for last in range(len(texts))]
    known = [len(reading.columns) + len(reading.doubtful) for reading in readings]
    if not known or max(known) < LEAST_RECOGNISED:
        return None
    last = known.index(max(known))
    reading = readings[last]
    if reading.doubtful:
        raise ColumnError(
            "{where}: two columns are headed {heading}, or mean the same; keep one, or name the "
            "right one under [ledgers.columns] in the plan",
            where=where,
            heading=reading.doubtful[0],
        )
    if not _OF_A_HOUSEHOLD & set(reading.columns):
        return None
    return header_at(texts, last, headings=reading.headings, columns=reading.columns)


def header_at(
    texts: Sequence[Sequence[str]], last: int, *, headings: Sequence[str], columns: dict[str, int]
) -> Header:
    """The header whose headings stand in one row of a sheet.

    Parameters
    ----------
    texts
        Cells of the first rows, from `zonemap.read.layout.header_rows.cell_text`.
    last
        Position of the row of headings.
    headings
        From `row_headings`.
    columns
        Canonical name to position.

    Returns
    -------
    header
        With the group headings above, and the rows of units or column numbers below.
    """
    end = last
    while end + 1 < len(texts) and belongs_below(texts[end + 1], len(columns)):
        end += 1
    first = last
    while first > max(0, last - GROUP_ROWS) and is_group_row(texts[first - 1]):
        first -= 1
    block = texts[first : end + 1]
    taken = set(columns.values())
    placed = bool({"latitude", "longitude"} & set(columns))
    points = [at for at, heading in enumerate(headings) if is_geopoint(heading)]
    pairs = [at for at, heading in enumerate(headings) if is_pair(heading)]
    return Header(
        end,
        columns,
        tuple(
            heading
            for at, heading in enumerate(headings)
            if heading and at not in {*taken, *points, *pairs} and not is_passed_over(heading)
        ),
        words={
            at: frozenset(
                text
                for row in block
                for cell in row[at : at + 1]
                for text in (cell, squashed(cell))
            )
            - {""}
            for at in range(len(headings))
        },
        titles=frozenset(squashed(cell) for row in texts[:first] for cell in row if cell),
        serial=tuple(at for at, heading in enumerate(headings) if is_serial(heading)),
        geopoint=points[0] if points and not placed else None,
        pair=pairs[0] if pairs and not placed else None,
    )


def _reading(texts: Sequence[Sequence[str]], last: int, aliases: Mapping[str, str]) -> _Reading:
    """A row as the last of a header; nothing is known where it is no row of headings."""
    if is_mostly_numbers(texts[last]):
        return _NOTHING
    row, groups = _with_groups(texts, last)
    headings = row_headings(texts, last)
    alone = [meaning(heading, aliases) for heading in headings]
    chains = _chains(row, [_spread(group) for group in groups])
    together = [_together(cell, chain, aliases) for cell, chain in zip(row, chains, strict=True)]
    if not any(cell and (alone[at] or together[at]) for at, cell in enumerate(row)):
        return _NOTHING
    return _assigned(headings, alone, together)


def row_headings(texts: Sequence[Sequence[str]], last: int) -> tuple[str, ...]:
    """The headings of a row; an empty cell takes the one merged down from above."""
    row, groups = _with_groups(texts, last)
    return tuple(cell or _first(group[at] for group in groups) for at, cell in enumerate(row))


def _with_groups(texts: Sequence[Sequence[str]], last: int) -> tuple[list[str], list[list[str]]]:
    """A row and the rows of group headings above it, the nearest first, all of one width."""
    above = [row for row in texts[max(0, last - GROUP_ROWS) : last] if is_group_row(row)]
    width = max(len(row) for row in (*above, texts[last]))
    row, *groups = ([*row, *[""] * (width - len(row))] for row in (texts[last], *reversed(above)))
    return row, groups


def _spread(row: Sequence[str]) -> list[str]:
    """Group headings, each over the empty cells to its right, as where a merge was exported."""
    spread: list[str] = []
    for cell in row:
        spread.append(cell or _first(spread[-1:]))
    return spread


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _chains(row: Sequence[str], groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """The group headings over each cell, the nearest first."""
    return [
        list(dict.fromkeys(group[at] for group in groups if group[at] not in {"", cell}))
        for at, cell in enumerate(row)
    ]


def _together(cell: str, chain: Sequence[str], aliases: Mapping[str, str]) -> Meaning | None:
    """What a heading means together with its group headings, first with one, then with all."""
    if not cell:
        return None
    groups = [*chain, "".join(reversed(chain))]
    spellings = (f"{_ABOUT.sub('', squashed(group))}{cell}" for group in groups if group)
    return next(filter(None, (meaning(text, aliases) for text in spellings)), None)


def _assigned(
    headings: tuple[str, ...], alone: Sequence[Meaning | None], together: Sequence[Meaning | None]
) -> _Reading:
    """Each column given to the heading that is trusted most."""
    places = _places([one or both for one, both in zip(alone, together, strict=True)])
    contested = {at for claimed in places.values() if len(claimed) > 1 for at, _ in claimed}
    meanings = list(alone)
    for at, both in enumerate(together):
        if both and (meanings[at] is None or (at in contested and not _by_plan(meanings[at]))):
            meanings[at] = Meaning(both.name, min(both.doubt, WITH_GROUP))
    columns: dict[str, int] = {}
    doubtful: list[str] = []
    for name, claimed in _places(meanings).items():
        ranks = [_rank(found, headings[at]) for at, found in claimed]
        if ranks.count(min(ranks)) > 1:
            doubtful.append(headings[claimed[-1][0]])
        else:
            columns[name] = claimed[ranks.index(min(ranks))][0]
    return _Reading(headings, columns, tuple(doubtful))


def _by_plan(found: Meaning | None) -> bool:
    return found is not None and found.doubt == BY_PLAN


def _places(meanings: Sequence[Meaning | None]) -> dict[str, list[tuple[int, Meaning]]]:
    places: dict[str, list[tuple[int, Meaning]]] = {}
    for at, found in enumerate(meanings):
        if found:
            places.setdefault(found.name, []).append((at, found))
    return places


def _rank(found: Meaning, heading: str) -> tuple[int, int]:
    """The lower the likelier."""
    words = HEADING_ALIASES[found.name] if found.name in _DESCRIPTIVE else ()
    plain = squashed(heading)
    return found.doubt, next((at for at, word in enumerate(words) if squashed(word) == plain), 0)
