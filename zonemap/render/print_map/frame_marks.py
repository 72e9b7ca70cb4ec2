"""What is drawn about a map so that one can measure on it: ticks, scale bar, north arrow."""

from __future__ import annotations

import dataclasses
import math

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib_scalebar.scalebar import ScaleBar

from zonemap.messages import Translate
from zonemap.render.print_map.fonts import font_path, text_width_mm
from zonemap.render.print_map.frame import Box, MapFrame
from zonemap.render.print_map.graticule import Tick, frame_ticks
from zonemap.render.print_map.page import TextStyle, page_axes, put_text
from zonemap.style import INK

__all__ = ["bar_length_m", "draw_north_arrow", "draw_scale", "draw_ticks"]

TICK_MM = 1.4
CORNER_MM = 1.0
TICK_STYLE = TextStyle(size_pt=6, colour=INK["quiet"], align="center")
UPRIGHT_TICK_STYLE = dataclasses.replace(TICK_STYLE, align="right", valign="center", rotation=90)
ROUND_LENGTHS = (5, 3, 2, 1)
BAR_PT = 7
ARROW_MM = 11.0


def draw_ticks(page: Axes, frame: MapFrame) -> None:
    """Ticks outside the frame where meridians and parallels cross it; named below and left."""
    for tick in frame_ticks(frame):
        start, outward = _tick_start(tick, frame.box)
        end = (start[0] + outward[0] * TICK_MM, start[1] + outward[1] * TICK_MM)
        page.add_artist(
            Line2D(
                [start[0], end[0]],
                [start[1], end[1]],
                linewidth=0.6,
                color=INK["text"],
                gid=f"tick {tick.side}",
            )
        )
        if tick.side in {"bottom", "left"} and _named_within(tick, frame.box):
            _name_tick(page, tick, end=end)


def draw_scale(page: Axes, frame: MapFrame, *, box: Box, translate: Translate) -> None:
    """The scale bar and 1:N, both true on the ground at the centre of the map."""
    _ = translate
    ratio = f"1:{frame.denominator:,}"
    put_text(page, ratio, at=(box.left, box.top - 4), style=TextStyle(size_pt=11))
    bar_box = dataclasses.replace(box, height=box.height - 5)
    axes = page_axes(page, bar_box, label="scale bar")
    axes.set(
        xlim=(0, bar_box.width * frame.metres_per_mm),
        ylim=(0, bar_box.height * frame.metres_per_mm),
        aspect="equal",
    )
    axes.set_axis_off()
    length_m = bar_length_m(frame, longest_mm=box.width * 0.8)
    text = (
        _("{length} km").format(length=f"{length_m / 1000:g}")
        if length_m >= 1000
        else _("{length} m").format(length=length_m)
    )
    bar = ScaleBar(
        1 / frame.scale_factor,
        "m",
        fixed_value=length_m,
        fixed_units="m",
        scale_formatter=lambda _value, _unit: text,
        location="upper left",
        width_fraction=0.1,
        border_pad=0,
        pad=0,
        sep=2,
        frameon=False,
        color=INK["text"],
        font_properties={"fname": str(font_path()), "size": BAR_PT},
    )
    axes.add_artist(bar)


def bar_length_m(frame: MapFrame, *, longest_mm: float) -> int:
    """The largest round length on the ground, metres, that is no longer on paper."""
    longest_m = longest_mm * frame.denominator / 1000
    power: int = 10 ** math.floor(math.log10(longest_m))
    return next(digit * power for digit in ROUND_LENGTHS if digit * power <= longest_m)


def draw_north_arrow(
    page: Axes, frame: MapFrame, *, at: tuple[float, float], translate: Translate
) -> None:
    """An arrow that points to true north at the centre of the map; `at` is its middle."""
    _ = translate
    half = ARROW_MM / 2
    right = [(0, half), (0, -half * 0.55), (half * 0.55, -half)]
    left = [(0, half), (0, -half * 0.55), (-half * 0.55, -half)]
    for outline, colour in ((right, INK["text"]), (left, INK["paper"])):
        corners = [_turned(corner, frame.convergence_deg, at) for corner in outline]
        page.add_artist(
            Polygon(
                corners,
                closed=True,
                facecolor=colour,
                edgecolor=INK["text"],
                linewidth=0.7,
                joinstyle="round",
                gid="north arrow",
            )
        )
    name_at = _turned((0, half + 1.2), frame.convergence_deg, at)
    put_text(page, _("N"), at=name_at, style=TextStyle(size_pt=9, align="center"))


def _turned(
    point: tuple[float, float], convergence_deg: float, at: tuple[float, float]
) -> tuple[float, float]:
    """A point drawn for a straight-up north, turned to true north about `at`."""
    # Grid north stands clockwise of true north by the convergence, so true north
    # stands counter-clockwise of the paper's top by the same angle.
    angle = math.radians(convergence_deg)
    x, y = point
    return (
        at[0] + x * math.cos(angle) - y * math.sin(angle),
        at[1] + x * math.sin(angle) + y * math.cos(angle),
    )


def _tick_start(tick: Tick, box: Box) -> tuple[tuple[float, float], tuple[int, int]]:
    """Where a tick leaves the frame, and which way is out."""
    if tick.side == "bottom":
        return (box.left + tick.at_mm, box.bottom), (0, -1)
    if tick.side == "top":
        return (box.left + tick.at_mm, box.top), (0, 1)
    if tick.side == "left":
        return (box.left, box.bottom + tick.at_mm), (-1, 0)
    return (box.right, box.bottom + tick.at_mm), (1, 0)


def _named_within(tick: Tick, box: Box) -> bool:
    """Whether the tick's name keeps off the corners of the page."""
    length = box.width if tick.side == "bottom" else box.height
    half = text_width_mm(tick.label, TICK_STYLE.size_pt) / 2
    return half - CORNER_MM <= tick.at_mm <= length - half + CORNER_MM


def _name_tick(page: Axes, tick: Tick, *, end: tuple[float, float]) -> None:
    if tick.side == "bottom":
        put_text(page, tick.label, at=(end[0], end[1] - 2.4), style=TICK_STYLE)
    else:
        put_text(page, tick.label, at=(end[0] - 0.9, end[1]), style=UPRIGHT_TICK_STYLE)
