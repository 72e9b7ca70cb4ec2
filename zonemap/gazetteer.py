"""What a project knows of places: its villages by code and name, and points of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from zonemap.crs import read_crs, to_degrees
from zonemap.datum.shifts import from_bd09, from_gcj02
from zonemap.errors import BoundaryError
from zonemap.places import VILLAGE_POINT_COLUMNS
from zonemap.read.files import planned_file
from zonemap.read.places import read_place_points, read_villages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Gazetteer", "open_gazetteer"]

VILLAGE_COLUMNS = ("code", "village", "town", "county_code")


def _no_points() -> pd.DataFrame:
    text, number = pd.Series(dtype="str"), pd.Series(dtype="float64")
    return pd.DataFrame(
        {name: text if name == "code" else number for name in VILLAGE_POINT_COLUMNS}
    )


def _no_villages() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in VILLAGE_COLUMNS})


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Villages and points of places.

    Attributes
    ----------
    villages
        ``code``, ``village``, ``town``, ``county_code`` of every village; empty if none given.
    town_points, village_points
        `zonemap.places.VILLAGE_POINT_COLUMNS` in WGS84 degrees; empty if none given.
    files
        The files they were read from, relative to the project.
    """

    villages: pd.DataFrame = field(default_factory=_no_villages)
    town_points: pd.DataFrame = field(default_factory=_no_points)
    village_points: pd.DataFrame = field(default_factory=_no_points)
    files: tuple[str, ...] = ()


def open_gazetteer(files: Mapping[str, str | None], *, root: Path) -> Gazetteer:
    """Read the lists of places that a plan names.

    Parameters
    ----------
    files
        The table ``[places]``: ``villages``, ``town_points``, ``village_points``.
    root
        Folder of the project.

    Returns
    -------
    gazetteer
        With empty tables for files that are not named.

    Raises
    ------
    BoundaryError
        If a file is missing or cannot be used.
    CRSError
        If its column ``crs`` names a system that is unknown or on another datum.
    """
    named = {name: file for name, file in files.items() if file}
    paths = {
        name: planned_file(file, root=root, error=BoundaryError) for name, file in named.items()
    }
    tables: dict[str, pd.DataFrame] = {}
    if "villages" in named:
        tables["villages"] = read_villages(paths["villages"])
    for kind in ("town", "village"):
        file = named.get(f"{kind}_points")
        if file:
            tables[f"{kind}_points"] = _in_degrees(
                read_place_points(paths[f"{kind}_points"], kind=kind), file
            )
    return Gazetteer(**tables, files=tuple(named.values()))


def _in_degrees(points: pd.DataFrame, file: str) -> pd.DataFrame:
    """Points in WGS84, whatever system their file states."""
    stated = points["crs"].iloc[0] if len(points) else ""
    x, y = points["longitude"].to_numpy(), points["latitude"].to_numpy()
    shifts = {"GCJ-02": from_gcj02, "BD-09": from_bd09}
    if stated in shifts:
        lon, lat = shifts[stated](x, y)
    elif stated:
        lon, lat = to_degrees(x, y, crs=read_crs(stated, where=file))
    else:
        lon, lat = x, y
    return points[list(VILLAGE_POINT_COLUMNS)].assign(longitude=lon, latitude=lat)
