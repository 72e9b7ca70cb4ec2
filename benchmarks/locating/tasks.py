"""What a peer is given, and what it must give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Peer", "Task", "as_counts", "first_points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Zones and points.

    Attributes
    ----------
    shapes
        A polygon or multipolygon for each zone, in degrees; discs as polygons of 720 vertices.
    discs
        For each zone its centre and radius in metres, or None.
    lon, lat
        Columns of points in degrees; empty where the points are in a file.
    parquet
        The file of points with columns ``lon``, ``lat``, ``town`` and ``status``, or None.
    key
        Names the points, for peers that keep them.
    """

    shapes: NDArray[np.object_]
    discs: tuple[tuple[float, float, float] | None, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    parquet: Path | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way to count points in zones.

    Attributes
    ----------
    key, name
        For options and for the table.
    count
        Points of each zone (of each zone, town and status where they come from a file), given
        what ``ready`` made; its time is what is measured.
    ready
        What may be done beforehand; its time is told apart.
    needs
        Modules; a peer whose modules are missing is named as missing.
    source
        ``memory`` or ``parquet``.
    elsewhere
        Whether the work is done by another process, whose memory is not measured.
    shares_discs
        False where discs are true geodesic discs, whose counts may differ by the few points
        between a circle and its 720-gon.
    """

    key: str
    name: str
    count: Callable[[object], NDArray[np.int64] | None]
    ready: Callable[[Task], object] = field(default=lambda task: task)
    needs: tuple[str, ...] = ()
    source: str = "memory"
    elsewhere: bool = False
    shares_discs: bool = True


def as_counts(zone: object, points: object, *, zones: int) -> NDArray[np.int64]:
    """Points of each zone, from two columns of a result that leaves out empty zones."""
    counts = np.zeros(zones, dtype=np.int64)
    counts[np.asarray(zone, dtype=np.int64)] = np.asarray(points, dtype=np.int64)
    return counts


def first_points(task: Task, size: int) -> Task:
    """The same task with its first points only: to wake a peer up."""
    return Task(
        shapes=task.shapes,
        discs=task.discs,
        lon=task.lon[:size],
        lat=task.lat[:size],
        parquet=task.parquet,
        key=f"{task.key}-first",
    )
