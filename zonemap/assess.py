"""One ledger date from delivered rows to judged households: the stages in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.duplicates import counted_rows, same_households
from zonemap.findings import found_wanting, listed_repairs
from zonemap.judge import (
    judge_households,
    place_households,
    possible_zones,
    stages_of_rows,
    worst_stages,
)
from zonemap.locate import locate_claims
from zonemap.manifest import row_digests
from zonemap.nearness import Nearness, measure_nearness
from zonemap.placing import Placing, locate_placed, place_by_ladder
from zonemap.project import county_codes
from zonemap.schema import COLUMN_NAMES
from zonemap.tally import tally_controls, tally_statuses, tally_zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from zonemap.errors import ZonemapError
    from zonemap.intake import TypedLedger
    from zonemap.point_layers import PointLayer
    from zonemap.project import Project
    from zonemap.zones import Zone

__all__ = ["DIGEST_COLUMNS", "Assessment", "Result", "assess"]

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

PLACE_COLUMNS = ("longitude", "latitude")
STATUS_CODES = ("no_status", "unknown_status", "error_cell")


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What one ledger date says; the tables of ``docs/architecture.md``.

    Attributes
    ----------
    day
        The ledger date.
    households, judged, zone_counts, zone_statuses, controls
        See ``docs/architecture.md`` and `zonemap.tally`.
    issues, repairs
        What was found wanting and what was mended; see `zonemap.findings`.
    datum, consequences
        What the coordinates of each file were taken for; see `zonemap.placing.Placing`.
    digests
        For each ledger file the hash of its data rows, taken before they were judged.
    problems
        Why the counts of this date must not be used, if so.
    nearness
        What is too near the line to call; None where it was not asked for.
    """

    day: date
    households: pd.DataFrame
    judged: pd.DataFrame
    zone_counts: pd.DataFrame
    zone_statuses: pd.DataFrame
    controls: pd.DataFrame
    issues: pd.DataFrame
    repairs: pd.DataFrame
    datum: pd.DataFrame
    consequences: pd.DataFrame
    digests: dict[str, str]
    problems: tuple[ZonemapError, ...]
    nearness: Nearness | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """What a project's ledgers say.

    Attributes
    ----------
    project
        The plan and its boundaries.
    assessments
        One for each ledger date, oldest first; the last is the one reported.
    place_counts, history
        See ``docs/architecture.md``; places of the last date, history of every date.
    accounting
        A row per ledger file: its rows by kind, what became of its data rows, and ``digest``, the
        order-free hash of its data rows as read.
    control_totals
        Sub-totals that the files state, against their rows.
    unread
        For each ledger file the sheets and headings that are no part of a ledger.
    passed_over
        Files among the ledgers that are no tables.
    inputs
        SHA-256 of every file read, by its name in the project.
    problems
        Why the counts must not be used: coordinates that cannot be told, or zones without any
        household. Empty if they may.
    point_layers
        Coal sellers, checkpoints and the like, located in the zones of the plan.
    """

    project: Project
    assessments: tuple[Assessment, ...]
    place_counts: pd.DataFrame
    history: pd.DataFrame
    accounting: pd.DataFrame
    control_totals: pd.DataFrame
    unread: dict[str, tuple[str, ...]]
    passed_over: tuple[str, ...]
    inputs: dict[str, str]
    problems: tuple[ZonemapError, ...] = ()
    point_layers: tuple[PointLayer, ...] = ()

    @property
    def newest(self) -> Assessment:
        """The ledger date that is reported."""
        return self.assessments[-1]

    @property
    def near_line(self) -> pd.DataFrame:
        """Households of the newest date too near the edge of a zone to call."""
        return _asked(self.newest.nearness).near_line

    @property
    def zone_nearness(self) -> pd.DataFrame:
        """By zone what its counts of the newest date hang on."""
        return _asked(self.newest.nearness).zone_nearness


def _asked(nearness: Nearness | None) -> Nearness:
    if nearness is None:
        msg = "the last ledger date was assessed without nearness"
        raise ValueError(msg)
    return nearness


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
    at_place = _pairs(placing, counted, project.zones)
    claimed = _claimed_pairs(households, counted, project.zones)
    pairs = pd.concat([at_place, claimed]).drop_duplicates()
    pairs = pairs.sort_values(["household", "zone"], ignore_index=True)
    pairs = pd.DataFrame({"household": pairs["household"], "zone_id": _ids(project, pairs["zone"])})
    faults = _faults(placing, cells, counted, held=claimed["household"])
    judgeable = pairs["household"].isin(faults.index[faults == ""])
    judged = judge_households(households, pairs[judgeable], rules=project.rules)
    table = place_households(households, judged, faults=faults, counted=counted)
    table = table.assign(beyond_plan=_beyond_plan(table, placing, project))
    possible = _possible(table, pairs, codes, project, held=claimed["household"])
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


def _pairs(placing: Placing, counted: pd.Series, zones: Sequence[Zone]) -> pd.DataFrame:
    """Each household that counts with each zone that holds it or another row of it, by place."""
    pairs = locate_placed(placing.columns, zones=zones)
    household = counted.loc[pairs["household"]].to_numpy()
    return pd.DataFrame({"household": household, "zone": pairs["zone"]}).drop_duplicates()


def _claimed_pairs(
    households: pd.DataFrame, counted: pd.Series, zones: Sequence[Zone]
) -> pd.DataFrame:
    """Each household that counts with each zone that lists its village, or another row's."""
    codes = households["village_code"].fillna("").to_numpy(dtype=object)
    membership = locate_claims(codes, zones=zones)
    household = counted.to_numpy()[membership.point]
    return pd.DataFrame({"household": household, "zone": membership.zone}).drop_duplicates()


def _ids(project: Project, positions: pd.Series) -> NDArray[np.object_]:
    names = np.array([zone.zone_id for zone in project.zones], dtype=object)
    return np.asarray(names[positions.to_numpy(dtype="int64")])


def _faults(placing: Placing, cells: _Cells, counted: pd.Series, *, held: pd.Series) -> pd.Series:
    """Why a counted row is undetermined: no row of it has a place, or its status is unusable."""
    own = _place_faults(placing, cells)
    somewhere = (own == "").groupby(counted.to_numpy(), sort=False).transform("any")
    faults = own.where(~somewhere & ~own.index.isin(held), "")
    issues = cells.issues
    status = issues[(issues["column"] == "status") & issues["code"].isin(STATUS_CODES)]
    codes = status.drop_duplicates("index").set_index("index")["code"]
    unusable = (faults == "") & faults.index.isin(codes.index)
    faults[unusable] = codes.reindex(faults.index[unusable]).to_numpy()
    broken = issues.loc[issues["code"] == "broken_row", "index"]
    return faults.mask(faults.index.isin(broken), "broken_row")


def _place_faults(placing: Placing, cells: _Cells) -> pd.Series:
    """Why a row has no place, own or by its village; cells that could not be read are bad."""
    unread = cells.issues["column"].isin(PLACE_COLUMNS)
    unread &= cells.issues["code"].isin(["bad_place", "error_cell"])
    own = placing.columns["coordinate_fault"]
    bad = (own == "no_place") & own.index.isin(cells.issues.loc[unread, "index"])
    placed = placing.columns["place_source"] != ""
    return own.mask(bad, "bad_place").mask(placed, "")


def _possible(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    codes: pd.Series,
    project: Project,
    *,
    held: pd.Series,
) -> pd.DataFrame:
    """The zones in which households could lie that are not known to lie inside or outside."""
    unplaced = table["place_source"] == ""
    undetermined = table["placement"] == "undetermined"
    doubtful = undetermined | (unplaced & table.index.isin(held))
    counties = {zone.zone_id: zone.county_code for zone in project.zones if not zone.codes}
    by_place = possible_zones(
        pd.DataFrame({"placed": ~unplaced, "county_code": codes})[doubtful],
        pairs,
        county_of_zone=counties,
    )
    lists = {zone.zone_id: zone.county_code for zone in project.zones if zone.codes}
    by_village = possible_zones(
        pd.DataFrame({"placed": False, "county_code": codes})[_village_unknown(table)],
        pairs,
        county_of_zone=lists,
    )
    return pd.concat([by_place, by_village]).drop_duplicates(ignore_index=True)


def _village_unknown(table: pd.DataFrame) -> pd.Series:
    """Households that could be of any village, so of a zone of villages too, wherever they lie."""
    return table["village_code"].isna() & (table["placement"] != "superseded")


def _beyond_plan(table: pd.DataFrame, placing: Placing, project: Project) -> NDArray[np.bool_]:
    """Inside a delivered polygon, but in no zone of the plan."""
    outside = placing.columns[(table["placement"] == "outside").to_numpy()]
    pairs = locate_placed(outside, zones=project.delivered)
    return np.asarray(table.index.isin(pairs["household"]))
