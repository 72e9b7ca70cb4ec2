from __future__ import annotations

import numpy as np
import pytest

from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, page_of
from zonemap.render.print_map.graticule import degree_label, frame_ticks

PAPER = Box(20, 15, 190, 160)


def frame_of(extent_m: float) -> MapFrame:
    x, y = 375_000, 3_660_000
    return fit_frame((x, y, x + extent_m, y + extent_m), box=PAPER, crs="EPSG:4545")


@pytest.mark.parametrize("extent_m", [300, 6_000, 25_000, 160_000])
def test_ticks_stand_where_the_meridian_or_parallel_meets_the_frame(extent_m: float) -> None:
    frame = frame_of(extent_m)
    ticks = frame_ticks(frame)
    for tick in ticks:
        at_x = tick.at_mm + PAPER.left
        at_y = tick.at_mm + PAPER.bottom
        # Walk along the meridian or parallel; where it passes the side, the tick must stand.
        if tick.side in {"bottom", "top"}:
            lat = np.linspace(32.5, 35, 20_001)
            x, y = page_of(frame, np.full_like(lat, tick.arc_s / 3600), lat)
            side = PAPER.bottom if tick.side == "bottom" else PAPER.top
            assert np.interp(side, y, x) == pytest.approx(at_x, abs=0.01)
        else:
            lon = np.linspace(106, 109, 20_001)
            x, y = page_of(frame, lon, np.full_like(lon, tick.arc_s / 3600))
            side = PAPER.left if tick.side == "left" else PAPER.right
            assert np.interp(side, x, y) == pytest.approx(at_y, abs=0.01)


@pytest.mark.parametrize("extent_m", [300, 6_000, 25_000, 160_000])
def test_every_side_has_a_few_ticks(extent_m: float) -> None:
    ticks = frame_ticks(frame_of(extent_m))
    for side in ("bottom", "top", "left", "right"):
        assert 2 <= sum(tick.side == side for tick in ticks) <= 9


def test_a_meridian_leans_between_bottom_and_top_west_of_the_central_one() -> None:
    ticks = {(tick.side, tick.label): tick.at_mm for tick in frame_ticks(frame_of(25_000))}
    name = next(label for side, label in ticks if side == "bottom" and ("top", label) in ticks)
    assert ticks["top", name] - ticks["bottom", name] > 0.5


def test_labels_are_degrees_and_minutes() -> None:
    assert degree_label(107 * 3600 + 5 * 60, "EW") == "107°05′E"
    assert degree_label(-(33 * 3600 + 30), "NS", seconds=True) == "33°00′30″S"
