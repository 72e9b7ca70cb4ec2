"""Coordinates in writing: degrees with signs, letters or minutes, metres, and pairs of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.repair.characters import has_wide, plain, seen
from zonemap.repair.numerals import plain_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Angle", "number_body", "read_angle", "usual_angles"]

_SIGNS = str.maketrans({
    **dict.fromkeys("º˚∘度", "°"),
    **dict.fromkeys("′’‘´`ʹ分", "'"),
    **dict.fromkeys("″”“〃ʺ秒", '"'),
})  # fmt: skip
FRACTION_DIGITS = 6
"""Of seconds, read all at once; more are read one by one."""

_USUAL = (
    r"^(?P<p>[EN]|东经|北纬|)\s*(?P<d>[0-9]{1,3})[°度º]\s*(?P<m>[0-9]{1,2})[′'’分]\s*"
    r"(?P<s>[0-9]{1,2})(?:\.(?P<f>[0-9]{1,6}))?(?:[″\"”秒]|''|′′)\s*(?P<q>[EN]?)$"
)
_WORDS = (
    (re.compile(r"东经"), "E"),
    (re.compile(r"北纬"), "N"),
    (re.compile(r"西经"), "W"),
    (re.compile(r"南纬"), "S"),
    (re.compile(r"(?:经度|纬度|LONGITUDE|LATITUDE|LONG|LNG|LON|LAT)\s*(?:[:=]\s*)?"), ""),
    (re.compile(r"(?<=[EN])\s*[:=]\s*"), ""),
)
_DECORATION = re.compile(r"[^0-9.,+\-−eE'\s。]")
_LETTERED = re.compile(r"([ENWS])?\s*([^ENWS]*?)\s*([ENWS])?")
_DEGREES = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*°")
_MINUTES = re.compile(r"([0-9]{1,3})\s*°\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*'?")
_SECONDS = re.compile(
    r"([0-9]{1,3})\s*°\s*([0-9]{1,2})(?:\s*'\s*|\s+)([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:\"|')?"
)
_PARTED = re.compile(
    r"([0-9]{1,3})\s*([-: ])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*\"?"
)
_LONG = re.compile(r"-?[0-9]+\.[0-9]+|-?[0-9]{5,}|-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_METRES = re.compile(r"(?<=[0-9])\s*(?:米|M)$")
_BRACKETS = re.compile(r"^(?:POINT\s*)?[(\[{]\s*(.*?)\s*[)\]}]$")
_BETWEEN = re.compile(r"\s*[,;/、|]\s*|\s+|(?<=[EN\"'°])(?=[0-9])|(?<=[0-9\"'°])(?=[EN])")


@dataclass(frozen=True, slots=True)
class Angle:
    """One coordinate, or two in the order of longitude and latitude as delivered.

    Attributes
    ----------
    numbers
        One or two numbers, unchecked.
    repair
        What reading them took; empty for a plain number.
    """

    numbers: tuple[float, ...]
    repair: str = ""


@dataclass(frozen=True, slots=True)
class _Single:
    value: float
    repair: str
    letter: str = ""


def _unified(text: str) -> str:
    """Half-width capitals with one sign each for degrees, minutes and seconds."""
    shown = plain(text).upper()
    for pattern, sign in _WORDS:
        shown = pattern.sub(sign, shown)
    return shown.translate(_SIGNS).replace("''", '"').strip()


def usual_angles(texts: pa.Array) -> NDArray[np.float64]:
    """Decimal degrees of texts in degrees, minutes and seconds with their usual signs.

    As `read_angle` reads them, all at once: a ledger in this writing has two on every row.

    Returns
    -------
    degrees
        NaN for texts in any other writing.
    """
    parts = pc.extract_regex(pc.utf8_trim_whitespace(texts), _USUAL)
    whole, minutes, seconds, fraction, before, behind = (
        pc.struct_field(parts, name) for name in ("d", "m", "s", "f", "p", "q")
    )
    fraction = pc.utf8_rpad(pc.fill_null(fraction, ""), FRACTION_DIGITS, "0")
    d, m, s, f = (
        pc.cast(part, pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
        for part in (whole, minutes, seconds, pc.if_else(pc.is_valid(parts), fraction, None))
    )
    # Whole numbers below 2**53, divided once: no rounding on the way.
    scale = 10.0**FRACTION_DIGITS
    degrees = ((d * 3600 + m * 60 + s) * scale + f) / (3600 * scale)
    twice = pc.and_(pc.greater(pc.utf8_length(before), 0), pc.greater(pc.utf8_length(behind), 0))
    unusable = pc.fill_null(twice, fill_value=True).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        degrees[unusable | (d > 180) | (m >= 60) | (s >= 60)] = np.nan
    return np.asarray(degrees)


def number_body(text: str) -> str:
    """The text without signs and letters: what decides whether a column has decimal commas."""
    match = _LETTERED.fullmatch(_unified(text))
    return (match[2] if match else text).rstrip("°").strip()


def read_angle(text: str, *, comma: bool = False) -> Angle | None:
    """The coordinate, or the pair, that a text says; None where that is not sure.

    Parameters
    ----------
    text
        A cell that is not blank.
    comma
        The comma is the decimal sign of the whole column.

    Returns
    -------
    angle
        In degrees or metres, whichever was written.
    """
    shown = _unified(text)
    single = _single(shown, comma=comma)
    if single is not None:
        return Angle((single.value,), single.repair or _surface(text))
    pair = _pair(shown)
    return Angle(pair, "coordinate_pair") if pair else None


def _surface(text: str) -> str:
    """Why a plain number did not look like one."""
    if _DECORATION.search(plain(text)):
        return "coordinate_text"
    if has_wide(text):
        return "full_width"
    return "spaces" if seen(text) != text.strip() or "'" in text else ""


def _single(shown: str, *, comma: bool = False) -> _Single | None:
    """One coordinate; west and south are nowhere near and are not read."""
    bare = shown.removeprefix("'")
    number = plain_number(bare, comma=comma)
    if number is not None:
        return _Single(float(number[0]), number[1])
    match = _LETTERED.fullmatch(bare)
    if match is None or (match[1] and match[3]) or not match[2][:1].isdigit():
        return None
    letter = match[1] or match[3] or ""
    return None if letter in {"W", "S"} else _decorated(match[2].strip(), letter, comma=comma)


def _decorated(body: str, letter: str, *, comma: bool) -> _Single | None:
    """A coordinate with signs, a unit or a letter."""
    angle = _sexagesimal(body)
    if angle is not None:
        return _Single(angle, "dms", letter)
    if degrees := _DEGREES.fullmatch(body):
        return _Single(float(degrees[1]), "coordinate_text", letter)
    number = plain_number(_METRES.sub("", body), comma=comma)
    return _Single(float(number[0]), "coordinate_text", letter) if number else None


def _sexagesimal(body: str) -> float | None:
    """Decimal degrees of degrees, minutes and seconds, correctly rounded; None if it is none."""
    if match := _SECONDS.fullmatch(body):
        degrees, minutes, seconds = match.groups()
    elif match := _PARTED.fullmatch(body):
        degrees, _, minutes, seconds = match.groups()
    elif match := _MINUTES.fullmatch(body):
        degrees, minutes = match.groups()
        seconds = "0"
    else:
        return None
    whole, _, fraction = seconds.partition(".")
    full, _, part = minutes.partition(".")
    if int(degrees) > 180 or int(full) >= 60 or int(whole) >= 60:
        return None
    # Integers, divided once: no rounding on the way.
    scale: int = 10 ** max(len(fraction), len(part))
    parts = int(degrees) * 3600 * scale
    parts += int(full + part) * 60 * scale // 10 ** len(part)
    parts += int(whole + fraction) * scale // 10 ** len(fraction)
    return float(parts / (3600 * scale))


def _pair(shown: str) -> tuple[float, float] | None:
    """Two coordinates in one cell, if there is just one way to part them."""
    bare = _BRACKETS.sub(r"\1", shown)
    found = set()
    for gap in _BETWEEN.finditer(bare):
        parts = (bare[: gap.start()], bare[gap.end() :])
        if not all(_stands_alone(part) for part in parts):
            continue
        one, other = (_single(part) for part in parts)
        if one is None or other is None or (one.letter and one.letter == other.letter):
            continue
        turned = one.letter == "N" or other.letter == "E"
        found.add((other.value, one.value) if turned else (one.value, other.value))
    return found.pop() if len(found) == 1 else None


def _stands_alone(part: str) -> bool:
    """Whether a part is more than a few digits, which may be a piece of something else."""
    if re.search(r"[°EN]", part) or _PARTED.fullmatch(part):
        return True
    return _LONG.fullmatch(part) is not None
