"""One ledger date from delivered rows to judged households: the stages in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.crs import Coordinates
from zonemap.errors import LedgerError
from zonemap.judge import (
    counted_rows,
    judge_households,
    place_faults,
    place_households,
    possible_zones,
    worst_stages,
)
from zonemap.locate import locate_points
from zonemap.manifest import row_digests
from zonemap.project import county_codes
from zonemap.schema import COLUMN_NAMES
from zonemap.tally import tally_controls, tally_statuses, tally_zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from zonemap.intake import TypedLedger
    from zonemap.project import Project
    from zonemap.read.ledgers import RawLedger
    from zonemap.zones import Zone

__all__ = ["DIGEST_COLUMNS", "Assessment", "Result", "assess"]

DIGEST_COLUMNS = (*COLUMN_NAMES, "ledger_date", "source_file", "source_sheet", "source_row")
"""What makes up a data row: what was read of it, and where it stood."""

LEAST_AGREEMENT = 0.5
"""Share of placed rows that must lie in the county they claim; below it the CRS is wrong."""

TOTAL_TOLERANCE = 0.005
"""By how much a stated total of tonnes may differ from its rows: rounding."""

STATUS_CODES = ("no_status", "unknown_status")


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What one ledger date says; the tables of ``docs/architecture.md``.

    Attributes
    ----------
    day
        The ledger date.
    households, judged, zone_counts, zone_statuses, controls
        See ``docs/architecture.md`` and `zonemap.tally`.
    issues
        Cells blanked and rows found wanting: ``file``, ``sheet``, ``row``, ``column``, ``value``,
        ``code``, ``severity``.
    digests
        For each ledger file the hash of its data rows, taken before they were judged.
    """

    day: date
    households: pd.DataFrame
    judged: pd.DataFrame
    zone_counts: pd.DataFrame
    zone_statuses: pd.DataFrame
    controls: pd.DataFrame
    issues: pd.DataFrame
    digests: dict[str, str]


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
        A row per ledger file: its rows by kind, and what became of its data rows.
    control_totals
        Sub-totals that the files state, against their rows.
    unread
        For each ledger file the sheets and headings that are no part of a ledger.
    passed_over
        Files among the ledgers that are no tables.
    inputs
        SHA-256 of every file read, by its name in the project.
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

    @property
    def newest(self) -> Assessment:
        """The ledger date that is reported."""
        return self.assessments[-1]


def assess(typed: Sequence[TypedLedger], project: Project, *, first_row: int) -> Assessment:
    """Judge every row of the ledgers of one date.

    Parameters
    ----------
    typed
        At least one, all of the same day.
    project
        The plan and its boundaries.
    first_row
        Index label of the first household; the others follow.

    Returns
    -------
    assessment
        Every data row of every ledger is in ``households`` exactly once.

    Raises
    ------
    LedgerError
        If most placed rows lie outside the county they claim.
    """
    households, cell_issues = _stacked(typed, first_row)
    points = Coordinates(
        households["longitude"].to_numpy(), households["latitude"].to_numpy(), project.ledger_crs
    )
    lon, lat = points.degrees()
    households = households.assign(longitude=lon, latitude=lat)
    digests = row_digests(households, columns=DIGEST_COLUMNS, by="source_file")
    codes = county_codes(households, project)
    own_faults = place_faults(households, bounds=project.bounds)
    placed = (own_faults == "").to_numpy()
    _require_believable(own_faults, households, project)
    _require_agreement(households, codes, points, np.flatnonzero(placed), project)
    counted = counted_rows(households)
    pairs = _pairs(points, np.flatnonzero(placed), counted, project.zones)
    faults = _faults(own_faults, cell_issues, counted)
    judgeable = pairs["household"].isin(faults.index[faults == ""])
    judged = judge_households(households, pairs[judgeable], rules=project.rules)
    table = place_households(households, judged, faults=faults, counted=counted)
    table = table.assign(beyond_plan=_beyond_plan(table, points, project))
    doubtful = table["placement"] == "undetermined"
    undetermined = pd.DataFrame(
        {"placed": placed[doubtful], "county_code": codes[doubtful]}, index=table.index[doubtful]
    )
    possible = possible_zones(
        undetermined,
        pairs,
        county_of_zone={zone.zone_id: zone.county_code for zone in project.zones},
    )
    zone_ids = [zone.zone_id for zone in project.zones]
    towns = {spec.id: spec.control_towns for spec in project.config.zones}
    return Assessment(
        day=typed[0].ledger.day,
        households=table,
        judged=judged,
        zone_counts=tally_zones(judged, worst_stages(judged), possible, zone_ids=zone_ids),
        zone_statuses=tally_statuses(judged, table, zone_ids=zone_ids),
        controls=tally_controls(table, judged, towns=towns),
        issues=_all_issues(table, cell_issues, counted, typed),
        digests=digests,
    )


def _stacked(typed: Sequence[TypedLedger], first_row: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows and issues of several files as one, index labels from ``first_row`` on."""
    households = pd.concat([part.households for part in typed], ignore_index=True)
    households.index = pd.RangeIndex(first_row, first_row + len(households))
    issues, start = [], first_row
    for part in typed:
        issues.append(part.issues.assign(index=part.issues["index"] + start))
        start += len(part.households)
    return households, pd.concat(issues, ignore_index=True)


def _require_believable(faults: pd.Series, households: pd.DataFrame, project: Project) -> None:
    """Most coordinates outside the counties' box: the columns are swapped or the CRS is wrong."""
    given = faults[faults != "no_place"]
    share = float((given == "bad_place").mean()) if len(given) else 0.0
    if share > 1 - LEAST_AGREEMENT:
        raise LedgerError(
            "{file}: {percent} % of its coordinates lie far outside the counties; check that 经度 "
            "and 纬度 are not swapped, and ledgers.crs ({crs})",
            file=households["source_file"].iloc[0],
            percent=f"{share * 100:.0f}",
            crs=project.config.ledgers.crs,
        )


def _require_agreement(
    households: pd.DataFrame,
    codes: pd.Series,
    points: Coordinates,
    placed: NDArray[np.intp],
    project: Project,
) -> None:
    """Places that lie outside the county they claim betray a wrong CRS or swapped axes."""
    claimed = placed[(codes != "").to_numpy()[placed]]
    if len(claimed) == 0 or len(project.counties) == 0:
        return
    membership = locate_points(points.take(claimed), zones=project.county_zones)
    claims = codes.to_numpy()[claimed[membership.point]]
    agree = claims == project.counties["code"].to_numpy()[membership.zone]
    share = len(np.unique(membership.point[agree])) / len(claimed)
    if share < LEAST_AGREEMENT:
        raise LedgerError(
            "{file}: only {percent} % of its households lie in the county they name; check the "
            "coordinates and ledgers.crs ({crs})",
            file=households["source_file"].iloc[0],
            percent=f"{share * 100:.0f}",
            crs=project.config.ledgers.crs,
        )


def _pairs(
    points: Coordinates, placed: NDArray[np.intp], counted: pd.Series, zones: Sequence[Zone]
) -> pd.DataFrame:
    """Each household that counts with each zone that holds it or another row of it, once."""
    membership = locate_points(points.take(placed), zones=zones)
    zone_ids = np.array([zone.zone_id for zone in zones], dtype=object)
    household = counted.to_numpy()[placed[membership.point]]
    table = pd.DataFrame({"household": household, "zone": membership.zone}).drop_duplicates()
    table = table.sort_values(["household", "zone"], ignore_index=True)
    return pd.DataFrame({"household": table["household"], "zone_id": zone_ids[table["zone"]]})


def _faults(own: pd.Series, issues: pd.DataFrame, counted: pd.Series) -> pd.Series:
    """Why a counted row is undetermined: no row of it has a place, or its status is unusable."""
    somewhere = (own == "").groupby(counted.to_numpy()).transform("any")
    faults = own.where(~somewhere, "")
    status = issues[issues["code"].isin(STATUS_CODES)].set_index("index")["code"]
    unusable = (faults == "") & faults.index.isin(status.index)
    faults[unusable] = status.reindex(faults.index[unusable]).to_numpy()
    return faults


def _beyond_plan(table: pd.DataFrame, points: Coordinates, project: Project) -> NDArray[np.bool_]:
    """Inside a delivered polygon, but in no zone of the plan."""
    beyond = np.zeros(len(table), dtype=bool)
    outside = np.flatnonzero(table["placement"] == "outside")
    membership = locate_points(points.take(outside), zones=project.delivered)
    beyond[outside[membership.point]] = True
    return beyond


def _all_issues(
    table: pd.DataFrame,
    cell_issues: pd.DataFrame,
    counted: pd.Series,
    typed: Sequence[TypedLedger],
) -> pd.DataFrame:
    """Cell issues, unusable places and superseded rows, under file, sheet and row."""
    place = table["undetermined_reason"][
        table["undetermined_reason"].isin(["no_place", "bad_place"])
    ]
    superseded = table.index[table["placement"] == "superseded"]
    agree = table["status"].eq(table["status"].loc[counted].set_axis(table.index))
    found = [
        cell_issues,
        pd.DataFrame(
            {
                "index": place.index,
                "column": "longitude",
                "value": _place_text(table.loc[place.index]),
                "code": place.to_numpy(),
            }
        ),
        pd.DataFrame(
            {
                "index": superseded,
                "column": "household_id",
                "value": table["household_id"][superseded].to_numpy(),
                "code": np.where(agree[superseded], "duplicate_household", "conflicting_rows"),
            }
        ),
    ]
    issues = pd.concat([part for part in found if len(part)] or found, ignore_index=True)
    source = table.loc[issues["index"], ["source_file", "source_sheet", "source_row"]]
    source.columns = pd.Index(["file", "sheet", "row"])
    named = pd.concat([source.reset_index(drop=True), issues.drop(columns="index")], axis=1)
    named["severity"] = np.select(
        [
            named["code"].isin(["no_place", "bad_place", *STATUS_CODES]),
            named["code"].isin(["duplicate_household", "conflicting_rows", "id_as_number"]),
        ],
        ["undetermined", "noted"],
        "blanked",
    )
    totals = [_total_issues(part.ledger) for part in typed]
    every = pd.concat([named, *(part for part in totals if len(part))], ignore_index=True)
    return every.sort_values(["file", "sheet", "row", "column"], ignore_index=True)


def _place_text(rows: pd.DataFrame) -> list[str]:
    """The coordinates that were not believed, as a clerk would look for them."""
    pairs = zip(rows["longitude"], rows["latitude"], strict=True)
    return [", ".join(f"{value:g}" for value in pair if np.isfinite(value)) for pair in pairs]


def _total_issues(ledger: RawLedger) -> pd.DataFrame:
    """Sub-totals of a file that its rows do not bear out."""
    totals = ledger.control_totals
    wrong = totals[(totals["stated"] - totals["counted"]).abs() > TOTAL_TOLERANCE]
    return pd.DataFrame(
        {
            "column": wrong["what"].replace("households", "household_id"),
            "value": wrong["stated"].map("{:g}".format),
            "code": "control_total",
            "file": ledger.file,
            "sheet": wrong["sheet"],
            "row": wrong["row"],
            "severity": "noted",
        }
    )
