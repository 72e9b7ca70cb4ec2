"""The band in which the edge of a zone may lie: hatched on the map, a row in the legend, a note."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from zonemap.messages import Translate
from zonemap.render.captions import certainty_sentence, range_sentence
from zonemap.render.nearness import NearTables
from zonemap.render.print_map.fonts import fitting_size_pt
from zonemap.render.print_map.frame import Box, MapFrame, lowered
from zonemap.render.print_map.layers import outline_path
from zonemap.render.print_map.page import PLAIN, put_text
from zonemap.style import ZONE_COLOURS

__all__ = ["draw_band_row", "draw_bands", "range_notes", "ranges_note"]

HATCH = "////"
HATCH_SHADE = 0.34
FILL_SHADE = 0.05
BAND_ZORDER = 1.7
"""Over the fill of a zone, under county lines, dots and the zone's own line."""

ROW_MM = 4.7
KEY_MM = 9.0


def draw_bands(axes: Axes, frame: MapFrame, near: NearTables, *, zone_ids: Sequence[str]) -> None:
    """A light hatching where the edges of these zones may lie."""
    bands = near.bands[near.bands.index.isin(list(zone_ids))].to_crs(frame.crs)
    for zone_id, target, shape in zip(bands.index, bands["target"], bands.geometry, strict=True):
        if shape.is_empty:
            continue
        for look in _looks(str(target)):
            patch = PathPatch(outline_path(shape), zorder=BAND_ZORDER, gid=f"band {zone_id}")
            patch.set(linewidth=0, **look)
            axes.add_artist(patch)


def draw_band_row(
    page: Axes, near: NearTables, *, zone_ids: Sequence[str], box: Box, translate: Translate
) -> Box:
    """The row of the legend, with the metres; returns what is left of the box."""
    bands = near.bands[near.bands.index.isin(list(zone_ids))]
    if not len(bands):
        return box
    _ = translate
    targets = sorted(set(bands["target"].astype(str)), reverse=True)
    width = (KEY_MM - 2) / len(targets)
    for place, target in enumerate(targets):
        corner = (box.left + place * width, box.top - ROW_MM + 0.9)
        for look in _looks(target):
            key = Rectangle(corner, width, ROW_MM - 1.8, linewidth=0)
            key.set(**look)
            page.add_artist(key)
    ends = (bands["accuracy_m"].min(), bands["accuracy_m"].max())
    metres = "–".join(dict.fromkeys(f"{end:,.0f}" for end in ends))
    text = _("Where the edge may lie, ±{metres} m").format(metres=metres)
    size = fitting_size_pt(text, PLAIN.size_pt, width_mm=box.width - KEY_MM)
    style = dataclasses.replace(PLAIN, size_pt=size)
    put_text(page, text, at=(box.left + KEY_MM, box.top - ROW_MM / 2 - 0.95), style=style)
    return lowered(box, ROW_MM)


def range_notes(near: NearTables, zone_id: str, *, translate: Translate) -> list[str]:
    """What the counts of one zone hang on, a sentence each doubt."""
    if zone_id not in near.zones.index:
        return []
    counts = near.zones.loc[[zone_id]].to_dict("records")[0]
    visits = int((near.households["zone_id"] == zone_id).sum())
    sentences = (
        certainty_sentence(counts, visits=visits, translate=translate),
        range_sentence(counts, translate=translate),
    )
    return [sentence for sentence in sentences if sentence]


def ranges_note(near: NearTables, names: pd.Series, *, translate: Translate) -> list[str]:
    """The remaining households of every zone if its line or centre lay elsewhere, in one note."""
    _ = translate
    zones = near.zones[near.zones.get("range_of", pd.Series(dtype="str")) != ""]
    if not len(zones):
        return []
    ranges = [
        f"{names[zone_id]} {low:,}–{high:,}"
        for zone_id, low, high in zip(
            zones.index, zones["remaining_low"], zones["remaining_high"], strict=True
        )
    ]
    return [
        _("Remaining, if line or centre lies elsewhere by its stated accuracy: {ranges}").format(
            ranges=_("; ").join(ranges)
        )
    ]


def _looks(target: str) -> tuple[dict[str, object], dict[str, object]]:
    """A faint tint, and over it the hatching."""
    colour = ZONE_COLOURS[target]
    return (
        {"facecolor": colour, "edgecolor": "none", "alpha": FILL_SHADE},
        {"facecolor": "none", "edgecolor": colour, "alpha": HATCH_SHADE, "hatch": HATCH},
    )
