from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from tests.render.print_map.print_world import GEOD
from zonemap.errors import CRSError
from zonemap.render.print_map.frame import Box, fit_frame, lonlat_of, page_of

PAPER = Box(20, 15, 190, 160)


def bounds_about(longitude: float, latitude: float, crs: str) -> tuple[float, ...]:
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(longitude, latitude)
    return x - 3000, y - 3000, x + 3000, y + 3000


@pytest.mark.parametrize("crs", ["EPSG:4545", "EPSG:4524", "EPSG:32648", "EPSG:3395"])
def test_a_millimetre_on_paper_is_n_millimetres_on_the_ground(crs: str) -> None:
    frame = fit_frame(bounds_about(106.6, 33.15, crs), box=PAPER, crs=crs)
    west, south, east, north = frame.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    for xs, ys, paper_mm in (
        ([west, east], [middle_y, middle_y], PAPER.width),
        ([middle_x, middle_x], [south, north], PAPER.height),
    ):
        longitude, latitude = lonlat_of(crs, np.array(xs), np.array(ys))
        ground_m = GEOD.line_length(longitude, latitude)
        assert ground_m / (paper_mm / 1000) == pytest.approx(frame.denominator, rel=4e-4)


def test_the_scale_is_the_largest_round_one_that_fits() -> None:
    frame = fit_frame(bounds_about(107, 33, "EPSG:4545"), box=PAPER, crs="EPSG:4545")
    assert frame.denominator == 40_000
    tight = fit_frame(bounds_about(107, 33, "EPSG:4545"), box=PAPER, crs="EPSG:4545", inset_mm=6)
    assert tight.denominator == 50_000


def test_what_must_be_seen_is_in_the_middle_and_off_the_frame() -> None:
    bounds = bounds_about(107, 33, "EPSG:4545")
    frame = fit_frame(bounds, box=PAPER, crs="EPSG:4545", inset_mm=6)
    longitude, latitude = lonlat_of("EPSG:4545", np.array(bounds[::2]), np.array(bounds[1::2]))
    x, y = page_of(frame, longitude, latitude)
    assert x.mean() == pytest.approx(PAPER.left + PAPER.width / 2)
    assert y[0] >= PAPER.bottom + 6
    assert y[1] <= PAPER.top - 6


@pytest.mark.parametrize(("crs", "words"), [("EPSG:4326", "not projected"), ("x", "is no coord")])
def test_a_crs_without_metres_is_refused(crs: str, words: str) -> None:
    with pytest.raises(CRSError, match=words):
        fit_frame((0, 0, 1, 1), box=PAPER, crs=crs)


def test_boxes_know_when_they_meet() -> None:
    assert Box(0, 0, 2, 2).meets(Box(1, 1, 2, 2))
    assert not Box(0, 0, 2, 2).meets(Box(2, 0, 2, 2))
    assert Box(0, 0, 2, 2).holds(Box(0, 1, 2, 1))
