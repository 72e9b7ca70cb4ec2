from __future__ import annotations

import datetime
from dataclasses import replace
from io import BytesIO

import matplotlib
import matplotlib.font_manager
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader
from pyproj import Transformer

from tests.render.print_map.print_world import CENTRE, CRS, GEOD, SHEET, world
from zonemap.errors import ColumnError
from zonemap.render.print_map.files import figure_bytes, overview_sheet, zone_sheet
from zonemap.schema import STAGES


def sheets() -> dict[str, Figure]:
    tables = world()
    made = {z: zone_sheet(z, tables, sheet=SHEET, translate=str) for z in ("ban", "buffer")}
    return {**made, "overview": overview_sheet(tables, sheet=SHEET, translate=str)}


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() != "halo"]


@pytest.mark.parametrize("name", ["ban", "buffer", "overview"])
def test_no_text_leaves_the_page_or_covers_another(name: str) -> None:
    figure = sheets()[name]
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


@pytest.mark.parametrize("zone", ["ban", "buffer"])
def test_the_legend_counts_are_those_of_the_table(zone: str) -> None:
    tables = world()
    found = words(zone_sheet(zone, tables, sheet=SHEET, translate=str))
    for stage in STAGES[:-1]:
        number = found[found.index(stage.label) + 1]
        assert number == str(tables.zone_counts.loc[zone, stage.name])
    base = found[found.index("Base (households in the zone)") + 1]
    assert base == str(tables.zone_counts.loc[zone, "households"])
    waiting = found[found.index("Undetermined, not drawn") + 1]
    assert waiting == str(tables.zone_counts.loc[zone, "undetermined"])


def test_as_many_dots_are_drawn_of_each_stage_as_the_table_counts() -> None:
    tables = world()
    figure = zone_sheet("ban", tables, sheet=SHEET, translate=str)
    (axes,) = [axes for axes in figure.axes if axes.get_label() == "map"]
    dots = {line.get_gid(): len(line.get_xdata()) for line in axes.lines}
    for stage in STAGES[:-1]:
        assert dots[f"dots {stage.name}"] == tables.zone_counts.loc["ban", stage.name]
    assert all(line.get_rasterized() for line in axes.lines)


def test_the_table_of_the_overview_is_zone_counts_with_its_total() -> None:
    tables = world()
    found = words(overview_sheet(tables, sheet=SHEET, translate=str))
    columns = ["households", "claimed", "proven", "remaining", "undetermined"]
    rows = {"甲县禁燃区": "ban", "乙县3公里范围": "buffer", "Total, each household once": "total"}
    for title, zone in rows.items():
        place = len(found) - 1 - found[::-1].index(title)
        expected = [f"{n:,}" for n in tables.zone_counts.loc[zone, columns]]
        assert found[place + 1 : place + 6] == expected


def test_the_printed_map_has_the_scale_it_names() -> None:
    figure = zone_sheet("buffer", world(), sheet=SHEET, translate=str)
    ratio = next(text for text in words(figure) if text.startswith("1:"))
    denominator = int(ratio[2:].replace(",", ""))
    (axes,) = [axes for axes in figure.axes if axes.get_label() == "map"]
    # 3 km east of the centre point, on the ellipsoid and then on the paper.
    east = GEOD.fwd(*CENTRE, 90, 3000)[:2]
    to_crs = Transformer.from_crs("EPSG:4326", CRS, always_xy=True).transform
    ends = axes.transData.transform([to_crs(*CENTRE), to_crs(*east)])
    paper_mm = np.hypot(*(ends[1] - ends[0])) / figure.dpi * 25.4
    assert paper_mm * denominator / 1000 == pytest.approx(3000, rel=2e-4)
    assert figure.get_size_inches() * 25.4 == pytest.approx([297, 210])


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_the_same_tables_give_the_same_bytes(kind: str) -> None:
    first, second = sheets(), sheets()
    for name, figure in first.items():
        content = figure_bytes(figure, kind=kind, dpi=60)
        assert content == figure_bytes(second[name], kind=kind, dpi=60)
        assert content == figure_bytes(figure, kind=kind, dpi=60)
        assert b"CreationDate" not in content
        assert b"Software" not in content


def test_a_pdf_is_one_a4_page_of_real_text() -> None:
    figure = zone_sheet("ban", world(), sheet=SHEET, translate=str)
    reader = PdfReader(BytesIO(figure_bytes(figure, kind="pdf")))
    (page,) = reader.pages
    assert [float(side) * 25.4 / 72 for side in page.mediabox[2:]] == pytest.approx(
        [297, 210], 1e-4
    )
    text = page.extract_text()
    for part in ("某市散煤清零", "甲县禁燃区", "2022-09-05", "For internal use", "approximate"):
        assert part in text
    assert reader.metadata.title == "某市散煤清零: 甲县禁燃区"


def test_households_are_an_image_so_a_pdf_stays_small() -> None:
    figure = zone_sheet("ban", world(40_000), sheet=SHEET, translate=str)
    assert len(figure_bytes(figure, kind="pdf")) < 1_500_000


def test_what_is_approximate_the_sources_and_the_projection_are_said() -> None:
    for name, figure in sheets().items():
        text = " ".join(words(figure))
        assert "县界：虚构" in text.replace(" ", ""), name
        assert "EPSG:4545" in text, name
    assert "not an official line" in " ".join(words(sheets()["ban"]))
    assert "is assumed" in " ".join(words(sheets()["buffer"]))


def test_a_review_number_takes_the_place_of_internal_use() -> None:
    sheet = replace(SHEET, map_review_number="陕S(2022)001号")
    found = words(overview_sheet(world(), sheet=sheet, translate=str))
    assert "Map review number 陕S(2022)001号" in found
    assert "For internal use" not in found


def test_texts_are_translated() -> None:
    figure = overview_sheet(world(), sheet=SHEET, translate=lambda text: f"译{text}")
    assert "译N" in words(figure)
    assert "译For internal use" in words(figure)


def test_a_long_title_keeps_off_the_edition_mark() -> None:
    sheet = replace(SHEET, title="特别长的计划名称" * 8)
    figure = zone_sheet("ban", world(), sheet=sheet, translate=str)
    renderer = FigureCanvasAgg(figure).get_renderer()
    by_start = {text.get_text()[:4]: text for text in figure.findobj(Text)}
    title, mark = (by_start[start].get_window_extent(renderer) for start in ("特别长的", "For "))
    assert title.x1 < mark.x0


def test_a_zone_with_nothing_left_has_no_symbols() -> None:
    tables = world()
    none_left = replace(tables, place_counts=tables.place_counts.assign(remaining=0))
    figure = zone_sheet("ban", none_left, sheet=SHEET, translate=str)
    assert not [a for a in figure.findobj() if a.get_gid() == "symbol"]
    assert figure_bytes(figure, kind="png", dpi=40)


def test_matplotlib_is_left_as_it_was_and_its_settings_do_not_matter() -> None:
    before = dict(matplotlib.rcParams)
    fonts = len(matplotlib.font_manager.fontManager.ttflist)
    plain = figure_bytes(sheets()["ban"], kind="png", dpi=50)
    assert dict(matplotlib.rcParams) == before
    assert len(matplotlib.font_manager.fontManager.ttflist) == fonts
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30, "axes.facecolor": "red"}):
        assert figure_bytes(sheets()["ban"], kind="png", dpi=50) == plain


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ColumnError, match="zone nowhere has no shape"):
        zone_sheet("nowhere", world(), sheet=SHEET, translate=str)


def test_the_day_is_the_ledgers() -> None:
    sheet = replace(SHEET, as_of=datetime.date(2021, 12, 31))
    found = words(overview_sheet(world(), sheet=sheet, translate=str))
    assert any(text.startswith("As of 2021-12-31") for text in found)
