from __future__ import annotations

import pytest

from tests import browser
from tests.render.html_map import page_world as world
from zonemap import style

pytestmark = pytest.mark.browser

DOTS_IN_VIEW = """colour => {
    const canvas = document.querySelector(".household-canvas");
    const place = canvas.getBoundingClientRect();
    const ratio = canvas.width / place.width;
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const found = [];
    for (let i = 0; i < pixels.length; i += 4) {
        if ([0, 1, 2].every(k => pixels[i + k] === colour[k]) && pixels[i + 3] === 255) {
            const at = i / 4;
            found.push([place.left + (at % canvas.width) / ratio,
                place.top + Math.floor(at / canvas.width) / ratio]);
        }
    }
    return found;
}"""

PAYLOADS = [
    "</script><script>window.owned = 1</script>",
    '"><img src=x onerror="window.owned = 1">',
    "${window.owned = 1}",
    "{{ 7 * 6 }}",
    "<svg/onload=window.owned=1>",
    "'-(window.owned=1)-'",
    "<!--<script>",
    "]]>",
    "\u202etxet desrever\u202c",
    "👨‍👩‍👧‍👦🔥",
    "a\x00b",
    "𠮷𡈽",
    "javascript:window.owned=1",
    "长" * 3000,
    "&lt;b&gt;&amp;",
]


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_bytes(world.page().encode())
    return path


@pytest.fixture
def page(chromium, file):
    with browser.opened(chromium, file) as (opened, _):
        yield opened


def row(page, table, zone):
    cells = page.locator(f"{table} tr[data-zone='{zone}'] td")
    return cells.all_inner_texts()


def colour(stage):
    value = style.STAGE_COLOURS[stage].lstrip("#")
    return [int(value[i : i + 2], 16) for i in (0, 2, 4)]


def dots(page, stage):
    return page.evaluate(DOTS_IN_VIEW, colour(stage))


def show_zone(page, zone):
    page.click(f"#zone-table tr[data-zone='{zone}'] button")
    page.wait_for_timeout(600)


def texts_of(page, selector):
    return page.locator(selector).evaluate_all("all => all.map(node => node.textContent)")


def middle(points):
    return [sum(values) / len(values) for values in zip(*points, strict=True)]


@pytest.mark.parametrize("viewport", [browser.WIDE, browser.NARROW, browser.LARGE])
def test_the_page_opens_without_network_and_without_complaint(chromium, file, viewport):
    with browser.opened(chromium, file, viewport=viewport) as (page, heard):
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(400)
        assert heard.requests == [file.as_uri()]
        assert heard.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_counts_of_the_page_are_the_counts_given(page):
    assert row(page, "#zone-table", "west-ban") == ["3", "1", "1", "2", "2"]
    assert row(page, "#zone-table", "east-buffer") == ["1", "0", "0", "1", "1"]
    assert row(page, "#zone-table", "total") == ["4", "1", "1", "3", "2"]
    assert page.inner_text("#total-remaining") == "3"
    assert page.inner_text("#share") == "25.0%"
    assert page.inner_text("#days") == "31"


def test_a_share_just_short_of_all_is_not_said_to_be_all(chromium, tmp_path):
    rows = {name: world.counts_row(1, proven=9_999) for name in [*world.ZONES, "total"]}
    path = tmp_path / "index.html"
    counts = world.page_counts(zone_counts=world.zone_counts(rows))
    path.write_bytes(world.page(counts=counts).encode())
    with browser.opened(chromium, path) as (page, _):
        assert page.inner_text("#share") == "99.9%"


def test_the_history_shows_what_remained_at_each_ledger(page):
    page.click(".panel details summary")
    assert row(page, "#history-table", "total") == ["7", "3"]
    assert row(page, ".trend", "total")[1:] == ["3", "−4"]


def test_the_legend_counts_each_stage_and_what_lies_outside(page):
    counts = dict(
        zip(
            page.locator(".legend-stages li").evaluate_all(
                "all => all.map(li => li.dataset.stage)"
            ),
            page.locator(".legend-count").all_inner_texts(),
            strict=True,
        )
    )
    assert counts == {
        "relapsed": "1",
        "active": "1",
        "blocked": "1",
        "underway": "0",
        "unproven": "0",
        "proven": "1",
        "undetermined": "2",
        "outside": "1",
    }


def test_households_not_drawn_are_told_of(page):
    assert page.inner_text("#unplaced").startswith("1 households")
    assert page.inner_text("#drawn").startswith("6 households")


def test_a_click_on_a_dot_shows_its_household_and_no_person(page):
    show_zone(page, "west-ban")
    page.mouse.click(*middle(dots(page, "active")))
    card = page.locator(".card-popup").inner_text()
    assert "H001" in card
    assert "西部禁燃区" in card
    assert "2.5" in card
    assert "户主" not in card


def test_the_pointer_on_a_household_tells_of_it_and_not_of_its_zone(page):
    show_zone(page, "east-buffer")
    spot = middle(dots(page, "blocked"))
    page.mouse.move(*spot)
    assert page.locator(".card-tip h3").inner_text() == "H004"
    assert "长期无人居住" in page.locator(".card-tip").inner_text()
    page.mouse.move(spot[0] - 100, spot[1] + 60)
    assert page.locator(".card-tip h3").inner_text() == "东部3公里范围"


def test_a_layer_switched_off_leaves_the_map(page):
    assert dots(page, "active")
    page.locator(".leaflet-control-layers label", has_text="Households").click()
    assert page.locator(".household-canvas").count() == 0


def test_towns_are_shown_from_afar_and_villages_from_near(page):
    circles = page.locator(".leaflet-places-pane path")
    legend = page.locator(".legend-places")
    show_zone(page, "west-ban")
    assert (circles.count(), legend.get_attribute("data-kind")) == (3, "villages")
    for _ in range(3):
        page.click(".leaflet-control-zoom-out")
        page.wait_for_timeout(400)
    assert (circles.count(), legend.get_attribute("data-kind")) == (2, "towns")


def test_a_zone_is_reached_by_keyboard(page):
    scale = page.inner_text(".leaflet-control-scale-line")
    page.focus("#zone-table tr[data-zone='west-ban'] button")
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert page.inner_text(".leaflet-control-scale-line") != scale


def test_headers_of_tables_say_their_scope(page):
    headers = page.locator(".panel th")
    assert headers.count() > 10
    assert page.locator(".panel th:not([scope])").count() == 0


def test_on_a_phone_the_sheet_opens_and_a_zone_closes_it(chromium, file):
    with browser.opened(chromium, file, viewport=browser.NARROW, touch=True) as (page, _):
        handle = page.locator(".sheet-handle")
        assert handle.get_attribute("aria-expanded") == "false"
        handle.tap()
        page.locator("#zone-table tr[data-zone='west-ban'] button").tap()
        assert handle.get_attribute("aria-expanded") == "false"


def test_markup_that_gets_into_the_page_runs_nothing(page):
    page.evaluate("""() => {
        const inserted = document.createElement("div");
        inserted.innerHTML = '<img src="data:," onerror="window.owned = 1">';
        document.body.append(inserted);
        const script = document.createElement("script");
        script.textContent = "window.owned = 1";
        document.body.append(script);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None


def test_five_hundred_hostile_names_are_only_text(chromium, tmp_path):
    names = [f"{PAYLOADS[number % len(PAYLOADS)]}{number}" for number in range(500)]
    zone_ids = [f"zone-{number}" for number in range(500)]
    texts = ["household_id", "county", "town", "village", "user_type", "fuel", "blocked_reason"]
    rows = [
        world.household(0, longitude=107.005 + number * 5e-5, **dict.fromkeys(texts, name))
        for number, name in enumerate(names)
    ]
    counts = world.page_counts(
        zone_counts=world.zone_counts(
            {name: world.counts_row(1, undetermined=1) for name in [*zone_ids, "total"]}
        ),
        place_counts=world.place_counts().assign(village=names[:3], town=names[3:6]),
    )
    counties = world.counties().assign(name=names[:2])
    centres = world.centres().assign(name=names[:1])
    path = tmp_path / "index.html"
    made = world.page(
        rows,
        shapes=world.zone_shapes(names, zone_ids),
        counts=counts,
        context=world.page_context(
            title=names[0], sources=tuple(names), counties=counties, centres=centres
        ),
    )
    path.write_bytes(made.encode())
    with browser.opened(chromium, path) as (page, heard):
        assert texts_of(page, "#zone-table tbody th") == names
        assert texts_of(page, ".sources li") == names
        show_zone(page, "zone-0")
        page.mouse.click(*dots(page, "active")[0])
        assert texts_of(page, ".card-popup h3")[0] in names
        assert page.evaluate("window.owned") is None
        assert page.locator("body img, body iframe, body svg[onload]").count() == 0
        assert heard.complaints == []
