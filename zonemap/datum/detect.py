"""The frame of every coordinate of one ledger, told by evidence or not at all.

What can be told, and what it rests on
--------------------------------------
* the **form** of the numbers: swapped, Gauss-Krüger with or without its zone
  (`zonemap.datum.forms`). That a prefix means CGCS2000, and not Xian 1980, is believed unless
  villages or earlier places gainsay it;
* reference points of **villages**, earlier places of the same **households**, the **counties**
  that rows claim, points of **towns** (`zonemap.datum.evidence`);
* words of the way of locating that name a frame (`zonemap.datum.parts`).

An answer is relative to the references: reference points that were themselves measured in
GCJ-02, all alike, make a GCJ-02 ledger look like WGS84, and nothing in the ledger can show it.
Frames that change from village to village or row to row, with no word of it in the way of
locating, show only in earlier places of the same households, or where villages scatter little.
WGS84 and CGCS2000 are one frame here. Where nothing is decisive, nothing is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from zonemap.datum.declared import declared_frame, declared_pairs, require_declared_form
from zonemap.datum.evidence import weigh
from zonemap.datum.families import families_of, family_evidence, pooled_evidence
from zonemap.datum.findings import Outcome, gather_findings
from zonemap.datum.forms import read_pairs
from zonemap.datum.parts import arrange_rows
from zonemap.datum.settle import settle

if TYPE_CHECKING:
    from zonemap.datum.evidence import Evidence
    from zonemap.datum.families import Family
    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Inside, Numbers, Positions

__all__ = ["BoundsLike", "DatumFinding", "References", "tell_datum"]


class BoundsLike(Protocol):
    """A box in degrees."""

    @property
    def west(self) -> float: ...  # noqa: D102
    @property
    def south(self) -> float: ...  # noqa: D102
    @property
    def east(self) -> float: ...  # noqa: D102
    @property
    def north(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Places that are known, in WGS84 degrees; any table may be empty.

    Attributes
    ----------
    village_points
        ``code`` (12 digits), ``longitude``, ``latitude``, ``accuracy_m``.
    town_points
        ``code`` (9 digits), ``longitude``, ``latitude``.
    earlier
        ``household_id``, ``longitude``, ``latitude``: as accepted before.
    bounds
        The box of the counties.
    """

    village_points: pd.DataFrame
    town_points: pd.DataFrame
    earlier: pd.DataFrame
    bounds: BoundsLike


@dataclass(frozen=True, slots=True, eq=False)
class DatumFinding:
    """What was found of the coordinates of one ledger.

    Attributes
    ----------
    placed
        On the index of the points: ``longitude``, ``latitude`` (WGS84 degrees, NaN where
        unusable), ``frame`` (``WGS84``, ``GCJ-02``, ``BD-09``, ``EPSG:4545`` ...; empty if not
        told) and ``fault``: empty, ``no_place``, ``bad_place`` or ``unknown_datum``.
    repairs
        ``index``, ``column``, ``value``, ``became``, ``code``: rows whose form or frame is not
        the commonest of the ledger.
    groups
        A row per group of rows that were told together: ``group``, ``sheet``, ``method``,
        ``form``, ``rows``, ``frame``, ``how`` (``declared``: by the plan, or by the way of
        locating, which ``stated`` then names; ``detected``, ``form``, ``cannot_tell``,
        ``contradicted``), ``contradicted_by``, ``confidence`` (posterior share, at most 0.9999;
        NaN if nothing could be weighed), ``stated``, ``villages``, ``village_offset_m``,
        ``earlier``, ``earlier_offset_m``, ``town_offset_m``, ``county_inside_share`` (under its
        frame; without one, under the likeliest).
    hypotheses
        A row per group and frame tried: ``group``, ``frame``, ``log_likelihood`` (relative to
        the group's best), ``fits``, ``village_offset_m``, ``earlier_offset_m``,
        ``town_offset_m``, ``county_inside_share``.
    alternatives
        For every frame that remains possible in a group that cannot be told, or that is declared
        and contradicted, or contradicts it: longitude and latitude of all rows, those of the
        other groups as they were placed. A declared frame comes first, then by likelihood.
    group_of_row
        On the index of the points; -1 for rows that are no pair.
    """

    placed: pd.DataFrame
    repairs: pd.DataFrame
    groups: pd.DataFrame
    hypotheses: pd.DataFrame
    alternatives: dict[str, tuple[Numbers, Numbers]] = field(default_factory=dict)
    group_of_row: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))


def tell_datum(
    points: pd.DataFrame, *, declared: str, references: References, inside_claimed: Inside
) -> DatumFinding:
    """Tell in which frame each row of a ledger was measured, and place it.

    Parameters
    ----------
    points
        Rows of one ledger, any unique index: ``x``, ``y`` (as delivered), ``sheet``,
        ``county_code``, ``town_code``, ``village_code`` (empty where unknown),
        ``household_id``, ``location_method``.
    declared
        ``auto``, ``GCJ-02``, ``BD-09`` or a CRS. A declared frame is applied even where the
        evidence contradicts it; the contradiction is reported.
    references
        Known places.
    inside_claimed
        Of longitude and latitude of all rows, in order: whether each lies in the county that
        the row claims; false for NaN and where none is claimed.

    Returns
    -------
    finding
        Every row has a place or a fault.

    Raises
    ------
    LedgerError
        If most numbers are of another kind than ``declared``.
    CRSError
        If ``declared`` is unknown, or on another datum.
    """
    frame = declared_frame(declared)
    x, y = (points[name].to_numpy(dtype=np.float64) for name in ("x", "y"))
    pairs = declared_pairs((x, y), read_pairs(x, y), frame=frame, bounds=references.bounds)
    given = np.isfinite(x) & np.isfinite(y)
    require_declared_form(pairs, given, frame=frame, bounds=references.bounds)
    rows = arrange_rows(points, pairs, references)
    families = families_of(
        rows, declared=frame, bounds=references.bounds, inside_claimed=inside_claimed
    )
    outcomes = []
    for family in families:
        evidence = family_evidence(
            rows, family, references=references, inside_claimed=inside_claimed
        )
        outcomes.append(_outcome(rows, (family, evidence), references, declared=frame))
    placed, repairs, groups, hypotheses, alternatives, group_of_row = gather_findings(
        points, rows, outcomes, bounds=references.bounds
    )
    return DatumFinding(placed, repairs, groups, hypotheses, alternatives, group_of_row)


def _outcome(
    rows: Rows, known: tuple[Family, Evidence], references: References, *, declared: str
) -> Outcome:
    """How each row of a family is told."""
    family, evidence = known
    group = rows.table["group"].to_numpy()
    member = np.append(family.groups, False)[group]
    if len(family.frames) > 1:
        settled = settle(rows, evidence, family=family, references=references)
        frame, share = settled.frame, settled.file_share
        how = np.where(frame < 0, "cannot_tell", "detected").astype(object)
        how[settled.stated & (frame >= 0)] = "declared"
    else:
        frame = _only_frame(rows, family, evidence, references)
        share = np.ones(len(family.frames))
        how = np.where(frame < 0, "cannot_tell", family.how).astype(object)
    against = np.full(len(group), -1, dtype=np.intp)
    if declared in family.frames:
        stands = family.frames.index(declared)
        against = np.where(member & (frame >= 0) & (frame != stands), frame, -1)
        how = np.where(against >= 0, "contradicted", "declared").astype(object)
        frame = np.where(member, stands, -1)
    return Outcome(family, evidence, member, frame, how, against, share)


def _only_frame(
    rows: Rows, family: Family, evidence: Evidence, references: References
) -> Positions:
    """The one possible frame, for groups whose places it fits."""
    group = rows.table["group"].to_numpy()
    member = np.append(family.groups, False)[group]
    if not family.frames:
        return np.full(len(group), -1, dtype=np.intp)
    verdict = weigh(evidence, np.where(member, group, -1), count=len(rows.groups))
    together = np.where(member, 0, -1)
    pooled = pooled_evidence(rows, evidence, together, known=(references, family.frames))
    whole = weigh(pooled, together, count=1)
    fits = verdict.fits_beside(whole, 0) if whole.fits[0, 0] else verdict.fits[:, 0]
    return np.where(member & np.append(fits, False)[group], 0, -1)
