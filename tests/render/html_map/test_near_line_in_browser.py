"""Bands, sentences, cards and the visit list as a browser shows them."""

from __future__ import annotations

import pytest

from tests import browser
from tests.render.html_map import page_world as world
from tests.render.near_world import near

BOXES = ((106.99, 32.99, 107.05, 33.05), (107.01, 33.01, 107.03, 33.03))
HOSTILE = "<img src=x onerror=alert(1)>"
ABOUT = "About 12 m from the line, own accuracy about 20 m: go and see"


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "index.html"
    rows = [*world.ROWS[:3], world.household(4, zone_id="east-buffer", household_id=HOSTILE)]
    labels = [7, 16]
    tables = near(tuple(world.ZONES), labels, counts=world.zone_counts(), boxes=BOXES)
    context = world.page_context(near=tables)
    path.write_bytes(world.page(rows, context=context).encode())
    return path


@pytest.fixture
def page(chromium, file):
    with browser.opened(chromium, file) as (opened, heard):
        yield opened
        assert heard.complaints == []


def test_the_band_has_a_switch_that_takes_it_away_and_a_row_in_the_legend(page):
    band = page.locator(".leaflet-bands-pane path")
    assert band.count() == 1
    assert band.get_attribute("fill") == "url(#band-zero)"
    assert "±1,500 m" in page.locator(".legend-band").text_content()
    page.locator(".leaflet-control-layers label", has_text="Where edges may lie").click()
    assert band.count() == 0


def test_the_band_is_hatched_under_the_households(page):
    orders = page.evaluate(
        "['bands', 'zones', 'households'].map(name =>"
        " Number(document.querySelector(`.leaflet-${name}-pane`).style.zIndex))"
    )
    assert orders == sorted(orders)
    assert page.locator("#band-zero line").count() == 1


def test_each_zone_says_each_doubt_in_one_line_of_the_panel(page):
    zones = page.locator("#near-zones li")
    assert zones.count() == 2
    lines = zones.first.locator("span").all_text_contents()
    assert lines[0].endswith("; remaining 2: 1 certain, 3 possible; 2 to visit")
    assert lines[1].startswith("If the line moves ±1,500 m")
    assert zones.last.locator("span").count() == 1


def test_the_visit_list_opens_a_households_card_by_keyboard(page):
    page.locator(".visits summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".visit").count() == 3
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.locator(".card-popup .card")
    assert card.locator("h3").text_content() == "H001"
    assert card.locator(".card-near").all_text_contents() == [ABOUT]


def test_a_household_near_two_lines_names_each_and_its_id_is_text(page):
    page.locator(".visits summary").click()
    page.locator(".visit").nth(1).click()
    card = page.locator(".card-popup .card")
    assert card.locator("h3").text_content() == HOSTILE
    texts = card.locator(".card-near").all_text_contents()
    assert [text.split(": ")[0] for text in texts] == ["西部禁燃区", "东部3公里范围"]
    assert page.locator("body img").count() == 0


def test_on_a_narrow_screen_the_sheet_makes_way_for_the_card(chromium, file):
    with browser.opened(chromium, file, viewport=browser.NARROW, touch=True) as (page, heard):
        page.locator(".sheet-handle").click()
        page.locator(".visits summary").click()
        page.locator(".visit").first.click()
        assert "open" not in page.locator(".panel").get_attribute("class").split()
        assert page.locator(".card-popup .card-near").is_visible()
        assert heard.complaints == []


def test_a_page_that_did_not_ask_has_no_heading_for_it(chromium, tmp_path):
    path = tmp_path / "index.html"
    path.write_bytes(world.page().encode())
    with browser.opened(chromium, path) as (page, heard):
        assert page.locator(".near, .legend-band, .hatches").count() == 0
        assert heard.complaints == []
