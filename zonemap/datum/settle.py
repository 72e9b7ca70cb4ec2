"""The frame of every row of a family: groups that the same frames can explain.

First a file of one town and one sheet as a whole, every village once: what it tells holds for all
ways of locating if none speaks against it. Else it is taken apart, from the strongest down: what
a town's own villages and households tell; what its group tells, if the town does not speak
against it; what the way of locating states, if the data do not speak against it; what the rest of
the file tells, if all agree. Where parts disagree, a part that cannot tell for itself is in no
frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonemap.datum.evidence import AGAINST, DECISIVE, EARLIER, VILLAGE, weigh
from zonemap.datum.families import pooled_evidence
from zonemap.datum.mixtures import doubtful_villages, is_mixed, single_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.detect import References
    from zonemap.datum.evidence import Evidence, Verdict
    from zonemap.datum.families import Family
    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Positions

__all__ = ["Settled", "settle"]

Known = tuple["References", tuple[str, ...]]

PART_AGAINST = 3.0
"""Log odds from which a sheet, a town or a way of locating gainsays what the whole file tells."""


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


def settle(rows: Rows, evidence: Evidence, *, family: Family, references: References) -> Settled:
    """Tell the frame of every row of a family.

    Parameters
    ----------
    rows
        All rows of the ledger.
    evidence
        Of the rows of the family under its frames.
    family
        With two frames or more.
    references
        As `zonemap.datum.detect.tell_datum` takes them.

    Returns
    -------
    settled
        In the order of the rows.
    """
    part, group = _labels(rows, family.groups)
    by_part = weigh(evidence, part, count=len(rows.group_of_part))
    by_group = weigh(evidence, group, count=len(rows.groups))
    known = (references, family.frames)
    silent = family.groups & ~rows.groups["stated"].isin(family.frames).to_numpy()
    together = np.where(_of(silent, group), 0, -1)
    pooled = pooled_evidence(rows, evidence, together, known=known)
    whole = weigh(pooled, together, count=1)
    often = weigh(evidence, together, count=1)
    several = _is_of_several(rows, together)
    told = int(often.told[0]) if several else _told_by_all(whole, often)
    lead = -1 if several else told
    if lead >= 0 and (
        is_mixed(pooled.villages, np.ones(len(pooled.villages), dtype=bool), frame=lead)
        or _gainsaid(lead, whole, (by_part, silent[rows.group_of_part]), (by_group, silent))
    ):
        lead = -1
    found: dict[int, _Group] = {}
    for number in np.flatnonzero(family.groups).tolist():
        parts = np.flatnonzero(rows.group_of_part == number)
        if lead >= 0 and silent[number]:
            agreed = np.full(len(parts), lead)
            found[number] = _Group(agreed, lead=lead, mixed=False, stated=False)
            continue
        stated = rows.groups["stated"].iloc[number]
        found[number] = _settle_group(
            number,
            parts,
            verdicts=(by_part, by_group),
            stated=family.frames.index(stated) if stated in family.frames else -1,
            evidence=(evidence, part),
        )
    frame_of_part = _follow(
        found,
        rows,
        verdicts=(by_part, by_group, often if several else whole),
        told=told,
        strict=several,
    )
    frame = np.where(part >= 0, np.append(frame_of_part, -1)[part], -1)
    checked = evidence if several else pooled_evidence(rows, evidence, frame, known=known)
    frame = _fitting_together(checked, frame, count=len(family.frames))
    frame = _without_doubtful(evidence, frame, part, found, rows)
    stated_groups = np.isin(np.arange(len(rows.groups)), [n for n in found if found[n].stated])
    return Settled(
        frame=single_rows(evidence, frame, groups=group, parts=part),
        stated=_of(stated_groups, group),
        file_share=whole.shares[0],
    )


def _told_by_all(once: Verdict, often: Verdict) -> int:
    """The frame that the whole file tells, -1 if none."""
    # Ways of locating miss in their own ways, and what stands at the village's own point misses
    # hardly at all: a village seen in several of them says more than once, though not as much as
    # several villages. So both must point to the frame, and what is decisive may be either.
    best = int(once.score[0].argmax())
    rest = np.delete(once.score[0], best).max()
    clear = once.fits[0, best] and once.score[0, best] - rest >= AGAINST
    leads = often.score[0, best] - np.delete(often.score[0], best).max() >= DECISIVE
    if clear and leads and once.villages[0] >= VILLAGE.least:
        return best
    return int(once.told[0])


def _gainsaid(lead: int, whole: Verdict, *verdicts: tuple[Verdict, NDArray[np.bool_]]) -> bool:
    """Whether any of the labels that are looked at speaks against what the whole tells."""
    return any(
        bool(
            (verdict.trails(lead, by=PART_AGAINST) | ~verdict.fits_beside(whole, lead))[used].any()
        )
        for verdict, used in verdicts
    )


def _is_of_several(rows: Rows, together: Positions) -> bool:
    """Whether the rows are of more than one sheet or town, which may stand in different frames."""
    used = together >= 0
    sheets = rows.groups["sheet"].to_numpy(object)[np.unique(rows.table["group"][used])]
    towns = rows.table["town"].to_numpy()[used]
    return len(set(sheets)) > 1 or len(np.unique(towns[towns >= 0])) > 1


def _fitting_together(evidence: Evidence, frame: Positions, *, count: int) -> Positions:
    """Frames of the rows, none for a frame whose villages are all off together."""
    fitting = np.append(np.diagonal(weigh(evidence, frame, count=count).fits), True)
    return np.where(fitting[frame], frame, -1)


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
    found: dict[int, _Group],
    rows: Rows,
    *,
    verdicts: tuple[Verdict, Verdict, Verdict],
    told: int,
    strict: bool,
) -> Positions:
    """A frame for each part; groups without a lead follow the others where those agree."""
    by_part, by_group, whole = verdicts
    frame = np.full(len(rows.group_of_part), -1, dtype=np.intp)
    for number, group in found.items():
        frame[rows.group_of_part == number] = group.frames
    seen = np.unique(frame[frame >= 0])
    waiting = [number for number, group in found.items() if group.lead < 0 and not group.mixed]
    agree = not any(group.mixed for group in found.values())
    lead = told if len(seen) == 0 else int(seen[0])
    if not agree or len(seen) > 1 or lead < 0:
        return frame
    if whole.against(lead)[0] and len(waiting) == len(found):
        return frame
    beside = whole.fits[0, lead] and not strict
    fitting = by_group.fits_beside(whole, lead) if beside else by_group.fits[:, lead]
    for number in waiting:
        parts = np.flatnonzero(rows.group_of_part == number)
        if not by_group.trails(lead)[number] and fitting[number]:
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
