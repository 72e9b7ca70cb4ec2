from __future__ import annotations

import numpy as np
import pandas as pd

from zonemap.datum.shifts import to_gcj02
from zonemap.datum.units import earlier_units, inside_county, offsets_m, place_units, sampled

FRAMES = ("WGS84", "GCJ-02")


def rows(lon, lat, **columns):
    return pd.DataFrame({"east": lon, "north": lat, "part": 0, "claims": True}).assign(**columns)


def test_an_offset_is_zero_under_the_frame_the_numbers_stand_in():
    here = np.array([107.03]), np.array([33.07])
    east, north = offsets_m(to_gcj02(*here), here, frames=FRAMES)
    assert abs(np.hypot(east[0, 0], north[0, 0]) - 472.5) < 3
    assert np.hypot(east[0, 1], north[0, 1]) < 1e-3


def test_a_village_is_one_observation_however_many_households_it_has():
    points = pd.DataFrame(
        {"longitude": [107.0, 107.1], "latitude": [33.0, 33.0], "accuracy_m": [np.nan, 300.0]}
    )
    table = rows([107.001] * 9 + [109.0, 107.1], [33.0] * 11)
    units = place_units(table, np.array([0] * 10 + [1]), points, frames=FRAMES)
    assert len(units) == 2
    assert np.allclose(units.east[:, 0], [93.4, 0.0], atol=0.2)
    assert units.weight[1] > units.weight[0]


def test_villages_with_the_same_reference_point_are_one_observation():
    points = pd.DataFrame({"longitude": [107.0, 107.0], "latitude": [33.0, 33.0]})
    table = rows([107.0, 107.002], [33.0, 33.0])
    assert len(place_units(table, np.array([0, 1]), points, frames=FRAMES)) == 1


def test_households_that_share_an_earlier_place_count_once():
    earlier = pd.DataFrame({"longitude": [107.0, 107.0, 107.2], "latitude": [33.0, 33.0, 33.2]})
    table = rows([107.0, 107.0, 107.2], [33.0, 33.0, 33.2], earlier=[0, 1, 2])
    every = earlier_units(table, earlier, frames=FRAMES)
    assert len(every) == 3
    assert len(sampled(every, table, earlier)) == 2


def test_only_rows_that_claim_a_county_are_asked_where_they_lie():
    table = rows([107.0, 107.5, 107.0], [33.0] * 3, claims=[True, True, False])
    row, inside = inside_county(
        table, lambda lon, lat: (lon < 107.2) & (lat > 0), frames=("WGS84",)
    )
    assert row.tolist() == [0, 1]
    assert inside[:, 0].tolist() == [True, False]
