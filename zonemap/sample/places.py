"""Where the synthetic households (模拟数据) live: towns, villages, settlements, points round them.

Nothing here is a true place of anyone. Points of towns are true where known; all else is
drawn at random, denser in the valley of the Han and at the county seats. Coordinates are
longitude and latitude, WGS84 degrees, rounded to 6 decimals.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.sample.land import (
    FIRST_ZONE,
    METRES,
    NEAR_M,
    OUTSIDE,
    PLAN_COUNTIES,
    Land,
    Places,
    build_land,
    county_positions,
    inside_county,
    line_distance_m,
    zone_codes,
    zone_shape,
)

__all__ = ["scattered", "settle"]

SUBURB_WEIGHT = 3.0
"""By how much settlements just outside a zone are larger than those far away."""

VALLEY = shapely.LineString(
    [
        (106.35, 33.17),
        (106.68, 33.15),
        (107.03, 33.06),
        (107.33, 33.13),
        (107.56, 33.2),
        (107.7, 33.2),
    ]
)
"""The plain along the Han, roughly: only to say where villages are large."""

SPILL_TOWNS = ("610722104", "610725107")
"""柳林镇 and 褒城镇, into whose counties the ban polygon spills."""

Accept = Callable[[np.ndarray, np.ndarray], np.ndarray]


def valley_share(points: np.ndarray) -> np.ndarray:
    """How much of a plain each point is, from near 0 in the mountains to 1 by the river."""
    line = shapely.transform(VALLEY, lambda degrees: degrees * METRES)
    distance_m = shapely.distance(shapely.points(points * METRES), line)
    return np.asarray(0.06 + 0.94 * np.exp(-((distance_m / 8000.0) ** 2)))


def scattered(
    origins: np.ndarray, spread_m: np.ndarray, rng: np.random.Generator, *, accept: Accept
) -> np.ndarray:
    """A point at random round each origin, every one accepted (the origins must be).

    Parameters
    ----------
    origins
        Longitude and latitude, a row each.
    spread_m
        Standard deviation in metres, for each origin.
    rng
        The source of chance.
    accept
        Says of points, and of the positions of their origins, which may stay.

    Returns
    -------
    points
        In the order of ``origins``; where a dozen ever smaller tries fail, the origin itself.
    """
    points = origins.copy()
    left = np.arange(len(origins))
    for attempt in range(12):
        step = rng.normal(size=(len(left), 2)) * (spread_m[left] * 0.75**attempt)[:, None]
        tried = np.round(origins[left] + step / METRES, 6)
        good = accept(tried, left)
        points[left[good]] = tried[good]
        left = left[~good]
    return points


def seat_share(points: np.ndarray) -> np.ndarray:
    """How near the middle of all points each is: 1 there, less than a half 2.5 km away."""
    distance_m = np.hypot(*((points - points.mean(axis=0)) * METRES).T)
    return np.asarray(0.01 + np.exp(-((distance_m / 2500.0) ** 2)))


def random_points(shape: BaseGeometry, count: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` points at random inside a polygon, in its own coordinates."""
    west, south, east, north = shape.bounds
    kept = np.empty((0, 2))
    while len(kept) < count:
        tried = rng.uniform((west, south), (east, north), size=(4 * count, 2))
        kept = np.vstack([kept, tried[shapely.contains_xy(shape, tried)]])
    return np.round(kept[:count], 6)


def town_shape(land: Land, town: str, *, in_zone: bool) -> BaseGeometry:
    """Where the point of a town may lie."""
    county = PLAN_COUNTIES.index(town[:6])
    if in_zone:
        return zone_shape(land, county)
    if town in SPILL_TOWNS and not land.banned_counties[county]:
        return land.polygons[county].intersection(land.ban).buffer(-0.001)
    return land.polygons[county].buffer(-0.01)


def town_centres(places: Places, towns: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """A point for each town: the known one, else one drawn where it keeps its distance.

    Returns
    -------
    centres
        In the order of ``towns``, which are indexed by code; a known point that lies outside
        where its town must lie is moved to the nearest point there.
    """
    land = build_land(places)
    known = places.town_points.set_index("town_code9")[["lon_wgs84", "lat_wgs84"]]
    centres = known.reindex(towns.index).to_numpy(float)
    for row, (code, in_zone) in enumerate(towns["in_zone"].items()):
        shape = town_shape(land, str(code), in_zone=bool(in_zone))
        if np.isnan(centres[row, 0]):
            share = seat_share if in_zone else valley_share
            centres[row] = distant_point(shape, centres, rng, share=share)
        elif not shape.covers(shapely.Point(centres[row])):
            nearest = shapely.shortest_line(shape, shapely.Point(centres[row]))
            centres[row] = shapely.get_coordinates(nearest)[0]
    return np.round(centres, 6)


def distant_point(
    shape: BaseGeometry,
    others: np.ndarray,
    rng: np.random.Generator,
    *,
    share: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Of a few points in ``shape``, the likelier by ``share``, the farthest from all others."""
    tried = random_points(shape, 200, rng)
    weight = share(tried)
    tried = tried[rng.choice(len(tried), 4, replace=False, p=weight / weight.sum())]
    set_already = others[~np.isnan(others[:, 0])]
    if not len(set_already):
        return np.asarray(tried[0])
    gaps = (tried[:, None, :] - set_already[None, :, :]) * METRES
    return np.asarray(tried[np.hypot(gaps[..., 0], gaps[..., 1]).min(axis=1).argmax()])


def spacing_m(centres: np.ndarray) -> np.ndarray:
    """Metres from each point to the nearest other; infinite for a lone one."""
    gaps = np.hypot(*np.moveaxis((centres[:, None, :] - centres[None, :, :]) * METRES, 2, 0))
    np.fill_diagonal(gaps, np.inf)
    return np.asarray(gaps.min(axis=1))


def place_villages(
    places: Places, land: Land, villages: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """The villages with a point and a size each, round the point of its town.

    Returns
    -------
    villages
        As given, with ``longitude``, ``latitude``, ``size`` (of a town's villages together
        more in the valley than in the mountains) and ``in_zone``: the villages of streets
        (街道) and of control towns lie in the zone of their county, but for some of the smaller.
    """
    town, codes = pd.factorize(villages["town_code9"])
    names = villages.groupby("town_code9", sort=False)["town"].first()
    towns = pd.DataFrame({"in_zone": names.str.endswith("街道")}, index=pd.Index(codes))
    towns["in_zone"] |= towns.index.isin(places.control_towns)
    centres = town_centres(places, towns, rng)
    county = villages["county"].to_numpy()
    size = pd.Series(rng.lognormal(0.0, 0.7, len(villages)))
    small = size < size.groupby(town).transform("median")
    urban = towns["in_zone"].to_numpy()[town]
    fringe = urban & small & (rng.random(len(villages)) < 0.7)
    held = urban & ~fringe

    def accept(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
        right_zone = zone_codes(land, points, county[rows]) == FIRST_ZONE + county[rows]
        inside = inside_county(land, points, county[rows])
        return np.asarray(inside & (right_zone | ~held[rows]))

    spread = np.clip(0.45 * spacing_m(centres), 900.0, 3000.0)[town]
    spread[fringe] = 3200.0
    points = scattered(centres[town], spread, rng, accept=accept)
    total = np.bincount(town, size)
    wanted = np.bincount(town) * valley_share(centres) * rng.lognormal(0.0, 0.2, len(centres))
    named = {"longitude": points[:, 0], "latitude": points[:, 1]}
    return villages.assign(**named, size=size * (wanted / total)[town], in_zone=held)


def settle(
    places: Places, *, households: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The villages of the plan's counties, and the settlements of each.

    Parameters
    ----------
    places
        The reference layers.
    households
        How many are to live there: the more, the more settlements a village has.
    rng
        The source of chance.

    Returns
    -------
    villages
        The rows of the plan's counties by code: their names, ``county`` (position in
        `PLAN_COUNTIES`), ``longitude``, ``latitude``.
    settlements
        ``village`` (row of ``villages``), ``group`` (1 and on), ``longitude``,
        ``latitude``, ``county``, ``zone`` (see `zone_codes`), ``near`` a zone line,
        ``control`` (position of its town among the control towns, else -1), ``weight``.
    """
    land = build_land(places)
    kept = places.villages[places.villages["county_code"].isin(PLAN_COUNTIES)]
    villages = kept.sort_values("village_code12", ignore_index=True)
    villages = villages.rename(columns={"county": "county_name"})
    villages["county"] = county_positions(villages["county_code"])
    villages = place_villages(places, land, villages, rng)
    usual = np.clip(households / len(villages) / 15.0, 1.5, 12.0)
    count = 1 + rng.poisson(usual - 1.0, len(villages))
    settlements = place_settlements(land, villages, np.repeat(np.arange(len(villages)), count), rng)
    control = pd.Index(places.control_towns).get_indexer(pd.Index(villages["town_code9"]))
    return villages, settlements.assign(control=control[settlements["village"]])


def place_settlements(
    land: Land, villages: pd.DataFrame, village: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """The settlements round the villages named, see `settle`; most of a zone's stay in it."""
    county = villages["county"].to_numpy()[village]
    held = villages["in_zone"].to_numpy()[village] & (rng.random(len(village)) < 0.75)

    def accept(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
        right_zone = zone_codes(land, points, county[rows]) == FIRST_ZONE + county[rows]
        inside = inside_county(land, points, county[rows])
        return np.asarray(inside & (right_zone | ~held[rows]))

    origins = villages[["longitude", "latitude"]].to_numpy()[village]
    points = scattered(origins, np.full(len(village), 520.0), rng, accept=accept)
    zone = zone_codes(land, points, county)
    distance_m = line_distance_m(land, points)
    share = rng.lognormal(0.0, 0.5, len(village))
    weight = share * (villages["size"].to_numpy() / np.bincount(village, share))[village]
    suburb = (zone == OUTSIDE) * SUBURB_WEIGHT * np.exp(-((distance_m / 1500.0) ** 2))
    return pd.DataFrame(
        {
            "village": village,
            "group": pd.Series(village).groupby(village).cumcount() + 1,
            "longitude": points[:, 0],
            "latitude": points[:, 1],
            "county": county,
            "zone": zone,
            "near": distance_m <= NEAR_M,
            "weight": weight * (1.0 + suburb),
        }
    )
