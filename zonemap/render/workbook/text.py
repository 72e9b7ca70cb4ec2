"""Text as a cell of Excel can hold it, without identity numbers, and how wide it stands."""

from __future__ import annotations

import re
from math import ceil

import pandas as pd

__all__ = [
    "CELL_LENGTH",
    "cell_text",
    "display_width",
    "header_width",
    "line_count",
    "mask_identity",
]

CELL_LENGTH = 32_767
"""UTF-16 units that a cell can hold."""

CHINESE_ROOM, LATIN_ROOM = 1.04, 0.94
"""What wrapped text takes of its display width: lines break before they are full, but Latin
letters are narrower than digits."""

ELLIPSIS = "…"
MASK = "***"
SHOWN_DIGITS = 4
IDENTITY_LENGTH = 18

_IDENTITY = re.compile(
    r"(?<!\d)[1-9１-９]\d{5}[ -]?(?:1[89]|20|１[８９]|２０)\d{2}[01０１]\d[0-3０-３]\d[ -]?"
    r"\d{3}[\dXxＸｘ](?!\d)"
)
"""The form of an identity number (GB 11643): region, day of birth, order and check digit, in
plain or full-width digits."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
    r"\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)


def cell_text(values: pd.Series) -> list[str]:
    """What a cell can hold of each value, as text: missing is empty.

    Returns
    -------
    texts
        In the order of ``values``. Characters that XML forbids are left out; a text too long
        for a cell is cut and ends with an ellipsis.
    """
    known = values.astype("object").where(values.notna(), "")
    return [_clean(str(value)) for value in known.tolist()]


def _clean(text: str) -> str:
    """One text as a cell can hold it."""
    if len(text) < CELL_LENGTH // 2 and text.isprintable():
        return text
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LENGTH:
        return text
    return units[: 2 * (CELL_LENGTH - 1)].decode("utf-16-le", errors="ignore") + ELLIPSIS


def display_width(text: str) -> int:
    """The width of a text in digits, Chinese counting double; of several lines the widest."""
    return max(map(_line_width, text.split("\n")))


def mask_identity(texts: pd.Series, numbers: pd.Series) -> pd.Series:
    """``texts`` with all but the last digits of identity numbers masked.

    Parameters
    ----------
    texts
        Text of any kind; missing stays missing.
    numbers
        The identity number of each row, on the same index: masked in whatever form it stands.
        Others are known by their form, of 18 digits.

    Returns
    -------
    masked
        On the index of ``texts``.
    """
    known = numbers.astype("object").where(numbers.notna(), "")
    pairs = zip(texts.astype("object").tolist(), known.tolist(), strict=True)
    masked = [_mask(text, number) if isinstance(text, str) else text for text, number in pairs]
    return pd.Series(masked, index=texts.index, dtype="object")


def _mask(text: str, number: str) -> str:
    """One text without its own identity number and without any other."""
    if number and number in text:
        text = text.replace(number, MASK + number[-SHOWN_DIGITS:])
    if len(text) < IDENTITY_LENGTH:
        return text
    return _IDENTITY.sub(lambda found: MASK + found[0][-SHOWN_DIGITS:], text)


def _line_width(line: str) -> int:
    """The width of one line."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def header_width(header: str) -> tuple[int, int]:
    """How narrow a header may stand, and the lines it then takes: two, or one if short."""
    width = _line_width(header)
    if width <= 8:
        return width, 1
    words = header.split() if header.isascii() else [""]
    narrow = max(-(-width // 2) + 1, *map(_line_width, words), 6)
    return narrow, 1 if narrow >= width else 2


def line_count(text: str, width: float) -> int:
    """How many lines of ``width``, in characters of Excel, a text takes."""
    return sum(_lines(line, width) for line in text.split("\n"))


def _lines(text: str, width: float) -> int:
    """How many lines of ``width`` a text of one paragraph takes."""
    if 2 * len(text) <= width or (room := display_width(text)) <= width:
        return 1
    return ceil(room * (LATIN_ROOM if text.isascii() else CHINESE_ROOM) / width)
