"""Points on the page: what of them enters it."""

from __future__ import annotations

from tests.render.html_map.page_world import ZONES, page, page_context
from tests.render.points_world import points
from zonemap.render.html_map.points import point_layers
from zonemap.render.points import PointTables


def test_only_points_with_a_place_are_drawn_and_all_are_counted():
    sellers, posts = point_layers(points(tuple(ZONES)))
    assert len(sellers["names"]) == len(sellers["places"]) == len(sellers["held_by"]) == 3
    assert sellers["places"][0] == [33.02, 107.02]
    assert sellers["counts"] == {"points": 4, "inside": 2, "outside": 1, "unplaced": 1}
    assert sellers["held_by"] == [["west-ban"], ["east-buffer"], []]
    assert posts["zones"] == {"west-ban": 1, "east-buffer": None}


def test_layers_are_told_apart_by_form():
    sellers, posts = point_layers(points(tuple(ZONES)))
    assert sellers["corners"] != posts["corners"]
    assert min(y for _, y in sellers["corners"]) == -1


def test_a_telephone_number_in_a_name_is_masked():
    assert point_layers(points(tuple(ZONES)))[0]["names"][2] == "外店***"


def test_names_of_markup_end_no_script_and_a_plan_without_points_makes_a_page():
    text = page(context=page_context(points=points(tuple(ZONES))))
    assert "<img src=x" not in text
    assert "<b>销售点" not in text
    assert '"points":[]' in page(context=page_context(points=PointTables()))
