"""What lies near the lines of the zones, as page, print and workbook are given it."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

__all__ = ["NearTables"]


def _no_zones() -> pd.DataFrame:
    return pd.DataFrame(index=pd.Index([], dtype="str", name="zone_id"))


def _no_households() -> pd.DataFrame:
    kinds = {
        "household": "int64", "zone_id": "str", "inside": "bool", "distance_to_edge_m": "float64",
        "accuracy_m": "float64", "stage": "str",
    }  # fmt: skip
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _no_bands() -> gpd.GeoDataFrame:
    table = _no_zones().assign(target="", accuracy_m=0.0)
    return gpd.GeoDataFrame(table, geometry=[], crs="EPSG:4326")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NearTables:
    """What is too near the line to call; empty where it was not asked for.

    Attributes
    ----------
    zones
        ``zone_nearness`` of ``docs/architecture.md``.
    households
        ``near_line`` of ``docs/architecture.md``.
    bands
        Shapes in which the edge of each zone may lie, for drawing; see
        `zonemap.zones.band_shapes`.
    """

    zones: pd.DataFrame = field(default_factory=_no_zones)
    households: pd.DataFrame = field(default_factory=_no_households)
    bands: gpd.GeoDataFrame = field(default_factory=_no_bands)
