"""shapely alone: the exact predicate asked of every point, and its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from locating.tasks import Peer, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PEERS"]


def count_every(task: Task) -> NDArray[np.int64]:
    """Each zone prepared and asked about every point."""
    shapely.prepare(task.shapes)
    return np.array([shapely.contains_xy(s, task.lon, task.lat).sum() for s in task.shapes])


def count_boxed(task: Task) -> NDArray[np.int64]:
    """Each zone prepared and asked about the points in its box."""
    return np.array([_count_in_box(shape, task) for shape in task.shapes])


def _count_in_box(shape: shapely.Geometry, task: Task) -> int:
    west, south, east, north = shapely.bounds(shape)
    x, y = task.lon, task.lat
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    shapely.prepare(shape)
    return int(shapely.contains_xy(shape, x[near], y[near]).sum())


def count_tree_of_points(task: Task) -> NDArray[np.int64]:
    """Points made, a tree of them asked about each zone."""
    tree = shapely.STRtree(shapely.points(task.lon, task.lat))
    zone, _ = tree.query(task.shapes, predicate="contains")
    return np.bincount(zone, minlength=len(task.shapes))


def count_tree_of_zones(task: Task) -> NDArray[np.int64]:
    """Points made, a tree of zones asked about each point."""
    points = shapely.points(task.lon, task.lat)
    _, zone = shapely.STRtree(task.shapes).query(points, predicate="within")
    return np.bincount(zone, minlength=len(task.shapes))


PEERS = (
    Peer(key="contains-box", name="contains_xy behind a bounding-box filter", count=count_boxed),
    Peer(key="contains", name="contains_xy, prepared", count=count_every),
    Peer(key="tree-points", name="STRtree of points", count=count_tree_of_points),
    Peer(key="tree-zones", name="STRtree of zones", count=count_tree_of_zones),
)
