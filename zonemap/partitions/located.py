"""Every point with the zones that hold it, one part written for each part read, on a cluster."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import numpy as np
import pyarrow.parquet as pq

from zonemap.crs import Coordinates
from zonemap.errors import AccountingError, OutputError
from zonemap.partitions.runs import each_part
from zonemap.partitions.splits import anywhere
from zonemap.read.batches import PointBatch, open_points, part_batches
from zonemap.read.coordinates import require_points
from zonemap.read.parts import CSV_SUFFIXES
from zonemap.streams import add_totals, locate_batches, ready_zones, require_free_columns
from zonemap.write.files import PART_SUFFIX

if TYPE_CHECKING:
    from distributed import Client

    from zonemap.locate import CompiledZones
    from zonemap.read.batches import PointSource
    from zonemap.read.parts import Part
    from zonemap.streams import LocatedTotals
    from zonemap.zones import Zone

__all__ = ["Target", "locate_parts"]

ATTEMPT: Final = ".attempt-"
"""Begins the name of a file that one worker is writing; each time another one, so that a worker
that was given up for lost can spoil nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is written, and where.

    Attributes
    ----------
    out
        A folder that is not there yet, where every worker can write.
    distance
        Whether to add ``distance_to_edge_m``.
    """

    out: Path
    distance: bool = False


def locate_parts(
    source: PointSource,
    zones: Sequence[Zone] | CompiledZones,
    *,
    client: Client,
    target: Target,
    progress: Callable[[float], None] = lambda _done: None,
) -> LocatedTotals:
    """Write every point with the zones that hold it, as `zonemap.streams.locate_batches` does.

    Parameters
    ----------
    source
        From `zonemap.read.batches.open_points`; every worker must find its parts.
    zones
        As for ``locate_batches``.
    client
        From `zonemap.partitions.clusters.open_cluster`.
    target
        The folder appears when all is done, with a part of the same name, rows and order for each
        part of the source.
    progress
        Told of the share done, 0 to 1.

    Returns
    -------
    totals
        Of all parts.

    Raises
    ------
    ZonemapError
        If a part cannot be read or written, there is no point, or the cluster is lost.
    AccountingError
        If a part has not as many rows as were read.
    """
    require_free_columns(source.schema.names, distance=target.distance)
    staged = _staging_folder(target.out)
    try:
        make = partial(_located, folder=staged, distance=target.distance)
        made = each_part(client, make, source=anywhere(source), zones=ready_zones(zones))
        totals, beyond = _all_totals(made, len(source.parts), progress)
        placed = totals.points - totals.unplaced
        require_points(file=source.name, points=totals.points, placed=placed, beyond=beyond)
        _require_all(source, totals, staged)
        _appear(staged, target.out)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return totals


def _staging_folder(out: Path) -> Path:
    folder = out.resolve()
    staged = folder.with_name(folder.name + PART_SUFFIX)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("{file}: is there already; give --out a new folder", file=out)
    if staged.exists():
        raise OutputError(
            "{file}: is left of a run that was ended, or still at work; wait for it or delete it",
            file=staged,
        )
    staged.mkdir(parents=True)
    return staged


def _all_totals(
    made: Iterator[tuple[int, tuple[LocatedTotals, int]]],
    parts: int,
    progress: Callable[[float], None],
) -> tuple[LocatedTotals, int]:
    """The totals of all parts, and the rows whose numbers are no degrees."""
    _, (totals, beyond) = next(made)
    progress(1 / parts)
    for done, (_, (more, more_beyond)) in enumerate(made, start=2):
        totals, beyond = add_totals([totals, more]), beyond + more_beyond
        progress(done / parts)
    return totals, beyond


def _require_all(source: PointSource, totals: LocatedTotals, staged: Path) -> None:
    missing = [part.name for part in source.parts if not (staged / part.name).is_file()]
    if missing:
        raise OutputError(
            "{file}: was written by a worker but is not here; give --out a folder on a disk that "
            "all workers share",
            file=missing[0],
        )
    if source.rows is not None and source.rows != totals.points:
        raise _lost_rows(source.name, rows=source.rows, written=totals.points)


def _lost_rows(file: str, *, rows: int, written: int) -> AccountingError:
    return AccountingError(
        "{file}: {written} rows were written of {rows}; if it has not changed meanwhile, this is a "
        "fault of zonemap",
        file=file,
        rows=rows,
        written=written,
    )


def _appear(staged: Path, out: Path) -> None:
    for attempt in staged.rglob(f"{ATTEMPT}*"):  # of workers that were ended
        attempt.unlink(missing_ok=True)
    folder = out.resolve()
    if folder.exists():
        folder.rmdir()
    staged.rename(folder)


def _located(
    source: PointSource, number: int, zones: CompiledZones, *, folder: Path, distance: bool
) -> tuple[LocatedTotals, int]:
    """Write one part; its totals, and the rows whose numbers are no degrees."""
    part = source.parts[number]
    path = folder / part.name
    suffix = ".csv" if part.suffix in CSV_SUFFIXES else ".parquet"
    attempt = path.with_name(f"{ATTEMPT}{uuid4().hex}{suffix}")
    beyond: list[int] = []
    try:
        batches = _batches(source, number, beyond)
        totals = locate_batches(batches, zones, out=attempt, distance=distance)
        _require_rows(source, part, attempt, totals.points)
        attempt.replace(path)
    finally:
        attempt.unlink(missing_ok=True)
    return totals, sum(beyond)


def _batches(source: PointSource, number: int, beyond: list[int]) -> Iterator[PointBatch]:
    """The batches of a part behind one without rows, so that an empty part has its columns too."""
    nowhere = Coordinates(np.empty(0), np.empty(0), source.crs)
    table = source.schema.empty_table()
    yield PointBatch(table=table, points=nowhere, unplaced=0, beyond=0, done=0)
    for batch in part_batches(source, number):
        beyond.append(batch.beyond)
        yield batch


def _require_rows(source: PointSource, part: Part, written: Path, points: int) -> None:
    """Rows in are rows located are rows out, told by the files themselves."""
    rows_out = _rows(open_points(written, crs=source.stated_crs))
    rows_in = points if part.suffix in CSV_SUFFIXES else _footer_rows(source, part)
    if not rows_in == points == rows_out:
        raise _lost_rows(part.name, rows=rows_in, written=rows_out)


def _footer_rows(source: PointSource, part: Part) -> int:
    with source.filesystem.open_input_file(part.path) as stream:
        rows: int = pq.read_metadata(stream).num_rows
    return rows


def _rows(written: PointSource) -> int:
    """Of a file; those of a CSV are counted."""
    if written.rows is not None:
        return written.rows
    return sum(len(batch.points) for batch in part_batches(written, 0, columns=()))
