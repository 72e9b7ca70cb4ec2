"""Places that stand in one column: points of survey forms, and longitude and latitude together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from zonemap.read.sheet import Sheet

__all__ = ["with_places"]

_POINT = r"^\s*(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)(?:[\s,]+-?\d+(?:\.\d+)?){0,2}\s*$"


def with_places(sheet: Sheet) -> Sheet:
    """The sheet with its place in two columns, where it stood in one.

    Parameters
    ----------
    sheet
        As read.

    Returns
    -------
    sheet
        A survey form writes a point as latitude, longitude, altitude and accuracy: it is split.
        A column headed 经纬度 stays whole as the longitude beside an empty latitude, since which
        number comes first is for the repair to say.
    """
    header = sheet.header
    column = header.geopoint if header.geopoint is not None else header.pair
    if column is None:
        return sheet
    free = 1 + max(int(position) for position in sheet.cells.columns)
    if header.geopoint is None:
        columns = header.columns | {"longitude": column, "latitude": free}
        added = {free: pd.Series(None, index=sheet.cells.index, dtype="str")}
    else:
        columns = header.columns | {"longitude": free, "latitude": free + 1}
        text = sheet.cells[column].astype("str")
        parts = text.str.extract(_POINT)
        unread = parts[0].isna()
        added = {free: parts[1].where(~unread, text), free + 1: parts[0]}
    cells = pd.concat([sheet.cells, pd.DataFrame(added)], axis=1)
    return replace(sheet, header=replace(header, columns=columns), cells=cells)
