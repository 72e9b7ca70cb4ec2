"""A sheet of a ledger file, and what its reader noticed: the values every reader returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyproj

    from zonemap.read.layout.headers import Header

__all__ = ["Finding", "Sheet"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to know about a cell or a sheet that takes no row away.

    Attributes
    ----------
    row
        As Excel numbers it; 0 speaks of the sheet as a whole.
    column
        Canonical name, a heading as written, or empty.
    value
        What was found.
    code
        What it means: ``read_as``, ``hidden_rows``, ``no_cached_value``, ``encoding`` ...
    """

    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet with a ledger header.

    Attributes
    ----------
    name
        Of the sheet; empty for formats without sheets.
    header
        Where the header stands.
    rows_above
        Rows of the sheet up to and with the header, and how many of them are blank.
    cells
        The rows below, columns by position; the index is the row as Excel numbers it.
    crs
        Of longitude and latitude taken from geometry, as the file itself states it; None where
        it does not or there is no geometry.
    findings
        What the reader noticed.
    filled
        Row number and column position of cells filled down from a cell merged over them.
    broken
        Row number to raw text of rows whose cells cannot be trusted; their cells are all None.
    """

    name: str
    header: Header
    rows_above: tuple[int, int]
    cells: pd.DataFrame
    crs: pyproj.CRS | None = None
    findings: tuple[Finding, ...] = ()
    filled: tuple[tuple[int, int], ...] = ()
    broken: dict[int, str] = field(default_factory=dict)
