"""Counts of judged households: by zone, by place, by status; and whether zero is established."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import COUNT_COLUMNS, REMAINING_STAGES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "TOTAL",
    "tally_controls",
    "tally_places",
    "tally_statuses",
    "tally_zones",
    "zero_findings",
]

TOTAL = "total"
"""The row in which each household counts once."""

PLACES = ["county", "town", "village"]


def tally_zones(
    judged: pd.DataFrame,
    worst: pd.DataFrame,
    possible: pd.DataFrame,
    *,
    zone_ids: Sequence[str],
) -> pd.DataFrame:
    """The counts of each zone, and of all with each household once.

    Parameters
    ----------
    judged
        ``household``, ``zone_id``, ``claimed``, ``proven``, ``stage``.
    worst
        Each household of ``judged`` once: ``claimed``, ``proven``, ``stage``.
    possible
        ``household`` and ``zone_id`` of undetermined households that could lie in a zone.
    zone_ids
        In the plan's order.

    Returns
    -------
    zone_counts
        Indexed by ``zone_id``, then `TOTAL`: `zonemap.schema.COUNT_COLUMNS` and
        ``undetermined``, in households. A zone without any has zeros.
    """
    index = pd.Index([*zone_ids, TOTAL], name="zone_id")
    once = worst.assign(zone_id=TOTAL)
    rows = pd.concat([judged[["zone_id", "claimed", "proven", "stage"]], once], ignore_index=True)
    counts = _stage_counts(rows, ["zone_id"]).reindex(index, fill_value=0)
    doubtful = possible.groupby("zone_id")["household"].nunique().reindex(index, fill_value=0)
    doubtful[TOTAL] = possible["household"].nunique()
    return counts.assign(undetermined=doubtful.astype("int64"))


def tally_places(judged: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """The counts of each zone by county, town and village as the ledger names them.

    Parameters
    ----------
    judged
        As for `tally_zones`.
    households
        Indexed as ``judged["household"]``: ``county``, ``town``, ``village``, ``longitude``,
        ``latitude`` (degrees).

    Returns
    -------
    place_counts
        A row per zone and village that has households, sorted by zone, county, town, village;
        a missing name is the empty text. ``longitude`` and ``latitude`` are the median of the
        households counted there.
    """
    rows = households.loc[judged["household"], [*PLACES, "longitude", "latitude"]]
    rows = rows.reset_index(drop=True).fillna(dict.fromkeys(PLACES, ""))
    table = pd.concat([judged.reset_index(drop=True), rows], axis=1)
    by = ["zone_id", *PLACES]
    counts = _stage_counts(table, by)
    middle = table.groupby(by, sort=True)[["longitude", "latitude"]].median()
    return counts.join(middle).reset_index()


def tally_statuses(
    judged: pd.DataFrame, households: pd.DataFrame, *, zone_ids: Sequence[str]
) -> pd.DataFrame:
    """How many households of each zone have each status of the ledger.

    Returns
    -------
    zone_statuses
        Indexed by ``zone_id`` in the plan's order, then `TOTAL` (each household once), a column
        for each status.
    """
    columns = pd.Index([status.name for status in STATUSES])
    index = pd.Index([*zone_ids, TOTAL], name="zone_id")
    pairs = judged[["household", "zone_id"]]
    once = pairs.drop_duplicates("household").assign(zone_id=TOTAL)
    rows = pd.concat([pairs, once], ignore_index=True)
    status = households["status"].loc[rows["household"]].to_numpy()
    counts = pd.crosstab(rows["zone_id"].to_numpy(), status)
    return counts.reindex(index=index, columns=columns, fill_value=0).astype("int64")


def _stage_counts(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """`COUNT_COLUMNS` of ``rows`` grouped by ``by``."""
    flags = pd.DataFrame({stage: rows["stage"] == stage for stage in REMAINING_STAGES})
    flags = flags.assign(households=1, claimed=rows["claimed"], proven=rows["proven"])
    flags["remaining"] = flags[list(REMAINING_STAGES)].any(axis=1)
    keys = [rows[name] for name in by]
    return flags[list(COUNT_COLUMNS)].astype("int64").groupby(keys, sort=True).sum()


def tally_controls(
    placed: pd.DataFrame, judged: pd.DataFrame, *, towns: dict[str, tuple[str, ...]]
) -> pd.DataFrame:
    """The positive control of each zone, whether what is known to lie inside is found inside.

    Parameters
    ----------
    placed
        Households of one date with ``village_code``, ``placement`` and ``zone_id``.
    judged
        Their memberships.
    towns
        For each zone the codes of towns or villages known to lie inside it.

    Returns
    -------
    controls
        Indexed by ``zone_id``: ``looked_for`` (placed households that claim such a town),
        ``found`` (those of them found in the zone) and ``passed``: most were found, and there
        was at least one to look for.
    """
    usable = placed["placement"].isin(["in", "outside"])
    codes = placed["village_code"].fillna("")
    rows = {}
    for zone_id, prefixes in towns.items():
        claims = usable & codes.str.startswith(prefixes) if prefixes else usable & False
        members = judged.loc[judged["zone_id"] == zone_id, "household"]
        found = int((claims & placed.index.isin(members)).sum())
        looked_for = int(claims.sum())
        rows[zone_id] = {
            "looked_for": looked_for, "found": found, "passed": found * 2 > looked_for
        }  # fmt: skip
    controls = pd.DataFrame.from_dict(rows, orient="index")
    return controls.rename_axis("zone_id")


def zero_findings(zone_counts: pd.DataFrame, controls: pd.DataFrame) -> pd.Series:
    """Whether each zone may be reported as zero, as a code.

    Returns
    -------
    findings
        Indexed by ``zone_id`` without the total: ``remaining`` (households remain),
        ``undetermined`` (none remains, but some that could lie inside are undetermined),
        ``uncontrolled`` (none remains, but no positive control shows that the search works) or
        ``zero``.
    """
    counts = zone_counts.drop(index=TOTAL)
    passed = controls["passed"].reindex(counts.index, fill_value=False).astype(bool)
    codes = np.select(
        [counts["remaining"] > 0, counts["undetermined"] > 0, ~passed],
        ["remaining", "undetermined", "uncontrolled"],
        "zero",
    )
    return pd.Series(codes, index=counts.index, dtype="str", name="finding")
