"""Ledgers in web pages: what many systems export and name .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from zonemap.errors import LedgerError
from zonemap.read.guard import refuse_wide
from zonemap.read.workbook.cell_references import Extent
from zonemap.read.workbook.grids import Grid, grid_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zonemap.read.sheet import Sheet
    from zonemap.read.workbook.grids import Range

__all__ = ["html_grids", "html_sheets"]

MOST_BYTES: Final = 256 << 20
MOST_COLUMNS: Final = 16_384
MOST_ROWS: Final = 1_048_576
HEAD_BYTES: Final = 4096
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"})
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def html_sheets(path: Path, *, aliases: Mapping[str, str]) -> tuple[list[Sheet], list[str]]:
    """The tables of a web page that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    path
        HTML in the charset it declares, else UTF-8 or GB18030.
    aliases
        Headings as written to canonical names; they win.

    Returns
    -------
    sheets, others
        In the order of the page, named ``table 1``, ``table 2`` ...; a cell that spans several
        counts as merged.

    Raises
    ------
    LedgerError
        If the page is no text, has no table, or a cell spans absurdly far.
    """
    return grid_sheets(html_grids(path), file=path.name, aliases=aliases)


def html_grids(path: Path) -> Iterator[Grid]:
    """The tables of a web page, cell by cell.

    Parameters
    ----------
    path
        As for `html_sheets`.

    Returns
    -------
    grids
        In the order of the page.

    Raises
    ------
    LedgerError
        As `html_sheets`.
    """
    tables = _Tables(path)
    tables.feed(_text(path))
    tables.close()
    if not tables.found:
        raise LedgerError("{file}: is a web page without a table; export it again", file=path.name)
    return (table.grid(f"table {number}") for number, table in enumerate(tables.found, start=1))


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise LedgerError("{file}: is far larger than a ledger can be", file=path.name)
    content = path.read_bytes()
    for encoding in _encodings(content[:HEAD_BYTES]):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise LedgerError("{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=path.name)


def _encodings(head: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return (encoding,)
    declared = _CHARSET.search(head)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    known = "gb18030" if name in _CHINESE else name
    allowed = known if known in {"utf-8", "gb18030", "big5"} else "utf-8"
    return (allowed, "utf-8", "gb18030")


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    rows: list[dict[int, str]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(default_factory=dict)
    """Column to the first row in which no cell from above covers it."""
    width: int = 0
    text: list[str] | None = None
    span: tuple[int, int] = (1, 1)

    def grid(self, name: str) -> Grid:
        columns = range(self.width)
        rows = [[row.get(column, "") for column in columns] for row in self.rows]
        return Grid(name, rows, merged=self.merged, hidden=frozenset(self.hidden))

    def place(self) -> None:
        """Put the cell that was read into its row."""
        if self.text is None:
            return
        if not self.rows:
            self.rows.append({})
        row, (height, width) = len(self.rows) - 1, self.span
        column = 0
        while column in self.rows[row] or self.taken.get(column, 0) > row:
            column += 1
        self.rows[row][column] = _BLANKS.sub(" ", "".join(self.text)).strip()
        for covered in range(column + 1, column + width):
            self.rows[row][covered] = ""
        for covered in range(column, column + width):
            self.taken[covered] = row + height
        if height > 1 or width > 1:
            self.merged.append(((row, column), (row + height - 1, column + width - 1)))
        self.width = max(self.width, column + width)
        self.text = None


class _Tables(HTMLParser):
    """The tables of a page; one inside another stands for itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.found: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            self.found.append(self._open[-1])
        elif tag in {"script", "style"}:
            self._silent += 1
        elif self._open:
            self._start(self._open[-1], tag, dict(attrs))

    def _start(self, table: _Table, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "tr":
            table.place()
            table.rows.append({})
            if _NOT_SHOWN.search(attrs.get("style") or "") or "hidden" in attrs:
                table.hidden.add(len(table.rows) - 1)
        elif tag in {"td", "th"}:
            table.place()
            table.text = []
            table.span = (
                _span(attrs.get("rowspan"), MOST_ROWS),
                _span(attrs.get("colspan"), MOST_COLUMNS),
            )
            self._cells += 1
            self._require_narrow(table)
        elif tag in {"br", "p", "div"} and table.text is not None:
            table.text.append(" ")

    def _require_narrow(self, table: _Table) -> None:
        extent = Extent(len(table.rows), table.width + table.span[1], self._cells)
        refuse_wide(
            self.path, error=LedgerError, cell=extent.corner, box=extent.box, filled=extent.cells
        )

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(self._silent - 1, 0)
        elif self._open and tag in {"td", "th", "tr", "table"}:
            self._open[-1].place()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].text is not None and not self._silent:
            self._open[-1].text.append(data)

    def close(self) -> None:
        super().close()
        for table in self._open:
            table.place()


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 8 else 1
