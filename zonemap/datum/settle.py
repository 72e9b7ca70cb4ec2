"""The frame of every row of a family: groups that the same frames can explain.

From the strongest down: what a town's own villages and households tell; what its group tells,
if the town does not speak against it; what the way of locating states, if the data do not speak
against it; what the rest of the file tells, if all agree. Where parts disagree, a part that
cannot tell for itself is in no frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonemap.datum.evidence import AGAINST, EARLIER, weigh
from zonemap.datum.mixtures import doubtful_villages, is_mixed, single_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.datum.evidence import Evidence, Verdict
    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Positions

__all__ = ["Settled", "settle"]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Frames of the rows of a family.

    Attributes
    ----------
    frame
        For each row its position among the frames, -1 where it cannot be told or is not of the
        family.
    stated
        Whether it is the way of locating that tells it, and nothing else.
    file_share
        Posterior share of each frame by all rows of the family together.
    """

    frame: Positions
    stated: NDArray[np.bool_]
    file_share: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """What is found of one group: a frame for each part; -1 leads nowhere."""

    frames: Positions
    lead: int
    mixed: bool
    stated: bool


def settle(
    rows: Rows, evidence: Evidence, *, frames: Sequence[str], groups: NDArray[np.bool_]
) -> Settled:
    """Tell the frame of every row of a family.

    Parameters
    ----------
    rows
        All rows of the ledger.
    evidence
        Of the rows of the family under ``frames``.
    frames
        That can explain it, two or more.
    groups
        Which groups belong to it.

    Returns
    -------
    settled
        In the order of the rows.
    """
    part, group = _labels(rows, groups)
    by_part = weigh(evidence, part, count=len(rows.group_of_part))
    by_group = weigh(evidence, group, count=len(rows.groups))
    silent = groups & ~rows.groups["stated"].isin(frames).to_numpy()
    whole = weigh(evidence, np.where(_of(silent, group), 0, -1), count=1)
    found: dict[int, _Group] = {}
    for number in np.flatnonzero(groups):
        parts = np.flatnonzero(rows.group_of_part == number)
        stated = rows.groups["stated"].iloc[number]
        position = frames.index(stated) if stated in frames else -1
        found[int(number)] = _settle_group(
            int(number),
            parts,
            verdicts=(by_part, by_group),
            stated=position,
            evidence=(evidence, part),
        )
    frame_of_part = _follow(found, rows, verdicts=(by_part, by_group, whole))
    frame = np.where(part >= 0, np.append(frame_of_part, -1)[part], -1)
    pooled = weigh(evidence, frame, count=len(frames))
    fitting = np.append(np.diagonal(pooled.fits), True)
    frame = np.where(fitting[frame], frame, -1)
    frame = _without_doubtful(evidence, frame, part, found, rows)
    stated_groups = np.array([n in found and found[n].stated for n in range(len(groups))])
    return Settled(
        frame=single_rows(evidence, frame, groups=group, parts=part),
        stated=_of(stated_groups, group),
        file_share=whole.shares[0],
    )


def _labels(rows: Rows, groups: NDArray[np.bool_]) -> tuple[Positions, Positions]:
    group = rows.table["group"].to_numpy()
    member = _of(groups, group)
    return np.where(member, rows.table["part"].to_numpy(), -1), np.where(member, group, -1)


def _of(groups: NDArray[np.bool_], group: Positions) -> NDArray[np.bool_]:
    """Which rows belong to any of some groups."""
    return np.append(groups, False)[group]


def _settle_group(
    number: int,
    parts: Positions,
    *,
    verdicts: tuple[Verdict, Verdict],
    stated: int,
    evidence: tuple[Evidence, Positions],
) -> _Group:
    by_part, by_group = verdicts
    own = by_part.told[parts]
    told = np.unique(own[own >= 0])
    lead = int(by_group.told[number])
    if lead < 0 and len(told) == 1:
        lead = int(told[0])
    by_word = lead < 0 and stated >= 0 and not bool(by_group.against(stated)[number])
    if by_word:
        lead = stated
    if lead < 0:
        return _Group(own, lead=-1, mixed=len(told) > 1, stated=False)
    behind = by_part.score[parts].max(axis=1) - by_part.score[parts, lead]
    villages = evidence[0].villages
    ours = np.isin(evidence[1][villages.row], parts[(own < 0) | (own == lead)])
    mixed = bool(
        (told != lead).any()
        or np.count_nonzero(behind > AGAINST) > 1
        or is_mixed(villages, ours, frame=lead)
    )
    if mixed:
        return _Group(own, lead=lead, mixed=True, stated=False)
    agreeing = np.where(by_part.trails(lead)[parts], own, lead)
    return _Group(agreeing, lead=lead, mixed=False, stated=by_word)


def _follow(
    found: dict[int, _Group], rows: Rows, *, verdicts: tuple[Verdict, Verdict, Verdict]
) -> Positions:
    """A frame for each part; groups without a lead follow the others where those agree."""
    by_part, by_group, whole = verdicts
    frame = np.full(len(rows.group_of_part), -1, dtype=np.intp)
    for number, group in found.items():
        frame[rows.group_of_part == number] = group.frames
    seen = np.unique(frame[frame >= 0])
    waiting = [number for number, group in found.items() if group.lead < 0 and not group.mixed]
    agree = not any(group.mixed for group in found.values())
    lead = int(whole.told[0]) if len(seen) == 0 else int(seen[0])
    if not agree or len(seen) > 1 or lead < 0:
        return frame
    if whole.against(lead)[0] and len(waiting) == len(found):
        return frame
    for number in waiting:
        parts = np.flatnonzero(rows.group_of_part == number)
        if not by_group.against(lead)[number]:
            frame[parts] = np.where(by_part.trails(lead)[parts], -1, lead)
    return frame


def _without_doubtful(
    evidence: Evidence, frame: Positions, part: Positions, found: dict[int, _Group], rows: Rows
) -> Positions:
    """Frames of the rows, none for those of villages that speak for another."""
    units, village = evidence.villages, rows.table["village"].to_numpy()
    unit_group = rows.table["group"].to_numpy()[units.row]
    kept = frame.copy()
    seen = np.bincount(part[evidence.matched.row], minlength=len(rows.group_of_part))
    unseen = seen[part[units.row]] < EARLIER.least  # where households were seen, they tell
    for number, group in found.items():
        for held in np.unique(group.frames[group.frames >= 0]).tolist():
            chosen = unseen & (unit_group == number) & (frame[units.row] == held)
            strict = group.mixed and is_mixed(units, chosen, frame=held)
            doubtful = doubtful_villages(units, chosen, frame=held, strict=strict)
            named = units.row[chosen][doubtful]
            width = int(village.max(initial=0)) + 2
            keys = part[named].astype(np.int64) * width + village[named] + 1
            if len(keys):
                kept[np.isin(part.astype(np.int64) * width + village + 1, keys)] = -1
    return kept
