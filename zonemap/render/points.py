"""The points of the plan as page, print and workbook are given them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

__all__ = ["POINT_COLUMNS", "PointTables"]

POINT_COLUMNS = (
    "layer_id",
    "number",
    "name",
    "zone_id",
    "longitude",
    "latitude",
    "written",
    "address",
)
"""What is told of each point."""


def _no_rows() -> pd.DataFrame:
    kinds = dict.fromkeys(POINT_COLUMNS, "str")
    kinds |= {"number": "int64", "longitude": "float64", "latitude": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _no_layers() -> pd.DataFrame:
    names = ("name", "points", "inside", "outside", "unplaced")
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in names})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointTables:
    """Layers of points beside the households, in the plan's order; empty where it has none.

    Attributes
    ----------
    layers
        Indexed by ``layer_id``: ``name``, and in points: ``points`` (all), ``inside`` (some
        zone; each once), ``outside``, ``unplaced``.
    by_zone
        Points by layer and zone: indexed by ``layer_id``, a column for each ``zone_id``;
        missing for zones of villages, which have no outline.
    rows
        A row for each point: ``layer_id``, ``number`` (of the row in its file, from 1), ``name``,
        ``zone_id`` (joined by ``;``, empty outside), ``longitude`` and ``latitude`` (WGS84
        degrees; NaN where unplaced) and ``written`` (the coordinates as delivered).
    """

    layers: pd.DataFrame = field(default_factory=_no_layers)
    by_zone: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: pd.DataFrame = field(default_factory=_no_rows)
