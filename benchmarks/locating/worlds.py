"""Zones and points of the benchmark: made from seeds, the same on every machine.

All coordinates are degrees, EPSG:4326, longitude first. A *world* is a folder with the columns
``lon.npy`` and ``lat.npy`` and the file ``zones.json``; every peer reads the same files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "STATUSES",
    "TOWNS",
    "World",
    "make_points",
    "make_zones",
    "parquet_path",
    "read_points",
    "read_zones",
    "write_parquet",
    "write_points",
    "write_zones",
]

BOX = (106.4, 32.8, 107.6, 33.4)
"""West, south, east, north round the plain of Hanzhong, 107 E 33 N."""

CENTRES = ((107.32583, 33.14917), (107.54267, 33.22192), (106.67609, 33.15760))
"""Three county seats of ``boundaries/centres.csv``."""

RADIUS_M = 3000.0
DISC_VERTICES = 720
STARS = {
    "stars": ((106.78, 33.08, 0.102), (107.22, 33.11, 0.112)),
    "broad": ((106.78, 33.08, 0.21), (107.22, 33.11, 0.23)),
}
"""Longitude, latitude and mean radius in degrees of the two polygons: they hold about a tenth of
the box, or two fifths and overlap."""

HOLE_SHARE = 0.1
"""Share of a polygon's vertices that lie on its hole."""

ROUGHNESS = 0.8
"""Each octave of a rim is lower by this power of two: its dimension is 1.2, as of a coast."""

VILLAGES = 1300
SPREAD_M = 400.0
"""Scatter of the households of a village round its point, standard deviation."""

TOWNS, STATUSES = 178, 6

COUNTIES = Path(__file__).parents[2] / "boundaries" / "counties.geojson"
GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is asked.

    Attributes
    ----------
    zones
        ``stars`` or ``broad`` (two polygons and three discs) or ``villages``.
    vertices
        Of each of the two polygons; 0 for villages.
    points
        How many.
    spread
        ``uniform`` in the box of the zones, or ``clustered`` round villages.
    """

    zones: str = "stars"
    vertices: int = 5000
    points: int = 10_000_000
    spread: str = "uniform"

    @property
    def zones_key(self) -> str:
        """Name of the zones' file."""
        return "villages" if self.zones == "villages" else f"{self.zones}-{self.vertices}"

    @property
    def points_key(self) -> str:
        """Name of the columns' files; worlds of more points begin with those of fewer."""
        place = "counties" if self.zones == "villages" else "plain"
        return f"{place}-{self.spread}"

    @property
    def key(self) -> str:
        """Name of the world."""
        return f"{self.zones_key}-{self.spread}-{self.points}"


def make_zones(world: World) -> list[dict[str, object]]:
    """The zones: ``shape`` as WKB in hexadecimal, and centre and radius of a disc."""
    if world.zones == "villages":
        return [_polygon_zone(cell) for cell in _village_cells()]
    stars = [
        _star(centre[:2], radius=centre[2], vertices=world.vertices, seed=seed)
        for seed, centre in enumerate(STARS[world.zones], start=1)
    ]
    return [*map(_polygon_zone, stars), *(_disc_zone(lon, lat) for lon, lat in CENTRES)]


def _polygon_zone(shape: shapely.Geometry) -> dict[str, object]:
    return {"shape": shapely.to_wkb(shape, hex=True), "centre": None}


def _disc_zone(lon: float, lat: float) -> dict[str, object]:
    azimuths = np.linspace(0, 360, DISC_VERTICES, endpoint=False)
    size = azimuths.shape
    x, y, _ = GEOD.fwd(np.full(size, lon), np.full(size, lat), azimuths, np.full(size, RADIUS_M))
    shape = shapely.Polygon(np.column_stack([x, y])[::-1])
    return {"shape": shapely.to_wkb(shape, hex=True), "centre": [lon, lat], "radius_m": RADIUS_M}


def _star(
    centre: tuple[float, float], *, radius: float, vertices: int, seed: int
) -> shapely.Polygon:
    """A polygon with a rim rough at every scale, and a hole of the same kind."""
    inner = int(vertices * HOLE_SHARE)
    shell = _rim(centre, radius=radius, vertices=vertices - inner, seed=seed)
    lon, lat = centre
    hole = _rim((lon + radius / 4, lat), radius=radius / 5, vertices=inner, seed=seed + 100)
    return shapely.Polygon(shell, [hole])


def _rim(
    centre: tuple[float, float], *, radius: float, vertices: int, seed: int
) -> NDArray[np.float64]:
    """A ring whose distance from its centre is a function of the angle: it never crosses itself."""
    rng = np.random.default_rng(seed)
    angle = np.arange(vertices) * (2 * np.pi / vertices)
    rough = np.zeros(vertices)
    for octave in range(1, int(np.log2(vertices)) - 1):
        phase = rng.uniform(0, 2 * np.pi)
        rough += np.sin(2**octave * angle + phase) * 2 ** (-ROUGHNESS * octave)
    distance = radius * (1 + 0.25 * rough)
    return np.column_stack(
        [centre[0] + distance * np.cos(angle), centre[1] + distance * np.sin(angle)]
    )


def _counties() -> list[shapely.Geometry]:
    """The counties, as the repository carries them (generalised lines)."""
    return list(gpd.read_file(COUNTIES).geometry)


def _village_points() -> list[NDArray[np.float64]]:
    """The villages of each county: as many as its share of the land, anywhere in it."""
    counties = _counties()
    areas = shapely.area(counties)
    shares = np.floor(np.cumsum(areas) / areas.sum() * VILLAGES + 1e-9).astype(int)
    rng = np.random.default_rng(7)
    return [
        _points_inside(county, size=int(size), rng=rng)
        for county, size in zip(counties, np.diff(shares, prepend=0), strict=True)
    ]


def _points_inside(
    shape: shapely.Geometry, *, size: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    west, south, east, north = shapely.bounds(shape)
    candidates = rng.uniform((west, south), (east, north), (20 * size + 100, 2))
    return candidates[shapely.contains_xy(shape, *candidates.T)][:size]


def _village_cells() -> list[shapely.Geometry]:
    """The Voronoi cell of each village within its county."""
    cells = []
    for county, points in zip(_counties(), _village_points(), strict=True):
        diagram = shapely.voronoi_polygons(
            shapely.MultiPoint(points), extend_to=shapely.envelope(county), ordered=True
        )
        clipped = shapely.intersection(shapely.get_parts(diagram), county)
        cells += [_polygonal(cell) for cell in clipped]
    return cells


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a clipped cell: where it only touches the county, nothing is left."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


def make_points(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude; the first points of a world of more points are the same."""
    box = BOX if world.zones == "stars" else tuple(shapely.total_bounds(_counties()))
    if world.spread == "clustered":
        return _clustered(world, box)
    east, north = (np.random.default_rng([11, axis]) for axis in (0, 1))
    return (
        east.uniform(box[0], box[2], world.points),
        north.uniform(box[1], box[3], world.points),
    )


def _clustered(
    world: World, box: tuple[float, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Households round villages, large and small, in the order of a shuffled ledger."""
    rng, homes, east, north = (np.random.default_rng([13, part]) for part in range(4))
    villages = np.concatenate(_village_points())
    if world.zones == "stars":
        villages = rng.uniform(box[:2], box[2:], villages.shape)
    weights = rng.pareto(2, len(villages)) + 0.2
    home = homes.choice(len(villages), world.points, p=weights / weights.sum())
    degree = SPREAD_M / 111_000
    lon = villages[home, 0] + east.normal(0, degree / np.cos(np.radians(33)), world.points)
    return lon, villages[home, 1] + north.normal(0, degree, world.points)


def write_parquet(world: World, folder: Path) -> Path:
    """The points of a world with a town and a status each: what a ledger's rows would hold."""
    lon, lat = read_points(world, folder)
    towns, statuses = (np.random.default_rng([17, part]) for part in (0, 1))
    columns = {
        "lon": lon,
        "lat": lat,
        "town": _dictionary(towns.integers(0, TOWNS, world.points), "town", TOWNS),
        "status": _dictionary(statuses.integers(0, STATUSES, world.points), "status", STATUSES),
    }
    path = parquet_path(world, folder)
    pq.write_table(pa.table(columns), path, compression="snappy")
    return path


def _dictionary(codes: NDArray[np.int64], name: str, size: int) -> pa.DictionaryArray:
    names = [f"{name}-{code:03}" for code in range(size)]
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), names)


def parquet_path(world: World, folder: Path) -> Path:
    """Where `write_parquet` puts them."""
    return folder / f"{world.points_key}-{world.points}.parquet"


def write_points(world: World, folder: Path) -> None:
    """``<points_key>-lon.npy`` and ``-lat.npy`` in the folder."""
    for axis, column in zip(("lon", "lat"), make_points(world), strict=True):
        np.save(folder / f"{world.points_key}-{axis}.npy", column)


def write_zones(world: World, folder: Path) -> None:
    """``<zones_key>.json`` in the folder."""
    path = folder / f"{world.zones_key}.json"
    path.write_text(json.dumps(make_zones(world)), encoding="utf-8")


def read_zones(world: World, folder: Path) -> list[dict[str, object]]:
    """The zones with ``shape`` as geometry."""
    zones = json.loads((folder / f"{world.zones_key}.json").read_text(encoding="utf-8"))
    return [{**zone, "shape": shapely.from_wkb(zone["shape"])} for zone in zones]


def read_points(world: World, folder: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first ``world.points`` of the columns, in memory."""
    lon, lat = (folder / f"{world.points_key}-{axis}.npy" for axis in ("lon", "lat"))
    return _column(lon, world.points), _column(lat, world.points)


def _column(path: Path, size: int) -> NDArray[np.float64]:
    return np.array(np.load(path, mmap_mode="r")[:size])
