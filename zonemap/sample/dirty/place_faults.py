"""How coordinates go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonemap.sample.dirty.frames import disguised
from zonemap.sample.dirty.kinds import Chosen, Fault, any_of, each

if TYPE_CHECKING:
    from zonemap.sample.dirty.frames import Frame
    from zonemap.sample.dirty.kinds import Expected, Write

__all__ = ["FULL_WIDTH", "PLACE_FAULTS"]

PLACE = ("longitude", "latitude")

FULL_WIDTH = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")

NO_PLACE = "no_place|bad_place"


def pick(rng: np.random.Generator, *choices: str) -> str:
    """One of several ways of writing."""
    return choices[rng.integers(len(choices))]


def degrees_minutes_seconds(value: float) -> tuple[int, int, float]:
    """Whole degrees and minutes, and seconds to 0.01 (30 cm)."""
    hundredths = round(value * 360_000)
    minutes, seconds = divmod(hundredths, 6000)
    degrees, minute = divmod(minutes, 60)
    return degrees, minute, seconds / 100


def full_width(pair: tuple[float, float], _rng: np.random.Generator) -> tuple[str, str]:
    """１０７．０３."""
    return f"{pair[0]:.6f}".translate(FULL_WIDTH), f"{pair[1]:.6f}".translate(FULL_WIDTH)


def degree_sign(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, str]:
    """107.03°, with or without E."""
    east, north = (("E", "N"), ("", ""), ("", ""))[rng.integers(3)]
    sign = pick(rng, "°", "º", "度")
    return f"{pair[0]:.6f}{sign}{east}", f"{pair[1]:.6f}{sign}{north}"


def compass(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, str]:
    """E107.03, 东经107.03."""
    form = pick(rng, "E|N|", "东经|北纬|", "东经|北纬|°", "经度|纬度|", "E |N |")
    east, north, after = form.split("|")
    return f"{east}{pair[0]:.6f}{after}", f"{north}{pair[1]:.6f}{after}"


def dms(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, str]:
    """107°1′52.44″ and its likes."""
    form = pick(
        rng, "{0}°{1}′{2:.2f}″", "{0}°{1:02d}'{2:05.2f}\"{c}", "{0}度{1}分{2:.2f}秒",
        "{c}{0}°{1}′{2:.2f}″", "{w}{0}°{1}′{2:.2f}″", "{0}°{1}’{2:.2f}”", "{0}° {1}' {2:.2f}\"",
    )  # fmt: skip
    words = (("E", "东经"), ("N", "北纬"))
    made = [
        form.format(*degrees_minutes_seconds(value), c=letter, w=word)
        for value, (letter, word) in zip(pair, words, strict=True)
    ]
    return made[0], made[1]


def degree_minutes(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, str]:
    """107°1.8740′."""
    form = pick(rng, "{0}°{1:.4f}′", "{0}°{1:.4f}'{c}", "{0}度{1:.4f}分")
    made = []
    for value, letter in zip(pair, "EN", strict=True):
        whole, minutes = divmod(round(value * 600_000), 10_000 * 60)
        made.append(form.format(whole, minutes / 10_000, c=letter))
    return made[0], made[1]


def in_one_cell(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, None]:
    """107.03, 33.07 in the first of two columns."""
    form = pick(rng, "{0:.6f},{1:.6f}", "{0:.6f}，{1:.6f}", "{0:.6f} {1:.6f}", "{0:.6f}, {1:.6f}",
                "({0:.6f},{1:.6f})", "E{0:.6f} N{1:.6f}", "{0:.6f}；{1:.6f}")  # fmt: skip
    return form.format(*pair), None


def latitude_first(pair: tuple[float, float], rng: np.random.Generator) -> tuple[str, None]:
    """33.07, 107.03 in the first of two columns."""
    return pick(rng, "{1:.6f},{0:.6f}", "{1:.6f}，{0:.6f}", "{1:.6f} {0:.6f}").format(*pair), None


def lost_point(pair: tuple[float, float], rng: np.random.Generator) -> tuple[float, float]:
    """107031234: the decimal point is gone from one or both."""
    lon, lat = round(pair[0] * 1e6), round(pair[1] * 1e6)
    return ((lon, pair[1]), (lon, lat), (pair[0], lat))[rng.integers(3)]


def far_away(pair: tuple[float, float], rng: np.random.Generator) -> tuple[float, float]:
    """In another province."""
    lon, lat = pair[0] + rng.uniform(4, 9), pair[1] + rng.uniform(2.5, 6)
    return round(float(lon), 6), round(float(lat), 6)


def half(pair: tuple[float, float], rng: np.random.Generator) -> tuple[float | None, float | None]:
    """One of the two is missing."""
    return (pair[0], None) if rng.random() < 0.5 else (None, pair[1])


def in_metres(frame: Frame, *, swapped: bool = False) -> Write:
    """Easting and northing in the columns of degrees."""

    def write(chosen: Chosen) -> tuple[list[object], None]:
        lon, lat = np.array(chosen.true, dtype=float).reshape(-1, 2).T
        x, y = disguised(lon, lat, frame=frame)
        columns = (y, x) if swapped else (x, y)
        return list(zip(*(column.tolist() for column in columns), strict=True)), None

    return write


def place(name: str, rate: float, expected: Expected, write: Write, *said: str) -> Fault:
    """A fault of the place; ``said`` is an example and the code."""
    return Fault(
        name=name, family="values", rate=rate, expected=expected, example=said[0],
        code=said[1], columns=PLACE, write=write,
    )  # fmt: skip


PLACE_FAULTS: tuple[Fault, ...] = (
    place("coordinates_full_width", 0.0005, "repaired", each(full_width),
          "１０７．０３１２", "full_width"),
    place("coordinates_degree_sign", 0.0005, "repaired", each(degree_sign),
          "107.0312°E", "coordinate_text"),
    place("coordinates_compass", 0.0005, "repaired", each(compass),
          "东经107.0312", "coordinate_text"),
    place("coordinates_dms", 0.001, "repaired", each(dms), "107°1′52.44″", "dms"),
    place("coordinates_degree_minutes", 0.0005, "repaired", each(degree_minutes),
          "107°1.8740′", "dms"),
    place("coordinates_in_one_cell", 0.0007, "repaired", each(in_one_cell),
          "107.0312，33.0671", "coordinate_pair"),
    place("coordinates_latitude_first", 0.0004, "repaired", each(latitude_first),
          "33.0671,107.0312", "coordinate_pair|swapped_axes"),
    place("coordinates_swapped", 0.0007, "repaired", each(lambda pair, _: (pair[1], pair[0])),
          "33.0671 | 107.0312", "swapped_axes"),
    place("coordinates_gk_prefix", 0.0004, "repaired", in_metres("gk_prefix"),
          "36409572.1 | 3660401.2", "gauss_krueger"),
    place("coordinates_gk", 0.0004, "repaired", in_metres("gk"),
          "409572.1 | 3660401.2", "gauss_krueger"),
    place("coordinates_gk_swapped", 0.0003, "repaired", in_metres("gk_prefix", swapped=True),
          "3660401.2 | 36409572.1", "gauss_krueger|swapped_axes"),
    place("coordinates_words", 0.0005, "undetermined",
          any_of(("待核实", "待核实"), ("无信号", "无信号"), ("见附图", None), ("/", "/")),
          "待核实", NO_PLACE),
    place("coordinates_nan", 0.0003, "undetermined",
          any_of(("NaN", "NaN"), ("nan", "nan"), ("inf", "inf"), ("null", "null")),
          "NaN", NO_PLACE),
    place("coordinates_zero", 0.0007, "undetermined", any_of((0.0, 0.0)), "0 | 0", NO_PLACE),
    place("coordinates_lost_point", 0.0005, "undetermined", each(lost_point),
          "107031234 | 33.0671", "bad_place"),
    place("coordinates_far_away", 0.0006, "undetermined", each(far_away),
          "113.2711 | 36.1203", "bad_place"),
    place("coordinates_half", 0.0004, "undetermined", each(half), "107.0312 |", NO_PLACE),
    place("coordinates_empty", 0.002, "undetermined", any_of((None, None)), "|", "no_place"),
    place("coordinates_few_decimals", 0.0006, "noted",
          each(lambda pair, _: (round(pair[0], 2), round(pair[1], 2))),
          "107.03 | 33.07", "few_decimals"),
)  # fmt: skip
