"""What the plan declares of a ledger's coordinates, held against the numbers themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonemap.crs import read_crs, to_degrees
from zonemap.datum.families import within
from zonemap.datum.forms import (
    BD09,
    DEGREE_FRAMES,
    GCJ02,
    MERIDIANS,
    PROJECTED,
    WGS84_FRAME,
    Pairs,
    frame_degrees,
    meridian_frame,
    zone_frame,
)
from zonemap.errors import LedgerError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.detect import BoundsLike
    from zonemap.datum.units import Numbers

__all__ = ["AUTO", "declared_frame", "declared_pairs", "require_declared_form"]

AUTO = "auto"
"""The plan leaves it to the evidence."""

MOST = 0.5


def declared_frame(declared: str) -> str:
    """The frame that the plan declares; empty for `AUTO`.

    Parameters
    ----------
    declared
        `AUTO`, ``GCJ-02``, ``BD-09``, or what `zonemap.crs.read_crs` takes.

    Returns
    -------
    frame
        As `zonemap.datum.forms.frame_degrees` takes it.
    """
    if declared == AUTO:
        return ""
    if declared in {GCJ02, BD09, WGS84_FRAME}:
        return declared
    crs = read_crs(declared, where="ledgers.crs")
    if crs.is_geographic:
        return WGS84_FRAME
    authority = crs.to_authority()
    return declared if authority is None else ":".join(authority)


def declared_pairs(
    given: tuple[Numbers, Numbers], pairs: Pairs, *, frame: str, bounds: BoundsLike
) -> Pairs:
    """The pairs, with those that the declared system places among the counties marked so.

    Parameters
    ----------
    given
        x and y as delivered.
    pairs
        What they can be by their ranges.
    frame
        From `declared_frame`.
    bounds
        Degrees that hold the counties.

    Returns
    -------
    pairs
        As they are if ``frame`` is of degrees.
    """
    if frame in {"", *DEGREE_FRAMES}:
        return pairs
    x, y = given
    straight = within(*frame_degrees(frame, x, y), bounds)
    swapped = within(*frame_degrees(frame, y, x), bounds) & ~straight
    form = np.where(straight, PROJECTED, np.where(swapped, PROJECTED + 1, pairs.form))
    return Pairs(
        east=np.where(straight, x, np.where(swapped, y, pairs.east)),
        north=np.where(straight, y, np.where(swapped, x, pairs.north)),
        form=form.astype(np.int8),
        zone=np.where(straight | swapped, 0, pairs.zone).astype(np.int8),
    )


def require_declared_form(
    pairs: Pairs, given: NDArray[np.bool_], *, frame: str, bounds: BoundsLike
) -> None:
    """Stop if most numbers are of another kind than the plan declares.

    Parameters
    ----------
    pairs
        From `declared_pairs`.
    given
        Which rows have both numbers.
    frame
        From `declared_frame`; nothing is asked of the empty one.
    bounds
        Degrees that hold the counties.

    Raises
    ------
    LedgerError
        Naming the kind they are of, and what to write into the plan.
    """
    if not frame:
        return
    degrees = frame in DEGREE_FRAMES
    total = max(int(given.sum()), 1)
    shares = np.bincount(pairs.form, minlength=PROJECTED + 2) / total
    metres = float(shares[3:7].sum())
    if metres > MOST:
        raise LedgerError(
            "most coordinates are metres of another system than {crs}: state {suggestion} for it "
            "under [ledgers.crs_of]",
            crs=frame,
            suggestion=_suggestion(pairs, bounds),
        )
    if not degrees and shares[1] + shares[2] > MOST:
        raise LedgerError(
            "most coordinates are degrees, not metres of {crs}: state EPSG:4326, GCJ-02 or BD-09, "
            "whichever they were measured in, or auto, for it under [ledgers.crs_of]",
            crs=frame,
        )


def _suggestion(pairs: Pairs, bounds: BoundsLike) -> str:
    """The systems under which most of the metres lie among the counties."""
    metres = (pairs.form >= 3) & (pairs.form < PROJECTED)
    zones = np.unique(pairs.zone[metres & (pairs.zone > 0)])
    systems = [zone_frame(int(zone)) for zone in zones]
    systems += [meridian_frame(meridian) for meridian in MERIDIANS]
    chosen = np.flatnonzero(metres)[:1000]
    east, north = pairs.east[chosen], pairs.north[chosen]
    fitting = [
        system
        for system in systems
        if within(*to_degrees(east, north, crs=read_crs(system, where=system)), bounds).mean()
        > MOST
    ]
    return " / ".join(fitting[:2]) or "auto"
