"""Ledgers in text files: CSV and its relatives, in whatever encoding and with whatever separator.

Rows are counted as records, as Excel numbers them: a quoted line break starts no new row, an empty
line is a row, and Excel's own first line ``sep=;`` is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.read.sheet import Finding, Sheet
from zonemap.read.text.decoding import decoded
from zonemap.read.text.heads import text_head
from zonemap.read.text.rows import text_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["text_sheets"]


def text_sheets(path: Path, *, aliases: Mapping[str, str] = {}) -> tuple[list[Sheet], list[str]]:
    """The ledger in a text file, as one sheet without a name.

    Parameters
    ----------
    path
        In UTF-8, UTF-16 or GB18030; cells between commas, semicolons, tabs or strokes.
    aliases
        Headings of the plan, each with the name of its column.

    Returns
    -------
    sheets, others
        One sheet, or the name of the file if it holds no ledger. Cells are text exactly as
        written (``="0012"`` is 0012). A row with too few or too many cells, a NUL or bytes that
        are no text is broken, unless it is blank, a total or a signature.

    Raises
    ------
    LedgerError
        If a quotation mark swallows rows, or more than half of the rows are broken.
    """
    text = decoded(path)
    head = text_head(text.data, file=path.name, aliases=aliases)
    if head is None:
        return [], [path.name]
    cells, broken = text_rows(text, head)
    findings = (Finding(0, "", text.encoding, "encoding"),) if text.encoding != "UTF-8" else ()
    sheet = Sheet("", head.header, head.above, cells, findings=findings, broken=broken)
    return [sheet], []
