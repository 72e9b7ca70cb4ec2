from __future__ import annotations

import numpy as np
import pyproj
import pytest

from zonemap.sample.dirty.frames import FRAMES, disguised

HERE = np.array([106.520309]), np.array([32.704243])


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        ("wgs84", (106.520309, 32.704243)),
        ("gcj02", (106.524299, 32.701995)),
        ("bd09", (106.530825, 32.707900)),
    ],
)
def test_a_point_is_where_each_map_shows_it(frame, wanted):
    x, y = disguised(*HERE, frame=frame)
    assert (x[0], y[0]) == pytest.approx(wanted, abs=2e-6)


def test_metres_are_those_of_zone_36_with_and_without_its_number():
    (x, y), (prefixed, north) = (disguised(*HERE, frame=frame) for frame in ("gk", "gk_prefix"))
    assert prefixed - x == pytest.approx(36_000_000, abs=0.01)
    assert north == pytest.approx(y, abs=0.01)
    back = pyproj.Transformer.from_crs(4545, 4326, always_xy=True).transform(x, y)
    assert np.allclose(np.ravel(back), np.ravel(HERE), atol=1e-7)


@pytest.mark.parametrize("frame", FRAMES)
def test_no_place_stays_no_place(frame):
    x, y = disguised(np.array([np.nan, 107.0]), np.array([np.nan, 33.0]), frame=frame)
    assert np.isnan(x).tolist() == np.isnan(y).tolist() == [True, False]
