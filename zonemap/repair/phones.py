"""Telephone numbers as dialled: mobile ones of 11 digits, landlines with their area code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from zonemap.repair.cells import Readings, cell_texts
from zonemap.repair.characters import NONE_SIGNS, has_wide, is_error, plain, seen
from zonemap.repair.identifiers import SCIENTIFIC, replaced_texts

if TYPE_CHECKING:
    from zonemap.repair.cells import Cells

__all__ = ["read_phones"]

# Numbers beginning 000 belong to nobody: synthetic ledgers have them. Seven digits are a number
# of the own prefecture, dialled without its area code.
GOOD = (
    r"^(1[3-9][0-9]{9}|000[0-9]{8}|[2-8][0-9]{6}"
    r"|0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?)$"
)

_GOOD = re.compile(GOOD)
_SEVERAL = re.compile(r"[/、,;，；|\s]+")
_COUNTRY = re.compile(r"^(?:\+|00)?\s*86[-\s]*(?=[0-9])")
_PARTING = re.compile(r"[\s\-—–]")
_FLOAT = re.compile(r"([0-9]+)\.0+")
_AREA = re.compile(r"\(?(0[1-9][0-9]{1,2})[)\s\-—–]+([0-9]{3,4}[\s-]?[0-9]{4})")


def read_phones(cells: Cells) -> Readings:
    """Telephone numbers; what is none is noted and kept.

    Returns
    -------
    readings
        ``typed`` are an Arrow array of text.
    """
    texts = cell_texts(cells)
    ordinary = pc.match_substring_regex(texts, GOOD)
    values, issues, repairs = replaced_texts(texts, ordinary, _phone)
    kept = pc.indices_nonzero(pc.invert(pc.match_substring_regex(values, GOOD))).to_pylist()
    for position in kept:
        text = values[position].as_py()
        if re.match(SCIENTIFIC, text):
            issues[position] = "id_as_number"
        elif not all(_GOOD.match(part) for part in _SEVERAL.split(text) if part):
            issues[position] = "bad_phone"
    return Readings(values, issues, repairs)


def _phone(text: str) -> tuple[str | None, str]:
    """A number as dialled, and the repair or fault; None where the cell is blank."""
    shown = plain(text)
    if shown in NONE_SIGNS or not shown:
        return None, ""
    if is_error(shown):
        return None, "error_cell"
    parts = [part for part in _SEVERAL.split(shown) if part]
    if len(parts) > 1 and all(_GOOD.match(part) for part in parts):
        return seen(text), "" if seen(text) == text.strip() else "phone_format"
    number = _dialled(shown)
    if not _GOOD.match(number):
        return seen(text), ""
    if number != shown or (seen(text) != text.strip() and not has_wide(text)):
        return number, "phone_format"
    return number, "full_width" if has_wide(text) else ""


def _dialled(shown: str) -> str:
    """The number without country code, blanks and dashes; an area code keeps one dash."""
    number = _COUNTRY.sub("", shown.strip("'’‘`")).strip()
    if match := _FLOAT.fullmatch(number):
        number = match[1]
    if match := _AREA.fullmatch(number):
        return f"{match[1]}-{_PARTING.sub('', match[2])}"
    digits = _PARTING.sub("", number)
    return digits if _GOOD.match(digits) and not _GOOD.match(number) else number
