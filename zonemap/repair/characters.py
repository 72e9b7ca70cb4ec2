"""Characters that mean nothing, are too wide, or stand for an error or for nothing at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from zonemap.schema import NONE_SIGNS, NOTHING_WORDS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ERROR_CELLS",
    "NONE_SIGNS",
    "NOTHING_WORDS",
    "has_wide",
    "is_error",
    "plain",
    "seen",
    "trimmed",
    "wide_to_half",
]

# Line breaks and tabs are blanks, not controls: clerks break lines inside cells.
INVISIBLE = (
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""Zero-width and control characters; both `re` and Arrow read the pattern."""

_INVISIBLE = re.compile(INVISIBLE)
_WIDE = re.compile("[\uff01-\uff5e]")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

ERROR_CELLS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA",
})  # fmt: skip
"""What a spreadsheet shows where a formula failed."""


def seen(text: str) -> str:
    """The text without invisible characters and surrounding blanks."""
    return _INVISIBLE.sub("", text).strip()


def wide_to_half(text: str) -> str:
    """Full-width digits, letters, signs and blanks as half-width ones."""
    return text.translate(_HALF)


def plain(text: str) -> str:
    """What is seen, half-width."""
    return wide_to_half(seen(text)).strip()


def has_wide(text: str) -> bool:
    """Whether full-width digits, letters or signs are in the text."""
    return _WIDE.search(text) is not None


def is_error(text: str) -> bool:
    """Whether the text is what a failed formula shows."""
    return text.startswith(("#", "＃")) and plain(text).upper() in ERROR_CELLS


def trimmed(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Texts without invisible characters and surrounding blanks, and which had such characters."""
    touched = pc.match_substring_regex(texts, INVISIBLE)
    if pc.any(touched).as_py():
        texts = pc.replace_substring_regex(texts, INVISIBLE, "")
    return pc.utf8_trim_whitespace(texts), touched
