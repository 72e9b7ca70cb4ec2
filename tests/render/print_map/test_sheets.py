from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from tests.render.print_map.print_world import SHEET, world
from zonemap.render.print_map.files import overview_sheet, zone_sheet


@pytest.fixture(scope="module")
def sheets() -> dict[str, Figure]:
    tables = world()
    made = {z: zone_sheet(z, tables, sheet=SHEET, translate=str) for z in ("ban", "buffer")}
    return {**made, "overview": overview_sheet(tables, sheet=SHEET, translate=str)}


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() != "halo"]


@pytest.mark.parametrize("name", ["ban", "buffer", "overview"])
def test_no_text_leaves_the_page_or_covers_another(name: str, sheets: dict[str, Figure]) -> None:
    figure = sheets[name]
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [t for t in figure.findobj(Text) if t.get_text() and t.get_gid() != "halo"]
    boxes = [text.get_window_extent(renderer).padded(-1.5) for text in texts]
    margin = 4 / 25.4 * figure.dpi
    for text, box in zip(texts, boxes, strict=True):
        assert box.x0 > margin, text
        assert box.y0 > margin, text
        assert box.x1 < figure.bbox.width - margin, text
        assert box.y1 < figure.bbox.height - margin, text
    for n, box in enumerate(boxes):
        assert [texts[n], *(texts[m] for m in range(n) if box.overlaps(boxes[m]))] == [texts[n]]


def test_what_is_approximate_the_sources_and_the_projection_are_said(
    sheets: dict[str, Figure],
) -> None:
    for name, figure in sheets.items():
        text = " ".join(words(figure))
        assert "县界：虚构" in text.replace(" ", ""), name
        assert "EPSG:4545" in text, name
    assert "not an official line" in " ".join(words(sheets["ban"]))
    assert "is assumed" in " ".join(words(sheets["buffer"]))
