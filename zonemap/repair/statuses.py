"""The status of a household from the words that officials write."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from zonemap.repair.cells import Readings, cell_texts
from zonemap.repair.characters import NONE_SIGNS, is_error, plain
from zonemap.repair.status_words import HARMLESS_NOTES, LOADED, STATUS_OF_WORD
from zonemap.schema import DONE_STATUSES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zonemap.repair.cells import Cells

__all__ = ["read_status", "read_statuses"]

ORDINARY = {word: status.name for status in STATUSES for word in (status.word, status.name)}
WORD_OF_STATUS = {status.name: status.word for status in STATUSES}

_NUMBERING = re.compile(
    r"^(?:[(\[【<]?(?:[0-9]{1,2}|[a-z]|[一二三四五六七八九十]{1,2})[)\]】>.、,:\-_—·\s]+"
    r"|[0-9]{1,2}|[\u2460-\u2473\u2474-\u2487\u2488-\u249b][.、\s]*)"
)
_HEADING = re.compile(r"^(?:状态|现状|户状态)[:\s]+")
_NOTE = re.compile(r"[(\[【<〔]([^()\[\]【】<>〔〕]*)[)\]】>〕]$")
_QUOTES = "\"'“”‘’「」『』《》()[]【】<>〔〕"
_STOPS = "。.,、;!:…*√✓✔"
_DAY = re.compile(r"(?:(20[0-9]{2})[年./\-]?)?([0-9]{1,2})[月./\-]?(?:([0-9]{1,2})[日号]?)?")


def read_statuses(cells: Cells, *, statuses: Mapping[str, str], day: date = date.max) -> Readings:
    """Canonical names of statuses; missing where the cell is blank or its word unknown.

    Parameters
    ----------
    cells
        Of the column.
    statuses
        Words of the plan and the status each means: they win over all others.
    day
        The day of the ledger: nothing is accepted or demolished on a later one.

    Returns
    -------
    readings
        ``typed`` are an Arrow array of text. Blank cells are no issue here.
    """
    own = {_folded(word): name for word, name in statuses.items()}
    values: list[str | None] = []
    issues: dict[int, str] = {}
    repairs: dict[int, tuple[str, str]] = {}
    for position, text in enumerate(cell_texts(cells).to_pylist()):
        shown = plain(text)
        name = None
        if is_error(shown):
            issues[position] = "error_cell"
        elif shown and shown not in NONE_SIGNS:
            name = statuses.get(text.strip()) or read_status(shown, words=own, day=day)
            if name is None:
                issues[position] = "unknown_status"
            elif text.strip() not in ORDINARY and text.strip() not in statuses:
                repairs[position] = ("status_word", WORD_OF_STATUS.get(name, name))
        values.append(name)
    return Readings(pa.array(values, pa.large_string()), issues, repairs)


def _folded(text: str) -> str:
    """Small letters, half-width, without blanks, underscores and commas."""
    return re.sub(r"[\s_,、;]+", "", plain(text).lower())


def read_status(text: str, *, words: Mapping[str, str] = {}, day: date = date.max) -> str | None:
    """The status a cell means, or None if that is not sure.

    Parameters
    ----------
    text
        A cell that is not blank.
    words
        Further words, small, half-width and without blanks, and the status of each.
    day
        The day of the ledger.

    Returns
    -------
    status
        A canonical name.
    """
    known = {**STATUS_OF_WORD, **words} if words else STATUS_OF_WORD
    shown = plain(text).lower()
    bare = _HEADING.sub("", shown)
    note = _NOTE.search(bare)
    inside = note[1].strip() if note else ""
    outside = bare[: note.start()] if note else bare
    if note and not outside.strip(_QUOTES + " "):
        outside, inside = inside, ""
    for form in (shown, bare, f"{outside.strip()}{inside}", outside):
        word = _known_word(form, known)
        if word is None:
            continue
        status = known[word]
        turned = form is outside and inside and not _is_harmless(inside, status, day=day)
        return None if turned else status
    return None


def _known_word(text: str, known: Mapping[str, str]) -> str | None:
    """The known word in a text: as it is, then without numbering, stops, 户 and 了."""
    stripped = text.strip().strip(_STOPS + " ")
    for form in (stripped, _NUMBERING.sub("", stripped)):
        word = _folded(form.strip(_QUOTES).strip(_STOPS + " "))
        for ending in ("", "户", "了", "状态"):
            if word.endswith(ending) and word.removesuffix(ending) in known:
                return word.removesuffix(ending)
    return None


def _is_harmless(note: str, status: str, *, day: date) -> bool:
    """Whether a note in brackets leaves the status what it is."""
    word = _folded(note)
    if word in HARMLESS_NOTES or _has_come(word, day):
        return True
    if STATUS_OF_WORD.get(word) == status:
        return True
    return status not in DONE_STATUSES and word not in STATUS_OF_WORD and not LOADED & set(word)


def _has_come(note: str, day: date) -> bool:
    """Whether a note is a day or month that is not after ``day``; without a year, of its year."""
    match = _DAY.fullmatch(note)
    if match is None or not re.search(r"[年月日号./\-]|^20[0-9]{6}$", note):
        return False
    year, month, of_month = match.groups()
    try:
        return date(int(year or day.year), int(month), int(of_month or 1)) <= day
    except ValueError:
        return False
