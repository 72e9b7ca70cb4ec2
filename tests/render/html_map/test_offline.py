from __future__ import annotations

import base64
import hashlib
import re

import pytest

from zonemap.render.html_map.offline import LAYERS, render_offline, security_policy

WORDS = {"noscript": "n", "map": "m", "panel": "p"} | {f"layer_{name}": name for name in LAYERS}


def hash_of(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@pytest.fixture(scope="module")
def page():
    blocks = {"block": '{"a":"{{ 7 * 6 }}"}'}
    return render_offline(blocks, title="{{ 7 * 6 }}", language="en", words=WORDS)


def test_the_policy_allows_every_script_of_the_page_and_no_other():
    page = "<script>a()</script><style>b{}</style><script type='application/json'>{}</script>"
    policy = security_policy(page)
    assert f"script-src {hash_of('a()')};" in policy
    assert f"style-src {hash_of('b{}')};" in policy


def test_the_policy_stands_before_the_first_script_and_allows_nothing_unsafe(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.start() < page.index("<script")
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


def test_data_is_no_template(page):
    assert '{"a":"{{ 7 * 6 }}"}' in page
    assert "<title>{{ 7 * 6 }}</title>" in page


def test_the_page_has_line_feeds_only(page):
    assert "\r" not in page


def test_leaflet_is_inside_with_its_images(page):
    assert "Leaflet 1.9" in page
    assert "url(data:image/png;base64," in page


def test_element_names_are_ours(page):
    assert 'id="map_zonemap"' in page
    assert not re.search(r"[0-9a-f]{32}", re.sub(r"<style>.*?</style>", "", page, flags=re.S))
