"""The columns of a table that hold coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["POINT_COLUMNS", "coordinate_columns"]

POINT_COLUMNS = (
    ("longitude", "latitude"),
    ("lon", "lat"),
    ("lng", "lat"),
    ("x", "y"),
    ("经度", "纬度"),
)
"""Names of coordinate columns that a table of points may have, in the order tried."""


def coordinate_columns(columns: Iterable[object]) -> tuple[str, str] | None:
    """The names of the two coordinate columns, x first, or None if there are none."""
    lower = {str(name).strip().lower(): str(name) for name in columns}
    for x, y in POINT_COLUMNS:
        if x in lower and y in lower:
            return lower[x], lower[y]
    return None
