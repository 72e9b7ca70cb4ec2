"""An A4 sheet of paper to draw on in millimetres: title, text, lines, and its edition mark."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from matplotlib import style as plot_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from zonemap.messages import Translate
from zonemap.render.captions import edition_mark
from zonemap.render.print_map.fonts import (
    MM_PER_POINT,
    fitting_size_pt,
    sheet_font,
    text_width_mm,
    wrapped_lines,
)
from zonemap.render.print_map.frame import Box, MapFrame, lowered
from zonemap.render.print_map.tables import Sheet
from zonemap.style import INK, ZONE_COLOURS

__all__ = [
    "HEADING",
    "PAGE_BOX",
    "PLAIN",
    "QUIET",
    "TextStyle",
    "draw_rule",
    "draw_title",
    "figure_of",
    "lines_height_mm",
    "map_axes",
    "new_page",
    "page_axes",
    "print_settings",
    "put_lines",
    "put_text",
]

PAGE_BOX = Box(0, 0, 297, 210)
"""A4, landscape."""

MARGIN_MM = 10
TITLE_LEFT_MM = 17
TITLE_BASELINE_MM = 195.0
SUBTITLE_BASELINE_MM = 188.0
LINE_SPACING = 1.45
HALO_PT = 1.8
FILE_SETTINGS: dict[str, Any] = {
    "pdf.fonttype": 3,  # the face is an OTF: as type 42 PDF readers complain of it
    "path.simplify": False,
    "hatch.linewidth": 0.35,
}
SCREEN_DPI = 150
FRAME_ZORDER = 9
"""Over everything in the map."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in points, colour, and how text stands at its point."""

    size_pt: float = 7.5
    colour: str = INK["text"]
    align: str = "left"
    valign: str = "baseline"
    halo: bool = False
    rotation: float = 0


PLAIN = TextStyle()
QUIET = TextStyle(size_pt=6.5, colour=INK["quiet"])
HEADING = TextStyle(size_pt=8.5)
TITLE = TextStyle(size_pt=18)
SUBTITLE = TextStyle(size_pt=9.5, colour=INK["quiet"])
MARK = TextStyle(size_pt=13, colour=ZONE_COLOURS["zero"], align="center", valign="center_baseline")


@contextmanager
def print_settings() -> Iterator[None]:
    """Matplotlib's own defaults and what files need, whatever this machine is set to.

    Serves as a decorator too.
    """
    with plot_style.context(["default", FILE_SETTINGS]):
        yield


def new_page() -> tuple[Figure, Axes]:
    """An empty A4 sheet, and axes over all of it whose unit is the millimetre."""
    figure = Figure(
        figsize=(PAGE_BOX.width / 25.4, PAGE_BOX.height / 25.4),
        dpi=SCREEN_DPI,
        facecolor=INK["paper"],
    )
    page = figure.add_axes((0, 0, 1, 1), label="page", zorder=5)
    page.set(xlim=(0, PAGE_BOX.width), ylim=(0, PAGE_BOX.height))
    page.set_axis_off()
    return figure, page


def page_axes(page: Axes, box: Box, *, label: str) -> Axes:
    """Axes that fill a box of the page, beneath what is drawn on the page itself."""
    share = (
        box.left / PAGE_BOX.width,
        box.bottom / PAGE_BOX.height,
        box.width / PAGE_BOX.width,
        box.height / PAGE_BOX.height,
    )
    return figure_of(page).add_axes(share, label=label)


def figure_of(page: Axes) -> Figure:
    """The figure that a page fills."""
    return cast("Figure", page.get_figure(root=True))


def map_axes(page: Axes, frame: MapFrame, *, label: str) -> Axes:
    """Axes in projected metres that fill the frame on the paper, without ticks."""
    axes = page_axes(page, frame.box, label=label)
    west, south, east, north = frame.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.spines[:].set(linewidth=0.8, edgecolor=INK["text"], zorder=FRAME_ZORDER)
    return axes


def put_text(page: Axes, text: str, *, at: tuple[float, float], style: TextStyle = PLAIN) -> None:
    """Writes one line at a point of the page, millimetres."""
    look: dict[str, Any] = {
        "ha": style.align,
        "va": style.valign,
        "rotation": style.rotation,
        "fontproperties": sheet_font(style.size_pt),
        "parse_math": False,
    }
    if style.halo:
        # Text with an effect is drawn as outlines: the halo apart, so that the text stays text.
        halo = [Stroke(linewidth=HALO_PT, foreground=INK["paper"], alpha=0.85)]
        page.add_artist(Text(*at, text, path_effects=halo, gid="halo", **look))
    page.add_artist(Text(*at, text, color=style.colour, **look))


def put_lines(page: Axes, texts: Sequence[str], *, box: Box, style: TextStyle) -> Box:
    """Writes paragraphs downward from the top of a box, wrapped to its width.

    Returns
    -------
    rest
        What is left of the box.
    """
    pitch = style.size_pt * MM_PER_POINT * LINE_SPACING
    lines = _all_lines(texts, box.width, style=style)
    for number, line in enumerate(lines, start=1):
        put_text(page, line, at=(box.left, box.top - (number - 0.3) * pitch), style=style)
    return lowered(box, len(lines) * pitch)


def lines_height_mm(texts: Sequence[str], width_mm: float, *, style: TextStyle) -> float:
    """The height that `put_lines` takes, millimetres."""
    lines = _all_lines(texts, width_mm, style=style)
    return len(lines) * style.size_pt * MM_PER_POINT * LINE_SPACING


def _all_lines(texts: Sequence[str], width_mm: float, *, style: TextStyle) -> list[str]:
    return [
        line for text in texts for line in wrapped_lines(text, style.size_pt, width_mm=width_mm)
    ]


def draw_title(page: Axes, words: tuple[str, str], *, sheet: Sheet, translate: Translate) -> None:
    """The title band: plan, date and edition mark, with the words for subject and key figures."""
    _ = translate
    subject, figures = words
    mark = edition_mark(sheet.map_review_number, translate=translate)
    mark_width = text_width_mm(mark, MARK.size_pt) + 7
    mark_box = Box(PAGE_BOX.right - MARGIN_MM - mark_width, SUBTITLE_BASELINE_MM, mark_width, 9)
    _draw_mark(page, mark, box=mark_box)
    room = mark_box.left - TITLE_LEFT_MM - 6
    title = _("{plan}: {subject}").format(plan=sheet.title, subject=subject)
    as_of = sheet.as_of
    day = _("{year}-{month:02d}-{day:02d}").format(
        year=as_of.year, month=as_of.month, day=as_of.day
    )
    figure_of(page).set_label(title)
    line = _("As of {date}").format(date=day) + "    " + figures
    for text, style, height in (
        (title, TITLE, TITLE_BASELINE_MM),
        (line, SUBTITLE, SUBTITLE_BASELINE_MM),
    ):
        size = fitting_size_pt(text, style.size_pt, width_mm=room)
        put_text(
            page, text, at=(TITLE_LEFT_MM, height), style=dataclasses.replace(style, size_pt=size)
        )


def draw_rule(page: Axes, *, box: Box, width_pt: float = 0.5) -> None:
    """A thin horizontal line along the top of a box."""
    page.add_artist(
        Line2D([box.left, box.right], [box.top, box.top], linewidth=width_pt, color=INK["line"])
    )


def _draw_mark(page: Axes, text: str, *, box: Box) -> None:
    page.add_artist(
        FancyBboxPatch(
            (box.left + 1, box.bottom + 1),
            box.width - 2,
            box.height - 2,
            boxstyle="round,pad=1,rounding_size=1",
            facecolor="none",
            edgecolor=MARK.colour,
            linewidth=1.1,
        )
    )
    put_text(page, text, at=(box.left + box.width / 2, box.bottom + box.height / 2), style=MARK)
