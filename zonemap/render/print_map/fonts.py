"""The Chinese typeface of printed sheets, and how much room its text takes.

The face comes from a Python package by its path, never from the system, so that every
machine prints the same sheet.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

__all__ = ["fitting_size_pt", "font_path", "sheet_font", "text_width_mm", "wrapped_lines"]

MM_PER_POINT = 25.4 / 72
MEASURING_SIZE_PT = 100
FIXED_POINT = 65536
"""FreeType gives an advance in 16.16 fixed point."""

PIECE = re.compile(r"[（《“(]*(?:[\w.,:/%+±°′″'-]+|.)[，。；：、）》”！？)]*", re.ASCII)
"""What a line may break between: a Latin word or one Chinese character, with the brackets
and stops that must not be torn from it."""


@lru_cache(maxsize=1)
def font_path() -> Path:
    """The file of Noto Sans SC."""
    return Path(str(files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")))


def sheet_font(size_pt: float) -> FontProperties:
    """Noto Sans SC in a size, in points, for any matplotlib text."""
    return FontProperties(fname=font_path(), size=size_pt)


@cache
def _advance_em(character: str) -> float:
    font = get_font(str(font_path()))
    font.set_size(MEASURING_SIZE_PT, 72)
    glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance / FIXED_POINT / MEASURING_SIZE_PT)


def text_width_mm(text: str, size_pt: float) -> float:
    """The width of one line of text, in millimetres; kerning left out."""
    return sum(map(_advance_em, text)) * size_pt * MM_PER_POINT


def wrapped_lines(text: str, size_pt: float, *, width_mm: float) -> list[str]:
    """The text cut into lines that are no wider than `width_mm`.

    Returns
    -------
    lines
        Broken between Chinese characters or Latin words, never before a closing stop. A
        single word wider than a line stays whole.
    """
    lines = [""]
    for piece in PIECE.findall(text):
        longer = lines[-1] + piece
        if lines[-1] and text_width_mm(longer.rstrip(), size_pt) > width_mm:
            lines.append(piece.lstrip())
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def fitting_size_pt(text: str, size_pt: float, *, width_mm: float) -> float:
    """`size_pt`, or the smaller size at which the text is as wide as `width_mm`."""
    return min(size_pt, size_pt * width_mm / max(text_width_mm(text, size_pt), 1e-9))
