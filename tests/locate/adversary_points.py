"""Points where arithmetic gives way: see `tests/locate/adversaries.py`."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="WGS84")
DIVISIONS = (1, 2, 3, 5, 7, 10, 16, 31, 64, 100, 128, 256, 300, 512, 1000, 1024, 2048, 4096)
STRANGE = (np.nan, np.inf, -np.inf, 1e300, -1e300, 1.7e308, -0.0, 0.0, 5e-324, -5e-324, 1e-310)


def stepped(x, y):
    """The points and their eight neighbours, one float step away in x, y or both."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    xs = np.nextafter(x, -np.inf), x, np.nextafter(x, np.inf)
    ys = np.nextafter(y, -np.inf), y, np.nextafter(y, np.inf)
    pairs = [(a, b) for a in xs for b in ys]
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def strange_points(x, y):
    """Values that are no place, alone and beside good ones."""
    values = np.array(STRANGE)
    both = np.meshgrid(values, values)
    beside_x, beside_y = np.full(len(values), x), np.full(len(values), y)
    return (
        np.concatenate([both[0].ravel(), values, beside_x]),
        np.concatenate([both[1].ravel(), beside_y, values]),
    )


def edge_points(polygons, rng, size):
    """On edges at eighths and at random, to the nearest float; and level with vertices."""
    rings = shapely.get_rings(shapely.get_parts(np.array(polygons, dtype=object)))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    start = rng.choice(np.flatnonzero(ring[1:] == ring[:-1]), size)
    (ax, ay), (bx, by) = vertices[start].T, vertices[start + 1].T
    share = np.where(rng.random(size) < 0.7, rng.integers(0, 9, size) / 8, rng.random(size))
    x, y = stepped(ax + share * (bx - ax), ay + share * (by - ay))
    west, south, east, north = shapely.total_bounds(np.array(polygons, dtype=object))
    level = np.concatenate([rng.uniform(west, east, size), ax])
    plumb = np.concatenate([by, rng.uniform(south, north, size)])
    return np.concatenate([x, level]), np.concatenate([y, plumb])


def grid_borders(low, high, rng, size):
    """Borders of uniform grids between two bounds, the bounds widened in several ways or not."""
    span = high - low
    widths = np.array([0, np.spacing(high), 1e-12 * span, 1e-9 * span, 1e-6 * span, 1e-3 * span])
    division, pad = rng.choice(DIVISIONS, size), rng.choice(widths, size)
    cell = np.floor(rng.random(size) * (division + 1))
    pad = np.where(rng.random(size) < 0.3, 1.5 * span / np.maximum(division - 3, 1), pad)
    low, high = low - pad, high + pad
    by_product = low + cell * (high - low) / division
    by_step = low + cell * ((high - low) / division)
    by_scale = low + cell / (division / (high - low))
    return rng.choice(np.array([by_product, by_step, by_scale]), axis=0)


def border_points(polygons, rng, size):
    """On the borders of plausible grids: at random, at corners, and where edges cross them."""
    west, south, east, north = shapely.total_bounds(np.array(polygons, dtype=object))
    bx, by = grid_borders(west, east, rng, size), grid_borders(south, north, rng, size)
    x = np.concatenate([bx, rng.uniform(west, east, size), bx])
    y = np.concatenate([rng.uniform(south, north, size), by, by])
    cut = _where_edges_cross(polygons, bx, by, rng)
    return stepped(np.concatenate([x, cut[0]]), np.concatenate([y, cut[1]]))


def _where_edges_cross(polygons, bx, by, rng):
    rings = shapely.get_rings(shapely.get_parts(np.array(polygons, dtype=object)))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    start = rng.choice(np.flatnonzero(ring[1:] == ring[:-1]), len(bx))
    (ax, ay), (cx, cy) = vertices[start].T, vertices[start + 1].T
    with np.errstate(all="ignore"):
        # the border of the drawn list nearest to a place on the edge, so that most do cross
        share = rng.random(len(bx))
        x = np.sort(bx)[np.searchsorted(np.sort(bx), ax + share * (cx - ax)).clip(0, len(bx) - 1)]
        y = np.sort(by)[np.searchsorted(np.sort(by), ay + share * (cy - ay)).clip(0, len(by) - 1)]
        at_x, at_y = ay + (x - ax) / (cx - ax) * (cy - ay), ax + (y - ay) / (cy - ay) * (cx - ax)
    good_x, good_y = np.isfinite(at_x), np.isfinite(at_y)
    return np.concatenate([x[good_x], at_y[good_y]]), np.concatenate([at_x[good_x], y[good_y]])


def around(polygons, rng, size):
    """About ``size`` points against polygons: a share of each kind, some of them doubled."""
    vertices = shapely.get_coordinates(np.array(polygons, dtype=object))
    chosen = vertices[rng.integers(0, len(vertices), max(size // 45, 20))]
    west, south, east, north = shapely.total_bounds(np.array(polygons, dtype=object))
    wide, high = max(east - west, 1e-12), max(north - south, 1e-12)
    kinds = [
        stepped(*chosen.T),
        edge_points(polygons, rng, max(size // 55, 20)),
        border_points(polygons, rng, max(size // 110, 20)),
        strange_points(*chosen[0]),
        (
            rng.uniform(west - wide / 9, east + wide / 9, size // 10),
            rng.uniform(south - high / 9, north + high / 9, size // 10),
        ),
    ]
    x, y = (np.concatenate(columns) for columns in zip(*kinds, strict=True))
    again = rng.integers(0, len(x), len(x) // 20)
    return np.concatenate([x, x[again]]), np.concatenate([y, y[again]])


def rim_points(lon, lat, radius_m, rng, size):
    """At the radius of a disc and next to it in all azimuths, level with its extremes, beyond."""
    each = max(size // 13, 30)
    offsets = np.repeat([0, 1e-7, 1e-6, 1e-5, 1e-3, 0.1, 3], each // 2)
    offsets = np.concatenate([offsets, -offsets])
    azimuth = rng.uniform(0, 360, len(offsets))
    square = rng.random(len(offsets)) < 0.1
    azimuth[square] = np.round(azimuth[square] / 90) * 90
    here = np.full(len(offsets), lon), np.full(len(offsets), lat)
    x, y, _ = GEOD.fwd(*here, azimuth, radius_m + offsets)
    sides = [
        stepped(x[: each // 4], y[: each // 4]),
        (x, y),
        _beside_the_extremes(lon, lat, radius_m, rng, each),
        strange_points(lon, lat),
        stepped([lon, lon, lon, -180.0, 180.0], [lat, 90.0, -90.0, lat, lat]),
        (rng.choice([-180.0, 180.0, 179.99, -179.99], each), rng.uniform(lat - 1, lat + 1, each)),
        (x[:50] + 360, y[:50]),
        (x[:50] - 360, y[:50]),
        _disc_grid(x, y, rng, each),
    ]
    columns = (np.concatenate(column) for column in zip(*sides, strict=True))
    return tuple(columns)


def _beside_the_extremes(lon, lat, radius_m, rng, size):
    """Where the disc is widest: a box about it, drawn too tight, would lose these."""
    azimuth = np.linspace(0, 360, 7201)
    here = np.full(len(azimuth), lon), np.full(len(azimuth), lat)
    x, y, _ = GEOD.fwd(*here, azimuth, np.full(len(azimuth), radius_m * (1 - 1e-12)))
    turned = (x - lon + 180) % 360
    widest = np.argsort(turned), np.argsort(y)
    chosen = np.concatenate([w[k] for w in widest for k in (slice(40), slice(-40, None))])
    chosen = rng.choice(chosen, size)
    return x[chosen], y[chosen]


def _disc_grid(x, y, rng, size):
    x = np.where(np.abs(x) < 180, x, 0)
    return stepped(
        grid_borders(x.min(), x.max(), rng, size // 9 + 1),
        grid_borders(y.min(), y.max(), rng, size // 9 + 1),
    )
