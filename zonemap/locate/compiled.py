"""Zones made ready to be asked about many points."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from zonemap.locate.grids import Grids, own_grids
from zonemap.locate.index import Index, build_index, cell_states
from zonemap.locate.pieces import Covers, county_pieces, zone_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyproj
    from numpy.typing import NDArray

    from zonemap.locate.pieces import Piece
    from zonemap.zones import Zone

__all__ = ["CompiledZones", "Group", "compile_zones"]

LEAST_SIDE, MOST_SIDE = 8, 1 << 10
"""Of an index, in cells."""

OWN_SIDE = 1 << 9
"""Most of a piece's own grid: finer ones take longer to lay than they save."""

REACH_COARSER = 4
"""Grids of chains have fewer cells a side: theirs are dearer to tell, and points at them cheap."""

INDEX_SIDE = 1 << 9
"""Of the index over few pieces: two bytes a cell, what a processor keeps close at hand."""

FEW_PIECES = 1 << 8
"""Over more of them finer cells are worth their room."""

MOST_OWN_CELLS = 1 << 23
MOST_LISTED = 1 << 22
"""Of the index, counted once for each piece whose box touches them."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pieces that are asked in the same coordinates.

    Attributes
    ----------
    pieces
        In the order of their zones.
    zone
        Position of the zone of each piece.
    index
        Which pieces to ask about a point.
    grids, states
        A finer grid for each piece, and what is known of its cells.
    """

    crs: pyproj.CRS
    pieces: tuple[Piece, ...]
    zone: NDArray[np.intp]
    index: Index
    grids: Grids
    states: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledZones:
    """Zones with their grids; may be pickled and sent elsewhere.

    Attributes
    ----------
    zones
        As given.
    groups
        Their pieces, one group for each CRS.
    counties
        For zones with a county condition, by position: the county's pieces.
    """

    zones: tuple[Zone, ...]
    groups: tuple[Group, ...]
    counties: dict[int, tuple[Group, ...]]


def compile_zones(zones: Sequence[Zone], *, points: int = 10_000_000) -> CompiledZones:
    """Lay grids over zones, so that most points are answered by where they fall.

    Parameters
    ----------
    zones
        In the plan's order; they may overlap.
    points
        About how many will be asked; the grids are as fine as is worth while for so many.

    Returns
    -------
    compiled
        For `locate_points`. It takes longer to make than ten thousand points to locate.
    """
    return CompiledZones(
        zones=tuple(zones),
        groups=_groups(
            [piece for at, zone in enumerate(zones) for piece in zone_pieces(zone, at)], points
        ),
        counties={
            at: _groups(list(county_pieces(zone, at)), points)
            for at, zone in enumerate(zones)
            if len(zone.county_parts)
        },
    )


def _grouped(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each CRS together, in their order."""
    texts: dict[int, str] = {}
    by_crs: dict[str, list[Piece]] = {}
    for piece in pieces:
        text = texts.get(id(piece.crs)) or texts.setdefault(id(piece.crs), piece.crs.to_wkt())
        by_crs.setdefault(text, []).append(piece)
    return list(by_crs.values())


def _groups(pieces: Sequence[Piece], points: int) -> tuple[Group, ...]:
    return tuple(_group(tuple(alike), points) for alike in _grouped(pieces))


def _group(pieces: tuple[Piece, ...], points: int) -> Group:
    grids = own_grids([piece.box for piece in pieces], cells=_own_sides(pieces, points))
    return Group(
        crs=pieces[0].crs,
        pieces=pieces,
        zone=np.array([piece.zone for piece in pieces], dtype=np.intp),
        index=build_index(pieces, cells=_index_side(pieces, points)),
        grids=grids,
        states=cell_states(pieces, grids),
    )


def _own_sides(pieces: Sequence[Piece], points: int) -> NDArray[np.int64]:
    """Cells on a side of each piece's own grid: all together no more than are worth while."""
    side = isqrt(min(MOST_OWN_CELLS, points * 4) // len(pieces))
    side = min(max(side, LEAST_SIDE), OWN_SIDE)
    polygon = np.array([isinstance(piece, Covers) for piece in pieces])
    return np.where(polygon, side, max(side // REACH_COARSER, LEAST_SIDE))


def _index_side(pieces: Sequence[Piece], points: int) -> int:
    """Cells on a side of the index: fewer where many boxes overlap, for each lists its cells."""
    boxes = np.array([piece.box for piece in pieces])
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    all_width, all_height = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    area = max(all_width * all_height, np.finfo(float).tiny)
    layers = max(float((width * height).sum() / area), 1.0)
    most = INDEX_SIDE if len(pieces) <= FEW_PIECES else MOST_SIDE
    return min(max(isqrt(int(min(points, MOST_LISTED / layers))), LEAST_SIDE), most)
