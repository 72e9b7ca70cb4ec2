"""Which zones hold the households of a ledger date, which could, and why some cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.judge import possible_zones
from zonemap.locate import locate_claims
from zonemap.placing import Placing, locate_placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.project import Project
    from zonemap.zones import Zone

__all__ = [
    "beyond_plan",
    "named_zones",
    "pairs_by_claim",
    "pairs_by_place",
    "possible_pairs",
    "undetermined_faults",
]

PLACE_COLUMNS = ("longitude", "latitude")
STATUS_CODES = ("no_status", "unknown_status", "error_cell")


def pairs_by_place(placing: Placing, counted: pd.Series, zones: Sequence[Zone]) -> pd.DataFrame:
    """Each household that counts with each zone that holds it or another row of it, by place."""
    pairs = locate_placed(placing.columns, zones=zones)
    household = counted.loc[pairs["household"]].to_numpy()
    return pd.DataFrame({"household": household, "zone": pairs["zone"]}).drop_duplicates()


def pairs_by_claim(
    households: pd.DataFrame, counted: pd.Series, zones: Sequence[Zone]
) -> pd.DataFrame:
    """Each household that counts with each zone that lists its village, or another row's."""
    codes = households["village_code"].fillna("").to_numpy(dtype=object)
    membership = locate_claims(codes, zones=zones)
    household = counted.to_numpy()[membership.point]
    return pd.DataFrame({"household": household, "zone": membership.zone}).drop_duplicates()


def named_zones(project: Project, positions: pd.Series) -> NDArray[np.object_]:
    """The id of the zone at each position of the plan."""
    names = np.array([zone.zone_id for zone in project.zones], dtype=object)
    return np.asarray(names[positions.to_numpy(dtype="int64")])


def undetermined_faults(
    placing: Placing, issues: pd.DataFrame, counted: pd.Series, *, held: pd.Series
) -> pd.Series:
    """Why a counted row is undetermined: no row of it has a place, or its status is unusable."""
    own = _place_faults(placing, issues)
    somewhere = (own == "").groupby(counted.to_numpy(), sort=False).transform("any")
    faults = own.where(~somewhere & ~own.index.isin(held), "")
    status = issues[(issues["column"] == "status") & issues["code"].isin(STATUS_CODES)]
    codes = status.drop_duplicates("index").set_index("index")["code"]
    unusable = (faults == "") & faults.index.isin(codes.index)
    faults[unusable] = codes.reindex(faults.index[unusable]).to_numpy()
    broken = issues.loc[issues["code"] == "broken_row", "index"]
    return faults.mask(faults.index.isin(broken), "broken_row")


def _place_faults(placing: Placing, issues: pd.DataFrame) -> pd.Series:
    """Why a row has no place, own or by its village; cells that could not be read are bad."""
    unread = issues["column"].isin(PLACE_COLUMNS)
    unread &= issues["code"].isin(["bad_place", "error_cell"])
    own = placing.columns["coordinate_fault"]
    bad = (own == "no_place") & own.index.isin(issues.loc[unread, "index"])
    placed = placing.columns["place_source"] != ""
    return own.mask(bad, "bad_place").mask(placed, "")


def possible_pairs(
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


def beyond_plan(table: pd.DataFrame, placing: Placing, project: Project) -> NDArray[np.bool_]:
    """Inside a delivered polygon, but in no zone of the plan."""
    outside = placing.columns[(table["placement"] == "outside").to_numpy()]
    pairs = locate_placed(outside, zones=project.delivered)
    return np.asarray(table.index.isin(pairs["household"]))
