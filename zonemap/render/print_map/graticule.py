"""Where meridians and parallels cross the frame of a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zonemap.render.print_map.frame import MapFrame, lonlat_of

__all__ = ["Tick", "degree_label", "frame_ticks"]

Side = Literal["bottom", "top", "left", "right"]

STEPS_S = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 18000, 36000)
"""Steps between ticks, seconds of arc."""

SPACING_MM = 32.0
"""Ticks stand about this far apart."""

SAMPLES = 257
"""Points along a side between which a crossing is interpolated; the sides are nearly
straight in degrees, so this is exact to far below a printed dot."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A meridian or parallel at the frame.

    Attributes
    ----------
    side
        Meridians cross ``bottom`` and ``top``, parallels ``left`` and ``right``.
    arc_s
        Its longitude or latitude, seconds of arc.
    at_mm
        How far along the side, from its left or lower end.
    label
        Degrees and minutes, and seconds where the step needs them.
    """

    side: Side
    arc_s: int
    at_mm: float
    label: str


def frame_ticks(frame: MapFrame) -> tuple[Tick, ...]:
    """Every crossing on the four sides of the frame, side by side, rising."""
    step = _step_s(frame)
    ticks: list[Tick] = []
    for side in ("bottom", "top", "left", "right"):
        ticks += _side_ticks(frame, side, step)
    return tuple(ticks)


def degree_label(arc_s: int, hemispheres: str, *, seconds: bool = False) -> str:
    """An angle in degrees and minutes.

    Parameters
    ----------
    arc_s
        Seconds of arc.
    hemispheres
        The letters for positive and negative: ``EW`` or ``NS``.
    seconds
        Whether seconds are written too.

    Returns
    -------
    label
        As ``107°05′E``.
    """
    degrees, rest = divmod(abs(arc_s), 3600)
    minutes, second = divmod(rest, 60)
    tail = f"{second:02}″" if seconds else ""
    return f"{degrees}°{minutes:02}′{tail}{hemispheres[arc_s < 0]}"


def _side_ticks(frame: MapFrame, side: Side, step_s: int) -> list[Tick]:
    west, south, east, north = frame.bounds
    along = np.linspace(0, 1, SAMPLES)
    if side in {"bottom", "top"}:
        y = np.full(SAMPLES, south if side == "bottom" else north)
        degrees, _ = lonlat_of(frame.crs, west + along * (east - west), y)
        length_mm, hemispheres = frame.box.width, "EW"
    else:
        x = np.full(SAMPLES, west if side == "left" else east)
        _, degrees = lonlat_of(frame.crs, x, south + along * (north - south))
        length_mm, hemispheres = frame.box.height, "NS"
    arc = degrees * 3600
    values = np.arange(np.ceil(arc[0] / step_s), np.floor(arc[-1] / step_s) + 1) * step_s
    places = np.interp(values, arc, along * length_mm)
    return [
        Tick(
            side, int(value), float(at), degree_label(int(value), hemispheres, seconds=step_s < 60)
        )
        for value, at in zip(values, places, strict=True)
    ]


def _step_s(frame: MapFrame) -> int:
    west, south, east, north = frame.bounds
    middle = np.full(2, (south + north) / 2)
    longitude, _ = lonlat_of(frame.crs, np.array([west, east]), middle)
    arc_per_mm = float(np.ptp(longitude)) * 3600 / frame.box.width
    return next((step for step in STEPS_S if step >= arc_per_mm * SPACING_MM * 0.7), STEPS_S[-1])
