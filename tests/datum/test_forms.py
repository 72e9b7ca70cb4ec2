from __future__ import annotations

import numpy as np
import pyproj
import pytest

from zonemap.datum.forms import (
    FORMS,
    degree_frame,
    frame_degrees,
    meridian_frame,
    read_pairs,
    utm_frame,
    zone_frame,
)

PAIRS = {
    (107.03, 33.07): "degrees",
    (33.07, 107.03): "degrees_swapped",
    (36_409_420.8, 3_660_700.0): "gauss_krueger_zone",
    (18_689_000.0, 3_660_700.0): "gauss_krueger_zone",
    (3_660_700.0, 36_409_420.8): "gauss_krueger_zone_swapped",
    (409_420.8, 3_660_700.0): "gauss_krueger",
    (3_660_700.0, 409_420.8): "gauss_krueger_swapped",
    (0.0, 0.0): "",
    (107_123_456.0, 33_067_890.0): "",
    (1_071_234.0, 330_678.0): "",
    (24_409_420.0, 3_660_700.0): "",
    (107.03, np.nan): "",
    (np.inf, 33.07): "",
    (107.03, 107.03): "",
}


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_what_its_ranges_say(pair):
    pairs = read_pairs(np.array([pair[0]]), np.array([pair[1]]))
    assert FORMS[pairs.form[0]] == PAIRS[pair]
    if PAIRS[pair].endswith("_swapped"):
        assert (pairs.east[0], pairs.north[0]) == (pair[1], pair[0])
    if not PAIRS[pair]:
        assert np.isnan(pairs.east[0])


def test_the_zone_before_the_easting_is_read():
    pairs = read_pairs(np.array([36_409_420.8, 18_689_000.0, 409_420.8]), np.full(3, 3.66e6))
    assert pairs.zone.tolist() == [36, 18, 0]


@pytest.mark.parametrize("zone", [*range(13, 24), *range(25, 46)])
def test_the_codes_of_zones_name_the_systems_they_should(zone):
    crs = pyproj.CRS(zone_frame(zone))
    assert crs.name.startswith("CGCS2000")
    assert crs.name.endswith(f"zone {zone}")
    assert ("3-degree" in crs.name) == (zone > 23)


@pytest.mark.parametrize("meridian", range(75, 136, 3))
def test_the_codes_of_meridians_name_the_systems_they_should(meridian):
    assert pyproj.CRS(meridian_frame(meridian)).name.endswith(f"CM {meridian}E")
    utm = utm_frame(meridian)
    assert bool(utm) == (meridian % 6 == 3)
    if utm:
        parameters = pyproj.CRS(utm).coordinate_operation.to_json_dict()["parameters"]
        assert parameters[1]["value"] == meridian


@pytest.mark.parametrize("frame", ["WGS84", "GCJ-02", "BD-09"])
def test_degrees_come_back_from_every_frame(frame):
    lon, lat = np.array([107.03]), np.array([33.07])
    assert np.allclose(frame_degrees(frame, *degree_frame(frame, lon, lat)), [lon, lat], atol=1e-11)
