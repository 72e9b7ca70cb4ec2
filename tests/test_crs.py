from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer

from zonemap.crs import datum_operation, from_degrees, read_crs, to_degrees
from zonemap.errors import CRSError


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979"])
def test_geographic_systems_on_coincident_datums_are_taken_as_they_are(code):
    lon, lat = to_degrees([107.03], [33.07], crs=read_crs(code, where="a file"))
    assert (lon[0], lat[0]) == (107.03, 33.07)


@pytest.mark.parametrize(
    ("code", "easting"), [("EPSG:4545", 409_420.8), ("EPSG:4524", 36_409_420.8)]
)
def test_gauss_krueger_with_and_without_prefix_comes_to_the_same_degrees(code, easting):
    lon, lat = to_degrees([easting], [3_660_700.0], crs=read_crs(code, where="a file"))
    expected = Transformer.from_crs(code, "EPSG:4490", always_xy=True).transform(
        easting, 3_660_700.0
    )
    assert np.allclose([lon[0], lat[0]], expected, atol=1e-11)
    assert 107.0 < lon[0] < 107.1


def test_there_and_back_is_the_same_place_to_a_tenth_of_a_millimetre():
    crs = read_crs("EPSG:32648", where="a file")
    x, y = from_degrees([107.03, 106.5], [33.07, 32.9], crs=crs)
    lon, lat = to_degrees(x, y, crs=crs)
    assert np.allclose(lon, [107.03, 106.5], atol=1e-9)
    assert np.allclose(lat, [33.07, 32.9], atol=1e-9)


@pytest.mark.parametrize("code", ["EPSG:4214", "EPSG:4610", "EPSG:2433", "EPSG:4269"])
def test_other_datums_are_refused_by_name(code):
    with pytest.raises(CRSError, match="datum"):
        read_crs(code, where="old.shp")


@pytest.mark.parametrize("value", [None, "", "EPSG:0", "nonsense"])
def test_a_missing_or_unknown_system_is_an_error_that_names_the_file(value):
    with pytest.raises(CRSError, match=r"old\.shp"):
        read_crs(value, where="old.shp")


def test_the_null_operation_is_named():
    assert "null" in datum_operation(read_crs("EPSG:4524", where=""))
    assert "zone 36" in datum_operation(read_crs("EPSG:4524", where=""))
