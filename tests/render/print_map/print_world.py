"""A small world for the tests of printed sheets: two counties, a ban zone, a buffer."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from zonemap.render.print_map.tables import MapTables, Sheet
from zonemap.schema import REMAINING_STAGES, STAGES

GEOD = Geod(ellps="GRS80")
CRS = "EPSG:4545"
SHEET = Sheet(
    title="某市散煤清零",
    as_of=date(2022, 9, 5),
    measuring_crs=CRS,
    sources=("县界：虚构，约±100米", "中心点：虚构"),
)
CENTRE = (107.25, 33.05)


def world(households: int = 400) -> MapTables:
    """Households at random in and about a square ban zone and a 3 km buffer."""
    rng = np.random.default_rng(7)
    zones = _zones()
    half = households // 2
    places = np.concatenate(
        [
            rng.uniform((106.98, 32.98), (107.12, 33.12), (half, 2)),
            rng.uniform((107.21, 33.02), (107.29, 33.08), (households - half, 2)),
        ]
    )
    table = pd.DataFrame(
        {
            "county": np.where(places[:, 0] < 107.15, "甲县", "乙县"),
            "town": [f"第{n}镇" for n in rng.integers(1, 5, households)],
            "village": [f"第{n}村" for n in rng.integers(1, 4, households)],
            "longitude": places[:, 0],
            "latitude": places[:, 1],
            "stage": rng.choice([stage.name for stage in STAGES[:-1]], households),
        },
        index=pd.RangeIndex(10, 10 + households),
    )
    inside = {zone: shapely.contains_xy(shape, places) for zone, shape in zones.geometry.items()}
    held = np.logical_or.reduce(list(inside.values()))
    table["placement"] = pd.Series(np.where(held, "in", "outside"), table.index, dtype="str")
    judged = pd.concat(
        [
            table.loc[mask, ["stage"]]
            .rename_axis("household")
            .reset_index()
            .assign(zone_id=zone, claimed=False, proven=False)
            for zone, mask in inside.items()
        ],
        ignore_index=True,
    )
    table.loc[~held, "stage"] = ""
    return MapTables(
        zone_shapes=zones,
        zone_counts=_zone_counts(judged),
        place_counts=_place_counts(judged, table),
        households=table,
        judged=judged,
        counties=_counties(),
        centres=gpd.GeoDataFrame(
            {"zone_id": ["buffer"]}, geometry=gpd.points_from_xy(*zip(CENTRE)), crs="EPSG:4326"
        ),
    )


def disc(longitude: float, latitude: float, radius_m: float) -> shapely.Polygon:
    """A geodesic disc of 360 points."""
    around = np.arange(360.0)
    same = np.ones(360)
    x, y, _ = GEOD.fwd(longitude * same, latitude * same, around, radius_m * same)
    return shapely.Polygon(np.column_stack([x, y]))


def _zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "name": ["甲县禁燃区", "乙县3公里范围"],
            "kind": ["polygon", "buffer"],
            "target": ["zero", "baseline"],
            "basis": ["approximate", "assumed"],
            "accuracy_m": [1500.0, np.nan],
            "radius_m": [np.nan, 3000.0],
            "area_km2": [100.0, 28.3],
            "fuel_class": ["III", ""],
        },
        geometry=[shapely.box(107.0, 33.0, 107.1, 33.1), disc(*CENTRE, 3000)],
        index=pd.Index(["ban", "buffer"], name="zone_id"),
        crs="EPSG:4326",
    )


def _counties() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": ["1", "2", "3"], "name": ["甲县", "乙县", "丙县"]},
        geometry=[
            shapely.box(106.9, 32.9, 107.15, 33.2),
            shapely.box(107.15, 32.9, 107.4, 33.2),
            shapely.box(106.9, 33.2, 107.4, 33.4),
        ],
        crs="EPSG:4326",
    )


def _counted(counts: pd.DataFrame) -> pd.DataFrame:
    names = [stage.name for stage in STAGES[:-1]]
    counts = counts.reindex(columns=names, fill_value=0)
    remaining = counts[list(REMAINING_STAGES)].sum(axis=1)
    return counts.assign(
        households=counts.sum(axis=1),
        remaining=remaining,
        claimed=counts["proven"] + counts["unproven"],
    )


def _zone_counts(judged: pd.DataFrame) -> pd.DataFrame:
    counts = _counted(pd.crosstab(judged["zone_id"], judged["stage"]))
    counts.loc["total"] = counts.sum()
    return counts.assign(undetermined=[11, 13, 17])


def _place_counts(judged: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    keys = ["zone_id", "county", "town", "village"]
    rows = judged.join(households.drop(columns="stage"), on="household")
    counts = _counted(pd.crosstab([rows[key] for key in keys], rows["stage"]))
    return counts.join(rows.groupby(keys)[["longitude", "latitude"]].median()).reset_index()
