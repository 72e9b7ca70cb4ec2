"""Gauss-Krueger zones on CGCS2000: their EPSG codes, and what a file says of its own zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["Zone", "epsg_of", "zone_of_meridian", "zone_width"]

THREE, SIX = 3, 6
FIRST_ZONE: Final = {THREE: 25, SIX: 13}
LAST_ZONE: Final = {THREE: 45, SIX: 23}
FIRST_CODE: Final = {
    (THREE, True): 4513,
    (THREE, False): 4534,
    (SIX, True): 4491,
    (SIX, False): 4502,
}
"""EPSG code of the first zone; True where its number stands before the eastings."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A Gauss-Krueger zone: 3 or 6 degrees wide, and its number."""

    width: int
    number: int

    @property
    def meridian(self) -> int:
        """The central meridian in degrees east."""
        return self.number * THREE if self.width == THREE else self.number * SIX - THREE


def zone_width(number: int) -> int | None:
    """How many degrees wide the zone of a number is; in China no number stands for both."""
    return next(
        (width for width in (THREE, SIX) if FIRST_ZONE[width] <= number <= LAST_ZONE[width]), None
    )


def zone_of_meridian(degrees: float, *, width: int) -> Zone | None:
    """The zone with a central meridian, or None if no zone of that width has it."""
    number = degrees / THREE if width == THREE else (degrees + THREE) / SIX
    if not number.is_integer() or zone_width(int(number)) != width:
        return None
    return Zone(width, int(number))


def epsg_of(zone: Zone, *, prefixed: bool) -> int:
    """The EPSG code of a zone on CGCS2000; ``prefixed``: its number stands before eastings."""
    return FIRST_CODE[zone.width, prefixed] + zone.number - FIRST_ZONE[zone.width]
