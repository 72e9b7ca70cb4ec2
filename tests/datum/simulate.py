"""Synthetic ledgers (模拟数据) of Hanzhong with known frames, and what is known of their places.

Villages are drawn inside a county's polygon, households round them; reference points are off by
chance. Nothing here is anyone's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.crs import from_degrees, read_crs
from zonemap.datum.detect import References
from zonemap.datum.shifts import to_bd09, to_gcj02

ROOT = Path(__file__).resolve().parents[2]
DEGREE = 111_320.0


@dataclass(frozen=True)
class Box:
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Course:
    """How a file is drawn."""

    villages: int = 30
    rows: int = 600
    radius_m: tuple[float, float] = (150.0, 600.0)
    noise_m: float = 150.0
    outliers: float = 0.03
    wrong_village: float = 0.02
    moved: float = 0.05
    seen_before: float = 0.7
    common_m: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class File:
    """A ledger and the truth about it."""

    points: pd.DataFrame
    references: References
    lon: np.ndarray
    lat: np.ndarray

    def inside_claimed(self, lon, lat):
        code = self.points["county_code"].to_numpy(object)
        inside = np.zeros(len(lon), dtype=bool)
        use = np.isfinite(lon) & np.isfinite(lat)
        for name in np.unique(code[use]):
            here = use & (code == name)
            shape = counties().get(name)
            if shape is not None:
                inside[here] = shapely.contains_xy(shape, lon[here], lat[here])
        return inside


@lru_cache
def counties() -> dict[str, shapely.Geometry]:
    layer = gpd.read_file(ROOT / "boundaries" / "counties.geojson")
    return dict(zip(layer["adcode"], layer.geometry, strict=True))


@lru_cache
def village_codes() -> dict[str, list[str]]:
    table = pd.read_csv(ROOT / "boundaries" / "villages.csv", dtype=str)
    return {code: list(part) for code, part in table.groupby("county_code")["village_code12"]}


@lru_cache
def bounds() -> Box:
    return Box(*shapely.total_bounds(list(counties().values())))


def delivered(frame: str, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """WGS84 degrees as a file in ``frame`` would write them."""
    if frame in {"WGS84", "EPSG:4326"}:
        return lon.round(6), lat.round(6)
    if frame in {"GCJ-02", "BD-09"}:
        x, y = (to_gcj02 if frame == "GCJ-02" else to_bd09)(lon, lat)
        return x.round(6), y.round(6)
    x, y = from_degrees(lon, lat, crs=read_crs(frame, where="a test"))
    return x.round(2), y.round(2)


def shifted(rng: np.random.Generator, lon, lat, spread_m):
    """Places with an error of ``spread_m`` on each axis."""
    east, north = rng.normal(0, 1, (2, len(lon))) * spread_m
    return lon + east / DEGREE / np.cos(np.radians(lat)), lat + north / DEGREE


def draw_file(rng: np.random.Generator, county: str, *, course: Course, frame: str) -> File:
    """A ledger of one county, all in ``frame``, WGS84 references round it."""
    codes = np.array(sorted(rng.choice(village_codes()[county], course.villages, replace=False)))
    centre = inside_points(rng, counties()[county], len(codes))
    radius = rng.uniform(*course.radius_m, len(codes))
    share = rng.gamma(2.0, 1.0, len(codes))
    village = np.sort(rng.choice(len(codes), course.rows, p=share / share.sum()))
    lon, lat = shifted(rng, centre[village, 0], centre[village, 1], radius[village] / 2)
    claimed = np.where(
        rng.random(course.rows) < course.wrong_village,
        rng.integers(0, len(codes), course.rows),
        village,
    )
    points = pd.DataFrame(
        {
            "sheet": "台账",
            "county_code": county,
            "village_code": codes[claimed],
            "household_id": [f"{county}-{number:07d}" for number in range(course.rows)],
            "location_method": "GPS定位",
        },
        index=pd.RangeIndex(100, 100 + course.rows),
    )
    points = points.assign(town_code=points["village_code"].str[:9])
    points = points.assign(**dict(zip("xy", delivered(frame, lon, lat), strict=True)))
    far = rng.random(len(codes)) < course.outliers
    noise = np.where(far, 2500.0, course.noise_m)
    ref_lon, ref_lat = shifted(rng, centre[:, 0], centre[:, 1], noise)
    ref_lon = ref_lon + course.common_m[0] / DEGREE / 0.838
    ref_lat = ref_lat + course.common_m[1] / DEGREE
    known = pd.DataFrame(
        {"code": codes, "longitude": ref_lon, "latitude": ref_lat, "accuracy_m": radius}
    )
    before = rng.random(course.rows) < course.seen_before
    drift = np.where(rng.random(course.rows) < course.moved, 800.0, 6.0)
    old_lon, old_lat = shifted(rng, lon, lat, drift)
    earlier = pd.DataFrame(
        {
            "household_id": points["household_id"].to_numpy(),
            "longitude": old_lon,
            "latitude": old_lat,
        }
    )[before]
    towns = pd.DataFrame(
        {"code": [code[:9] for code in codes], "lon": centre[:, 0], "lat": centre[:, 1]}
    )
    middle = towns.groupby("code").mean()
    town_lon, town_lat = shifted(rng, middle["lon"].to_numpy(), middle["lat"].to_numpy(), 1800.0)
    references = References(
        village_points=known,
        town_points=pd.DataFrame(
            {"code": middle.index, "longitude": town_lon, "latitude": town_lat}
        ),
        earlier=earlier,
        bounds=bounds(),
    )
    return File(points, references, lon, lat)


def inside_points(rng: np.random.Generator, shape: shapely.Geometry, size: int) -> np.ndarray:
    """Points at random inside a polygon, 300 m from its edge."""
    west, south, east, north = shape.bounds
    core = shape.buffer(-0.003)
    found = np.empty((0, 2))
    while len(found) < size:
        drawn = np.column_stack(
            [rng.uniform(west, east, 4 * size), rng.uniform(south, north, 4 * size)]
        )
        found = np.vstack([found, drawn[shapely.contains_xy(core, drawn)]])
    return found[:size]


def only(references: References, *names: str) -> References:
    """The references without the tables that are not named."""
    tables = {
        name: getattr(references, name) if name in names else getattr(references, name).iloc[:0]
        for name in ("village_points", "town_points", "earlier")
    }
    return References(**tables, bounds=references.bounds)


def error_m(file: File, placed: pd.DataFrame) -> np.ndarray:
    """Metres from the truth; NaN where a row was not placed."""
    east = (placed["longitude"].to_numpy() - file.lon) * DEGREE * np.cos(np.radians(file.lat))
    return np.hypot(east, (placed["latitude"].to_numpy() - file.lat) * DEGREE)
