from __future__ import annotations

import math
from io import BytesIO

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from pypdf import PdfReader

from tests.render.print_map.print_world import GEOD
from zonemap.render.print_map.files import figure_bytes
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame, lonlat_of, page_of
from zonemap.render.print_map.frame_marks import bar_length_m, draw_north_arrow, draw_scale
from zonemap.render.print_map.page import new_page

PAPER = Box(17, 14, 198, 168)


def frame_at(x: float) -> MapFrame:
    return fit_frame((x, 3_660_000, x + 6000, 3_666_000), box=PAPER, crs="EPSG:4545")


def longest_dark_run_mm(figure: Figure) -> float:
    """The longest horizontal dark line on the figure, as printed."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    dark = np.asarray(canvas.buffer_rgba())[:, :, 0] < 128
    edges = np.diff(dark.astype("int8"), axis=1, prepend=0, append=0)
    starts, ends = np.nonzero(edges == 1)[1], np.nonzero(edges == -1)[1]
    return float((ends - starts).max() / figure.dpi * 25.4)


# Mercator's scale here is 1.19: a bar or a ratio that forgets the scale factor fails.
@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [("EPSG:4545", 375_000, 3_660_000), ("EPSG:3395", 11_880_000, 3_880_000)],
)
def test_the_scale_bar_is_as_long_as_it_says_on_the_ground(crs: str, x: float, y: float) -> None:
    frame = fit_frame((x, y, x + 6000, y + 6000), box=PAPER, crs=crs)
    figure, page = new_page()
    figure.set_dpi(300)
    draw_scale(page, frame, box=Box(221, 30, 66, 15), translate=str)
    bar_mm = longest_dark_run_mm(figure)
    said_m = bar_length_m(frame, longest_mm=66 * 0.8)
    # The same length laid on the map, through its middle, measured on the ellipsoid.
    west, south, east, north = frame.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    half = bar_mm / 2 * frame.metres_per_mm
    longitude, latitude = lonlat_of(
        frame.crs, np.array([middle_x - half, middle_x + half]), np.full(2, middle_y)
    )
    assert GEOD.line_length(longitude, latitude) == pytest.approx(said_m, rel=4e-3)
    (printed,) = PdfReader(BytesIO(figure_bytes(figure, kind="pdf"))).pages
    text = printed.extract_text()
    assert f"1:{frame.denominator:,}" in text
    assert f"{said_m / 1000:g} km" in text


@pytest.mark.parametrize("x", [300_000, 375_000, 640_000])
def test_the_arrow_points_to_true_north(x: float) -> None:
    frame = frame_at(x)
    _figure, page = new_page()
    draw_north_arrow(page, frame, at=(270, 60), translate=str)
    (arrow, _other) = [p for p in page.findobj(Polygon) if p.get_gid() == "north arrow"]
    tip, notch = arrow.get_xy()[0], arrow.get_xy()[1]
    drawn = math.degrees(math.atan2(tip[0] - notch[0], tip[1] - notch[1]))
    west, south, east, north = frame.bounds
    longitude, latitude = lonlat_of(
        frame.crs, np.array([(west + east) / 2]), np.array([(south + north) / 2])
    )
    end_longitude, end_latitude, _ = GEOD.fwd(longitude, latitude, [0.0], [100.0])
    xs, ys = page_of(
        frame,
        np.concatenate([longitude, end_longitude]),
        np.concatenate([latitude, end_latitude]),
    )
    true = math.degrees(math.atan2(xs[1] - xs[0], ys[1] - ys[0]))
    assert drawn == pytest.approx(true, abs=0.005)
    assert abs(true) > 0.4


def test_bar_lengths_are_round() -> None:
    assert bar_length_m(frame_at(375_000), longest_mm=52.8) == 2000
