"""The independent observations in a ledger: its villages, towns, and households seen before.

Households of a village share its error, so the village is one observation: the median of its
households minus its reference point. Villages whose reference points coincide are one
observation too. Offsets are metres east and north, under each frame the numbers may stand in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.datum.forms import DEGREE_FRAMES, degree_frame, frame_degrees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Positions = NDArray[np.intp]
    Inside = Callable[[Numbers, Numbers], NDArray[np.bool_]]

__all__ = [
    "METRES",
    "Units",
    "earlier_units",
    "inside_county",
    "offsets_m",
    "place_units",
    "sampled",
]

METRES = 111_320.0
"""Metres in a degree of longitude at the equator, and nearly so in one of latitude."""

FEW = 3.0
"""A place known by this many households is about 1.4 times as uncertain as one known by many."""

MOST_EARLIER, MOST_COUNTY = 300, 60
"""How many rows of a part are weighed at most: more would not change the odds."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Observations, one row each.

    Attributes
    ----------
    row
        Position of a row that belongs to it.
    east, north
        Metres from the reference; one column for each frame.
    weight
        How uncertain it is, relative to the others; 1 is ordinary.
    """

    row: Positions
    east: Numbers
    north: Numbers
    weight: Numbers

    def __len__(self) -> int:
        """How many there are."""
        return len(self.row)


def offsets_m(
    place: tuple[Numbers, Numbers], reference: tuple[Numbers, Numbers], *, frames: Sequence[str]
) -> tuple[Numbers, Numbers]:
    """Metres east and north of ``place`` from ``reference``, a column for each frame.

    Parameters
    ----------
    place
        Longitude and latitude, or easting and northing, in the frame that is to be found.
    reference
        WGS84 degrees.
    frames
        See `zonemap.datum.forms`.

    Returns
    -------
    east, north
        A row for each place.
    """
    east = np.empty((len(place[0]), len(frames)))
    north = np.empty_like(east)
    narrowing = np.cos(np.radians(reference[1]))
    for column, frame in enumerate(frames):
        if frame in DEGREE_FRAMES:  # to move the reference is quicker than to undo the frame
            (lon, lat), (to_lon, to_lat) = place, degree_frame(frame, *reference)
        else:
            (lon, lat), (to_lon, to_lat) = frame_degrees(frame, *place), reference
        east[:, column] = (lon - to_lon) * METRES * narrowing
        north[:, column] = (lat - to_lat) * METRES
    return east, north


def place_units(
    rows: pd.DataFrame, codes: Positions, references: pd.DataFrame, *, frames: Sequence[str]
) -> Units:
    """One observation for each part and each village (or town) that has a reference point.

    Parameters
    ----------
    rows
        ``east``, ``north``, ``part``; RangeIndex.
    codes
        For each row the position of its place in ``references``, -1 where it has none.
    references
        ``longitude``, ``latitude`` and, where known, ``accuracy_m``.
    frames
        To be tried.

    Returns
    -------
    units
        Sorted by part.
    """
    point = references.groupby(["longitude", "latitude"]).ngroup().to_numpy()
    known = np.flatnonzero((codes >= 0) & (rows["part"] >= 0).to_numpy())
    if len(known) == 0:
        return _no_units(len(frames))
    part = rows["part"].to_numpy()[known].astype(np.int64)
    key = part * (point.max() + 1) + point[codes[known]]
    taken = rows[["east", "north"]].take(known)
    medians = taken.groupby(key).median()
    sizes = np.unique(key, return_index=True, return_counts=True)
    chosen = references.iloc[codes[known[sizes[1]]]]
    place = medians["east"].to_numpy(), medians["north"].to_numpy()
    reference = chosen["longitude"].to_numpy(float), chosen["latitude"].to_numpy(float)
    east, north = offsets_m(place, reference, frames=frames)
    weight = _relative_accuracy(chosen) * np.sqrt(1 + FEW / sizes[2])
    return _finite(Units(known[sizes[1]], east, north, weight))


def _relative_accuracy(references: pd.DataFrame) -> Numbers:
    """The stated accuracy over the usual one, between a half and three."""
    if "accuracy_m" not in references.columns:
        return np.ones(len(references))
    stated = references["accuracy_m"].to_numpy(float)
    stated = np.where(stated > 0, stated, np.nan)
    if np.isnan(stated).all():
        return np.ones(len(references))
    relative = np.nan_to_num(stated / np.nanmedian(stated), nan=1.0)
    return np.asarray(np.clip(relative, 0.5, 3.0))


def _no_units(frames: int) -> Units:
    none = np.empty((0, frames))
    return Units(np.empty(0, dtype=np.intp), none, none, np.empty(0))


def _finite(units: Units) -> Units:
    good = np.isfinite(units.east).all(axis=1) & np.isfinite(units.north).all(axis=1)
    return Units(units.row[good], units.east[good], units.north[good], units.weight[good])


def earlier_units(rows: pd.DataFrame, earlier: pd.DataFrame, *, frames: Sequence[str]) -> Units:
    """One observation for each row whose household was accepted before.

    Parameters
    ----------
    rows
        ``east``, ``north``, ``part`` and ``earlier``: the position of its household in
        ``earlier``, -1 where it has none.
    earlier
        ``longitude``, ``latitude``: WGS84 degrees.
    frames
        To be tried.

    Returns
    -------
    units
        In the order of the rows.
    """
    known = np.flatnonzero((rows["earlier"] >= 0).to_numpy() & (rows["part"] >= 0).to_numpy())
    position = rows["earlier"].to_numpy()[known]
    place = rows["east"].to_numpy()[known], rows["north"].to_numpy()[known]
    before = tuple(earlier[name].to_numpy(float)[position] for name in ("longitude", "latitude"))
    east, north = offsets_m(place, (before[0], before[1]), frames=frames)
    return _finite(Units(known, east, north, np.ones(len(known))))


def sampled(units: Units, rows: pd.DataFrame, earlier: pd.DataFrame) -> Units:
    """At most `MOST_EARLIER` of each part, spread evenly; one for each earlier place."""
    part = rows["part"].take(units.row)
    kept = np.flatnonzero(_spread(part, MOST_EARLIER))
    place = earlier[["longitude", "latitude"]].take(rows["earlier"].to_numpy()[units.row[kept]])
    again = place.assign(part=part.to_numpy()[kept]).duplicated().to_numpy()
    chosen = kept[~again]
    return Units(units.row[chosen], units.east[chosen], units.north[chosen], units.weight[chosen])


def _spread(part: pd.Series, most: int) -> NDArray[np.bool_]:
    """Which rows to take so that each part gives at most about ``most``, evenly spaced."""
    grouped = part.groupby(part.to_numpy(), sort=False)
    step = np.ceil(grouped.transform("size") / most)
    return np.asarray(grouped.cumcount() % step == 0)


def inside_county(
    rows: pd.DataFrame, inside_claimed: Inside, *, frames: Sequence[str]
) -> tuple[Positions, NDArray[np.bool_]]:
    """Rows of every part, and whether each lies in the county it claims under each frame.

    Parameters
    ----------
    rows
        ``east``, ``north``, ``part`` and ``claims`` (whether it claims a county).
    inside_claimed
        As `zonemap.datum.detect.tell_datum` takes it.
    frames
        To be tried.

    Returns
    -------
    row, inside
        Positions of the rows, at most `MOST_COUNTY` or so of a part; a column for each frame.
    """
    usable = np.flatnonzero((rows["part"] >= 0).to_numpy() & rows["claims"].to_numpy())
    row = usable[_spread(rows["part"].iloc[usable], MOST_COUNTY)]
    inside = np.zeros((len(row), len(frames)), dtype=bool)
    for column, frame in enumerate(frames if len(row) else ()):
        lon, lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        lon[row], lat[row] = frame_degrees(
            frame, rows["east"].to_numpy()[row], rows["north"].to_numpy()[row]
        )
        inside[:, column] = inside_claimed(lon, lat)[row]
    return row, inside
