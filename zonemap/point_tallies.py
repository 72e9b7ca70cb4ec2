"""Points per zone and value of any columns, counted batch by batch; tallies can be added up.

Every point is counted: in each zone that holds it, or once as outside, or once as undetermined
where it has no usable coordinates. A missing value is a value of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from zonemap.errors import ColumnError
from zonemap.locate import locate_points
from zonemap.read.batches import BATCH_ROWS, part_batches
from zonemap.streams import first_of_point, ready_zones, spread
from zonemap.value_groups import occurring, value_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.locate import CompiledZones, Membership
    from zonemap.read.batches import PointBatch, PointSource
    from zonemap.zones import Zone

__all__ = [
    "OWN_COLUMNS",
    "PLACEMENTS",
    "Tally",
    "add_tallies",
    "require_tally_columns",
    "tally_batch",
    "tally_batches",
    "tally_part",
    "zone_totals",
]

PLACEMENTS: Final = ("in", "outside", "undetermined")
OWN_COLUMNS: Final = ("placement", "zone_id", "points")

MOST_CELLS: Final = 1 << 20
"""Rows of counts that are gathered before equal ones are added up."""

THREADS: Final = 2

INTEGERS: Final = {
    pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(), pa.uint8(): pd.UInt8Dtype(), pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(), pa.uint64(): pd.UInt64Dtype(), pa.bool_(): pd.BooleanDtype(),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Counts of points.

    Attributes
    ----------
    zone_ids
        Of all zones, in order, also those that hold nothing.
    by
        The columns by whose values is counted.
    cells
        A row for each combination that occurs: ``zone`` (position; behind the zones outside, then
        undetermined), ``by0``, ``by1`` ... and ``points``; in no order.
    points, outside, unplaced
        All points, each once; those in no zone; rows without usable coordinates.
    beyond
        Of ``unplaced``, rows whose numbers are no degrees where degrees are needed.
    """

    zone_ids: tuple[str, ...]
    by: tuple[str, ...]
    cells: pa.Table
    points: int
    outside: int
    unplaced: int
    beyond: int

    @property
    def counts(self) -> pd.DataFrame:
        """Columns ``placement``, ``zone_id``, those of ``by`` and ``points``, sorted.

        ``placement`` is ``in``, ``outside`` or ``undetermined`` (no usable coordinates); the last
        two have an empty ``zone_id``. Zones in their order, values ascending, missing ones last.
        """
        keys = [f"by{n}" for n in range(len(self.by))]
        order = self.cells.sort_by([(key, "ascending") for key in ("zone", *keys)])
        zone = order.column("zone").to_numpy()
        past = np.clip(zone - len(self.zone_ids) + 1, 0, 2)
        table = order.select([*keys, "points"]).rename_columns([*self.by, "points"])
        counts: pd.DataFrame = table.to_pandas(types_mapper=INTEGERS.get)
        counts["points"] = counts["points"].astype("int64")
        counts.insert(0, "placement", pd.array(np.array(PLACEMENTS)[past], dtype="str"))
        ids = np.array([*self.zone_ids, "", ""], dtype=object)[zone]
        counts.insert(1, "zone_id", pd.array(ids, dtype="str"))
        return counts


def zone_totals(tally: Tally) -> pd.Series:
    """Points in each zone, indexed by its id in the layer's order."""
    cells = tally.cells
    counts = np.bincount(
        cells.column("zone").to_numpy(), cells.column("points").to_numpy(), len(tally.zone_ids)
    )[: len(tally.zone_ids)]
    return pd.Series(counts.astype(np.int64), index=pd.Index(tally.zone_ids, name="zone_id"))


def require_tally_columns(by: Sequence[str]) -> None:
    """Refuse columns that a tally cannot hold beside its own.

    Raises
    ------
    ColumnError
        If one is named twice or as a column of the tally.
    """
    for position, name in enumerate(by):
        if name in by[:position]:
            raise ColumnError("column {column} is named twice", column=name)
        if name in OWN_COLUMNS:
            raise ColumnError(
                "column {column}: the tally has a column of that name; rename it in the points",
                column=name,
            )


def tally_batches(
    batches: Iterable[PointBatch],
    zones: Sequence[Zone] | CompiledZones,
    *,
    by: Sequence[str] = (),
    progress: Callable[[float], None] = lambda _done: None,
    threads: int = THREADS,
) -> Tally:
    """Points per zone and values of columns.

    Parameters
    ----------
    batches
        From `zonemap.read.batches.point_batches` or ``part_batches``, with the columns of ``by``.
    zones
        As for `zonemap.locate.locate_points`.
    by
        Columns by whose values is counted; none: per zone only.
    progress
        Told of the share done, 0 to 1.
    threads
        At work beside the one that reads; so many batches, and one more, are held.

    Returns
    -------
    tally
        The same however the points are divided into batches.

    Raises
    ------
    ColumnError
        As `require_tally_columns`.
    """
    require_tally_columns(by)
    compiled = ready_zones(zones)
    one = partial(_with_share, zones=compiled, by=tuple(by))
    gathered = [_empty(compiled, by)]
    rows = 0
    for tally, done in spread(one, batches, threads=threads):
        gathered.append(tally)
        rows += len(tally.cells)
        if rows > MOST_CELLS:
            gathered, rows = [add_tallies(gathered)], 0
        progress(done)
    return add_tallies(gathered)


def _with_share(
    batch: PointBatch, *, zones: CompiledZones, by: tuple[str, ...]
) -> tuple[Tally, float]:
    return tally_batch(batch, zones, by=by), batch.done


def _empty(zones: CompiledZones, by: Sequence[str]) -> Tally:
    names = ["zone", *(f"by{n}" for n in range(len(by))), "points"]
    types = [pa.int64(), *(pa.null() for _ in by), pa.int64()]
    return Tally(
        zone_ids=_ids(zones),
        by=tuple(by),
        cells=pa.schema(list(zip(names, types, strict=True))).empty_table(),
        points=0,
        outside=0,
        unplaced=0,
        beyond=0,
    )


def _ids(zones: CompiledZones) -> tuple[str, ...]:
    return tuple(zone.zone_id for zone in zones.zones)


def tally_part(
    source: PointSource,
    number: int,
    *,
    zones: Sequence[Zone] | CompiledZones,
    by: Sequence[str] = (),
    rows: int = BATCH_ROWS,
) -> Tally:
    """The tally of one part of a source, which may be empty; for `add_tallies`.

    Parameters
    ----------
    source
        From `zonemap.read.batches.open_points`.
    number
        Position of the part in ``source.parts``.
    zones, by
        As for `tally_batches`.
    rows
        Of a batch.

    Returns
    -------
    tally
        Of this part. Whether there is any point, and any degree, is for who adds them up to ask:
        `zonemap.read.coordinates.require_points`.
    """
    batches = part_batches(source, number, rows=rows, columns=tuple(by))
    return tally_batches(batches, zones, by=by, threads=1)


def add_tallies(tallies: Sequence[Tally]) -> Tally:
    """The tally of all points of several tallies by the same zones and columns."""
    first = tallies[0]
    cells = pa.concat_tables([t.cells for t in tallies], promote_options="permissive")
    keys = [name for name in first.cells.column_names if name != "points"]
    summed = cells.group_by(keys, use_threads=False).aggregate([("points", "sum")])
    return Tally(
        zone_ids=first.zone_ids,
        by=first.by,
        cells=summed.rename_columns([*keys, "points"]) if len(cells) else cells,
        points=sum(t.points for t in tallies),
        outside=sum(t.outside for t in tallies),
        unplaced=sum(t.unplaced for t in tallies),
        beyond=sum(t.beyond for t in tallies),
    )


def tally_batch(batch: PointBatch, zones: CompiledZones, *, by: Sequence[str] = ()) -> Tally:
    """The tally of one batch."""
    membership = locate_points(batch.points, zones=zones, threads=1)
    group, values = value_groups(batch.table, by)
    zone_ids = _ids(zones)
    zone, of_group, points = _counted(batch, membership, group, (len(zone_ids), len(values[0])))
    columns = {"zone": pa.array(zone, pa.int64())}
    for number in range(len(by)):
        columns[f"by{number}"] = values[number].take(pa.array(of_group))
    held = int(np.count_nonzero(first_of_point(membership)))
    return Tally(
        zone_ids=zone_ids,
        by=tuple(by),
        cells=pa.table({**columns, "points": pa.array(points, pa.int64())}),
        points=len(batch.points),
        outside=len(batch.points) - batch.unplaced - held,
        unplaced=batch.unplaced,
        beyond=batch.beyond,
    )


def _counted(
    batch: PointBatch,
    membership: Membership,
    group: NDArray[np.int32],
    sizes: tuple[int, int],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Zone, group and points of every combination that occurs."""
    zones, groups = sizes
    inside, points = occurring(membership.zone * groups + group[membership.point], zones * groups)
    lost = np.zeros(groups, dtype=np.intp)
    if batch.unplaced:
        lon, lat = batch.points.degrees()
        lost = np.bincount(group[~(np.isfinite(lon) & np.isfinite(lat))], minlength=groups)
    held = np.bincount(group[membership.point[first_of_point(membership)]], minlength=groups)
    outside = np.bincount(group, minlength=groups) - held - lost
    apart = np.concatenate([outside, lost])
    some = np.flatnonzero(apart)
    cells = np.concatenate([inside, zones * groups + some])
    return cells // groups, cells % groups, np.concatenate([points, apart[some]])
