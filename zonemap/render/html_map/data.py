"""Zones, places, counties and history as the page's scripts want them: plain values, no markup."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from zonemap import style
from zonemap.classify import class_of, classify_counts
from zonemap.messages import Translate
from zonemap.render.captions import caveat
from zonemap.render.html_map.households import mask_personal_numbers
from zonemap.schema import COUNT_COLUMNS

__all__ = [
    "centre_points",
    "county_shapes",
    "escaped_json",
    "history_rows",
    "place_symbols",
    "total_counts",
    "zone_rows",
]

TOTAL = "total"
DECIMALS = 6
"""Of a drawn coordinate: a tenth of a metre."""

TOWN = ["zone_id", "county", "town"]
VILLAGE = [*TOWN, "village"]
PIXELS_PER_MM = 96 / 25.4
SHOWN_COUNTS = ("households", "claimed", "proven", "remaining", "undetermined")
_UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def escaped_json(value: object) -> str:
    """``value`` as JSON that can stand in a ``script`` element: nothing in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_UNSAFE_IN_SCRIPT).encode("utf-8", "replace").decode("utf-8")


def zone_rows(
    zone_shapes: gpd.GeoDataFrame, zone_counts: pd.DataFrame, *, translate: Translate
) -> list[dict[str, Any]]:
    """The zones in the plan's order: name, shape, counts, and what must be said of their line.

    Parameters
    ----------
    zone_shapes
        Indexed by ``zone_id``, EPSG:4326.
    zone_counts
        Indexed by ``zone_id`` and ``total``, in households.

    Returns
    -------
    rows
        One mapping per zone; the shape is GeoJSON in degrees.
    """
    shapes = _geojson(zone_shapes.geometry)
    counts = zone_counts[list(SHOWN_COUNTS)].to_dict("index")
    zones = zone_shapes.drop(columns=zone_shapes.geometry.name).to_dict("index")
    return [
        {
            "id": zone_id,
            "name": zone["name"],
            "target": zone["target"],
            "official": zone["basis"] == "official",
            "caveat": caveat(zone["kind"], zone["basis"], zone["accuracy_m"], translate=translate),
            "counts": _whole_numbers(counts[zone_id]),
            "shape": shape,
        }
        for (zone_id, zone), shape in zip(zones.items(), shapes, strict=True)
    ]


def total_counts(zone_counts: pd.DataFrame) -> dict[str, int | None]:
    """The counts of the last row, in which each household counts once."""
    return _whole_numbers(zone_counts[[*COUNT_COLUMNS, "undetermined"]].to_dict("index")[TOTAL])


def place_symbols(place_counts: pd.DataFrame, households: pd.DataFrame) -> dict[str, Any]:
    """Towns and villages as graduated symbols, each kind in classes of its own.

    Parameters
    ----------
    place_counts
        A row per zone, county, town and village; ``longitude`` and ``latitude`` in degrees.
    households
        Judged; the place of a town is the median of its households in the zone.

    Returns
    -------
    symbols
        ``towns`` and ``villages``, each as columns of its rows, largest remaining count first,
        and the ``legend`` of its classes. Radii are in CSS pixels.
    """
    counts = place_counts.groupby(TOWN, sort=False, as_index=False)[list(COUNT_COLUMNS)].sum()
    towns = counts.merge(_town_medians(households), on=TOWN, how="left", validate="1:1")
    return {
        "towns": _symbols(towns, TOWN[1:]),
        "villages": _symbols(place_counts, VILLAGE[1:]),
    }


def history_rows(history: pd.DataFrame, *, zone_ids: list[str]) -> dict[str, Any]:
    """Remaining households by ledger date, for each zone and the total.

    Returns
    -------
    history
        ``dates`` in order as ISO text, and ``rows`` by zone id; ``null`` where a ledger date
        has no count of a zone.
    """
    dates = pd.DatetimeIndex(history["ledger_date"].drop_duplicates()).sort_values()
    by_zone = {
        zone_id: history.loc[history["zone_id"].eq(zone_id)].set_index("ledger_date")["remaining"]
        for zone_id in [*zone_ids, TOTAL]
    }
    return {
        "dates": [day.date().isoformat() for day in dates],
        "rows": {
            zone_id: [_whole_number(value) for value in remaining.reindex(dates)]
            for zone_id, remaining in by_zone.items()
        },
    }


def county_shapes(
    counties: gpd.GeoDataFrame, zone_shapes: gpd.GeoDataFrame
) -> list[dict[str, Any]]:
    """Counties as quiet ground: name, shape, a point well inside, and whether a zone lies in it."""
    shapes = counties.geometry
    marks = zone_shapes.geometry.representative_point().union_all()
    in_plan = shapes.intersects(marks)
    labels = [
        [round(point.y, DECIMALS), round(point.x, DECIMALS)]
        for point in shapes.representative_point()
    ]
    columns = (counties["name"], _geojson(shapes), labels, in_plan)
    return [
        {"name": str(name), "shape": shape, "label": label, "in_plan": bool(planned)}
        for name, shape, label, planned in zip(*columns, strict=True)
    ]


def centre_points(centres: pd.DataFrame) -> list[dict[str, Any]]:
    """Centre points of buffers: ``name`` and ``place`` as latitude and longitude in degrees."""
    places = centres[["latitude", "longitude"]].astype(float).round(DECIMALS)
    return [
        {"name": str(name), "place": place}
        for name, place in zip(centres["name"], places.to_numpy().tolist(), strict=True)
    ]


def _town_medians(households: pd.DataFrame) -> pd.DataFrame:
    inside = households.loc[households["placement"].eq("in"), [*TOWN, "longitude", "latitude"]]
    inside = inside.assign(zone_id=inside["zone_id"].str.split(";")).explode("zone_id")
    inside[TOWN] = inside[TOWN].astype("str").fillna("")
    return inside.groupby(TOWN, as_index=False)[["longitude", "latitude"]].median()


def _symbols(places: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """Places where something remains, largest first; as in print, nothing is drawn for zero."""
    breaks = classify_counts(places["remaining"])
    classes = class_of(places["remaining"], breaks)
    drawn = places.assign(place_class=classes).dropna(
        subset=["place_class", "longitude", "latitude"]
    )
    drawn = drawn.sort_values("remaining", ascending=False, kind="stable")
    columns = {
        "names": _rows(drawn[names].astype("str").fillna("").apply(mask_personal_numbers)),
        "zone": drawn["zone_id"].tolist(),
        "place": _rows(drawn[["latitude", "longitude"]].round(DECIMALS)),
        "radius": [_pixels(style.SYMBOL_RADII_MM[place]) for place in drawn["place_class"]],
        "counts": drawn[list(COUNT_COLUMNS)].astype(int).to_dict("records"),
    }
    labels = zip(breaks.labels, style.SYMBOL_RADII_MM, strict=False)
    return {
        **columns,
        "legend": [{"label": label, "radius": _pixels(radius)} for label, radius in labels],
    }


def _pixels(millimetres: float) -> float:
    return round(millimetres * PIXELS_PER_MM, 2)


def _rows(table: pd.DataFrame) -> list[list[Any]]:
    rows: list[list[Any]] = table.to_numpy(dtype=object).tolist()
    return rows


def _geojson(shapes: gpd.GeoSeries) -> list[dict[str, Any]]:
    rounded = shapely.transform(shapes.to_numpy(), lambda degrees: degrees.round(DECIMALS))
    return [json.loads(text) for text in shapely.to_geojson(rounded)]


def _whole_numbers(counts: Mapping[Any, float]) -> dict[str, int | None]:
    return {str(name): _whole_number(value) for name, value in counts.items()}


def _whole_number(value: float) -> int | None:
    """A count as an integer; ``None``, which the page shows as a dash, where there is none."""
    return None if math.isnan(value) else int(value)
