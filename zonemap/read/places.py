"""Reference lists of places: villages and their codes, points of towns and villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.errors import BoundaryError
from zonemap.read.files import existing_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_place_points", "read_villages"]

COLUMNS = {
    "village_code": ("village_code", "village_code12", "code", "村社区代码", "村代码", "代码"),
    "town_code": ("town_code", "town_code9", "code", "镇办代码", "乡镇代码", "代码"),
    "village": ("village", "name", "村社区", "村", "名称"),
    "town": ("town", "镇办", "乡镇", "镇"),
    "county_code": ("county_code", "县区代码"),
    "longitude": ("longitude", "lon", "lng", "lon_wgs84", "x", "经度"),
    "latitude": ("latitude", "lat", "lat_wgs84", "y", "纬度"),
    "accuracy_m": ("accuracy_m", "radius_m", "半径", "精度"),
    "crs": ("crs", "坐标系"),
}
"""Headings under which a list may have each of its columns."""

CODE_DIGITS = {"village_code": 12, "town_code": 9}


def read_villages(path: Path) -> pd.DataFrame:
    """All villages of the counties: what they are called and their codes.

    Parameters
    ----------
    path
        CSV (UTF-8) with a code of 12 digits, the village's name and, where names repeat, the
        town's.

    Returns
    -------
    villages
        ``code``, ``village``, ``town``, ``county_code`` as text, in file order.

    Raises
    ------
    BoundaryError
        If the file is missing or unreadable, lacks a column, or a code is no village code.
    """
    table = _table(path, needed=("village_code", "village"))
    table = _with_codes(table, "village_code", path)
    county = table["county_code"] if "county_code" in table else table["code"].str[:6]
    town = table["town"] if "town" in table else pd.Series("", index=table.index, dtype="str")
    return pd.DataFrame(
        {"code": table["code"], "village": table["village"], "town": town, "county_code": county}
    )


def read_place_points(path: Path, *, kind: str) -> pd.DataFrame:
    """A point for each town or village.

    Parameters
    ----------
    path
        CSV (UTF-8) with a code, longitude and latitude in degrees; optionally ``radius_m`` or
        ``accuracy_m``, and ``crs``, one for the whole file.
    kind
        ``town`` (codes of 9 digits) or ``village`` (12).

    Returns
    -------
    points
        ``code``, ``longitude``, ``latitude`` as stated in the file, ``accuracy_m`` (NaN where
        not stated) and ``crs`` (empty where not stated), in file order, no code twice.

    Raises
    ------
    BoundaryError
        If the file is missing or unreadable, lacks a column, or a row has no usable code or
        coordinates.
    """
    code = f"{kind}_code"
    table = _with_codes(_table(path, needed=(code, "longitude", "latitude")), code, path)
    numbers = {
        name: pd.to_numeric(table[name], errors="coerce")
        if name in table
        else pd.Series(np.nan, index=table.index)
        for name in ("longitude", "latitude", "accuracy_m")
    }
    lon, lat = numbers["longitude"], numbers["latitude"]
    usable = (lon.abs() <= 180) & (lat.abs() <= 90)
    _refuse_row(path, ~usable, "{file}: row {row} has no usable coordinates")
    _refuse_row(path, table["code"].duplicated(), "{file}: the code in row {row} stands twice")
    stated = set(table["crs"].str.strip()) - {""} if "crs" in table else set()
    if len(stated) > 1:
        raise BoundaryError("{file}: column crs names several systems", file=path.name)
    crs = next(iter(stated), "")
    return pd.DataFrame({"code": table["code"], **numbers}).assign(crs=crs)


def _table(path: Path, *, needed: tuple[str, ...]) -> pd.DataFrame:
    """The columns of a list under their own names, cells as text."""
    existing_file(path, error=BoundaryError)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as fault:
        raise BoundaryError(
            "{file}: cannot be read as {suffix}; it is damaged, or something else under that name",
            file=path.name,
            suffix=path.suffix or ".csv",
        ) from fault
    lower = {str(name).strip().lower(): name for name in reversed(table.columns)}
    found = {
        name: next((lower[known] for known in spellings if known in lower), None)
        for name, spellings in COLUMNS.items()
    }
    missing = [name for name in needed if found[name] is None]
    if missing:
        raise BoundaryError("{file}: has no column {column}", file=path.name, column=missing[0])
    return pd.DataFrame({name: table[own] for name, own in found.items() if own is not None})


def _with_codes(table: pd.DataFrame, column: str, path: Path) -> pd.DataFrame:
    """The table with its code in the column ``code``."""
    codes = table[column].str.strip()
    wrong = ~codes.str.fullmatch(rf"\d{{{CODE_DIGITS[column]}}}").astype(bool)
    _refuse_row(path, wrong, "{file}: row {row} has no code of a town (9 digits) or village (12)")
    return table.assign(code=codes)


def _refuse_row(path: Path, wrong: pd.Series, template: str) -> None:
    if wrong.any():
        raise BoundaryError(template, file=path.name, row=int(np.flatnonzero(wrong)[0]) + 2)
