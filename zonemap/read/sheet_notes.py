"""What the reading of sheets noticed, beside their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zonemap.errors import LedgerError
from zonemap.read.layout.header_rows import cell_text
from zonemap.read.layout.headings import in_other_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj

    from zonemap.read.sheet import Sheet

__all__ = ["cells_filled_down", "stated_crs", "the_findings"]

FINDING_COLUMNS = ("sheet", "row", "column", "value", "code")
REPAIR_COLUMNS = ("index", "column", "value", "became", "code")


def stated_crs(sheets: Sequence[Sheet], *, file: str) -> str:
    """The system of the sheets' points, by its authority where it is exactly that, else WKT.

    Returns
    -------
    crs
        ``EPSG:4545`` or the like; empty where no sheet states one.

    Raises
    ------
    LedgerError
        If they differ.
    """
    stated = {"" if sheet.crs is None else _crs_text(sheet.crs) for sheet in sheets}
    if len(stated) > 1:
        raise LedgerError(
            "{file}: its layers are in different coordinate systems; deliver each as its own file",
            file=file,
        )
    return stated.pop()


def _crs_text(crs: pyproj.CRS) -> str:
    authority = crs.to_authority(min_confidence=100)
    return ":".join(authority) if authority else crs.to_wkt()


def the_findings(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Notes of the readers, the raw text of broken rows, and columns in a unit that is not ours."""
    found: list[tuple[str, int, str, str, str]] = []
    for sheet in sheets:
        of_sheet = [(note.row, note.column, note.value, note.code) for note in sheet.findings]
        of_sheet += [(row, "", text, "broken_row") for row, text in sheet.broken.items()]
        units = [heading for heading in sheet.header.unread if in_other_unit(heading)]
        of_sheet += [(0, heading, heading, "other_unit") for heading in units]
        found += [(sheet.name, *finding) for finding in of_sheet]
    return pd.DataFrame(found, columns=list(FINDING_COLUMNS))


def cells_filled_down(sheets: Sequence[Sheet], parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The cells of data rows that were filled from a merged one, by position among all rows."""
    found: list[tuple[int, str, str, str, str]] = []
    first = 0
    for sheet, rows in zip(sheets, parts, strict=True):
        names = {position: name for name, position in sheet.header.columns.items()}
        places = pd.Index(rows["source_row"]).get_indexer([row for row, _ in sheet.filled])
        for place, (_, position) in zip(places.tolist(), sheet.filled, strict=True):
            if place >= 0 and position in names:
                name = names[position]
                text = cell_text(rows[name].iloc[place])
                found.append((first + place, name, "", text, "filled_down"))
        first += len(rows)
    return pd.DataFrame(sorted(found), columns=list(REPAIR_COLUMNS))
