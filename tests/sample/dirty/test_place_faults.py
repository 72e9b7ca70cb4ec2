from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from zonemap.sample.dirty.kinds import Chosen
from zonemap.sample.dirty.place_faults import PLACE_FAULTS, degrees_minutes_seconds

FAULTS = {fault.name: fault for fault in PLACE_FAULTS}
HERE = (107.031234, 33.067089)


def written(name, *, count=60):
    chosen = Chosen([HERE] * count, "longitude", date(2022, 9, 30), np.random.default_rng(2))
    cells, becomes = FAULTS[name].write(chosen)
    assert becomes is None
    return cells


@pytest.mark.parametrize(
    "name", ["coordinates_full_width", "coordinates_degree_sign", "coordinates_compass"]
)
def test_the_digits_are_all_there(name):
    for x, y in written(name):
        numbers = [re.sub(r"[^\d.]", "", cell.translate(NARROW)) for cell in (x, y)]
        assert tuple(map(float, numbers)) == HERE


NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.")


def test_degrees_minutes_and_seconds_add_up_to_within_a_foot():
    assert degrees_minutes_seconds(107.0) == (107, 0, 0.0)
    assert degrees_minutes_seconds(106.9999999) == (107, 0, 0.0)
    for x, y in written("coordinates_dms"):
        for cell, value in zip((x, y), HERE, strict=True):
            degrees, minutes, seconds = map(float, re.findall(r"\d+\.?\d*", cell))
            assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(value, abs=2e-6)


def test_degrees_and_minutes_add_up():
    for x, y in written("coordinates_degree_minutes"):
        for cell, value in zip((x, y), HERE, strict=True):
            degrees, minutes = map(float, re.findall(r"\d+\.?\d*", cell))
            assert degrees + minutes / 60 == pytest.approx(value, abs=2e-6)


def test_a_pair_stands_in_the_first_cell_and_the_second_is_empty():
    for name, order in (
        ("coordinates_in_one_cell", HERE),
        ("coordinates_latitude_first", HERE[::-1]),
    ):
        for x, y in written(name):
            assert y is None
            assert tuple(map(float, re.findall(r"\d+\.\d+", x))) == order


def test_swapped_and_metres_stand_in_the_wrong_columns():
    assert set(written("coordinates_swapped")) == {HERE[::-1]}
    east, north = written("coordinates_gk_prefix")[0]
    assert east == pytest.approx(36_409_571, abs=1500)
    assert north == pytest.approx(3_660_400, abs=1500)
    assert written("coordinates_gk_swapped")[0] == (north, east)
    assert written("coordinates_gk")[0] == (pytest.approx(east - 36_000_000), north)


def test_what_cannot_be_used_is_far_away_or_nothing():
    for lon, lat in written("coordinates_far_away"):
        assert lon > 110
        assert lat > 35
    assert all(max(pair) > 1e6 for pair in written("coordinates_lost_point"))
    assert all(None in pair and pair != (None, None) for pair in written("coordinates_half"))
    assert set(written("coordinates_zero")) == {(0.0, 0.0)}
