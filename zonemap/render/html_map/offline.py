"""A folium map in one file that needs no network and lets no script run but its own.

Leaflet stands inside, every element bears a name of ours, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet

from zonemap import style

__all__ = ["LAYERS", "render_offline", "security_policy"]

LAYERS: tuple[str, ...] = ("counties", "zones", "places", "households")
"""The layers of the page, from the ground up."""

STYLES: tuple[str, ...] = ("page.css", "panel.css")
SCRIPTS: tuple[str, ...] = (
    "page_dom.js",
    "household_columns.js",
    "household_layer.js",
    "names.js",
    "ground_layers.js",
    "place_layer.js",
    "point_layers.js",
    "near_line.js",
    "household_card.js",
    "panel.js",
    "page.js",
)
"""Files of ``assets/``, in the order the page needs them."""

COLOURS = {**style.INK, **style.ZONE_COLOURS, "proven": style.STAGE_COLOURS["proven"]}
"""What the style sheets know as ``--text``, ``--zero`` and so on."""

POLICY_PLACE = "content-security-policy-goes-here"
ELEMENT_ID = "zonemap"

MIME_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".gif": "image/gif"}


def _asset(name: str) -> str:
    return (files("zonemap.render") / "assets" / name).read_text(encoding="utf-8")


def render_offline(
    blocks: Mapping[str, str], *, title: str, language: str, words: Mapping[str, str]
) -> str:
    """The page, complete.

    Parameters
    ----------
    blocks
        Escaped JSON by the id of the element that carries it.
    title
        The title of the document.
    language
        Of the texts, as BCP 47 names it: ``zh-CN``.
    words
        Texts that stand in the page before any script runs, and the names of `LAYERS`.

    Returns
    -------
    page
        HTML with line feeds only: written in any other way than as these bytes in UTF-8, its
        scripts no longer match its policy and do not run.
    """
    page = _OfflinePage(blocks, title=title, language=language, words=words)
    base = _OfflineMap()
    base.add_to(page)
    for name in LAYERS:
        _named(folium.FeatureGroup(name=words[f"layer_{name}"]), name).add_to(base)
    _named(folium.LayerControl(collapsed=True), "layers").add_to(base)
    _named(_PageStart(), "start").add_to(base)
    text = page.render().replace("\r\n", "\n").replace("\r", "\n")
    return text.replace(POLICY_PLACE, security_policy(text), 1)


def security_policy(page: str) -> str:
    """The content security policy by which only what stands in the page now may run."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_source_hash(script) for script in scripts),
            "style-src " + " ".join(_source_hash(sheet) for sheet in styles),
            "img-src data: blob:",
            "connect-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _named(element: Element, name: str) -> Element:
    """``element`` under a name of ours: folium's own come from a random source."""
    element._id = f"{ELEMENT_ID}_{name}"
    if isinstance(element, folium.map.Layer):
        element._name = "Layer"
    return element


class _OfflinePage(Figure):
    """The document around the map."""

    _template = Template(_asset("page.html"))

    def __init__(
        self, blocks: Mapping[str, str], *, title: str, language: str, words: Mapping[str, str]
    ) -> None:
        super().__init__(title=title)
        self._id = ELEMENT_ID
        self.header._children.clear()
        self.blocks = dict(blocks)
        self.language = language
        self.words = dict(words)
        self.policy_place = POLICY_PLACE
        self.colours = COLOURS
        self.styles = [_leaflet_style(), *map(_asset, STYLES)]
        self.scripts = [_leaflet_script(), *map(_asset, SCRIPTS)]


class _OfflineMap(folium.Map):
    """A map without tiles, without links to other sites and without jQuery."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  # folium's own form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(_asset("map.html"))

    def __init__(self) -> None:
        super().__init__(
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            zoom_delta=1,
            wheel_px_per_zoom_level=90,
        )
        self._id = ELEMENT_ID


class _PageStart(MacroElement):
    """The call that hands map and layers to our own scripts."""

    _template = Template(_asset("start.html"))

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.layers: dict[str, Any] = {name: f"layer_{ELEMENT_ID}_{name}" for name in LAYERS}


def _leaflet_script() -> str:
    text = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text)


def _leaflet_style() -> str:
    folder = Path(leaflet.BASE_DIR)
    text = (folder / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\(([^)]*)\)", lambda found: _data_url(folder, found[1]), text)


def _data_url(folder: Path, reference: str) -> str:
    """An image of Leaflet as a ``url()`` that holds it; ``none`` for what is no image."""
    image = folder / reference.strip("'\"")
    mime_type = MIME_TYPES.get(image.suffix)
    if mime_type is None or not image.is_file():
        return "none"
    data = base64.b64encode(image.read_bytes()).decode()
    return f"url(data:{mime_type};base64,{data})"
