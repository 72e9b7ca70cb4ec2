from __future__ import annotations

import numpy as np
import shapely

from tests.locate.shapes import pairs, zone
from zonemap.locate.claims import locate_claims


def test_a_code_of_a_county_town_or_village_holds_the_villages_below_it():
    point = shapely.Point(107, 33)
    zones = [
        zone(point, codes=("610702",)),
        zone(point, codes=("610702006", "610703120001")),
        zone(point, radius_m=1e6),
    ]
    codes = np.array(["610702006001", "610702007001", "610703120001", "", "61070"], dtype=object)
    assert pairs(locate_claims(codes, zones=zones)) == [(0, 0), (0, 1), (1, 0), (2, 1)]
