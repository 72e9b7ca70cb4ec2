from __future__ import annotations

import pyproj
import pytest

from zonemap.read.outline.gauss_krueger import Zone, epsg_of, zone_of_meridian, zone_width


@pytest.mark.parametrize("number", [*range(13, 24), *range(25, 46)])
@pytest.mark.parametrize("prefixed", [True, False])
def test_every_code_is_the_zone_that_it_is_taken_for(number, prefixed):
    zone = Zone(zone_width(number), number)
    crs = pyproj.CRS.from_epsg(epsg_of(zone, prefixed=prefixed))
    values = {each.name: each.value for each in crs.coordinate_operation.params}
    assert crs.name.startswith("CGCS2000 / ")
    assert values["Longitude of natural origin"] == zone.meridian
    assert values["False easting"] == 500_000 + (1_000_000 * number if prefixed else 0)


def test_a_meridian_tells_the_zone_of_a_width_or_none():
    assert zone_of_meridian(108, width=3) == Zone(3, 36)
    assert zone_of_meridian(105, width=6) == Zone(6, 18)
    assert zone_of_meridian(108, width=6) is None
    assert zone_of_meridian(0, width=3) is None
    assert zone_width(24) is None
