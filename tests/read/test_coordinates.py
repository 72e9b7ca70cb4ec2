from __future__ import annotations

import pytest

from zonemap.read.coordinates import coordinate_columns


@pytest.mark.parametrize("names", [("Lon", "LAT"), ("x", "y"), ("经度", "纬度")])
def test_coordinate_columns_are_known_by_any_usual_name(names):
    assert coordinate_columns(["id", *names]) == names
    assert coordinate_columns(["id", names[0]]) is None
