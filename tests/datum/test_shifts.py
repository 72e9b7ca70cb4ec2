"""`datum_vectors.csv`: 200 points computed with PyPI geocoordinates-rs 0.14.2."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zonemap.datum.shifts import from_bd09, from_gcj02, to_bd09, to_gcj02

VECTORS = pd.read_csv(Path(__file__).with_name("datum_vectors.csv"))
SHIFTS = {"gcj02": (to_gcj02, from_gcj02), "bd09": (to_bd09, from_bd09)}


@pytest.mark.parametrize("name", SHIFTS)
def test_both_ways_agree_with_an_independent_implementation(name):
    there, back = SHIFTS[name]
    wgs84 = VECTORS["lon_wgs84"].to_numpy(), VECTORS["lat_wgs84"].to_numpy()
    other = VECTORS[f"lon_{name}"].to_numpy(), VECTORS[f"lat_{name}"].to_numpy()
    assert np.allclose(there(*wgs84), other, rtol=0, atol=1e-9)
    assert np.allclose(back(*other), wgs84, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", SHIFTS)
def test_there_and_back_is_the_same_place_all_over_china(name):
    there, back = SHIFTS[name]
    lon, lat = np.random.default_rng(1).uniform([[73.0], [3.0]], [[136.0], [54.0]], (2, 50_000))
    lon[:100] = 105 + np.linspace(-1e-5, 1e-5, 100)  # where the formula has a kink
    again = back(*there(lon, lat))
    assert np.abs(np.array(again) - [lon, lat]).max() * 111_000 < 1e-6


@pytest.mark.parametrize("name", SHIFTS)
def test_outside_chinas_box_nothing_is_shifted(name):
    for shift in SHIFTS[name]:
        x, y = shift([139.7, 2.35, np.nan], [35.7, 48.9, 33.0])
        assert np.allclose([x[:2], y[:2]], [[139.7, 2.35], [35.7, 48.9]], atol=0)
        assert np.isnan(x[2])


def test_at_hanzhong_the_shifts_are_those_that_cost_a_tenth_of_a_buffer():
    for shift, metres in ((to_gcj02, 472.5), (to_bd09, 1134.5)):
        x, y = shift([107.03], [33.07])
        east = (x[0] - 107.03) * 111_320 * np.cos(np.radians(33.07))
        assert abs(np.hypot(east, (y[0] - 33.07) * 110_900) - metres) < 3
