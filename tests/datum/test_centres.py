from __future__ import annotations

import numpy as np

from zonemap.datum.centres import centre_offsets
from zonemap.datum.units import Units


def units(east, north):
    size = len(east)
    return Units(np.arange(size), east[:, None], north[:, None], np.ones(size))


def test_the_mean_offset_is_found_though_a_tenth_of_the_places_are_far_off():
    rng = np.random.default_rng(1)
    east, north = rng.normal([[300.0], [-400.0]], 100.0, (2, 200))
    east[:20] += 9000
    offset, error = centre_offsets(
        units(east, north), np.zeros(200, dtype=int), freedom=3.0, count=1
    )
    assert abs(offset[0, 0] - 500) < 25
    assert 6 < error[0, 0] < 14


def test_the_error_covers_the_offset_as_often_as_it_should():
    rng = np.random.default_rng(2)
    label = np.repeat(np.arange(500), 12)
    east, north = rng.normal(0, 150.0, (2, len(label)))
    offset, error = centre_offsets(units(east, north), label, freedom=3.0, count=501)
    assert (offset[:500] > 4 * error[:500]).mean() < 0.01
    assert np.isnan(offset[500, 0])


def test_of_two_places_nothing_is_known():
    _, error = centre_offsets(
        units(np.array([1.0, 2.0]), np.zeros(2)), np.zeros(2, dtype=int), freedom=3.0, count=1
    )
    assert np.isinf(error[0, 0])
