"""What the judges say of a case, and what `locate_points` says, as tables of zone by point."""

from __future__ import annotations

import numpy as np
import shapely

from tests.locate import oracle
from zonemap.crs import Coordinates
from zonemap.locate import compile_zones, locate_points


def expected(case):
    """Membership by the case's judge, and where it is sure: zone by point."""
    judge = oracle.holds if case.judge == "oracle" else geos_holds
    inside, sure = zip(*(judge(zone, case.x, case.y, case.crs) for zone in case.zones), strict=True)
    return np.array(inside), np.array(sure)


def geos_holds(zone, x, y, crs):
    """As `oracle.holds`, the polygons left to GEOS; not for buffers."""
    x, y = oracle.moved(x, y, crs, zone.crs)
    sure = np.ones(len(x), dtype=bool)
    return (np.zeros(len(x), dtype=bool) if zone.codes else intersects(zone.parts, x, y)), sure


def intersects(parts, x, y):
    """GEOS's own answer, part by part, of points that are finite."""
    inside, finite = np.zeros(len(x), dtype=bool), np.isfinite(x) & np.isfinite(y)
    for part in parts:
        shapely.prepare(part)
        inside[finite] |= shapely.intersects_xy(part, x[finite], y[finite])
    return inside


def answered(zones, case, *, order=None, threads=1):
    """Membership by `locate_points`, its points given in another order or repeated.

    Fails unless the pairs are sorted by point, then zone, each once.
    """
    order = np.arange(len(case.x)) if order is None else order
    points = Coordinates(case.x[order], case.y[order], case.crs)
    found = locate_points(points, zones=zones, threads=threads)
    pair = found.point.astype(np.int64) * len(case.zones) + found.zone
    assert (np.diff(pair) > 0).all()
    table = np.zeros((len(case.zones), len(order)), dtype=bool)
    table[found.zone, found.point] = True
    return table


def paths(case):
    """The zones as given, and compiled for few points and for many."""
    few, many = (compile_zones(case.zones, points=n) for n in (1000, 10_000_000))
    return {"sequence": case.zones, "compiled for few": few, "compiled for many": many}
