"""What a heading means: the column of a ledger it names, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zonemap.schema import COLUMNS, HEADING_ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "BY_PLAN",
    "WITH_GROUP",
    "Meaning",
    "column_name",
    "in_other_unit",
    "is_geopoint",
    "is_pair",
    "is_passed_over",
    "is_serial",
    "meaning",
    "squashed",
]

BY_PLAN, WITH_GROUP, BY_NAME, BY_ALIAS, BY_TAIL = 0, 1, 2, 4, 6
"""How far a heading is doubted: named by the plan; told apart by its group heading; the name,
header or label of a column; an alias; the end of a longer name. One more where something was cut
off it."""

_SERIAL = frozenset({"序号", "序", "编号序号", "顺序号", "行号", "no", "sn", "serial", "serialno"})
_GEOPOINTS = frozenset({"gps", "location", "geopoint", "gpslocation", "gpspoint", "gpscoordinates"})
_PAIRS = frozenset(
    {"经纬度", "经纬度坐标", "坐标", "坐标经纬度", "地理坐标", "gps坐标", "位置坐标", "经纬"}
)
_PASSED_OVER = frozenset({
    "geometry", "geom", "wkb_geometry", "fid", "start", "end", "starttime", "endtime", "today",
    "deviceid", "subscriberid", "simid", "simserial", "phonenumber", "username", "useremail",
    "audit", "key", "uuid", "instanceid", "instancename",
    "submissiondate", "submitterid", "submittername", "reviewstate", "formversion",
})  # fmt: skip
"""Headings that say nothing of a household: its point (read apart), what a survey form adds."""
_POINT_PARTS = ("altitude", "accuracy", "precision")

_NUMBERING = re.compile(
    r"^\s*(?:[(\[【]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\]】]|\d{1,2}[.、:]|"
    r"[一二三四五六七八九十]{1,3}、)\s*"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETS = re.compile(r"[(\[【〔<《{](.*?)[)\]】〕>》}]")
_UNIT = re.compile(r"(?:吨年|吨户|吨|万元|千元|元|平方米|平米|m2|亩|度|kg|公斤|千克|斤)$")
_OWNER = re.compile(r"^(?:户主|所属|所在|gcj02|wgs84|cgcs2000|bd09|百度|高德|腾讯)(?=.)")
_OTHER_UNITS = {
    "coal_t": re.compile(r"公斤|千克|斤|kg|标煤|标准煤|tce|立方|m3"),
    "subsidy_yuan": re.compile(r"万元|千元|万"),
    "heated_area_m2": re.compile(r"亩|公顷|km2"),
}


class Meaning(NamedTuple):
    """A canonical column name and how far it is trusted: the lower the better."""

    name: str
    doubt: int


def squashed(text: object) -> str:
    """Text without spaces, marks, width and case: what two spellings have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(text)).lower())


_NAMES = {
    squashed(spelling): column.name
    for column in COLUMNS
    for spelling in (column.name, column.header, column.label)
}
_ALIASES = {squashed(word): name for name, words in HEADING_ALIASES.items() for word in words}


def column_name(heading: object, aliases: Mapping[str, str] = {}) -> str | None:
    """The canonical name of a column from its heading, or None if it is no ledger column.

    Parameters
    ----------
    heading
        As it stands in the sheet, with its spaces, numbering, stars and unit.
    aliases
        Headings of the plan, each with the name of its column; they win.

    Returns
    -------
    name
        One of `zonemap.schema.COLUMN_NAMES`.
    """
    found = meaning(heading, aliases)
    return found.name if found else None


def meaning(heading: object, aliases: Mapping[str, str] = {}) -> Meaning | None:
    """What a heading means, as `column_name`, and how far that is trusted."""
    full = squashed(heading)
    if not full:
        return None
    for word, name in aliases.items():
        if squashed(word) == full:
            return Meaning(name, BY_PLAN)
    found = _known(str(heading)) or _tail(str(heading))
    # Last of all, for most cells that are asked about are no headings.
    if found is None or is_passed_over(heading) or _has_other_unit(str(heading), found.name):
        return None
    return found


@lru_cache(maxsize=8192)
def _known(heading: str) -> Meaning | None:
    """The meaning of the heading as a whole, then of what is left without its trimmings."""
    spellings = list(_spellings(heading))
    for names, doubt in ((_NAMES, BY_NAME), (_ALIASES, BY_ALIAS)):
        for cut, spelling in enumerate(spellings):
            if spelling in names:
                return Meaning(names[spelling], doubt + min(cut, 1))
    inside = _BRACKETS.findall(unicodedata.normalize("NFKC", heading))
    axes = [_NAMES.get(squashed(text)) for text in inside]
    return next(
        (Meaning(axis, BY_TAIL) for axis in axes if axis in {"longitude", "latitude"}), None
    )


def _spellings(heading: str) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", heading.lstrip(_CIRCLED)).lower()
    yield squashed(heading)
    text = _NUMBERING.sub("", text)
    yield squashed(text)
    bare = squashed(_BRACKETS.sub("", text))
    yield bare
    day = bare.replace("时间", "日期")
    own = _OWNER.sub("", day)
    yield from (
        _UNIT.sub("", bare),
        day,
        own,
        own.removesuffix("姓名"),
        _UNIT.sub("", squashed(text)),
    )


def _tail(heading: str) -> Meaning | None:
    """The meaning of the last part of a name that a form's group stands before."""
    pieces = re.split(r"[/.:]|-(?=[A-Za-z])", unicodedata.normalize("NFKC", heading))
    last = pieces[-1]
    if len(pieces) > 1 and (found := _known(last)):
        before = _known(pieces[-2])
        if last.isascii() or before is None or before.name == found.name:
            return Meaning(found.name, BY_TAIL)
    axis = last.lower().rpartition("_")[2]
    return Meaning(axis, BY_TAIL) if axis in {"longitude", "latitude"} else None


def is_serial(heading: object) -> bool:
    """Whether the column only counts the rows of the sheet."""
    return squashed(heading) in _SERIAL


def is_geopoint(heading: object) -> bool:
    """Whether the column holds points as a survey form writes them: latitude, then longitude."""
    return squashed(re.split(r"[/.:]", str(heading))[-1]) in _GEOPOINTS


def is_pair(heading: object) -> bool:
    """Whether the column holds longitude and latitude together."""
    return squashed(_BRACKETS.sub("", unicodedata.normalize("NFKC", str(heading)))) in _PAIRS


def is_passed_over(heading: object) -> bool:
    """Whether the column says nothing of a household and need not be named as unread."""
    text = str(heading).strip().lower()
    part = re.split(r"[/.:-]", text)[-1]
    word = part.rpartition("_")[2]
    if word in {"latitude", "longitude"}:
        return False
    own = text.isascii() and text.startswith("_")
    return own or word in _POINT_PARTS or part in _PASSED_OVER or is_serial(text)


def in_other_unit(heading: object) -> bool:
    """Whether a column of amounts is headed by a unit that is not ours, as kilograms for coal."""
    found = _known(str(heading)) or _tail(str(heading))
    return found is not None and _has_other_unit(str(heading), found.name)


def _has_other_unit(heading: str, name: str) -> bool:
    unit = _OTHER_UNITS.get(name)
    return unit is not None and unit.search(squashed(heading)) is not None
