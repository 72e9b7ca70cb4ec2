"""How a text file begins: its separator and its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonemap.errors import ColumnError
from zonemap.read.layout.headers import GROUP_ROWS, HEADER_ROWS_SEARCHED, Header, find_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["TextHead", "text_head"]

DELIMITERS = (",", "\t", ";", "|")
HEAD_BYTES = 1 << 20
ROWS_SAMPLED = 200
MOST_COLUMNS = 16_384
"""As in Excel: a header is not looked for beyond."""

_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class TextHead:
    """How a text file begins, and how wide its rows are.

    Attributes
    ----------
    file
        Its name, for messages.
    delimiter
        Between its cells.
    header
        Where it stands.
    above
        Rows down to the header, and how many of them are blank.
    start
        The byte behind the header.
    least, width
        Cells up to the last heading, and up to the end of the header's longest row.
    usual
        The cells that most rows have.
    """

    file: str
    delimiter: str
    header: Header
    above: tuple[int, int]
    start: int
    least: int
    width: int
    usual: int


def text_head(data: bytes, *, file: str, aliases: Mapping[str, str]) -> TextHead | None:
    """The separator under which the most columns are known, and the header it gives."""
    text = data[:HEAD_BYTES].decode("utf-8", errors="ignore")
    stated = _SEPARATOR_LINE.match(text)
    skipped = stated.end() if stated else 0
    found: list[TextHead] = []
    faults: list[ColumnError] = []
    for delimiter in (stated[1],) if stated else filter(text.__contains__, DELIMITERS):
        records = _records(text[skipped:], delimiter)
        rows = [row for row, _ in records]
        try:
            header = find_header(rows[:HEADER_ROWS_SEARCHED], where=file, aliases=aliases)
        except ColumnError as fault:
            faults.append(fault)
            continue
        if header:
            end = skipped + records[header.row][1]
            found.append(_measured(rows, header, delimiter=delimiter, file=file, behind=text[:end]))
    if not found and faults:
        raise faults[0]
    return max(found, key=lambda head: len(head.header.columns), default=None)


def _measured(
    rows: Sequence[Sequence[str]], header: Header, *, delimiter: str, file: str, behind: str
) -> TextHead:
    last = header.row
    block = rows[max(0, last - GROUP_ROWS) : last + 1]
    titled = [row for row in block if len({cell for cell in row if cell.strip()}) > 1]
    width = max(map(len, titled))
    least = 1 + max(at for row in titled for at, cell in enumerate(row) if cell.strip())
    lengths = Counter(len(row) for row in rows[last + 1 :] if len(row) >= least)
    return TextHead(
        file=file,
        delimiter=delimiter,
        header=header,
        above=(last + 1, sum(not any(cell.strip() for cell in row) for row in rows[: last + 1])),
        start=len(behind.encode("utf-8")),
        least=least,
        width=width,
        usual=lengths.most_common(1)[0][0] if lengths else width,
    )


def _records(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """The first rows of a text, and the character behind each."""
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in _LINE.finditer(text):
            read = line.end()
            yield line[0]

    records: list[tuple[list[str], int]] = []
    try:
        for row in csv.reader(lines(), delimiter=delimiter):
            records.append((row[:MOST_COLUMNS], read))
            if len(records) >= ROWS_SAMPLED:
                break
    except csv.Error:  # a cell beyond all measure: a quotation mark left open, found when parsed
        pass
    return records
