"""Boundaries as natural-resources bureaus hand them over: the .txt of boundary points (界址点)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np

from zonemap.errors import BoundaryError
from zonemap.read.outline.parcel_crs import parcel_crs
from zonemap.read.outline.rings import joined_parts, polygon_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import NoReturn

    import shapely
    from numpy.typing import NDArray

__all__ = ["PARCEL_COLUMNS", "read_parcels"]

MOST_BYTES: Final = 256 << 20
PARCEL_COLUMNS: Final = (
    "points", "area", "parcel_id", "parcel_name", "shape_kind", "map_sheet", "land_use",
    "land_code",
)  # fmt: skip
"""What the line before a parcel's points says, in its order."""
POINT_FIELDS: Final = 4
ATTRIBUTES, PARCELS = "属性描述", "地块坐标"
POLYGON_KINDS: Final = frozenset({"", "面", "面状"})
NORTHINGS: Final = (1_500_000.0, 6_200_000.0)
_SECTION: Final = re.compile(r"[\[［【]\s*(.+?)\s*[\]］】]")
_COMMA: Final = re.compile(r"[,，]")
_EQUALS: Final = re.compile(r"[=＝]")


@dataclass(slots=True)
class _Parcel:
    """A parcel while it is read: what its line says, and its points in order."""

    line: int
    about: dict[str, str]
    rings: list[int] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)


def read_parcels(path: Path) -> gpd.GeoDataFrame:
    """The parcels of a file of boundary points.

    Parameters
    ----------
    path
        Text in UTF-8 or GB18030 with the sections ``[属性描述]`` and ``[地块坐标]``.

    Returns
    -------
    layer
        A polygon for each parcel, its parts joined, easting first, with `PARCEL_COLUMNS` but for
        the number of points. The CRS is the Gauss-Krueger zone on CGCS2000 that the file states;
        None where it states none.

    Raises
    ------
    BoundaryError
        If the file is no such file, is cut off, contradicts itself or is on another datum.
    """
    attributes, parcels = _sections(path)
    if not parcels:
        raise BoundaryError("{file}: has no parcels under [地块坐标]", file=path.name)
    for parcel in parcels:
        _require_whole(parcel, path)
    points = np.concatenate([np.array(parcel.points) for parcel in parcels])
    easting_first = _easting_first(points, path)
    eastings = points[:, 0] if easting_first else points[:, 1]
    crs = parcel_crs(attributes, eastings=eastings, file=path.name)
    shapes: dict[tuple[str, ...], list[shapely.Polygon]] = {}
    abouts: dict[tuple[str, ...], dict[str, str]] = {}
    for number, parcel in enumerate(parcels):
        names = (parcel.about["parcel_id"], parcel.about["parcel_name"])
        key = names if any(names) else (str(number),)
        abouts.setdefault(key, parcel.about)
        shapes.setdefault(key, []).append(_polygon(parcel, path, easting_first=easting_first))
    table = {name: [about[name] for about in abouts.values()] for name in PARCEL_COLUMNS[1:]}
    return gpd.GeoDataFrame(
        table, geometry=[joined_parts(parts) for parts in shapes.values()], crs=crs
    )


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise BoundaryError("{file}: is larger than 256 MB; give a smaller file", file=path.name)
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BoundaryError(
        "{file}: is neither UTF-8 nor GB18030 text; save it as UTF-8", file=path.name
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", _text(path)), start=1):
        if line.strip(" \t\ufeff\0"):
            yield number, line.strip(" \t\ufeff")


def _sections(path: Path) -> tuple[dict[str, str], list[_Parcel]]:
    attributes: dict[str, str] = {}
    parcels: list[_Parcel] = []
    section = ""
    for number, line in _lines(path):
        heading = _SECTION.fullmatch(line)
        if heading:
            section = heading[1]
        elif section == ATTRIBUTES:
            name, _, value = _EQUALS.sub("=", line, count=1).partition("=")
            attributes[name.strip()] = value.strip()
        elif section == PARCELS:
            _take(parcels, line, number=number, path=path)
        else:
            raise BoundaryError(
                "{file}: is no file of boundary points: it must begin with [属性描述] or "
                "[地块坐标]",
                file=path.name,
            )
    return attributes, parcels


def _take(parcels: list[_Parcel], line: str, *, number: int, path: Path) -> None:
    """Add a line under [地块坐标]: the head of a parcel, or a point of the last one."""
    cells = [cell.strip() for cell in _COMMA.split(line)]
    if cells[-1] in {"@", "＠"}:
        filled = [*cells[:-1], *[""] * len(PARCEL_COLUMNS)]
        about = dict(zip(PARCEL_COLUMNS, filled, strict=False))
        if about["shape_kind"] not in POLYGON_KINDS:
            _refuse_line(path, number)
        parcels.append(_Parcel(number, about))
        return
    try:
        ring = int(_ascii(cells[1]))
        first, second = (float(_ascii(cell)) for cell in cells[2:POINT_FIELDS])
    except (ValueError, IndexError):
        _refuse_line(path, number)
    if not parcels or ring < 1 or not np.isfinite([first, second]).all():
        _refuse_line(path, number)
    parcels[-1].rings.append(ring)
    parcels[-1].points.append((first, second))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _refuse_line(path: Path, number: int) -> NoReturn:
    raise BoundaryError(
        "{file}: line {line} is neither the head of a parcel (ending in @) nor a point "
        "(J1,1,northing,easting)",
        file=path.name,
        line=number,
    )


def _require_whole(parcel: _Parcel, path: Path) -> None:
    """Refuse a parcel with fewer or more points than it says, counting closing points or not."""
    stated = _ascii(parcel.about["points"])
    count, rings = len(parcel.points), len(set(parcel.rings))
    wrong = stated.isdecimal() and abs(int(stated) - count) not in {0, rings}
    if wrong or not count:
        raise BoundaryError(
            "{file}: the parcel on line {line} says {stated} points but has {count}; the file is "
            "cut off or was edited",
            file=path.name,
            line=parcel.line,
            stated=stated or "?",
            count=count,
        )


def _easting_first(points: NDArray[np.float64], path: Path) -> bool:
    """Whether eastings stand first; in China no northing can be an easting."""
    low, high = NORTHINGS
    north = (points >= low) & (points <= high)
    east = ((points >= 1e5) & (points < 1e6)) | ((points >= 1.3e7) & (points < 4.6e7))
    if (north[:, 0] & east[:, 1]).all():
        return False
    if (east[:, 0] & north[:, 1]).all():
        return True
    raise BoundaryError(
        "{file}: its coordinates are not northing and easting in metres; export it again in "
        "CGCS2000, Gauss-Krueger",
        file=path.name,
    )


def _polygon(parcel: _Parcel, path: Path, *, easting_first: bool) -> shapely.Polygon:
    points = np.array(parcel.points)
    points = points if easting_first else points[:, ::-1]
    numbers = np.array(parcel.rings)
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    order = numbers[starts].tolist()
    part = parcel.about["parcel_name"] or parcel.about["parcel_id"] or f"line {parcel.line}"
    if len(set(order)) < len(order) or 1 not in order:
        raise BoundaryError(
            "{file}: the rings of {part} are not one after the other, outer ring 1 first",
            file=path.name,
            part=part,
        )
    rings = dict(zip(order, np.split(points, starts[1:]), strict=True))
    return polygon_of([rings[number] for number in sorted(rings)], file=path.name, part=part)
