from __future__ import annotations

from itertools import combinations

import shapely

from tests.render.print_map.print_world import CRS, world
from zonemap.render.print_map.frame import Box, MapFrame, fit_frame
from zonemap.render.print_map.layers import zone_boxes
from zonemap.render.print_map.names import county_names, zone_names

PAPER = Box(17, 98, 270, 84)


def plan_frame() -> MapFrame:
    bounds = world().zone_shapes.to_crs(CRS).total_bounds
    return fit_frame(bounds, box=PAPER, crs=CRS, inset_mm=5)


def test_every_zone_is_named_and_no_name_stands_in_another_zone() -> None:
    zones = world().zone_shapes
    # The buffer's place is taken by land just below the ban zone, which bars its first choice.
    below = [zones.geometry["ban"], shapely.box(107.0, 32.95, 107.1, 33.0)]
    zones = zones.set_geometry(below, crs=zones.crs).to_crs(CRS)
    frame = plan_frame()
    names = zone_names(frame, zones, taken=[])
    upper, lower = zone_boxes(frame, zones)
    assert [placed.text for placed in names] == list(zones["name"])
    assert not names[0].box.meets(lower)
    assert not names[1].box.meets(upper)


def test_a_zone_without_free_room_is_named_in_its_middle() -> None:
    frame, zones = plan_frame(), world().zone_shapes.to_crs(CRS)
    names = zone_names(frame, zones, taken=[PAPER])
    assert [
        zone.meets(name.box) for zone, name in zip(zone_boxes(frame, zones), names, strict=True)
    ] == [1, 1]


def test_county_names_stand_in_their_county_and_apart() -> None:
    frame, counties = plan_frame(), world().counties.to_crs(CRS)
    names = county_names(frame, counties)
    assert {"甲县", "乙县"} <= {placed.text for placed in names}
    assert not any(a.box.meets(b.box) for a, b in combinations(names, 2))
    for placed in names:
        x = frame.west + (placed.box.left + placed.box.width / 2 - PAPER.left) * frame.metres_per_mm
        y = (
            frame.south
            + (placed.box.bottom + placed.box.height / 2 - PAPER.bottom) * frame.metres_per_mm
        )
        shape = counties.set_index("name").geometry[placed.text]
        assert shape.contains(shapely.Point(x, y))
