"""Whether a part of what was taken for one frame stands in another.

Three tests, each against *decoys*: the shift between two frames, turned by a quarter, a half and
three quarters. Places that are off for any other reason are as often off by a decoy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonemap.datum.evidence import AGAINST, VILLAGE, log_densities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.evidence import Evidence
    from zonemap.datum.units import Numbers, Positions, Units

__all__ = ["doubtful_villages", "is_mixed", "single_rows"]

SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5])
"""Shares of another frame to be tried."""

LEAST_GAIN, LEAST_LEAD = 6.0, 4.0
"""Log likelihood a mixture must gain, and gain more than with any decoy."""

LEAST_VILLAGES = 6

VILLAGE_AGAINST = float(np.log(20))
"""Log odds from which a single village is not believed to be in the frame of its town."""

NEAR_M = 30.0
"""A household that did not move stands within this of where it stood before."""

LEAST_ROWS, LEAST_TIMES = 5, 8
"""So many rows, and so many times as many as for a decoy, are another frame for sure."""

CLEAR_SHARE, BOTH_SHARE, MIXED_SHARE = 0.6, 0.1, 0.005


def _scale(units: Units, chosen: NDArray[np.bool_], frame: int) -> float:
    """The likeliest scale of some units under a frame, in metres."""
    squares = units.east[chosen, frame] ** 2 + units.north[chosen, frame] ** 2
    scales = VILLAGE.scales[None, :] * units.weight[chosen, None]
    sums = log_densities(squares[:, None], scales, freedom=VILLAGE.freedom).sum(axis=0)
    return float(VILLAGE.scales[(sums + VILLAGE.log_prior).argmax()])


def _turned(shift: tuple[Numbers, Numbers], quarters: int) -> tuple[Numbers, Numbers]:
    x, y = shift
    return ((x, y), (-y, x), (-x, -y), (y, -x))[quarters]


def _log_odds(
    units: Units, chosen: NDArray[np.bool_], frame: int, shift: tuple[Numbers, Numbers]
) -> Numbers:
    """How much likelier each unit is when ``shift`` is taken off than as it stands."""
    x, y = units.east[chosen, frame], units.north[chosen, frame]
    scale = _scale(units, chosen, frame) * units.weight[chosen]
    moved = (x - shift[0]) ** 2 + (y - shift[1]) ** 2
    plain = log_densities(x**2 + y**2, scale, freedom=VILLAGE.freedom)
    return np.asarray(log_densities(moved, scale, freedom=VILLAGE.freedom) - plain)


def _shift(
    units: Units, chosen: NDArray[np.bool_], *, frame: int, other: int
) -> tuple[Numbers, Numbers]:
    """Metres by which the units move from ``other`` to ``frame``."""
    return (
        units.east[chosen, frame] - units.east[chosen, other],
        units.north[chosen, frame] - units.north[chosen, other],
    )


def is_mixed(units: Units, chosen: NDArray[np.bool_], *, frame: int) -> bool:
    """Whether some of the chosen villages of a frame are much better placed by another.

    Parameters
    ----------
    units
        Villages.
    chosen
        Which are looked at; fewer than `LEAST_VILLAGES` are never found mixed.
    frame
        What they were taken for.

    Returns
    -------
    mixed
        Only if the shift to another frame explains more than its decoys.
    """
    if np.count_nonzero(chosen) < LEAST_VILLAGES:
        return False
    for other in range(units.east.shape[1]):
        if other == frame:
            continue
        shift = _shift(units, chosen, frame=frame, other=other)
        gains = [_gain(_log_odds(units, chosen, frame, _turned(shift, turn))) for turn in range(4)]
        if gains[0] > max(LEAST_GAIN, LEAST_LEAD + max(gains[1:])):
            return True
    return False


def _gain(log_odds: Numbers) -> float:
    mixed = np.log1p(SHARES[None, :] * np.expm1(np.minimum(log_odds, 50.0))[:, None])
    return float(mixed.sum(axis=0).max())


def doubtful_villages(
    units: Units, chosen: NDArray[np.bool_], *, frame: int, strict: bool
) -> NDArray[np.bool_]:
    """The chosen villages that speak for another frame; if strict, that do not speak for theirs.

    Returns
    -------
    doubtful
        A value for each chosen unit, in their order.
    """
    doubtful = np.zeros(np.count_nonzero(chosen), dtype=bool)
    for other in range(units.east.shape[1]):
        if other != frame and len(doubtful):
            shift = _shift(units, chosen, frame=frame, other=other)
            odds = _log_odds(units, chosen, frame, shift)
            doubtful |= (odds > -AGAINST) if strict else (odds > VILLAGE_AGAINST)
    return doubtful


def single_rows(
    evidence: Evidence, frame: Positions, *, groups: Positions, parts: Positions
) -> Positions:
    """Frames of rows once the earlier places of single households are looked at.

    Parameters
    ----------
    evidence
        Of the rows.
    frame
        For each row its frame so far, -1 where it cannot be told.
    groups, parts
        For each row its group and part, -1 for none.

    Returns
    -------
    frame
        Rows that stand where they stood before under one other frame, and under that alone, are
        in that frame if there are many of them, else in none. In a part with such rows those
        that were not seen before are in none.
    """
    units = evidence.matched
    found = frame.copy()
    near = np.hypot(units.east, units.north) < NEAR_M
    sole = np.where(near.sum(axis=1) == 1, near.argmax(axis=1), -1)
    for group in np.unique(groups[units.row]):
        here = groups[units.row] == group
        for assigned in np.unique(frame[units.row[here]]):
            chosen = np.flatnonzero(here & (frame[units.row] == assigned))
            row = units.row[chosen]
            if assigned < 0:
                found[row] = _of_untold(sole[chosen])
            elif (sole[chosen] >= 0).any():
                found[row] = _of_told(units, chosen, sole[chosen], assigned)
    return _without_unseen(found, frame, parts, units.row[sole == found[units.row]])


def _without_unseen(
    found: Positions, before: Positions, parts: Positions, seen: Positions
) -> Positions:
    """In parts that turned out mixed, only rows seen before keep a frame."""
    changed = (found >= 0) & (found != before) & (before >= 0)
    size = int(parts.max(initial=-1)) + 1
    held = parts >= 0
    members = np.bincount(parts[held], minlength=size)
    mixed = np.bincount(parts[changed], minlength=size) >= MIXED_SHARE * np.maximum(members, 1)
    unseen = np.ones(len(found), dtype=bool)
    unseen[seen] = False
    return np.where(unseen & held & np.append(mixed, False)[parts], -1, found)


def _of_untold(sole: Positions) -> Positions:
    """Frames of rows of which nothing else tells: only where two frames explain nearly all."""
    seen, sizes = np.unique(sole[sole >= 0], return_counts=True)
    clear = len(sole) >= LEAST_ROWS and sizes.sum() >= CLEAR_SHARE * len(sole)
    both = np.count_nonzero(sizes >= max(LEAST_ROWS, BOTH_SHARE * len(sole))) > 1
    usual = seen[sizes >= LEAST_ROWS]
    return np.where(clear & both & np.isin(sole, usual), sole, -1)


def _of_told(units: Units, chosen: Positions, sole: Positions, assigned: int) -> Positions:
    found = np.full(len(sole), assigned, dtype=np.intp)
    x, y = units.east[chosen, assigned], units.north[chosen, assigned]
    for other in np.unique(sole[(sole >= 0) & (sole != assigned)]):
        shift = x - units.east[chosen, other], y - units.north[chosen, other]
        turned = [_turned(shift, turn) for turn in (1, 2, 3)]
        decoys = [np.count_nonzero(np.hypot(x - dx, y - dy) < NEAR_M) for dx, dy in turned]
        size = np.count_nonzero(sole == other)
        sure = size >= LEAST_ROWS and size > LEAST_TIMES * np.mean(decoys)
        found[sole == other] = other if sure else -1
    return found
