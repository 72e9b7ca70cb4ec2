"""One ledger date from delivered rows to judged households: the stages in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from zonemap.duplicates import counted_rows, same_households
from zonemap.findings import found_wanting, listed_repairs
from zonemap.holdings import (
    beyond_plan,
    named_zones,
    pairs_by_claim,
    pairs_by_place,
    possible_pairs,
    undetermined_faults,
)
from zonemap.judge import (
    judge_households,
    place_households,
    stages_of_rows,
    worst_stages,
)
from zonemap.manifest import row_digests
from zonemap.nearness import Nearness, measure_nearness
from zonemap.placing import Placing, place_by_ladder
from zonemap.project import county_codes
from zonemap.results import Assessment
from zonemap.schema import COLUMN_NAMES
from zonemap.tally import tally_controls, tally_statuses, tally_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonemap.intake import TypedLedger
    from zonemap.project import Project

__all__ = ["DIGEST_COLUMNS", "assess"]

DIGEST_COLUMNS = (
    *COLUMN_NAMES,
    "delivered_x",
    "delivered_y",
    "ledger_date",
    "source_file",
    "source_sheet",
    "source_row",
    "source_digest",
)
"""What makes up a data row: what was read of it, what it became, and where it stood."""


def assess(
    typed: Sequence[TypedLedger],
    project: Project,
    *,
    first_row: int,
    earlier: pd.DataFrame,
    near_line: bool = False,
) -> Assessment:
    """Judge every row of the ledgers of one date.

    Parameters
    ----------
    typed
        At least one, all of the same day.
    project
        The plan and its boundaries.
    first_row
        Index label of the first household; the others follow.
    earlier
        ``household_id``, ``longitude``, ``latitude`` (WGS84) of earlier ledgers: evidence of what
        the coordinates mean.
    near_line
        Whether to measure what is too near the edge of a zone to call.

    Returns
    -------
    assessment
        Every data row of every ledger is in ``households`` exactly once.

    Raises
    ------
    LedgerError
        If the coordinates of a file are not of the kind the plan says.
    """
    delivered, cells = _stacked(typed, first_row)
    codes = county_codes(delivered, project)
    placing = place_by_ladder(
        delivered,
        codes,
        project=project,
        stated={part.ledger.file: part.ledger.crs for part in typed},
        earlier=earlier,
    )
    households = delivered.assign(**placing.known_columns())
    digests = row_digests(households, columns=DIGEST_COLUMNS, by="source_file")
    damaged = _damaged_ids(households, cells)
    first = same_households(households, damaged=damaged)
    repeated = households[first.duplicated(keep=False)]
    stages = stages_of_rows(repeated)["stage"].reindex(households.index)
    counted = counted_rows(first, households, stages=stages)
    at_place = pairs_by_place(placing, counted, project.zones)
    claimed = pairs_by_claim(households, counted, project.zones)
    pairs = pd.concat([at_place, claimed]).drop_duplicates()
    pairs = pairs.sort_values(["household", "zone"], ignore_index=True)
    pairs = pd.DataFrame(
        {"household": pairs["household"], "zone_id": named_zones(project, pairs["zone"])}
    )
    faults = undetermined_faults(placing, cells.issues, counted, held=claimed["household"])
    judgeable = pairs["household"].isin(faults.index[faults == ""])
    judged = judge_households(households, pairs[judgeable], rules=project.rules)
    table = place_households(households, judged, faults=faults, counted=counted)
    table = table.assign(beyond_plan=beyond_plan(table, placing, project))
    possible = possible_pairs(table, pairs, codes, project, held=claimed["household"])
    nearness = _nearness(table, judged, placing, counted, project) if near_line else None
    metres = float("nan") if nearness is None else nearness.distance_to_edge_m
    table = table.assign(distance_to_edge_m=metres)
    zone_ids = [zone.zone_id for zone in project.zones]
    towns = {spec.id: spec.control_towns for spec in project.config.zones}
    return Assessment(
        day=typed[0].ledger.day,
        households=table,
        judged=judged,
        zone_counts=tally_zones(judged, worst_stages(judged), possible, zone_ids=zone_ids),
        zone_statuses=tally_statuses(judged, table, zone_ids=zone_ids),
        controls=tally_controls(table, judged, towns=towns),
        issues=found_wanting(
            table,
            cells.issues,
            identity=pd.DataFrame({"damaged": damaged, "first": first, "counted": counted}),
            datum=placing.datum,
            ledgers=[part.ledger for part in typed],
        ),
        repairs=listed_repairs(table, pd.concat([cells.repairs, placing.repairs])),
        datum=placing.datum,
        consequences=placing.consequences,
        digests=digests,
        problems=placing.problems,
        nearness=nearness,
    )


def _nearness(
    table: pd.DataFrame,
    judged: pd.DataFrame,
    placing: Placing,
    counted: pd.Series,
    project: Project,
) -> Nearness:
    placed = placing.columns.assign(household=counted)
    return measure_nearness(placed, table, judged, zones=project.zones, rules=project.rules)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """What was found in the cells of all files of a date, by index label."""

    issues: pd.DataFrame
    repairs: pd.DataFrame


def _stacked(typed: Sequence[TypedLedger], first_row: int) -> tuple[pd.DataFrame, _Cells]:
    """The rows, issues and repairs of several files as one, index labels from ``first_row`` on."""
    households = pd.concat([part.households for part in typed], ignore_index=True)
    households.index = pd.RangeIndex(first_row, first_row + len(households))
    issues, repairs, start = [], [], first_row
    for part in typed:
        issues.append(part.issues.assign(index=part.issues["index"] + start))
        repairs.append(part.repairs.assign(index=part.repairs["index"] + start))
        start += len(part.households)
    return households, _Cells(
        pd.concat(issues, ignore_index=True), pd.concat(repairs, ignore_index=True)
    )


def _damaged_ids(households: pd.DataFrame, cells: _Cells) -> pd.Series:
    """Rows whose household id has lost digits in a spreadsheet."""
    issues = cells.issues
    damaged = (issues["column"] == "household_id") & (issues["code"] == "id_as_number")
    rows = households.index.isin(issues.loc[damaged, "index"])
    return pd.Series(rows, index=households.index)
