"""Which Gauss-Krueger zone a file of boundary points is in, where all it says of it agrees."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj

from zonemap.errors import BoundaryError
from zonemap.read.outline.gauss_krueger import (
    SIX,
    THREE,
    Zone,
    epsg_of,
    zone_of_meridian,
    zone_width,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from numpy.typing import NDArray

__all__ = ["parcel_crs"]

PREFIX: Final = 1e6
METRES: Final = frozenset({"", "米", "m", "meter", "metre"})
_CGCS2000: Final = re.compile(r"2000国家大地坐标系?|国家(?:大地)?2000.*|(?:cgcs|国家)[-_ ]?2000.*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def parcel_crs(
    attributes: Mapping[str, str], *, eastings: NDArray[np.float64], file: str
) -> pyproj.CRS | None:
    """The CRS that the attributes of a file and its own eastings tell.

    Parameters
    ----------
    attributes
        The lines under ``[属性描述]``.
    eastings
        In metres, with the number of the zone before them or not.
    file
        For the message.

    Returns
    -------
    crs
        Gauss-Krueger on CGCS2000; None if the file names no 坐标系.

    Raises
    ------
    BoundaryError
        If it is on another datum, in other units or another projection, or what it says of its
        zone is too little or disagrees.
    """
    prefix = _prefix(eastings, file)
    name = _plain(attributes.get("坐标系", ""))
    if not name:
        return None
    _require_known(attributes, name, file)
    zone = _zone(attributes, prefix, file)
    return pyproj.CRS.from_epsg(epsg_of(zone, prefixed=prefix is not None))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def _require_known(attributes: Mapping[str, str], name: str, file: str) -> None:
    if not _CGCS2000.fullmatch(name):
        raise BoundaryError(
            "{file}: its 坐标系 is {name}; only 2000国家大地坐标系 is transformed without "
            "loss; ask the bureau for the file in it",
            file=file,
            name=attributes["坐标系"],
        )
    projection = _plain(attributes.get("投影类型", ""))
    if projection and "高斯" not in projection and "gauss" not in projection:
        _refuse(file, "投影类型", attributes["投影类型"])
    if _plain(attributes.get("计量单位", "")) not in METRES:
        _refuse(file, "计量单位", attributes["计量单位"])


def _refuse(file: str, name: str, value: str) -> NoReturn:
    raise BoundaryError(
        "{file}: its {name} is {value}; only Gauss-Krueger coordinates in metres are read",
        file=file,
        name=name,
        value=value,
    )


def _prefix(eastings: NDArray[np.float64], file: str) -> int | None:
    """The number of the zone that stands before every easting; None if before none."""
    prefixes = np.unique(np.floor(eastings / PREFIX).astype(int)).tolist()
    if len(prefixes) > 1:
        raise BoundaryError(
            "{file}: its eastings begin with different zone numbers ({zones}); split the file",
            file=file,
            zones=", ".join(map(str, prefixes[:4])),
        )
    return prefixes[0] or None


def _zone(attributes: Mapping[str, str], prefix: int | None, file: str) -> Zone:
    """The one zone that everything said agrees on."""
    width = _number(attributes, "几度分带", file)
    number = _number(attributes, "带号", file)
    meridian = _number(attributes, "中央子午线", file)
    numbers = {int(value) for value in (number, prefix) if value is not None}
    widths = {int(width)} if width is not None else {zone_width(each) for each in numbers}
    if len(numbers) == 1 and widths <= {THREE, SIX}:
        zones = {Zone(each, value) for each in widths for value in numbers if each is not None}
    elif meridian is not None and not numbers:
        each = int(width) if width is not None else THREE
        found = zone_of_meridian(meridian, width=each) if each in {THREE, SIX} else None
        zones = set() if found is None else {found}
    else:
        zones = set()
    zone = next(iter(zones), None)
    agreed = zone is not None and zone_width(zone.number) == zone.width
    if zone is None or not agreed or meridian not in {None, float(zone.meridian)}:
        raise BoundaryError(
            "{file}: what it says of its zone does not fit together (几度分带 {width}, 带号 "
            "{number}, 中央子午线 {meridian}, eastings {prefix}); ask the bureau",
            file=file,
            width=attributes.get("几度分带") or "-",
            number=attributes.get("带号") or "-",
            meridian=attributes.get("中央子午线") or "-",
            prefix="-" if prefix is None else f"{prefix}...",
        )
    return zone


def _number(attributes: Mapping[str, str], name: str, file: str) -> float | None:
    text = _plain(attributes.get(name, ""))
    if not text:
        return None
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        raise BoundaryError(
            "{file}: its {name} is {value}, which is no number",
            file=file,
            name=name,
            value=attributes[name],
        )
    return float(numbers[0])
