"""Points in zones: by the grids where they know, by the exact rule where they do not.

A batch of points is brought to cells of the index in a few passes over arrays that stay in the
processor's cache. Most cells answer at once. In the others the piece's own, finer grid is asked,
and only what falls into a crossed cell of that comes to the exact rule. As every cell that is
not crossed gives the exact answer for all its points (see `zonemap.locate.grids`), so does this.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from zonemap.locate.compiled import CompiledZones, compile_zones
from zonemap.locate.crossings import stretches
from zonemap.locate.exact import held, in_box
from zonemap.locate.grids import CROSSED, INSIDE, cells_at
from zonemap.locate.memberships import Membership
from zonemap.locate.pieces import county_pieces, zone_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from zonemap.crs import Coordinates
    from zonemap.locate.compiled import Group
    from zonemap.locate.index import Axis, Index
    from zonemap.locate.pieces import Piece
    from zonemap.zones import Zone

    Mapper = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

__all__ = ["locate_points"]

FEW_POINTS = 50_000
"""Fewer are asked one by one: quicker than to lay grids for them."""

BATCH = 1 << 17
"""Points whose columns stay in the processor's cache while they are worked on; with fewer, two
threads would spend their time handing the interpreter to each other."""

SPAN = 8 * BATCH
"""Points that a thread takes at a time: more where many pieces are asked in turn."""

MANY_PIECES = 128

MOST_THREADS = 4

ZONE_BITS = 24
"""Of a number that stands for a pair: room for 16 million zones and 500 thousand million points."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Pairs of a point and a piece."""

    point: NDArray[np.intp]
    piece: NDArray[np.intp]

    def take(self, which: NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.point[which], self.piece[which])


def locate_points(
    points: Coordinates,
    *,
    zones: Sequence[Zone] | CompiledZones,
    threads: int | None = None,
) -> Membership:
    """Every pair of a point and a zone that holds it.

    Parameters
    ----------
    points
        In any CRS; a point that is not finite is in no zone.
    zones
        In the plan's order, they may overlap; or what `compile_zones` made of them, where more
        points will be asked.
    threads
        To work on at once; None: as many as there are processors, at most `MOST_THREADS`, where
        the points are many enough. The answer is the same.

    Returns
    -------
    membership
        A point appears once for each zone that holds it, whatever pieces the zone has.
    """
    if isinstance(zones, CompiledZones):
        ready = zones
    elif len(points) < FEW_POINTS:
        return _one_by_one(points, zones)
    else:
        ready = compile_zones(zones, points=len(points))
    if threads is None:
        threads = min(os.cpu_count() or 1, MOST_THREADS, len(points) // SPAN + 1)
    found = _by_grids(points, ready.groups, threads)
    for position, groups in ready.counties.items():
        by_county = partial(_by_grids, groups=groups, threads=threads)
        found = _kept(found, points, position, by_county)
    return found


def _one_by_one(points: Coordinates, zones: Sequence[Zone]) -> Membership:
    """The exact rule, asked of every point in the box of every piece."""
    pieces = [piece for at, zone in enumerate(zones) for piece in zone_pieces(zone, at)]
    found = _by_rule(points, pieces)
    for position, zone in enumerate(zones):
        if len(zone.county_parts):
            by_county = partial(_by_rule, pieces=list(county_pieces(zone, position)))
            found = _kept(found, points, position, by_county)
    return found


def _kept(
    found: Membership,
    points: Coordinates,
    zone: int,
    locate: Callable[[Coordinates], Membership],
) -> Membership:
    """The pairs without those of one zone whose point another search does not find."""
    asked = np.flatnonzero(found.zone == zone)
    kept = found.zone != zone
    kept[asked[locate(points.take(found.point[asked])).point]] = True
    return Membership(found.point[kept], found.zone[kept])


def _by_rule(points: Coordinates, pieces: Sequence[Piece]) -> Membership:
    found = []
    for piece in pieces:
        x, y = points.within(piece.crs)
        near = in_box(piece, x, y)
        found.append(_keys(near[held(piece, x[near], y[near])], np.array(piece.zone)))
    return _membership([_sorted_once(found)], size=0)


def _by_grids(points: Coordinates, groups: Sequence[Group], threads: int) -> Membership:
    with _mapper(threads) as mapper:
        found = [_search(points, group, mapper, threads) for group in groups]
        if len(found) != 1:
            found = [[_sorted_once([keys for spans in found for keys in spans])]]
        return _membership(found[0], size=len(points))


@contextmanager
def _mapper(threads: int) -> Iterator[Mapper]:
    """What applies a function to every item, over so many threads; results come in order."""
    if threads < 2:
        yield map
    else:
        with ThreadPoolExecutor(threads) as pool:
            yield pool.map


def _keys(point: NDArray[np.intp], zone: NDArray[np.intp]) -> NDArray[np.int64]:
    """Pairs as numbers that sort by point, then zone."""
    return np.left_shift(point, ZONE_BITS) | zone


def _sorted_once(keys: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Pairs in any order, perhaps repeated: sorted, and each once."""
    pairs = np.concatenate([np.empty(0, dtype=np.int64), *keys])
    pairs.sort(kind="stable")
    new = np.ones(len(pairs), dtype=bool)
    np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
    return pairs if new.all() else pairs[new]


def _membership(spans: Iterable[NDArray[np.int64]], *, size: int) -> Membership:
    """The pairs of spans that follow each other; likely no more than ``size``."""
    point, zone = np.empty(size, dtype=np.intp), np.empty(size, dtype=np.intp)
    end = 0
    for keys in spans:
        here = slice(end, end + len(keys))
        end = here.stop
        if end > len(point):
            point = np.concatenate([point[: here.start], np.empty(end, dtype=np.intp)])
            zone = np.concatenate([zone[: here.start], np.empty(end, dtype=np.intp)])
        np.right_shift(keys, ZONE_BITS, out=point[here])
        np.bitwise_and(keys, 2**ZONE_BITS - 1, out=zone[here])
    return Membership(point[:end], zone[:end])


def _search(
    points: Coordinates, group: Group, mapper: Mapper, threads: int
) -> Iterable[NDArray[np.int64]]:
    """The pairs of points and zones of one group, span by span."""
    columns = points.within(group.crs)
    size = min(SPAN * (1 + len(group.pieces) // MANY_PIECES), len(points) // threads + 1)
    return mapper(partial(_find, group, columns, size), range(0, len(points), size))


def _find(
    group: Group, columns: tuple[NDArray[np.float64], NDArray[np.float64]], size: int, start: int
) -> NDArray[np.int64]:
    """The pairs of a span of points, sorted and each once."""
    x, y = columns
    index = group.index
    alone, point, number = _fallen(index, x, y, slice(start, min(start + size, len(x))))
    crossed = index.crossed[number]
    whole = _listed(index, point[~crossed], number[~crossed])
    asked = _listed(index, point[crossed], number[crossed])
    state = group.states[cells_at(group.grids, asked.piece, x[asked.point], y[asked.point])]
    sure, doubtful = asked.take(state == INSIDE), asked.take(state == CROSSED)
    settled = doubtful.take(_settled(doubtful, group, x, y))
    listed = (_keys(pairs.point, group.zone[pairs.piece]) for pairs in (whole, sure, settled))
    return _sorted_once([alone, *listed])


def _listed(index: Index, point: NDArray[np.intp], number: NDArray[np.intp]) -> _Pairs:
    """Each point with every piece of the list that its cell has."""
    entry, pair = stretches(index.starts[number], index.starts[number + 1] - 1)
    return _Pairs(point[pair], index.pieces[entry])


def _fallen(
    index: Index, x: NDArray[np.float64], y: NDArray[np.float64], span: slice
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """The points of a span by the cell of the index they fall into, batch by batch.

    Returns
    -------
    pairs
        Of points and zones, where the cell knows its zone.
    point, number
        Points in cells with a list, and which list.
    """
    pairs, points, lists = [], [], []
    lent = np.empty(BATCH)
    cells, codes = np.empty((2, BATCH), dtype=np.int32), np.empty(BATCH, dtype=index.codes.dtype)
    for start in range(span.start, span.stop, BATCH):
        size = min(BATCH, span.stop - start)
        scaled, (column, cell), code = lent[:size], cells[:, :size], codes[:size]
        batch = slice(start, start + size)
        _to_cells(x[batch], index.x, scaled=scaled, out=column)
        _to_cells(y[batch], index.y, scaled=scaled, out=cell)
        np.multiply(cell, index.x.cells, out=cell)
        np.add(cell, column, out=cell)
        np.take(index.codes, cell, out=code, mode="clip")
        known = np.flatnonzero(code > 0)
        pairs.append(_keys(known + start, code.take(known) - 1))
        listed = np.flatnonzero(code < 0)
        points.append(listed + start)
        lists.append(-1 - code.take(listed).astype(np.intp))
    return np.concatenate(pairs), np.concatenate(points), np.concatenate(lists)


def _to_cells(
    values: NDArray[np.float64],
    axis: Axis,
    *,
    scaled: NDArray[np.float64],
    out: NDArray[np.int32],
) -> None:
    """Write into ``out`` the column (or row) of each value; ``scaled`` is lent to work in."""
    with np.errstate(invalid="ignore", over="ignore"):
        np.subtract(values, axis.origin, out=scaled)
        np.multiply(scaled, axis.scale, out=scaled)
        np.copyto(out, scaled, casting="unsafe")
    np.clip(out, 0, axis.cells - 1, out=out)


def _settled(
    doubtful: _Pairs, group: Group, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """What the exact rule says of each pair."""
    holds = np.zeros(len(doubtful.point), dtype=bool)
    for piece, pairs in _by_piece(doubtful.piece):
        point = doubtful.point[pairs]
        holds[pairs] = held(group.pieces[piece], x[point], y[point])
    return holds


def _by_piece(piece: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Every piece that is named, with the positions where it is."""
    order = np.argsort(piece, kind="stable")
    named, starts = np.unique(piece[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    for each, start, end in zip(named.tolist(), starts.tolist(), ends.tolist(), strict=False):
        yield each, order[start:end]
