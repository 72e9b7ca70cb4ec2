"""Points against zones, batch by batch: what `zonemap.points` does, for files of any size.

A batch is read while the one before it is located and the one before that is written, each in a
thread of its own; no more batches are held than there are threads at work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from zonemap.errors import ColumnError
from zonemap.locate import CompiledZones, compile_zones, distance_to_edge, locate_points
from zonemap.write.batches import batch_writer

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zonemap.locate import Membership
    from zonemap.read.batches import PointBatch
    from zonemap.zones import Zone

__all__ = [
    "LocatedBatch",
    "LocatedTotals",
    "add_totals",
    "ahead",
    "first_of_point",
    "locate_batches",
    "located_batches",
    "ready_zones",
    "require_free_columns",
    "spread",
    "zone_id_column",
]

Item = TypeVar("Item")
Made = TypeVar("Made")

DISTANCE: Final = "distance_to_edge_m"


@dataclass(frozen=True, slots=True, eq=False)
class LocatedTotals:
    """How many points lie where.

    Attributes
    ----------
    counts
        Points in each zone, indexed by its id in the layer's order.
    points, outside, unplaced
        All points; those in no zone; rows without usable coordinates, which are in no zone either
        and are not among those outside.
    """

    counts: pd.Series
    points: int
    outside: int
    unplaced: int


@dataclass(frozen=True, slots=True, eq=False)
class LocatedBatch:
    """A batch with its zones.

    Attributes
    ----------
    table
        The columns of the batch, ``zone_id`` and, if asked for, ``distance_to_edge_m``.
    totals
        Of this batch.
    done
        The share of the source that has been read.
    """

    table: pa.Table
    totals: LocatedTotals
    done: float


def require_free_columns(columns: Iterable[str], *, distance: bool) -> None:
    """Refuse points that already have a column of those that are added.

    Raises
    ------
    ColumnError
        If there is one.
    """
    taken = set(columns) & {"zone_id", *([DISTANCE] if distance else [])}
    if taken:
        raise ColumnError(
            "the points already have a column {column}; rename it first", column=max(taken)
        )


def locate_batches(
    batches: Iterable[PointBatch],
    zones: Sequence[Zone] | CompiledZones,
    *,
    out: Path,
    distance: bool = False,
    progress: Callable[[float], None] = lambda _done: None,
) -> LocatedTotals:
    """Write every point with the zones that hold it; hold no more than a few batches.

    Parameters
    ----------
    batches
        From `zonemap.read.batches.point_batches`, with every column.
    zones
        As for `zonemap.locate.locate_points`.
    out
        CSV or Parquet by its ending; it appears whole or not at all.
    distance
        Whether to add ``distance_to_edge_m``.
    progress
        Told of the share done, 0 to 1.

    Returns
    -------
    totals
        Of all batches.

    Raises
    ------
    ZonemapError
        If the points cannot be read, have a column that would be added, or the file cannot be
        written.
    """
    parts = []
    with batch_writer(out) as append:
        for located in ahead(located_batches(ahead(batches), zones, distance=distance)):
            append(located.table)
            parts.append(located.totals)
            progress(located.done)
    return add_totals(parts)


def add_totals(parts: Sequence[LocatedTotals]) -> LocatedTotals:
    """The totals of all points of several totals against the same zones."""
    counts = pd.concat([part.counts for part in parts], axis=1).sum(axis=1)
    sums = (
        sum(getattr(part, name) for part in parts) for name in ("points", "outside", "unplaced")
    )
    return LocatedTotals(counts, *sums)


def located_batches(
    batches: Iterable[PointBatch], zones: Sequence[Zone] | CompiledZones, *, distance: bool = False
) -> Iterator[LocatedBatch]:
    """Each batch with the zones that hold its points.

    Parameters
    ----------
    batches, zones, distance
        As for `locate_batches`.

    Yields
    ------
    located
        In the order of the batches; rows and columns as they were, and the new columns behind.

    Raises
    ------
    ColumnError
        If the points already have a column that would be added.
    """
    compiled = ready_zones(zones)
    zone_ids = [zone.zone_id for zone in compiled.zones]
    for batch in batches:
        require_free_columns(batch.table.column_names, distance=distance)
        membership = locate_points(batch.points, zones=compiled)
        names = zone_id_column(membership, zone_ids=zone_ids, size=len(batch.points))
        table = batch.table.append_column("zone_id", names)
        if distance:
            metres = distance_to_edge(batch.points, zones=compiled.zones, membership=membership)
            table = table.append_column(DISTANCE, pa.array(metres, from_pandas=True))
        held = np.count_nonzero(first_of_point(membership))
        counts = np.bincount(membership.zone, minlength=len(zone_ids))
        totals = LocatedTotals(
            counts=pd.Series(counts, index=pd.Index(zone_ids, name="zone_id")),
            points=len(batch.points),
            outside=len(batch.points) - batch.unplaced - int(held),
            unplaced=batch.unplaced,
        )
        yield LocatedBatch(table, totals, batch.done)


def ready_zones(zones: Sequence[Zone] | CompiledZones) -> CompiledZones:
    """The zones compiled, once for all batches."""
    return zones if isinstance(zones, CompiledZones) else compile_zones(zones)


def first_of_point(membership: Membership) -> NDArray[np.bool_]:
    """Which pairs are the first of their point."""
    first: NDArray[np.bool_] = np.diff(membership.point, prepend=-1) > 0
    return first


def zone_id_column(membership: Membership, *, zone_ids: Sequence[str], size: int) -> pa.Array:
    """For each of ``size`` points the ids of its zones joined by ``;``, empty where none.

    The same texts as `zonemap.locate.join_zone_ids`, made once for each set of zones that occurs.

    Returns
    -------
    zone_id
        Text, none of it missing.
    """
    names = ["", *zone_ids]
    code = np.zeros(size, dtype=np.intp)
    first = first_of_point(membership)
    code[membership.point[first]] = membership.zone[first] + 1
    point, zone = membership.point[~first], membership.zone[~first]
    while len(point):
        # the next zone of every point that has one more: a new text for each pair that occurs
        first = np.diff(point, prepend=-1) > 0
        here, more = point[first], zone[first]
        pairs, pair = np.unique(code[here] * len(zone_ids) + more, return_inverse=True)
        code[here] = len(names) + pair
        names += [f"{names[p // len(zone_ids)]};{zone_ids[p % len(zone_ids)]}" for p in pairs]
        point, zone = point[~first], zone[~first]
    return pa.array(names, pa.string()).take(pa.array(code))


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, each made in a thread of its own while the one before it is used.

    Yields
    ------
    item
        In the same order.
    """
    source, end = iter(items), object()
    with ThreadPoolExecutor(1) as pool:
        coming: Future[Item | object] = pool.submit(next, source, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, source, end)
            yield item  # type: ignore[misc]


def spread(make: Callable[[Item], Made], items: Iterable[Item], *, threads: int) -> Iterator[Made]:
    """What ``make`` makes of each item, in several threads while the next items are fetched.

    Yields
    ------
    made
        In the order of the items.
    """
    with ThreadPoolExecutor(threads) as pool:
        coming: deque[Future[Made]] = deque()
        for item in items:
            coming.append(pool.submit(make, item))
            if len(coming) > threads:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
