from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from tests.render.print_map.print_world import CRS, SHEET, world
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame
from zonemap.render.print_map.notes import doubt_notes, draw_notes, key_figures, source_notes
from zonemap.render.print_map.page import new_page

BOX = Box(108, 10, 107, 20)


def frame() -> MapFrame:
    bounds = world().zone_shapes.to_crs(CRS).total_bounds
    return fit_frame(bounds, box=Box(17, 98, 270, 84), crs=CRS)


def drawn(doubts: list[str], closing: list[str]) -> list[Text]:
    _figure, page = new_page()
    draw_notes(page, doubts, closing=closing, box=BOX)
    return list(page.texts)


def test_the_key_figures_name_each_count() -> None:
    counts = pd.Series({"households": 12_345, "proven": 45, "remaining": 12_300, "undetermined": 7})
    assert key_figures(counts, translate=str) == (
        "base 12,345 households, proven cleared 45, remaining 12,300, undetermined 7"
    )


def test_zones_of_one_kind_of_doubt_share_a_sentence_and_official_ones_have_none() -> None:
    zones = pd.DataFrame(
        {
            "name": ["甲区", "乙区", "丙区", "丁圈"],
            "kind": ["polygon", "polygon", "polygon", "buffer"],
            "basis": ["approximate", "approximate", "official", "assumed"],
            "accuracy_m": [1500.0, np.nan, 20.0, 640.0],
        }
    )
    line, centre = doubt_notes(zones, translate=str)
    assert line == "甲区 (±1,500 m), 乙区: The line is approximate, not an official line"
    assert centre.startswith("丁圈 (±640 m): The centre is assumed")
    assert doubt_notes(zones[zones["basis"] == "official"], translate=str) == []


@pytest.mark.parametrize(
    ("degrees", "angle"),
    [(0.7, "0°42′"), (-0.7, "−0°42′"), (-1.25, "−1°15′"), (-0.001, "0°00′"), (0.999, "1°00′")],
)
def test_the_meridian_convergence_is_said_in_degrees_and_minutes(
    degrees: float, angle: str
) -> None:
    (note,) = source_notes(
        replace(SHEET, sources=()), replace(frame(), convergence_deg=degrees), translate=str
    )
    assert f"meridian convergence {angle}." in note


def test_the_projection_is_named_with_its_scale_factor_after_the_sources() -> None:
    sources, projection = source_notes(SHEET, frame(), translate=str)
    assert sources == "Sources: 县界：虚构，约±100米; 中心点：虚构"
    assert "CGCS2000" in projection
    assert f"scale factor {frame().scale_factor:.5f}" in projection


def test_much_small_print_shrinks_to_stay_in_its_box() -> None:
    little = drawn(["甲区：示意"], ["来源：虚构"])
    much = drawn(
        ["甲区：边界为示意，并非官方界线，仅供参考。" * 4], ["来源：虚构的县界数据。" * 18]
    )
    assert min(text.get_position()[1] for text in much) > BOX.bottom
    assert much[-1].get_fontsize() < little[-1].get_fontsize()
    printed = "".join(text.get_text() for text in much)
    assert (
        printed == "甲区：边界为示意，并非官方界线，仅供参考。" * 4 + "来源：虚构的县界数据。" * 18
    )
