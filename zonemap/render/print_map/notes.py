"""The small print of a sheet: key figures, what is approximate, sources, projection."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from zonemap.messages import Translate
from zonemap.render.captions import caveat
from zonemap.render.print_map.frame import Box, MapFrame, crs_name, lowered
from zonemap.render.print_map.page import QUIET, TextStyle, lines_height_mm, put_lines
from zonemap.render.print_map.tables import Sheet
from zonemap.style import ZONE_COLOURS

__all__ = ["doubt_notes", "draw_notes", "key_figures", "source_notes"]

DOUBT = TextStyle(size_pt=7, colour=ZONE_COLOURS["zero"])
GAP_MM = 1.2
SHRINKING_PT = (0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
"""By how much small print may shrink, tried in turn."""


def key_figures(counts: pd.Series, *, translate: Translate) -> str:
    """Base, proven, remaining and undetermined in one line; `counts` a row of zone_counts."""
    _ = translate
    return _(
        "base {base} households, proven cleared {proven}, remaining {remaining}, "
        "undetermined {undetermined}"
    ).format(
        base=f"{counts['households']:,}",
        proven=f"{counts['proven']:,}",
        remaining=f"{counts['remaining']:,}",
        undetermined=f"{counts['undetermined']:,}",
    )


def doubt_notes(zones: pd.DataFrame, *, translate: Translate) -> list[str]:
    """What is approximate of these zones (rows of zone_shapes), a sentence a kind of doubt."""
    _ = translate
    names: dict[str, list[str]] = {}
    for name, kind, basis, accuracy_m in zip(
        zones["name"], zones["kind"], zones["basis"], zones["accuracy_m"], strict=True
    ):
        doubt = caveat(kind, basis, math.nan, translate=translate)
        if doubt:
            metres = _(" (±{metres} m)").format(metres=f"{accuracy_m:,.0f}")
            names.setdefault(doubt, []).append(name + metres * (not math.isnan(accuracy_m)))
    return [
        _("{zone}: {text}").format(zone=_(", ").join(zones_of), text=doubt)
        for doubt, zones_of in names.items()
    ]


def draw_notes(page: Axes, doubts: Sequence[str], *, closing: Sequence[str], box: Box) -> None:
    """What is approximate, then the closing sentences, from the top of a box downward.

    All of the type shrinks together where there is much to say.
    """
    for smaller_pt in SHRINKING_PT:
        parts = (
            (doubts, dataclasses.replace(DOUBT, size_pt=DOUBT.size_pt - smaller_pt)),
            (closing, dataclasses.replace(QUIET, size_pt=QUIET.size_pt - smaller_pt)),
        )
        need = sum(lines_height_mm(texts, box.width, style=style) for texts, style in parts)
        if need + 2 * GAP_MM <= box.height:
            break
    for texts, style in parts:
        box = put_lines(page, texts, box=lowered(box, GAP_MM), style=style)


def source_notes(sheet: Sheet, frame: MapFrame, *, translate: Translate) -> list[str]:
    """Sources, if any, and the projection with its scale factor and meridian convergence."""
    _ = translate
    minutes = round(abs(frame.convergence_deg) * 60)
    sign = "−" if frame.convergence_deg < 0 and minutes else ""
    angle = f"{sign}{minutes // 60}°{minutes % 60:02}′"
    projection = _(
        "Projection {crs}; at the centre scale factor {factor}, meridian convergence {angle}. "
        "Ticks on the frame: longitude and latitude. Scale true on A4 at 100 %."
    ).format(crs=crs_name(frame.crs), factor=f"{frame.scale_factor:.5f}", angle=angle)
    if not sheet.sources:
        return [projection]
    return [_("Sources: {text}").format(text=_("; ").join(sheet.sources)), projection]
