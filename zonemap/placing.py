"""Where each household of one ledger date stands: a ladder from its own coordinates down.

Own coordinates, once it is told what they mean; else the reference point of its village; else
nowhere. What each file's coordinates were taken for, and on what evidence, comes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.accuracy import VILLAGE, place_accuracy
from zonemap.crs import WGS84, Coordinates, read_crs, to_degrees
from zonemap.errors import CRSError, ZonemapError
from zonemap.frames import tell_file
from zonemap.locate import locate_points
from zonemap.places import named_villages, village_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyproj
    from numpy.typing import NDArray

    from zonemap.project import Project
    from zonemap.zones import Zone

__all__ = ["Placing", "locate_placed", "pair_texts", "place_by_ladder", "placed_points"]

HELPED = ("no_place", "bad_place")
"""Faults of its own coordinates for which a household stands at its village's point. One whose
coordinates are good, but cannot be told, does not: it is undetermined."""

REPAIR_COLUMNS = ["index", "column", "value", "became", "code"]


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """Places of the households of one date.

    Attributes
    ----------
    columns
        On the index of the households: ``longitude``, ``latitude`` (WGS84 degrees by which it
        is located, NaN where unplaced), ``delivered_x``, ``delivered_y`` (numbers as delivered),
        ``coordinate_frame`` (empty where it cannot be told),
        ``coordinate_fault`` (what is wrong with its own coordinates: ``no_place``, ``bad_place``,
        ``unknown_datum`` or the empty text), ``place_source`` (``own``, ``village`` or empty),
        ``place_accuracy_m`` (NaN where unplaced) and ``village_code``.
    repairs
        ``index``, ``column``, ``value``, ``became``, ``code``.
    datum, consequences, problems
        Groups, consequences and problems of every `zonemap.frames.ToldFile`.
    """

    columns: pd.DataFrame
    repairs: pd.DataFrame
    datum: pd.DataFrame
    consequences: pd.DataFrame
    problems: tuple[ZonemapError, ...]

    def known_columns(self) -> dict[str, pd.Series]:
        """The columns to keep: no coordinates for a place whose zones alone are known."""
        untold = (self.columns["place_source"] == "own") & (self.columns["coordinate_frame"] == "")
        hidden = self.columns[["longitude", "latitude"]].mask(untold)
        return {str(name): column for name, column in self.columns.assign(**hidden).items()}


def place_by_ladder(
    households: pd.DataFrame,
    county_codes: pd.Series,
    *,
    project: Project,
    stated: Mapping[str, str],
    earlier: pd.DataFrame,
) -> Placing:
    """Every household's place.

    Parameters
    ----------
    households
        One ledger date; ``longitude`` and ``latitude`` are numbers as delivered.
    county_codes
        Of the county each row claims, on the same index; empty if unknown.
    project
        The plan, its boundaries and points of places.
    stated
        For each ledger file the CRS that it states itself; empty if none.
    earlier
        ``household_id``, ``longitude``, ``latitude`` (WGS84) of earlier ledgers.

    Returns
    -------
    placing
        For every row.

    Raises
    ------
    LedgerError
        If the coordinates of a file are not of the kind the plan says.
    """
    named = named_villages(households, county_codes, villages=project.gazetteer.villages)
    codes = households["village_code"].fillna(named)
    claims = _claims(households, county_codes, codes)
    parts = [
        tell_file(
            claims.loc[rows],
            str(file),
            project=project,
            own=stated.get(str(file), ""),
            earlier=earlier,
        )
        for file, rows in households.groupby("source_file", sort=False).groups.items()
    ]
    placed = pd.concat([part.placed for part in parts]).reindex(households.index)
    by_village = village_places(codes, points=project.gazetteer.village_points)
    helped = placed["fault"].isin(HELPED) & by_village["longitude"].notna()
    columns = pd.DataFrame(
        {
            "longitude": placed["longitude"].mask(helped, by_village["longitude"]),
            "latitude": placed["latitude"].mask(helped, by_village["latitude"]),
            "delivered_x": households["longitude"],
            "delivered_y": households["latitude"],
            "coordinate_frame": placed["frame"].fillna("").astype("str"),
            "coordinate_fault": placed["fault"].astype("str"),
            "place_source": np.select([helped, placed["fault"] == ""], ["village", "own"], ""),
            "place_accuracy_m": _accuracy(households, placed, by_village.where(helped), project),
            "village_code": codes,
        }
    ).astype({"place_source": "str"})
    repairs = [part.repairs for part in parts]
    repairs += [_village_code_repairs(named), _village_point_repairs(columns, helped)]
    return Placing(
        columns=columns,
        repairs=_stacked(repairs, REPAIR_COLUMNS),
        datum=pd.concat([part.groups for part in parts], ignore_index=True),
        consequences=pd.concat([part.consequences for part in parts], ignore_index=True),
        problems=tuple(problem for part in parts for problem in part.problems),
    )


def _accuracy(
    households: pd.DataFrame, placed: pd.DataFrame, by_village: pd.DataFrame, project: Project
) -> pd.Series:
    """By how many metres each place may be off; NaN where there is none."""
    worth = project.config.places.accuracy_m
    metres = worth.model_dump(exclude={"words"})
    own = place_accuracy(households["location_method"], metres=metres, words=worth.words)
    villages = by_village["accuracy_m"].fillna(metres[VILLAGE])
    villages = villages.where(by_village["longitude"].notna())
    return villages.fillna(own.where(placed["fault"] == ""))


def _claims(
    households: pd.DataFrame, county_codes: pd.Series, village_codes: pd.Series
) -> pd.DataFrame:
    """What the rows say of their place, as `tell_datum` asks."""
    codes = village_codes.fillna("")
    return pd.DataFrame(
        {
            "x": households["longitude"],
            "y": households["latitude"],
            "sheet": households["source_sheet"],
            "county_code": county_codes,
            "town_code": codes.str[:9],
            "village_code": codes,
            "household_id": households["household_id"],
            "location_method": households["location_method"],
        }
    )


def _village_code_repairs(named: pd.Series) -> pd.DataFrame:
    found = named.dropna()
    return pd.DataFrame(
        {
            "index": found.index,
            "column": "village_code",
            "value": "",
            "became": found.to_numpy(),
            "code": "village_code",
        }
    )


def _village_point_repairs(columns: pd.DataFrame, helped: pd.Series) -> pd.DataFrame:
    rows = columns[helped]
    return pd.DataFrame(
        {
            "index": rows.index,
            "column": "longitude",
            "value": pair_texts(rows["delivered_x"], rows["delivered_y"]),
            "became": pair_texts(rows["longitude"], rows["latitude"]),
            "code": "village_point",
        }
    )


def pair_texts(x: pd.Series, y: pd.Series) -> list[str]:
    """Coordinates as a clerk would look for them; what is missing is left out."""
    pairs = zip(x, y, strict=True)
    return [", ".join(f"{value:.10g}" for value in pair if np.isfinite(value)) for pair in pairs]


def _stacked(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    kept = [table for table in tables if len(table)]
    if not kept:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(kept, ignore_index=True)[list(columns)]


def locate_placed(columns: pd.DataFrame, *, zones: Sequence[Zone]) -> pd.DataFrame:
    """Every pair of a household and a zone that holds its place.

    Parameters
    ----------
    columns
        From `Placing`, or rows of it.
    zones
        In the plan's order.

    Returns
    -------
    pairs
        ``household`` (index label) and ``zone`` (position). Membership is asked with the very
        numbers delivered where they are in a CRS: a point on a line stays on it.
    """
    found = []
    for positions, points in placed_points(columns):
        membership = locate_points(points, zones=zones)
        household = columns.index.to_numpy()[positions[membership.point]]
        found.append(pd.DataFrame({"household": household, "zone": membership.zone}))
    if not found:
        return pd.DataFrame({"household": np.empty(0, "int64"), "zone": np.empty(0, "int64")})
    return pd.concat(found, ignore_index=True)


def placed_points(columns: pd.DataFrame) -> list[tuple[NDArray[np.intp], Coordinates]]:
    """Positions of placed rows with their points, those of one frame together.

    Parameters
    ----------
    columns
        From `Placing`, or rows of it.

    Returns
    -------
    frames
        Each row with a place is in one of them: in the numbers delivered where they are in a CRS,
        else in degrees.
    """
    lon, lat = (columns[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    x, y = (columns[name].to_numpy(dtype=float) for name in ("delivered_x", "delivered_y"))
    own = (columns["place_source"] == "own").to_numpy()
    left = np.isfinite(lon) & np.isfinite(lat)
    parts = []
    for frame in columns["coordinate_frame"][own].unique():
        crs = _crs_of(frame)
        if crs is None:
            continue
        rows = np.flatnonzero(own & left & (columns["coordinate_frame"] == frame).to_numpy())
        there_lon, there_lat = to_degrees(x[rows], y[rows], crs=crs)
        rows = rows[(there_lon == lon[rows]) & (there_lat == lat[rows])]
        parts.append((rows, Coordinates(x[rows], y[rows], crs)))
        left[rows] = False
    rest = np.flatnonzero(left)
    if len(rest):
        parts.append((rest, Coordinates(lon[rest], lat[rest], WGS84)))
    return parts


def _crs_of(frame: str) -> pyproj.CRS | None:
    """The CRS that a frame is; None for GCJ-02 and BD-09, which are none."""
    try:
        return read_crs(frame, where="")
    except CRSError:
        return None
