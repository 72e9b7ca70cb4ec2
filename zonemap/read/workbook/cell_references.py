"""How far out the cells of a sheet's XML stand.

Found without parsing it where it is written as every program writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

import numpy as np

from zonemap.errors import LedgerError, ZonemapError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Extent", "column_letters", "column_position", "extent_of", "parsed_extent"]

LETTERS: Final = 26
MOST_DIGITS: Final = 8
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,4})(\d{1,10})")
_PAD: Final = bytes(2 * MOST_DIGITS)
_A, _Z, _ZERO = ord("A"), ord("Z"), ord("0")


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column with a cell, both counted from 1, and how many cells there are.

    Attributes
    ----------
    plain
        Every cell was written as ``<c r="A1"``; else the sheet has to be parsed to know.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    plain: bool = True

    @property
    def box(self) -> int:
        """Rows x columns."""
        return self.rows * self.columns

    @property
    def corner(self) -> str:
        """Name of the cell in the last row and column."""
        return f"{column_letters(self.columns - 1)}{self.rows}"

    def joined(self, other: Extent) -> Extent:
        """The extent of both."""
        return Extent(
            max(self.rows, other.rows),
            max(self.columns, other.columns),
            self.cells + other.cells,
            self.plain and other.plain,
        )


def column_letters(position: int) -> str:
    """The name of a column, counted from 0: A, B ... Z, AA."""
    letters = ""
    number = position + 1
    while number > 0:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(_A + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """The position of a column from its name, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - _A + 1
    return number - 1


def extent_of(block: bytes) -> Extent:
    """The extent of the cells in a piece of a sheet's XML that cuts no cell apart."""
    text = np.frombuffer(block + _PAD, dtype=np.uint8)
    starts = np.flatnonzero((text[:-1] == ord("<")) & (text[1:] == ord("c")))
    starts = starts[np.isin(text[starts + 2], np.frombuffer(b" \t\r\n/>", dtype=np.uint8))]
    prefixed = b":" in block and (b":c" in block or b":row" in block)
    plain = b"\0" not in block and not prefixed
    plain = plain and all(
        bool((text[starts + offset] == byte).all()) for offset, byte in enumerate(b' r="', start=2)
    )
    if not len(starts) or not plain:
        return Extent(plain=plain)
    first, second, third = (text[starts + offset] for offset in (6, 7, 8))
    two, three = second >= _A, (second >= _A) & (third >= _A)
    columns = first.astype(np.int32) - _A + 1
    columns = np.where(two, columns * LETTERS + second - _A + 1, columns)
    columns = np.where(three, columns * LETTERS + third - _A + 1, columns)
    rows, known = _numbers(text, starts + 7 + two + three)
    plain = known and bool(((first >= _A) & (first <= _Z)).all())
    return Extent(int(rows.max()), int(columns.max()), len(starts), plain)


def _numbers(
    text: np.ndarray[tuple[int], np.dtype[np.uint8]],
    starts: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], bool]:
    """The numbers that stand in a text at some places, and whether each ends with a quote."""
    numbers = np.zeros(len(starts), dtype=np.int32)
    alive = np.ones(len(starts), dtype=bool)
    for offset in range(MOST_DIGITS):
        digits = text[starts + offset] - np.uint8(_ZERO)
        alive &= digits < 10
        if not alive.any():
            break
        numbers = np.where(alive, numbers * 10 + digits, numbers)
    return numbers, not alive.any()


def parsed_extent(pieces: Iterable[bytes], path: Path) -> Extent:
    """The extent of a sheet's cells however it is written, by parsing it.

    Returns
    -------
    extent
        Never plain.

    Raises
    ------
    LedgerError
        If it is not well-formed.
    ZonemapError
        Whatever the pieces themselves raise.
    """
    row = column = last_row = last_column = cells = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column, cells
        name = tag.rpartition(":")[2]
        if name == "row":
            text = attributes.get("r", "")
            row, column = int(text) if text.isdecimal() else row + 1, 0
        elif name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_position(match[1]) + 1 if match else column + 1
            last_column = max(last_column, column)
            last_row = max(last_row, int(match[2]) if match else row)
            cells += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003
        parser.Parse(b"", True)  # noqa: FBT003
    except ZonemapError:
        raise
    except (expat.ExpatError, ValueError) as fault:
        raise LedgerError(
            "{file}: is not a readable workbook: it is cut off or damaged; export it again",
            file=path.name,
        ) from fault
    return Extent(last_row, last_column, cells, plain=False)
