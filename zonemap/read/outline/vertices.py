"""Boundaries as a list of vertices in a CSV, many zones in one file."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from zonemap.crs import WGS84
from zonemap.errors import BoundaryError
from zonemap.read.coordinates import coordinate_columns
from zonemap.read.outline.rings import joined_parts, polygon_of

if TYPE_CHECKING:
    from pathlib import Path

    import shapely

__all__ = ["read_vertices"]

MOST_BYTES: Final = 256 << 20
HEADINGS: Final = {
    "zone": ("zone", "zone_id", "name", "区域", "区域名称", "分区", "名称", "禁燃区"),
    "part": ("part", "part_id", "parcel", "地块", "地块编号", "图斑"),
    "ring": ("ring", "环", "环号", "圈"),
    "order": ("order", "vertex", "seq", "序号", "顺序", "点序"),
}
RING_WORDS: Final = {"": 1, "outer": 1, "外": 1, "外环": 1, "inner": 2, "内": 2, "内环": 2}


def read_vertices(path: Path, *, crs: str | None = None) -> gpd.GeoDataFrame:
    """The polygons of a list of vertices.

    Parameters
    ----------
    path
        CSV in UTF-8 or GB18030 with a row for each vertex: ``longitude`` and ``latitude`` (经度,
        纬度) or ``x`` and ``y``, and where there are several ``zone`` (区域), ``part`` (地块),
        ``ring`` (环; 1 is outer) and ``order`` (序号).
    crs
        Of the coordinates; degrees are EPSG:4326 where it is not given.

    Returns
    -------
    layer
        A polygon for each zone, in file order, with a column ``zone`` and the same under the
        heading of the file.

    Raises
    ------
    BoundaryError
        If a column is missing, or a row has no coordinates or no number where one belongs.
    """
    table = _table(path)
    names = coordinate_columns(table.columns)
    if names is None:
        raise BoundaryError(
            "{file}: needs columns longitude and latitude; found {found}",
            file=path.name,
            found=", ".join(map(str, table.columns))[:200],
        )
    degrees = {name.strip().lower() for name in names} != {"x", "y"}
    columns = {name: _column(table, words) for name, words in HEADINGS.items()}
    vertices = pd.DataFrame(
        {
            "x": _numbers(table, names[0], path),
            "y": _numbers(table, names[1], path),
            "zone": _texts(table, columns["zone"]),
            "part": _texts(table, columns["part"]),
            "ring": _rings(table, columns["ring"], path),
            "order": range(len(table))
            if columns["order"] is None
            else _numbers(table, columns["order"], path),
        }
    )
    _require_order(vertices, path)
    layer = _layer(vertices, path)
    if columns["zone"] not in {None, "zone"}:
        layer[str(columns["zone"])] = layer["zone"]
    return layer.set_crs(crs or (WGS84 if degrees else None))


def _table(path: Path) -> pd.DataFrame:
    if path.stat().st_size > MOST_BYTES:
        raise BoundaryError("{file}: is larger than 256 MB; give a smaller file", file=path.name)
    rows = _rows(path)
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise BoundaryError("{file}: has no features", file=path.name)
    header = rows[0]
    if len(set(header)) < len(header):
        raise BoundaryError("{file}: two columns have the same name", file=path.name)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise BoundaryError(
                "{file}: row {row} has not the {width} cells of the header; mend the row",
                file=path.name,
                row=number,
                width=len(header),
            )
    return pd.DataFrame(rows[1:], columns=header, dtype="str")


def _rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            return list(csv.reader(text.splitlines(keepends=True), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error as fault:
            raise BoundaryError(
                "{file}: cannot be read as {suffix}", file=path.name, suffix=".csv"
            ) from fault
    raise BoundaryError(
        "{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=path.name
    )


def _column(table: pd.DataFrame, words: tuple[str, ...]) -> str | None:
    by_name = {str(name).strip().lower(): str(name) for name in table.columns}
    return next((by_name[word] for word in words if word in by_name), None)


def _texts(table: pd.DataFrame, name: str | None) -> pd.Series:
    return pd.Series("", index=table.index, dtype="str") if name is None else table[name]


def _numbers(table: pd.DataFrame, name: str, path: Path) -> pd.Series:
    text = table[name].map(lambda cell: unicodedata.normalize("NFKC", cell))
    numbers = pd.to_numeric(text, errors="coerce").astype(float)
    bad = np.flatnonzero(~np.isfinite(numbers.to_numpy()))
    if len(bad):
        raise BoundaryError(
            "{file}: row {row} has no usable {column}",
            file=path.name,
            row=int(bad[0]) + 2,
            column=name,
        )
    return numbers


def _rings(table: pd.DataFrame, name: str | None, path: Path) -> pd.Series:
    words = _texts(table, name).str.lower()
    known = words.map(lambda word: RING_WORDS.get(word, word)).astype("str")
    return _numbers(table.assign(ring=known), "ring", path)


def _require_order(vertices: pd.DataFrame, path: Path) -> None:
    twice = vertices.duplicated(["zone", "part", "ring", "order"])
    if twice.any():
        raise BoundaryError(
            "{file}: row {row} has the same place in its ring as another row",
            file=path.name,
            row=int(np.flatnonzero(twice)[0]) + 2,
        )


def _layer(vertices: pd.DataFrame, path: Path) -> gpd.GeoDataFrame:
    zones: dict[str, list[shapely.Polygon]] = {}
    for (zone, part), rows in vertices.groupby(["zone", "part"], sort=False):
        ordered = rows.sort_values(["ring", "order"], kind="stable")
        rings = [ring[["x", "y"]].to_numpy(float) for _, ring in ordered.groupby("ring")]
        named = "/".join(str(name) for name in (zone, part) if name) or path.stem
        zones.setdefault(str(zone), []).append(polygon_of(rings, file=path.name, part=named))
    shapes = [joined_parts(parts) for parts in zones.values()]
    return gpd.GeoDataFrame({"zone": list(zones)}, geometry=shapes)
