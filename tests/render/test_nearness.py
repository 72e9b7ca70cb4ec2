from __future__ import annotations

from zonemap.render.nearness import NearTables


def test_what_was_not_asked_for_is_empty():
    tables = NearTables()
    assert len(tables.zones) == len(tables.households) == len(tables.bands) == 0
    assert tables.bands.crs == "EPSG:4326"
