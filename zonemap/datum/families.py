"""Families: groups of rows that the same frames can explain, and what is known of their places.

Degrees may stand in WGS84, GCJ-02 or BD-09; a zone number before the easting names its system; an
easting without one may belong to any central meridian under which the rows lie in the counties'
box and, where they claim counties, in those. UTM has the meridians of the 6-degree zones, and
lies 1.4 km from Gauss-Krüger here: where it is possible too, only reference points can tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zonemap.datum.evidence import Evidence
from zonemap.datum.forms import (
    DEGREE_FRAMES,
    MERIDIANS,
    frame_degrees,
    meridian_frame,
    utm_frame,
    zone_frame,
)
from zonemap.datum.units import Units, earlier_units, inside_county, place_units, sampled

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from zonemap.datum.detect import BoundsLike, References
    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Inside, Numbers, Positions

__all__ = ["Family", "families_of", "family_evidence", "pooled_evidence", "within"]

LEAST_SHARE = 0.5
"""A meridian must bring at least this share of the rows into the counties' box."""

INSIDE, OUTSIDE = 0.5, 0.1
"""Where one meridian brings so many rows into their counties, those that bring fewer than the
other are out."""

ALONE = 20
"""Rows without a claim that are needed before the box alone names a meridian."""

MOST_TRIED = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Groups that the same frames can explain.

    Attributes
    ----------
    frames
        None if no frame can.
    groups
        Whether each group belongs to it.
    how
        How it is told where only one frame is possible: ``form``, ``detected``, ``declared``.
    """

    frames: tuple[str, ...]
    groups: NDArray[np.bool_]
    how: str


def within(lon: Numbers, lat: Numbers, bounds: BoundsLike) -> NDArray[np.bool_]:
    """Which points lie in the box; none that is NaN."""
    return np.asarray(
        (lon >= bounds.west) & (lon <= bounds.east) & (lat >= bounds.south) & (lat <= bounds.north)
    )


def families_of(
    rows: Rows, *, declared: str, bounds: BoundsLike, inside_claimed: Inside
) -> list[Family]:
    """The families of a ledger's groups.

    Parameters
    ----------
    rows
        From `zonemap.datum.parts.arrange_rows`.
    declared
        The CRS of rows of the form ``projected``; of no matter if there are none.
    bounds, inside_claimed
        As `zonemap.datum.detect.tell_datum` takes them.

    Returns
    -------
    families
        Each group is in exactly one.
    """
    form = rows.groups["form"].str.removesuffix("_swapped").to_numpy(object)
    zone = rows.groups["zone"].to_numpy()
    found = [
        Family(DEGREE_FRAMES, form == "degrees", "detected"),
        Family((declared,), form == "projected", "declared"),
    ]
    for number in np.unique(zone[zone > 0]):
        found.append(Family((zone_frame(int(number)),), zone == number, "form"))
    metres = np.flatnonzero(form == "gauss_krueger")
    tried = [_meridian_frames(rows.table, int(group), bounds, inside_claimed) for group in metres]
    certain = sorted({frames for frames in tried if frames})
    for position, group in enumerate(metres):
        frames = tried[position]
        if not frames and len(certain) == 1 and _all_within(rows, int(group), certain[0], bounds):
            tried[position] = certain[0]
    for frames in dict.fromkeys(tried):
        chosen = metres[[own == frames for own in tried]]
        found.append(Family(frames, np.isin(np.arange(len(form)), chosen), "detected"))
    return [family for family in found if family.groups.any()]


def _all_within(rows: Rows, group: int, frames: tuple[str, ...], bounds: BoundsLike) -> bool:
    """Whether a group that tells no meridian lies in the box under those of the others."""
    row = np.flatnonzero((rows.table["group"] == group).to_numpy())
    if rows.table["claims"].to_numpy()[row].any():
        return False  # what it claims gainsays every meridian
    east, north = (rows.table[name].to_numpy()[row] for name in ("east", "north"))
    return all(within(*frame_degrees(frame, east, north), bounds).all() for frame in frames)


def _meridian_frames(
    table: pd.DataFrame, group: int, bounds: BoundsLike, inside_claimed: Inside
) -> tuple[str, ...]:
    """Systems without a prefix that can explain a group."""
    every = np.flatnonzero((table["group"] == group).to_numpy())
    row = every[:: -(-len(every) // MOST_TRIED)]
    east, north = (table[name].to_numpy()[row] for name in ("east", "north"))
    systems = [(m, meridian_frame(m)) for m in MERIDIANS]
    systems += [(m, utm_frame(m)) for m in MERIDIANS if utm_frame(m)]
    claims = table["claims"].to_numpy()[row]
    shares: dict[str, float] = {}
    for _, frame in systems:
        lon, lat = frame_degrees(frame, east, north)
        if within(lon, lat, bounds).mean() < LEAST_SHARE:
            continue
        places = np.full((2, len(table)), np.nan)
        places[:, row] = lon, lat
        held = inside_claimed(places[0], places[1])[row]
        shares[frame] = float(held[claims].mean()) if claims.any() else 0.0
    best = max(shares.values(), default=0.0)
    if best >= INSIDE:
        return tuple(frame for frame, share in shares.items() if share > OUTSIDE)
    if claims.any() or len(every) < ALONE:
        return ()
    return tuple(shares)


def family_evidence(
    rows: Rows, family: Family, *, references: References, inside_claimed: Inside
) -> Evidence:
    """What is known of the places of a family's rows, under each of its frames.

    Parameters
    ----------
    rows
        All rows of the ledger.
    family
        With one frame or more.
    references, inside_claimed
        As `zonemap.datum.detect.tell_datum` takes them.

    Returns
    -------
    evidence
        Positions are those of all rows.
    """
    table = rows.table
    member = np.append(family.groups, False)[table["group"].to_numpy()]
    table = table.assign(part=np.where(member, table["part"].to_numpy(), -1))
    matched = earlier_units(table, references.earlier, frames=family.frames)
    county_row, inside = inside_county(table, inside_claimed, frames=family.frames)
    villages, towns = _places(table, references, family.frames)
    return Evidence(
        villages=villages,
        earlier=sampled(matched, table, references.earlier),
        towns=towns,
        matched=matched,
        county_row=county_row,
        inside=inside,
        county_town=table["town"].to_numpy()[county_row] + 1,
    )


def _places(
    table: pd.DataFrame, references: References, frames: tuple[str, ...]
) -> tuple[Units, Units]:
    """Villages and towns of each part, as observations."""
    villages, towns = (
        place_units(table, table[column].to_numpy(), points, frames=frames)
        for column, points in (
            ("village_point", references.village_points),
            ("town_point", references.town_points),
        )
    )
    return villages, towns


def pooled_evidence(
    rows: Rows, evidence: Evidence, labels: Positions, *, known: tuple[References, tuple[str, ...]]
) -> Evidence:
    """The evidence with each village and town once for a label, whatever its parts.

    The rows of a village share what is wrong with its reference point, and with where its houses
    stand: in several sheets or ways of locating it is still one observation.

    Parameters
    ----------
    rows
        All rows of the ledger.
    evidence
        From `family_evidence`.
    labels
        For each row the label it is to be pooled under, -1 for none.
    known
        The references, and the frames of the family.

    Returns
    -------
    evidence
        To be weighed by the same labels, or coarser ones.
    """
    villages, towns = _places(rows.table.assign(part=labels), *known)
    return replace(evidence, villages=villages, towns=towns)
