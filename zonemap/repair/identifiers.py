"""Household, village and identity numbers: always text, every digit kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.repair.cells import Readings, cell_texts
from zonemap.repair.characters import NONE_SIGNS, NOTHING_WORDS, has_wide, is_error, plain, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zonemap.repair.cells import Cells

__all__ = [
    "damaged_numbers",
    "joined_code",
    "read_codes",
    "read_identity_numbers",
    "replaced_texts",
]

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer identifiers lose some."""

LEAST_JOINED = 8
"""Characters of a code from which on blanks inside are slips: in short ones, as ``1 12``, they
tell two parts from each other."""

CODE = r"^[0-9]+[Xx]?$"
SCIENTIFIC = r"^[0-9](\.[0-9]+)?[Ee]\+?[0-9]+$"
CHECK_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECK_DIGITS = np.frombuffer(b"10X98765432", dtype=np.uint8)

_APOSTROPHES = "'’‘`´′"
_FLOAT = re.compile(r"[0-9]+\.0+")


def read_codes(cells: Cells) -> Readings:
    """Household or village codes, without blanks, apostrophes and other traces of a spreadsheet.

    A word for nothing is no code (``bad_id``): households must not become one by it.

    Returns
    -------
    readings
        ``typed`` are an Arrow array of text.
    """
    texts = cell_texts(cells)
    ordinary = pc.match_substring_regex(texts, r"^[A-Za-z_\-]*[0-9][0-9A-Za-z_\-]*$")
    values, issues, repairs = replaced_texts(texts, ordinary, joined_code)
    issues |= damaged_numbers(cells, values)
    return Readings(values, issues, repairs)


def joined_code(text: str) -> tuple[str | None, str]:
    """A code without traces of a spreadsheet, and the repair or fault; None where it is blank."""
    shown = plain(text)
    if shown in NONE_SIGNS or not shown:
        return None, ""
    if is_error(shown):
        return None, "error_cell"
    if shown.upper() in NOTHING_WORDS:
        return None, "bad_id"
    code = shown.strip(_APOSTROPHES).strip()
    joined = "".join(code.split())
    code = joined if len(joined) >= LEAST_JOINED else code
    if _FLOAT.fullmatch(code):
        code = code.split(".")[0]
    if code != shown or (seen(text) != text.strip() and not has_wide(text)):
        return code, "id_format"
    return code, "full_width" if has_wide(text) else ""


def replaced_texts(
    texts: pa.Array, ordinary: pa.Array, repaired: Callable[[str], tuple[str | None, str]]
) -> tuple[pa.Array, dict[int, str], dict[int, tuple[str, str]]]:
    """Texts with those that are not ordinary read one by one; their issues and repairs."""
    values = texts
    issues: dict[int, str] = {}
    repairs: dict[int, tuple[str, str]] = {}
    odd = pc.indices_nonzero(pc.invert(ordinary)).to_pylist()
    if not odd:
        return values, issues, repairs
    became: list[str | None] = []
    for position, text in zip(odd, texts.take(pa.array(odd)).to_pylist(), strict=True):
        value, code = repaired(text)
        became.append(value)
        if code and value is None:
            issues[position] = code
        elif code and value is not None:
            repairs[position] = (code, value)
    mask = pc.invert(ordinary)
    return pc.replace_with_mask(values, mask, pa.array(became, values.type)), issues, repairs


def damaged_numbers(cells: Cells, values: pa.Array) -> dict[int, str]:
    """Positions of codes that passed through a number and lost digits."""
    scientific = pc.indices_nonzero(pc.match_substring_regex(values, SCIENTIFIC)).to_pylist()
    first = len(cells.texts)
    lengths = pc.utf8_length(values.slice(first)).to_pylist() if not cells.exact else []
    cut = [
        first + place
        for place, length in enumerate(lengths)
        if length is not None
        and length > EXACT_DIGITS
        and not isinstance(cells.others[place], str)
        and isinstance(cells.others[place], int | float)
    ]
    return dict.fromkeys([*scientific, *cut], "id_as_number")


def read_identity_numbers(cells: Cells) -> Readings:
    """Identity numbers of 18 digits, or 15 of the old ones; a wrong check digit is noted.

    Returns
    -------
    readings
        ``typed`` are an Arrow array of text: a number that is noted is kept.
    """
    texts = cell_texts(cells)
    ordinary = pc.match_substring_regex(texts, r"^([0-9]{17}[0-9X]|[0-9]{15})$")
    values, issues, repairs = replaced_texts(texts, ordinary, _identity_number)
    shaped = pc.fill_null(pc.match_substring_regex(values, r"^[0-9]{17}[0-9X]$"), fill_value=False)
    old = pc.match_substring_regex(values, r"^[0-9]{15}$")
    wrong = pc.and_(pc.invert(shaped), pc.invert(old))
    noted = pc.indices_nonzero(pc.fill_null(wrong, fill_value=False)).to_pylist()
    full = np.flatnonzero(shaped.to_numpy(zero_copy_only=False))
    noted += full[~_check_digits_fit(values.take(pa.array(full)))].tolist()
    issues |= dict.fromkeys(noted, "bad_check_digit") | damaged_numbers(cells, values)
    return Readings(values, issues, repairs)


def _identity_number(text: str) -> tuple[str | None, str]:
    code, repair = joined_code(text)
    if code is None:
        return None, repair
    number = code.replace("-", "").upper()
    if number.endswith("×"):
        number = f"{number[:-1]}X"
    if number != code and re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return number, "id_format"
    return code, repair


def _check_digits_fit(numbers: pa.Array) -> NDArray[np.bool_]:
    """Whether the last digit of each 18 follows from the others (GB 11643-1999)."""
    if not len(numbers):
        return np.empty(0, dtype=bool)
    joined = pc.binary_join(pa.array([numbers.to_pylist()], pa.list_(pa.string())), "")[0].as_py()
    digits = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, 18)
    total = (digits[:, :17].astype(np.int64) - ord("0")) @ CHECK_WEIGHTS
    return np.asarray(CHECK_DIGITS[total % 11] == digits[:, 17])
