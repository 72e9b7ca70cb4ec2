"""The tables that say what was found: places, repairs, groups and the frames that were tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.datum.evidence import DECISIVE, weigh
from zonemap.datum.families import within
from zonemap.datum.forms import frame_degrees
from zonemap.datum.odd import odd_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.datum.detect import BoundsLike
    from zonemap.datum.evidence import Evidence, Verdict
    from zonemap.datum.families import Family
    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Numbers, Positions

__all__ = ["MOST_CONFIDENCE", "Outcome", "gather_findings"]

MOST_CONFIDENCE = 0.9999
"""Nothing is certain."""

MARGIN_DEGREES = 0.03
"""More than any frame shifts: what lies so far outside the box is so in every frame."""

GROUP_COLUMNS = [
    "group", "sheet", "method", "form", "rows", "frame", "how", "contradicted_by", "confidence",
    "stated", "villages", "village_offset_m", "earlier", "earlier_offset_m", "town_offset_m",
    "county_inside_share",
]  # fmt: skip
HYPOTHESIS_COLUMNS = [
    "group", "frame", "log_likelihood", "fits", "village_offset_m", "earlier_offset_m",
    "town_offset_m", "county_inside_share",
]  # fmt: skip

Places = dict[str, tuple["Numbers", "Numbers"]]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How the rows of a family are told.

    Attributes
    ----------
    family, evidence
        What was weighed.
    member
        Which rows belong to it.
    frame, against
        For each row positions among the family's frames, -1 for none.
    how
        For each row, as in `zonemap.datum.detect.DatumFinding`.
    share
        Posterior share of each frame by the whole family.
    """

    family: Family
    evidence: Evidence
    member: NDArray[np.bool_]
    frame: Positions
    how: NDArray[np.object_]
    against: Positions
    share: Numbers


def gather_findings(
    points: pd.DataFrame, rows: Rows, outcomes: Sequence[Outcome], *, bounds: BoundsLike
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, Places, pd.Series]:
    """The fields of `zonemap.datum.detect.DatumFinding`, in their order.

    Parameters
    ----------
    points
        As delivered; its index is that of what comes back.
    rows
        From `zonemap.datum.parts.arrange_rows`, of the same points.
    outcomes
        Of every family.
    bounds
        Degrees that hold the counties.

    Returns
    -------
    placed, repairs, groups, hypotheses, alternatives, group_of_row
        Every row is placed, or has a fault.
    """
    label, keys = _final_groups(rows, outcomes)
    lon, lat = np.full(len(points), np.nan), np.full(len(points), np.nan)
    frame = np.full(len(points), "", dtype=object)
    for outcome in outcomes:
        for position, name in enumerate(outcome.family.frames):
            here = np.flatnonzero(outcome.frame == position)
            lon[here], lat[here] = _degrees(rows, here, name)
            frame[here] = name
    groups, hypotheses = _tables(rows, outcomes, label, keys)
    told = pd.DataFrame({"lon": lon, "lat": lat, "told": frame != "", "label": label})
    fault = _faults(points, rows, told, bounds=bounds)
    alternatives = _alternatives(rows, groups, hypotheses, label, place=(lon, lat))
    lost = fault != ""
    placed = pd.DataFrame(
        {
            "longitude": np.where(lost, np.nan, lon),
            "latitude": np.where(lost, np.nan, lat),
            "frame": pd.array(frame, dtype="str"),
            "fault": pd.array(fault, dtype="str"),
        },
        index=points.index,
    )
    repairs = odd_rows(points, rows, placed)
    return placed, repairs, groups, hypotheses, alternatives, pd.Series(label, index=points.index)


def _degrees(rows: Rows, here: Positions, frame: str) -> tuple[Numbers, Numbers]:
    east, north = (rows.table[name].to_numpy()[here] for name in ("east", "north"))
    return frame_degrees(frame, east, north)


def _final_groups(rows: Rows, outcomes: Sequence[Outcome]) -> tuple[Positions, pd.DataFrame]:
    """For each row its group as told, and for each group what makes it one."""
    size = len(rows.table)
    family, frame, against = (np.full(size, -1, dtype=np.intp) for _ in range(3))
    how = np.zeros(size, dtype=np.intp)
    hows = ["cannot_tell", "contradicted", "declared", "detected", "form"]
    for number, outcome in enumerate(outcomes):
        here = outcome.member
        family[here], frame[here] = number, outcome.frame[here]
        against[here] = outcome.against[here]
        for position, word in enumerate(hows):
            how[here & (outcome.how == word)] = position
    first = rows.table["group"].to_numpy()
    table = pd.DataFrame(
        {"first": first, "family": family, "frame": frame, "against": against, "how": how}
    )
    used = np.flatnonzero(table["first"] >= 0)
    key = np.zeros(len(used), dtype=np.int64)
    for column in table.columns:
        key = (
            key * (int(table[column].max() if size else 0) + 2) + table[column].to_numpy()[used] + 1
        )
    label = np.full(size, -1, dtype=np.int64)
    label[used], _ = pd.factorize(key)
    _, leader = np.unique(label[used], return_index=True)
    keys = table.iloc[used[leader]].reset_index(drop=True)
    return label, keys.assign(how=np.asarray(hows, dtype=object)[keys["how"]])


def _tables(
    rows: Rows, outcomes: Sequence[Outcome], label: Positions, keys: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    sizes = np.bincount(label[label >= 0], minlength=len(keys))
    groups, hypotheses = [], []
    for number, outcome in enumerate(outcomes):
        mine = np.flatnonzero(keys["family"] == number)
        frames = outcome.family.frames
        verdict = (
            weigh(outcome.evidence, np.where(outcome.member, label, -1), count=len(keys))
            if frames
            else None
        )
        for group in mine:
            first = rows.groups.iloc[keys["first"].iloc[group]]
            told = keys.iloc[group]
            groups.append(
                {
                    "group": int(group),
                    **first[["sheet", "method", "form", "stated"]].to_dict(),
                    "rows": int(sizes[group]),
                    "frame": frames[told["frame"]] if told["frame"] >= 0 else "",
                    "how": told["how"],
                    "contradicted_by": frames[told["against"]] if told["against"] >= 0 else "",
                    **_evidence_of(verdict, int(group), told, outcome),
                }
            )
            if verdict is not None:
                hypotheses += _hypotheses(verdict, int(group), frames)
    table = pd.DataFrame(groups, columns=GROUP_COLUMNS).sort_values("group", ignore_index=True)
    tried = pd.DataFrame(hypotheses, columns=HYPOTHESIS_COLUMNS)
    return table, tried.sort_values("group", kind="stable", ignore_index=True)


def _evidence_of(
    verdict: Verdict | None, group: int, told: pd.Series, outcome: Outcome
) -> dict[str, object]:
    """The numbers of a group under its frame, or under the likeliest."""
    if verdict is None:
        return {"confidence": np.nan, "villages": 0, "earlier": 0}
    frame = int(told["frame"])
    shown = frame if frame >= 0 else int(verdict.score[group].argmax())
    weighed = verdict.villages[group] + verdict.earlier[group]
    share = float(verdict.shares[group, shown])
    if told["how"] == "detected":
        share = max(share, float(outcome.share[shown]))
    alone = len(outcome.family.frames) == 1 and told["how"] != "detected"
    nothing = (weighed == 0 and told["how"] != "detected") or (alone and frame < 0)
    return {
        "confidence": np.nan if nothing else min(share, MOST_CONFIDENCE),
        "villages": int(verdict.villages[group]),
        "village_offset_m": verdict.village_m[group, shown],
        "earlier": int(verdict.earlier[group]),
        "earlier_offset_m": verdict.earlier_m[group, shown],
        "town_offset_m": verdict.town_m[group, shown],
        "county_inside_share": verdict.inside[group, shown],
    }


def _hypotheses(verdict: Verdict, group: int, frames: Sequence[str]) -> list[dict[str, object]]:
    score = verdict.score[group] - verdict.score[group].max()
    return [
        {
            "group": group,
            "frame": name,
            "log_likelihood": float(score[frame]),
            "fits": bool(verdict.fits[group, frame]),
            "village_offset_m": verdict.village_m[group, frame],
            "earlier_offset_m": verdict.earlier_m[group, frame],
            "town_offset_m": verdict.town_m[group, frame],
            "county_inside_share": verdict.inside[group, frame],
        }
        for frame, name in enumerate(frames)
    ]


def _faults(
    points: pd.DataFrame, rows: Rows, told: pd.DataFrame, *, bounds: BoundsLike
) -> NDArray[np.object_]:
    """Why a row has no place; the empty text where it has one."""
    x, y = points["x"].to_numpy(float), points["y"].to_numpy(float)
    given = np.isfinite(x) | np.isfinite(y)
    untold, label = ~told["told"].to_numpy(), told["label"].to_numpy()
    beyond = ~untold & ~within(told["lon"].to_numpy(), told["lat"].to_numpy(), bounds)
    degrees = np.isin(rows.table["form"].to_numpy(), (1, 2))
    east, north = rows.table["east"].to_numpy(), rows.table["north"].to_numpy()
    nearest_lon = np.clip(east, bounds.west, bounds.east)
    nearest_lat = np.clip(north, bounds.south, bounds.north)
    apart = np.maximum(np.abs(east - nearest_lon), np.abs(north - nearest_lat))
    beyond |= untold & degrees & (apart > MARGIN_DEGREES)
    return np.select(
        [~given, (label < 0) | beyond, untold],
        ["no_place", "bad_place", "unknown_datum"],
        "",
    ).astype(object)


def _alternatives(
    rows: Rows,
    groups: pd.DataFrame,
    hypotheses: pd.DataFrame,
    label: Positions,
    *,
    place: tuple[Numbers, Numbers],
) -> Places:
    """Places under every frame that groups not told, or contradicted, may stand in."""
    possible: list[tuple[int, float, str, int]] = []
    loud = groups[groups["how"].isin(["cannot_tell", "contradicted"])]
    columns = (loud[name].tolist() for name in ("group", "how", "frame", "contradicted_by"))
    for group, how, frame, against in zip(*columns, strict=True):
        tried = hypotheses[hypotheses["group"] == group]
        if how == "contradicted":
            names = [(0, 0.0, frame), (1, 0.0, against)]
        else:
            fitting = tried[tried["fits"]] if tried["fits"].any() else tried
            likely = fitting["log_likelihood"] - fitting["log_likelihood"].max() > -DECISIVE
            kept = fitting[likely] if likely.sum() > 1 or len(tried) == 1 else tried
            scores = zip(kept["frame"].tolist(), kept["log_likelihood"].tolist(), strict=True)
            names = [(1, -score, name) for name, score in scores]
        possible += [(*key, group) for key in names]
    found: Places = {}
    for *_, name, group in sorted(possible):
        if name not in found:
            found[name] = place[0].copy(), place[1].copy()
        here = np.flatnonzero(label == group)
        found[name][0][here], found[name][1][here] = _degrees(rows, here, name)
    return found
