"""Zones and points made to find an error in a locator.

A case is a family's name, zones, and points chosen against them. Points go where arithmetic
gives way: on vertices, on edges, on the level of a vertex, on the borders of any uniform grid a
locator may lay over the zones, one float step either side of each, at the radius of a buffer
and a micrometre either side of it, and where there is no number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
import shapely

from tests.locate.adversary_points import DIVISIONS, GEOD, around, rim_points, strange_points
from zonemap.zones import Zone

WGS84, CGCS2000 = pyproj.CRS.from_epsg(4326), pyproj.CRS.from_epsg(4490)
GK, UTM = pyproj.CRS.from_epsg(4545), pyproj.CRS.from_epsg(32648)


@dataclass(frozen=True, eq=False)
class Case:
    """Points against zones.

    ``judge`` is "GEOS" where only shapely's own answer defines membership: polygons that cross
    themselves or have no area, and coordinates so near zero that GEOS itself is not exact.
    """

    family: str
    zones: tuple
    x: np.ndarray
    y: np.ndarray
    crs: pyproj.CRS = WGS84
    judge: str = "oracle"


def polygon_zone(*polygons, crs=WGS84, zone_id="polygon", **more):
    parts = np.array(polygons, dtype=object)
    return Zone(zone_id=zone_id, name=zone_id, parts=parts, crs=crs, **more)


def buffer_zone(*features, radius_m, crs=WGS84, zone_id="buffer", **more):
    return polygon_zone(*features, crs=crs, zone_id=zone_id, radius_m=float(radius_m), **more)


# zones of polygons


def star(rng, *, x=107.0, y=33.0, size=0.3, vertices=40):
    """A polygon of random reach in every direction."""
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = size * (0.6 + 0.4 * rng.random(vertices))
    return shapely.Polygon(np.column_stack([x + reach * np.cos(turn), y + reach * np.sin(turn)]))


def lattice_polygon(rng, *, x=107.0, y=33.0, unit=2.0**-10, span=24):
    """A valid polygon whose vertices, and eighths of its edges, are exact floats."""
    while True:
        corners = rng.integers(-span, span + 1, (int(rng.integers(3, 10)), 2))
        turn = np.arctan2(*(corners - corners.mean(axis=0)).T)
        ring = np.array([x, y]) + corners[np.argsort(turn)] * 8 * unit
        polygon = shapely.Polygon(ring)
        if polygon.is_valid and polygon.area > 0:
            return polygon


def with_ring_faults(rng):
    """Doubled vertices, vertices in the middle of straight edges, and a needle to one side."""
    ring = list(star(rng, vertices=12).exterior.coords)
    doubled = [point for point in ring for _ in range(int(rng.integers(1, 4)))]
    # a needle one float step wide at its foot
    (ax, ay), (bx, by) = ring[0], ring[1]
    foot = (ax + bx) / 2, (ay + by) / 2
    tip = foot[0] + 0.2, foot[1] + 0.15
    needle = [foot, tip, (foot[0], np.nextafter(foot[1], np.inf))]
    spiked = [ring[0], *needle, *ring[1:]]
    return [shapely.Polygon(doubled), shapely.Polygon(spiked)]


def slivers(x=107.0, y=33.0):
    """Triangles thinner than a float step along their length, and of three floats only."""
    step = float(np.spacing(x))
    return [
        shapely.Polygon([(x, y), (x + 1, y + 1 / 3), (x + 1, y + 1 / 3 + 2 * step)]),
        shapely.Polygon([(x, y + 1), (x + 1, y + 1.1), (x + 0.3, np.nextafter(y + 1.03, 99))]),
        shapely.Polygon([(x, y + 2), (x + step, y + 2), (x, y + 2 + step)]),
        shapely.Polygon([(x, y + 3), (x + 2, y + 3), (x + 2, np.nextafter(y + 3, 99))]),
        shapely.box(x, y + 4, x + step, y + 5),
    ]


def holed():
    """Holes that touch the shell or each other at a point, in exact floats."""
    unit = 2.0**-6
    at = np.array([107.0, 33.0])
    shell = at + unit * np.array([(0, 0), (16, 0), (16, 16), (0, 16)])
    touching = at + unit * np.array([(0, 8), (4, 4), (4, 12)])
    holes = [
        at + unit * np.array(h) for h in ([(8, 8), (10, 6), (10, 10)], [(8, 8), (6, 6), (6, 10)])
    ]
    corner = at + unit * np.array([(16, 16), (13, 15), (15, 13)])
    return shapely.Polygon(shell, [touching, *holes, corner])


def tiled(rng, *, columns=6):
    """Quadrilaterals that share all their borders, with random corners."""
    x, y = np.meshgrid(np.linspace(107, 108, columns + 1), np.linspace(33, 34, columns + 1))
    x[:, 1:-1] += rng.uniform(-0.05, 0.05, x[:, 1:-1].shape)
    y[1:-1] += rng.uniform(-0.05, 0.05, y[1:-1].shape)
    corner = np.stack([x, y], axis=-1)
    quads = [
        [corner[i, j], corner[i, j + 1], corner[i + 1, j + 1], corner[i + 1, j]]
        for i in range(columns)
        for j in range(columns)
    ]
    return [shapely.Polygon(quad) for quad in quads]


def cell_shapes(rng, *, size=30):
    """Small parts with corners on grid borders or a step off, in a frame that sets the grid."""
    frame = [shapely.Polygon([(107.1, 33.2), (107.1, 34.3), (107.2, 34.3)])]
    frame.append(shapely.Polygon([(108.3, 33.2), (108.3, 33.3), (108.2, 33.2)]))
    made = []
    while len(made) < size:
        n = int(rng.choice(DIVISIONS[3:]))
        i, j = rng.integers(0, n, 2)
        corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
        picked = [corners[k] for k in sorted(rng.choice(4, int(rng.integers(3, 5)), replace=False))]
        ring = [
            (_nudge(107.1 + (i + a) * 1.2 / n, rng), _nudge(33.2 + (j + b) * 1.1 / n, rng))
            for a, b in picked
        ]
        polygon = shapely.Polygon(ring)
        if polygon.is_valid and polygon.area > 0:
            made.append(polygon)
    return frame + made


def _nudge(value, rng):
    return np.nextafter(value, rng.choice([-1e9, value, 1e9]))


def nested(depth=20):
    """Zones one inside the other, each touching the next at a corner."""
    return [shapely.box(107, 33, 107 + 2.0**-k, 33 + 2.0**-k) for k in range(depth)]


def metres_far(rng):
    """Polygons whose coordinates are about 1e8."""
    far = [star(rng, x=1.2e8, y=3.4e8, size=9e3), lattice_polygon(rng, x=1e8, y=-1e8, unit=2.0**-9)]
    return [*far, shapely.box(99999999.9, 1e8, 100000000.1, 1e8 + 1e-7)]


def _denormal(values):
    """Too near zero for GEOS: its products of differences underflow."""
    return (values != 0) & (np.abs(values) < 1e-150)


def polygon_cases(rng, size):
    """Cases of polygons; ``size`` is about the number of points in each."""
    yield from _shape_cases(rng, size)
    yield from _crowd_cases(rng, size)
    yield from _system_cases(rng, size)


def _shape_cases(rng, size):
    shapes = {
        "triangle": [star(rng, vertices=3)],
        "star": [star(rng, vertices=200)],
        "50,000 vertices": [star(rng, vertices=50_000)],
        "lattice": [lattice_polygon(rng) for _ in range(6)],
        "doubled vertices and spikes": with_ring_faults(rng),
        "slivers": slivers(),
        "touching holes": [holed()],
        "multi-part": [shapely.MultiPolygon(tiled(rng)[::2]), star(rng, x=107.5, y=33.5)],
        "cell borders": cell_shapes(rng),
        "1e-9 degrees": [star(rng, size=1e-9), star(rng, x=107 + 3e-9, size=1e-13, vertices=5)],
        "world-size": [shapely.box(-180, -90, 180, 90), star(rng, x=0, y=0, size=80)],
        "antimeridian": [shapely.box(179.5, 10, 180, 11), shapely.box(-180, 10, -179.5, 11)],
        "beyond 180": [shapely.box(179.5, 10, 180.5, 11), shapely.box(-181, 8, -179.5, 9)],
        "polar": [shapely.box(-180, 80, 180, 90), star(rng, x=20, y=-89.9, size=0.1)],
    }
    for family, parts in shapes.items():
        yield Case(family, (polygon_zone(*parts),), *around(parts, rng, size))
    origin = [lattice_polygon(rng, x=0, y=0) for _ in range(6)]
    x, y = around(origin, rng, size)
    yield Case("denormals at the origin", (polygon_zone(*origin),), x, y, judge="GEOS")
    large = ~(_denormal(x) | _denormal(y))
    yield Case("origin", (polygon_zone(*origin),), x[large], y[large])
    bow_tie = [shapely.Polygon([(107, 33), (108, 34), (108, 33), (107, 34)])]
    yield Case("bow-tie", (polygon_zone(*bow_tie),), *around(bow_tie, rng, size), judge="GEOS")
    flat = [shapely.Polygon([(107, 33), (108, 34), (107.5, 33.5)]), shapely.Polygon()]
    zones = (polygon_zone(flat[0]), polygon_zone(*flat), polygon_zone(*flat, star(rng)))
    yield Case("no area", zones, *around(flat[:1], rng, size), judge="GEOS")


def _crowd_cases(rng, size):
    quads = tiled(rng)
    zones = tuple(polygon_zone(quad, zone_id=f"{k}") for k, quad in enumerate(quads))
    yield Case("shared borders", zones, *around(quads, rng, size))
    rings = nested()
    zones = tuple(polygon_zone(ring, zone_id=f"{k}") for k, ring in enumerate(rings))
    yield Case("nested 20 deep", zones, *around(rings, rng, size))
    small = [
        lattice_polygon(rng, x=107 + a * 2.0**-6, y=33 + b * 2.0**-6, unit=2.0**-14)
        for a, b in rng.integers(0, 64, (1200, 2))
    ]
    zones = tuple(polygon_zone(shape, zone_id=f"{k}") for k, shape in enumerate(small))
    yield Case("1,200 small zones", zones, *around(small, rng, size))
    far = [star(rng, x=x, y=y, size=0.02) for x, y in [(-170, -80), (107, 33), (170, 80)]]
    zones = (*(polygon_zone(shape) for shape in far), polygon_zone(*far))
    yield Case("far apart", zones, *around(far, rng, size))
    shape, county = star(rng), shapely.box(107, 32.5, 107.2, 33.1)
    zone = polygon_zone(shape, county_parts=np.array([county, star(rng, x=106.8, size=0.1)]))
    disc = buffer_zone(shapely.Point(107, 33), radius_m=9000, county_parts=np.array([county]))
    within = (zone, disc, polygon_zone(shape, codes=("610702",)))
    yield Case("within county", within, *around([shape, county], rng, size))


def _system_cases(rng, size):
    far = metres_far(rng)
    zones = tuple(polygon_zone(shape, crs=GK) for shape in far)
    yield Case("metres at 1e8", zones, *around(far, rng, size), crs=GK)
    x, y = _to(GK, 107.0, 33.0)
    metres = [star(rng, x=x, y=y, size=2e4), shapely.box(x, y, x + 1000, y + 2000)]
    east, north = _to(UTM, 107.1, 33.0)
    zones = (
        polygon_zone(*metres, crs=GK),
        polygon_zone(star(rng), crs=CGCS2000),
        polygon_zone(star(rng, x=east, y=north, size=2e4), crs=UTM),
        polygon_zone(star(rng, vertices=9)),
        buffer_zone(shapely.Point(x, y), radius_m=3000, crs=GK),
        polygon_zone(metres[0], crs=GK, county_parts=np.array([star(rng)]), county_crs=CGCS2000),
    )
    yield Case("many systems, metres", zones, *around(metres, rng, size), crs=GK)
    degrees = [zones[1].parts[0], zones[3].parts[0]]
    yield Case("many systems, degrees", zones, *around(degrees, rng, size))
    yield Case("many systems, CGCS2000", zones, *around(degrees, rng, size), crs=CGCS2000)


def _to(crs, lon, lat):
    return pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lat)


# zones of buffers

CENTRES = (
    (107.03, 33.07),
    (0.0, 0.0),
    (107.0, 89.9),
    (-45.0, -89.999),
    (0.0, 90.0),
    (12.0, -90.0),
    (179.999, 10.0),
    (-180.0, -60.0),
    (180.0, 33.0),
    (-0.0, 66.5),
)
RADII_M = (1.0, 500.0, 3000.0, 25_000.0, 1_000_000.0)


def disc_cases(rng, size):
    """Cases of buffers of points; ``size`` is about the number of points in each."""
    for lon, lat in CENTRES:
        family = (
            "disc at a pole" if abs(lat) > 80 else "disc across 180" if abs(lon) > 179 else "disc"
        )
        for radius_m in RADII_M:
            zones = (buffer_zone(shapely.Point(lon, lat), radius_m=radius_m),)
            yield Case(family, zones, *rim_points(lon, lat, radius_m, rng, size))
    lon, lat = rng.uniform(106.9, 107.1, 16), rng.uniform(32.9, 33.1, 16)
    centres = [shapely.Point(point) for point in zip(lon, lat, strict=True)]
    zones = (
        buffer_zone(*centres, radius_m=3000),
        buffer_zone(shapely.MultiPoint(centres[:8]), radius_m=4000),
        *(buffer_zone(centre, radius_m=2000 + k) for k, centre in enumerate(centres[:6])),
    )
    rims = [rim_points(a, b, 3000, rng, size // 9) for a, b in zip(lon[:6], lat[:6], strict=True)]
    rims += [
        rim_points(a, b, 4000, rng, size // 9) for a, b in zip(lon[6:8], lat[6:8], strict=True)
    ]
    x, y = (np.concatenate(column) for column in zip(*rims, strict=True))
    yield Case("many discs", zones, x, y)


def shape_buffer_cases(rng, size):
    """Cases of buffers of lines and polygons; ``size`` is about the number of points in each."""
    bends = np.array([107, 33]) + np.cumsum(rng.uniform(-0.02, 0.03, (40, 2)), axis=0)
    shapes = {
        "road": shapely.LineString(bends),
        "long diagonal road": shapely.LineString([(106.6, 32.8), (107.5, 33.5)]),
        "level road": shapely.LineString([(106.8, 33.2), (107.4, 33.2)]),
        "road across 180": shapely.LineString([(179.9, 51.0), (180.1, 51.1)]),
        "polygon buffer": shapely.Polygon(
            star(rng, size=0.1, vertices=15), [star(rng, size=0.04, vertices=5).exterior]
        ),
        "northern road": shapely.LineString([(20.0, 84.0), (21.0, 84.1)]),
    }
    for family, shape in shapes.items():
        for radius_m in (50.0, 3000.0):
            zones = (buffer_zone(shape, radius_m=radius_m),)
            yield Case(family, zones, *_beside(shape, radius_m, rng, size))
    x, y = _to(GK, 107.0, 33.0)
    line = shapely.LineString([(x, y), (x + 3e4, y + 1e4), (x + 3e4, y + 3e4)])
    away = _beside_metres(line, rng, size)
    yield Case("road in metres", (buffer_zone(line, radius_m=2000, crs=GK),), *away, crs=GK)


def _beside(shape, radius_m, rng, size):
    """At the radius beside edges and round corners, +- 1e-6 m; inside; on the shape itself."""
    lines = shapely.get_rings(shape) if shape.geom_type == "Polygon" else np.array([shape])
    vertices, line = shapely.get_coordinates(lines, return_index=True)
    start = rng.choice(np.flatnonzero(line[1:] == line[:-1]), size // 2)
    share = rng.uniform(0, 1, size // 2)[:, None] * (rng.random((size // 2, 1)) < 0.8)
    step = vertices[start + 1] - vertices[start]
    foot = vertices[start] + share * step
    ahead = foot + 1e-4 * step
    azimuth = GEOD.inv(*foot.T, *ahead.T)[0] + rng.choice([90, -90], len(foot))
    turned = np.where(share[:, 0] == 0, rng.uniform(0, 360, len(foot)), azimuth)
    offset = rng.choice([0, 1e-6, -1e-6, 1e-5, -1e-5, 0.01, -0.01, 1, -1, 40], len(foot))
    lon, lat, _ = GEOD.fwd(*foot.T, turned, radius_m + offset)
    west, south, east, north = shapely.bounds(shape)
    kinds = [
        (lon, lat),
        foot[: size // 10].T,
        vertices[rng.integers(0, len(vertices), size // 20)].T,
        (
            rng.uniform(west - 0.05, east + 0.05, size // 4),
            rng.uniform(south - 0.05, north + 0.05, size // 4),
        ),
        strange_points(*vertices[0]),
    ]
    x, y = (np.concatenate(columns) for columns in zip(*kinds, strict=True))
    return x, y


def _beside_metres(line, rng, size):
    at = shapely.get_coordinates(shapely.line_interpolate_point(line, rng.uniform(0, 5e4, size)))
    turn = rng.uniform(0, 2 * np.pi, size)
    reach = 2000 + rng.normal(0, 2, size)
    return at[:, 0] + reach * np.cos(turn), at[:, 1] + reach * np.sin(turn)
