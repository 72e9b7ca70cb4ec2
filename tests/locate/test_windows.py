from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from zonemap.crs import from_degrees
from zonemap.locate.windows import by_reach, near_shape, near_vertices, ring_of_centre, sphere_m

WGS84 = CRS.from_epsg(4326)
GK = CRS.from_epsg(4545)
GEOD = Geod(ellps="WGS84")


def all_round(lon, lat, metres):
    azimuths = np.linspace(0, 360, 73)
    size = azimuths.shape
    return GEOD.fwd(np.full(size, lon), np.full(size, lat), azimuths, np.full(size, metres))[:2]


@pytest.mark.parametrize(
    ("lon", "lat"), [(107.0, 33.0), (179.999, 10.0), (20.0, 89.9), (0.0, -60.0)]
)
@pytest.mark.parametrize("reach_m", [5.0, 400.0, 20_000.0])
def test_no_point_within_reach_of_a_corner_is_left_out(lon, lat, reach_m):
    line = shapely.LineString([(lon - 0.3, lat - 0.02), (lon, lat), (lon - 0.1, lat + 0.02)])
    around = all_round(lon, lat, reach_m * 0.999)
    assert len(near_vertices(*around, line, WGS84, reach_m=reach_m)) == 73
    assert len(near_shape(*around, line, WGS84, reach_m=reach_m)) == 73


def test_points_far_from_a_long_line_are_left_out_though_they_lie_in_its_box():
    line = shapely.LineString([(107.0, 33.0), (107.5, 33.5)])
    lon, lat = np.array([107.25, 107.45]), np.array([33.2501, 33.05])
    assert near_vertices(lon, lat, line, WGS84, reach_m=100).tolist() == [0]
    x, y = from_degrees([107.0, 107.5], [33.0, 33.5], crs=GK)
    metres = shapely.LineString(np.column_stack([x, y]))
    assert near_vertices(lon, lat, metres, GK, reach_m=400).tolist() == [0]


def test_a_disc_is_told_from_its_ring_without_a_geodesic():
    metres = [1000.0, 2990.0, 3010.0, 5000.0]
    lon, lat = GEOD.fwd([107.0] * 4, [33.0] * 4, [30.0] * 4, metres)[:2]
    deep, near = ring_of_centre(
        np.array(lon), np.array(lat), centre=(107, 33), radius_m=3000, reach_m=np.full(4, 20.0)
    )
    assert deep.tolist() == [True, False, False, False]
    assert near.tolist() == [False, True, True, False]


def test_reaches_of_one_magnitude_go_together_and_no_reach_goes_nowhere():
    reach = np.array([5.0, np.nan, 1500.0, 20.0, 2000.0])
    assert [rows.tolist() for rows in by_reach(reach)] == [[0, 3], [2, 4]]


def test_the_sphere_is_right_to_a_hundredth():
    lon, lat = np.array([0.0, 0.0, 107.0]), np.array([1.0, 89.0, 33.1])
    true = GEOD.inv(lon, lat, [0.0, 10.0, 107.1], [0.0, 88.0, 33.0])[2]
    quick = sphere_m(lon, lat, np.array([0.0, 10.0, 107.1]), np.array([0.0, 88.0, 33.0]))
    assert quick == pytest.approx(true, rel=0.01)
