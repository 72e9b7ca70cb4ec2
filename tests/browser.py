"""A headless Chromium without network, for tests that read what the page shows."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REQUIRED = os.environ.get("ZONEMAP_REQUIRE_BROWSER") == "1"
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}
LARGE = {"width": 1920, "height": 1080}


@dataclass
class Heard:
    """What a page asked for and complained of since it was opened."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def _missing(reason):
    if REQUIRED:
        pytest.fail(f"ZONEMAP_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


@contextmanager
def chromium():
    """A running browser; skips the test, or fails it if a browser is required."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _missing("no chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser, path, *, viewport=None, touch=False):
    """A page opened from disk with the network off, and what was heard of it."""
    context = browser.new_context(
        viewport=viewport or WIDE, offline=True, has_touch=touch, is_mobile=touch
    )
    heard = Heard()
    page = context.new_page()
    page.route("**/*", lambda route: _let_files_pass(route, heard))
    page.on("console", lambda message: _listen(message, heard))
    page.on("pageerror", lambda error: heard.complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=20_000)
    yield page, heard
    context.close()


def _let_files_pass(route, heard):
    url = route.request.url
    heard.requests.append(url)
    if url.startswith("file:"):
        route.continue_()
    else:
        route.abort()


def _listen(message, heard):
    if message.type in {"error", "warning"}:
        heard.complaints.append(f"{message.type}: {message.text}")
