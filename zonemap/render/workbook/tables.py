"""The tables behind the clearance workbook, and the sums that must agree before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from zonemap.errors import AccountingError, ColumnError
from zonemap.render.nearness import NearTables
from zonemap.render.points import PointTables
from zonemap.schema import COUNT_COLUMNS, REMAINING_STAGES, STATUSES

__all__ = [
    "TOTAL",
    "WorkbookCounts",
    "households_in_several_zones",
    "remaining_households",
    "require_agreement",
]

TOTAL = "total"
"""The name of the row in which each household counts once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookCounts:
    """The counts of a run, as the architecture describes them.

    Attributes
    ----------
    zones
        Indexed by ``zone_id`` in the plan's order: ``name``, ``kind``, ``target``, ``basis``,
        ``accuracy_m``.
    zone_counts
        Indexed by ``zone_id``, last row ``total``: `schema.COUNT_COLUMNS`, ``undetermined``.
    zone_statuses
        Households by zone and status of the ledger, indexed like ``zone_counts``; columns are
        names of `schema.STATUSES`, a missing one is zero.
    place_counts
        A row per zone, county, town and village.
    history
        ``ledger_date``, ``zone_id`` (and ``total``) and the columns of ``zone_counts``.
    zone_status
        Indexed by ``zone_id``: a sentence that says how far from zero the zone is and why.
    accounting
        A row per ledger file: ``file``, ``ledger_date``, ``rows``, ``headers``, ``blank``,
        ``subtotals``, ``data``, ``in``, ``outside``, ``undetermined``, ``superseded``.
    control_totals
        A row per sub-total found in a file: ``file``, ``sheet``, ``row``, ``what``,
        ``stated``, ``counted``.
    controls
        A row per zone searched: ``zone_id``, ``looked_for``, ``found``, ``passed``.
    points
        Layers of points of the plan; empty if it has none.
    near
        What is too near the line to call; empty if it was not asked for.
    """

    zones: pd.DataFrame
    zone_counts: pd.DataFrame
    zone_statuses: pd.DataFrame
    place_counts: pd.DataFrame
    history: pd.DataFrame
    zone_status: pd.Series
    accounting: pd.DataFrame
    control_totals: pd.DataFrame
    controls: pd.DataFrame
    points: PointTables = field(default_factory=PointTables)
    near: NearTables = field(default_factory=NearTables)


def remaining_households(households: pd.DataFrame) -> pd.DataFrame:
    """The households in a zone that still count as coal users, in the order given."""
    inside = households["placement"].eq("in") & households["stage"].isin(REMAINING_STAGES)
    return households.loc[inside]


def households_in_several_zones(households: pd.DataFrame) -> int:
    """How many households lie in more than one zone."""
    inside = households["placement"].eq("in")
    return int((inside & households["zone_id"].astype("str").str.contains(";", na=False)).sum())


def require_agreement(households: pd.DataFrame, counts: WorkbookCounts) -> None:
    """Stop where two sheets of the workbook would contradict each other.

    Raises
    ------
    AccountingError
        If the counts of zones, places, statuses, ledger dates, lists or near the lines do not
        agree.
    ColumnError
        If a zone that is counted is not described in ``counts.zones``, or two share a name.
    """
    zone_counts, rows = counts.zone_counts, counts.zone_counts.drop(index=TOTAL)
    counted = {*rows.index, *counts.place_counts["zone_id"], *counts.history["zone_id"]}
    unknown = sorted(counted - {*counts.zones.index, TOTAL})
    if unknown:
        raise ColumnError(
            "zones {zones} are counted but not described; give each a row", zones=", ".join(unknown)
        )
    names = counts.zones["name"].str.casefold()
    if names.duplicated().any():
        raise ColumnError("two zones are named {name}; name them apart", name=names.mode()[0])
    _require_parts(zone_counts)
    _require_parts(counts.history)
    columns = list(COUNT_COLUMNS)
    places = counts.place_counts.groupby("zone_id")[columns].sum()
    places = places.reindex(rows.index, fill_value=0)
    _require_equal(places, rows[columns], what="places and zones")
    statuses = counts.zone_statuses.reindex(index=zone_counts.index).fillna(0)
    known = [status.name for status in STATUSES]
    strange = statuses.drop(columns=known, errors="ignore").sum().sum()
    if strange:
        raise AccountingError("{count} households have a status of no name", count=int(strange))
    _require_equal(
        statuses.sum(axis=1).to_frame("households"),
        zone_counts[["households"]],
        what="statuses and zones",
    )
    near = counts.near.zones.reindex(columns=["households", "remaining"])
    _require_equal(near, rows.loc[near.index, list(near)], what="zones and their lines")
    if not households_in_several_zones(households):
        total = rows[columns].sum().to_frame(TOTAL).T
        _require_equal(total, zone_counts.loc[[TOTAL], columns], what="zones and their total")
    listed = len(remaining_households(households))
    remaining = int(zone_counts["remaining"].loc[TOTAL])
    if listed != remaining:
        raise AccountingError(
            "{listed} remaining households are listed but {counted} are counted",
            listed=listed,
            counted=remaining,
        )


def _require_parts(table: pd.DataFrame) -> None:
    """Stop unless households are proven and remaining, and remaining the sum of its stages."""
    stages = table[list(REMAINING_STAGES)].sum(axis=1)
    halves = table["proven"] + table["remaining"]
    _require_equal(stages, table["remaining"], what="stages and remaining")
    _require_equal(halves, table["households"], what="proven, remaining and households")


def _require_equal(
    left: pd.DataFrame | pd.Series, right: pd.DataFrame | pd.Series, *, what: str
) -> None:
    """Stop unless both tables hold the same numbers."""
    if not (left.to_numpy() == right.to_numpy()).all():
        raise AccountingError("the counts of {what} do not agree", what=what)
