"""Points per zone and value of any columns, counted part by part on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from zonemap.errors import AccountingError
from zonemap.partitions.runs import each_part
from zonemap.partitions.splits import anywhere, split_parts
from zonemap.point_tallies import MOST_CELLS, add_tallies, require_tally_columns, tally_part
from zonemap.read.coordinates import require_points
from zonemap.streams import ready_zones

if TYPE_CHECKING:
    from distributed import Client

    from zonemap.locate import CompiledZones
    from zonemap.point_tallies import Tally
    from zonemap.read.batches import PointSource
    from zonemap.zones import Zone

__all__ = ["tally_parts"]

MOST_TALLIES = 64
"""Gathered before they are added up."""


def tally_parts(
    source: PointSource,
    zones: Sequence[Zone] | CompiledZones,
    *,
    client: Client,
    by: Sequence[str] = (),
    progress: Callable[[float], None] = lambda _done: None,
) -> Tally:
    """Points per zone and values of columns, as `zonemap.point_tallies.tally_batches` counts them.

    Parameters
    ----------
    source
        From `zonemap.read.batches.open_points`; every worker must find its parts.
    zones, by
        As for ``tally_batches``.
    client
        From `zonemap.partitions.clusters.open_cluster`.
    progress
        Told of the share done, 0 to 1.

    Returns
    -------
    tally
        Of all parts. Only counts come here; they are added up as they come.

    Raises
    ------
    ZonemapError
        If a part cannot be read or is unlike the first, there is no point, or the cluster is lost.
    AccountingError
        If not every row was counted once.
    """
    require_tally_columns(by)
    pieces = split_parts(anywhere(source))
    tallies = each_part(
        client, partial(_tallied, by=tuple(by)), source=pieces, zones=ready_zones(zones)
    )
    gathered: list[Tally] = []
    for done, (_, tally) in enumerate(tallies, start=1):
        gathered.append(tally)
        if len(gathered) > MOST_TALLIES or sum(len(t.cells) for t in gathered[1:]) > MOST_CELLS:
            gathered = [add_tallies(gathered)]
        progress(done / len(pieces.parts))
    tally = add_tallies(gathered)
    _require_all(source, tally)
    return tally


def _tallied(
    source: PointSource, number: int, zones: CompiledZones, *, by: tuple[str, ...]
) -> Tally:
    return tally_part(source, number, zones=zones, by=by)


def _require_all(source: PointSource, tally: Tally) -> None:
    if source.rows is not None and source.rows != tally.points:
        raise AccountingError(
            "{file}: {counted} rows were counted of {rows}; if it has not changed meanwhile, this "
            "is a fault of zonemap",
            file=source.name,
            counted=tally.points,
            rows=source.rows,
        )
    placed = tally.points - tally.unplaced
    require_points(file=source.name, points=tally.points, placed=placed, beyond=tally.beyond)
