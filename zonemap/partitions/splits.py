"""A source cut into pieces of work that any worker can do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
from pyarrow import fs

from zonemap.read.parts import PARQUET_SUFFIXES
from zonemap.read.point_sources import naming_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zonemap.read.batches import PointSource
    from zonemap.read.parts import Part

__all__ = ["PIECE_BYTES", "anywhere", "split_parts"]

PIECE_BYTES: Final = 64 << 20
"""Of a Parquet file, about: some seconds of work."""


def anywhere(source: PointSource) -> PointSource:
    """The source under names that do not depend on the folder a process runs in."""
    if not isinstance(source.filesystem, fs.LocalFileSystem):
        return source
    parts = tuple(replace(part, path=str(Path(part.path).resolve())) for part in source.parts)
    return replace(source, parts=parts)


def split_parts(source: PointSource, *, piece_bytes: int = PIECE_BYTES) -> PointSource:
    """The same rows in the same order, large Parquet files as several parts.

    Parameters
    ----------
    source
        From `zonemap.read.batches.open_points`.
    piece_bytes
        A part of more is cut between row groups; a row group is never cut, nor is a CSV.

    Returns
    -------
    source
        Its parts carry their row groups.

    Raises
    ------
    PointsError
        If the header of a large part cannot be read.
    """
    infos = source.filesystem.get_file_info([part.path for part in source.parts])
    pieces: list[Part] = []
    for part, info in zip(source.parts, infos, strict=True):
        large = part.suffix in PARQUET_SUFFIXES and (info.size or 0) > piece_bytes
        pieces.extend(_pieces(source, part, piece_bytes) if large else [part])
    return replace(source, parts=tuple(pieces))


def _pieces(source: PointSource, part: Part, piece_bytes: int) -> Iterator[Part]:
    with naming_part(part), source.filesystem.open_input_file(part.path) as stream:
        metadata = pq.read_metadata(stream)
    sizes = [_bytes(metadata.row_group(group)) for group in range(metadata.num_row_groups)]
    run: list[int] = []
    for group, size in enumerate(sizes):
        if run and sum(sizes[g] for g in run) + size > piece_bytes:
            yield replace(part, groups=tuple(run))
            run = []
        run.append(group)
    yield replace(part, groups=tuple(run))


def _bytes(group: pq.RowGroupMetaData) -> int:
    """Of a row group in the file."""
    return sum(group.column(n).total_compressed_size for n in range(group.num_columns))
