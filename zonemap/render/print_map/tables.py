"""The tables that sheets are drawn from, and the rows each sheet takes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from zonemap.render.nearness import NearTables
from zonemap.render.points import PointTables
from zonemap.render.print_map.frame import MapFrame, lonlat_of
from zonemap.schema import REMAINING_STAGES

__all__ = [
    "MapTables",
    "Sheet",
    "nearby_households",
    "plan_counties",
    "symbol_places",
    "table_row",
    "town_places",
    "zone_households",
]

VILLAGES_AT_MOST = 40
"""With more villages than this left to clear, a sheet shows towns."""

COUNTY_SHARE = 0.1
"""A county belongs to the plan if it holds this share of some zone; a sliver over a county
line does not make it one."""

POSITION = ["longitude", "latitude"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every sheet of a set says of itself.

    Attributes
    ----------
    title
        The title of the plan.
    as_of
        The day of the newest ledger.
    measuring_crs
        The projection of the maps: projected, in metres.
    sources
        Where the data come from and how accurate they are, a sentence each.
    map_review_number
        Empty for internal use.
    """

    title: str
    as_of: date
    measuring_crs: str
    sources: tuple[str, ...] = ()
    map_review_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapTables:
    """The tables that sheets are drawn from, as docs/architecture.md describes them.

    Attributes
    ----------
    zone_shapes, zone_counts, place_counts, households, judged
        Of one ledger date; `households` with EPSG:4326 coordinates.
    counties
        Polygons in EPSG:4326 with ``code`` and ``name``.
    centres
        Points in EPSG:4326 with ``zone_id``: what buffers are drawn about.
    points
        Layers of points of the plan; empty if it has none.
    near
        What is too near the line to call; empty if it was not asked for.
    """

    zone_shapes: GeoDataFrame
    zone_counts: pd.DataFrame
    place_counts: pd.DataFrame
    households: pd.DataFrame
    judged: pd.DataFrame
    counties: GeoDataFrame
    centres: GeoDataFrame
    points: PointTables = field(default_factory=PointTables)
    near: NearTables = field(default_factory=NearTables)


def table_row(table: pd.DataFrame, name: str) -> pd.Series:
    """One row of a table, by its label in the index."""
    return cast("pd.Series", table.loc[name])


def zone_households(tables: MapTables, zone_id: str) -> pd.DataFrame:
    """The judged households of a zone: stage in this zone, place and position.

    Returns
    -------
    households
        Indexed as the households are: ``stage``, ``county``, ``town``, ``village``,
        ``longitude``, ``latitude`` (degrees).
    """
    judged = tables.judged
    rows = judged.loc[judged["zone_id"] == zone_id, ["household", "stage"]].set_index("household")
    return rows.join(tables.households[["county", "town", "village", *POSITION]])


def nearby_households(tables: MapTables, frame: MapFrame, *, zone_rows: pd.Index) -> pd.DataFrame:
    """Positions of the households on a map that its zone does not hold.

    Returns
    -------
    positions
        ``longitude`` and ``latitude``, degrees. Superseded rows repeat a household, and of
        undetermined ones nobody knows where they belong: neither is among them.
    """
    west, south, east, north = frame.bounds
    corners = np.array([west, west, east, east]), np.array([south, north, south, north])
    longitude, latitude = lonlat_of(frame.crs, *corners)
    rows = tables.households
    seen = rows["longitude"].between(longitude.min(), longitude.max())
    seen &= rows["latitude"].between(latitude.min(), latitude.max())
    near = rows.loc[seen.to_numpy(dtype=bool), ["placement", *POSITION]]
    near = near[near["placement"].isin(["in", "outside"])]
    return near.loc[~near.index.isin(zone_rows), POSITION]


def symbol_places(tables: MapTables, zone_id: str, households: pd.DataFrame) -> pd.DataFrame:
    """What the graduated symbols of a zone's sheet stand for: villages, or towns if too many.

    Parameters
    ----------
    tables
        The tables of the set.
    zone_id
        The zone.
    households
        Those of the zone, from `zone_households`.

    Returns
    -------
    places
        ``name``, ``remaining`` (households, above zero), ``longitude``, ``latitude`` (the
        median of the place's households in the zone), largest first; ``level`` is
        ``village`` or ``town`` throughout.
    """
    counts = tables.place_counts
    left = counts[(counts["zone_id"] == zone_id) & (counts["remaining"] > 0)]
    if len(left) <= VILLAGES_AT_MOST:
        places = left.assign(name=left["village"], level="village")
        return _largest_first(places)
    keys = ["county", "town"]
    totals = left.groupby(keys)["remaining"].sum()
    middles = households.fillna({"county": "", "town": ""}).groupby(keys)[POSITION].median()
    places = totals.to_frame().join(middles).reset_index()
    return _largest_first(places.assign(name=places["town"], level="town"))


def town_places(tables: MapTables) -> pd.DataFrame:
    """The towns with households left, over all zones, each household counted once.

    Returns
    -------
    places
        As `symbol_places` gives them. A household that several zones hold counts at its
        worst stage; the middle is that of the town's households in any zone.
    """
    rows = tables.households
    held = rows.loc[rows["placement"] == "in", ["county", "town", "stage", *POSITION]]
    held = held.assign(
        remaining=held["stage"].isin(REMAINING_STAGES).astype("int64"),
        county=held["county"].fillna(""),
        town=held["town"].fillna(""),
    )
    groups = held.groupby(["county", "town"])
    places = groups[POSITION].median().join(groups["remaining"].sum()).reset_index()
    places = places[places["remaining"] > 0]
    return _largest_first(places.assign(name=places["town"], level="town"))


def plan_counties(counties: GeoSeries, zones: GeoSeries) -> npt.NDArray[np.bool_]:
    """Whether each county holds a good part of some zone; both in one projected CRS."""
    shares = np.zeros(len(counties))
    for zone in zones:
        overlap = counties.intersection(zone).area.to_numpy()
        shares = np.maximum(shares, overlap / zone.area)
    return np.asarray(shares >= COUNTY_SHARE)


def _largest_first(places: pd.DataFrame) -> pd.DataFrame:
    columns = ["name", "level", "remaining", *POSITION]
    ordered = places.dropna(subset=POSITION).sort_values(
        ["remaining", "name"], ascending=[False, True], kind="stable"
    )
    return ordered[columns].reset_index(drop=True)
