from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Geod

from zonemap.crs import from_degrees, to_degrees
from zonemap.locate import AZIMUTHS, moved_zones
from zonemap.zones import Zone

GK = CRS.from_epsg(4545)
GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize("crs", [CRS.from_epsg(4326), GK])
def test_every_centre_moves_as_far_in_eight_directions(crs):
    lon, lat = np.array([107.0, 107.2]), np.array([33.0, 33.1])
    parts = shapely.points(*from_degrees(lon, lat, crs=crs))
    zone = Zone(zone_id="d", name="d", parts=parts, crs=crs, radius_m=3000.0)
    moved = moved_zones(zone, metres=640)
    assert len(moved) == 8
    for azimuth, elsewhere in zip(AZIMUTHS, moved, strict=True):
        x, y = shapely.get_coordinates(elsewhere.parts).T
        away, _, metres = GEOD.inv(lon, lat, *to_degrees(x, y, crs=crs))
        assert metres == pytest.approx([640, 640], abs=1e-6)
        assert np.cos(np.radians(away - azimuth)) == pytest.approx([1, 1], abs=1e-9)
        assert elsewhere.radius_m == 3000
    assert shapely.get_coordinates(zone.parts).tolist() == shapely.get_coordinates(parts).tolist()
