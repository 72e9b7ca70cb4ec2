from __future__ import annotations

import datetime
from dataclasses import replace
from io import BytesIO

import matplotlib
import matplotlib.font_manager
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader

from tests.render.print_map.print_world import SHEET, world
from zonemap.render.print_map.files import figure_bytes
from zonemap.render.print_map.frame import Box
from zonemap.render.print_map.page import (
    PLAIN,
    draw_title,
    lines_height_mm,
    new_page,
    page_axes,
    put_lines,
    put_text,
)
from zonemap.render.print_map.tables import Sheet
from zonemap.render.print_map.zone import zone_sheet

FIGURES = "base 1 households, proven cleared 0, remaining 1, undetermined 0"


def titled(sheet: Sheet) -> Axes:
    _figure, page = new_page()
    draw_title(page, ("甲县禁燃区", FIGURES), sheet=sheet, translate=str)
    return page


def words(page: Axes) -> list[str]:
    return [text.get_text() for text in page.texts]


def extent_mm(text: Text) -> Box:
    figure = text.get_figure(root=True)
    box = text.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    return Box(*(side / figure.dpi * 25.4 for side in box.bounds))


def test_the_page_is_a4_and_its_unit_the_millimetre() -> None:
    figure, page = new_page()
    assert figure.get_size_inches() * 25.4 == pytest.approx([297, 210])
    paper_mm = page.transData.transform((100, 50)) / figure.dpi * 25.4
    assert paper_mm == pytest.approx([100, 50])
    inner = page_axes(page, Box(20, 30, 100, 40), label="inner").get_window_extent()
    assert [side / figure.dpi * 25.4 for side in inner.bounds] == pytest.approx([20, 30, 100, 40])


def test_the_title_says_plan_subject_day_and_key_figures() -> None:
    page = titled(replace(SHEET, as_of=datetime.date(2021, 12, 31)))
    assert "某市散煤清零: 甲县禁燃区" in words(page)
    assert any(
        text.startswith("As of 2021-12-31") and text.endswith(FIGURES) for text in words(page)
    )


def test_a_review_number_takes_the_place_of_internal_use() -> None:
    assert "For internal use" in words(titled(SHEET))
    found = words(titled(replace(SHEET, map_review_number="陕S(2022)001号")))
    assert "Map review number 陕S(2022)001号" in found
    assert "For internal use" not in found


def test_a_long_title_keeps_off_the_edition_mark() -> None:
    page = titled(replace(SHEET, title="特别长的计划名称" * 8))
    by_start = {text.get_text()[:4]: extent_mm(text) for text in page.texts}
    assert by_start["特别长的"].right < by_start["For "].left


def test_paragraphs_keep_to_their_box_and_take_the_height_they_say() -> None:
    _figure, page = new_page()
    box = Box(20, 20, 60, 100)
    texts = ["县界与禁燃区边界均为示意，不作为执法依据。" * 5, "第二段。"]
    rest = put_lines(page, texts, box=box, style=PLAIN)
    extents = [extent_mm(text) for text in page.texts]
    assert "".join(words(page)) == "".join(texts)
    assert box.height - rest.height == pytest.approx(lines_height_mm(texts, 60, style=PLAIN))
    assert max(extent.right for extent in extents) <= box.right + 0.3
    assert min(extent.bottom for extent in extents) >= rest.top
    assert max(extent.top for extent in extents) <= box.top + 0.3


def test_a_text_is_printed_once_as_it_stands_halo_or_not() -> None:
    figure, page = new_page()
    put_text(page, "补贴$5$元_甲^乙", at=(40, 60), style=replace(PLAIN, halo=True))
    (sheet,) = PdfReader(BytesIO(figure_bytes(figure, kind="pdf"))).pages
    assert sheet.extract_text().split() == ["补贴$5$元_甲^乙"]


def test_matplotlib_is_left_as_it_was_and_its_settings_do_not_matter() -> None:
    def sheet() -> Figure:
        return zone_sheet("ban", world(40), sheet=SHEET, translate=str)

    before = dict(matplotlib.rcParams)
    fonts = len(matplotlib.font_manager.fontManager.ttflist)
    plain = figure_bytes(sheet(), kind="png", dpi=50)
    assert dict(matplotlib.rcParams) == before
    assert len(matplotlib.font_manager.fontManager.ttflist) == fonts
    with matplotlib.rc_context({"savefig.bbox": "tight", "axes.grid": True, "font.size": 30}):
        assert figure_bytes(sheet(), kind="png", dpi=50) == plain
