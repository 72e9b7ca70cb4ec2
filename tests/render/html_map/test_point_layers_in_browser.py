"""The switches, marks and cards of points as a browser shows them."""

from __future__ import annotations

import pytest

from tests import browser
from tests.render.html_map import page_world as world
from tests.render.points_world import HOSTILE, points

NAME = "散煤<b>销售点</b>"


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "index.html"
    at = ((107.003, 33.037), (107.103, 33.037))
    context = world.page_context(points=points(tuple(world.ZONES), at=at))
    path.write_bytes(world.page(context=context).encode())
    return path


@pytest.fixture
def page(chromium, file):
    with browser.opened(chromium, file) as (opened, heard):
        yield opened
        assert heard.complaints == []


def texts_of(page, selector):
    return page.locator(selector).evaluate_all("all => all.map(node => node.textContent.trim())")


def test_each_layer_has_a_switch_of_its_own_that_takes_its_marks_away(page):
    assert texts_of(page, ".leaflet-control-layers-overlays label")[-2:] == [NAME, "检查站"]
    assert page.locator(".point-mark").count() == 4
    page.locator(".leaflet-control-layers label", has_text="检查站").click()
    assert page.locator(".point-mark").count() == 3


def test_names_of_layers_are_text_in_switch_legend_and_table(page):
    assert texts_of(page, ".legend-points li") == [NAME + "3", "检查站1"]
    assert texts_of(page, "#point-table thead th")[1:] == [NAME, "检查站"]
    assert page.locator("body b").count() == 0


def test_the_table_counts_by_zone_outside_and_without_a_place(page):
    rows = page.locator("#point-table tr").evaluate_all(
        "all => all.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    assert rows[1:] == [["1", "1"], ["1", "—"], ["1", "0"], ["1", "0"], ["4", "1"]]


def test_a_click_on_a_mark_tells_its_name_and_zone_as_text(page):
    box = page.locator(".point-mark").nth(1).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".card-popup .card")
    assert card.locator("h3").text_content() == HOSTILE
    assert NAME in card.text_content()
    assert "东部3公里范围" in card.text_content()


def test_a_plan_without_points_has_no_heading_for_them(chromium, tmp_path):
    path = tmp_path / "index.html"
    path.write_bytes(world.page().encode())
    with browser.opened(chromium, path) as (page, heard):
        assert page.locator("#point-table, .legend-points").count() == 0
        assert heard.complaints == []
