from __future__ import annotations

import struct
from io import BytesIO

import pytest
from matplotlib.figure import Figure
from pypdf import PdfReader

from tests.render.print_map.print_world import SHEET, world
from zonemap.render.print_map.files import (
    OVERVIEW,
    SheetTask,
    figure_bytes,
    overview_sheet,
    sheet_files,
    zone_sheet,
)


def sheets() -> dict[str, Figure]:
    tables = world()
    return {
        "ban": zone_sheet("ban", tables, sheet=SHEET, translate=str),
        "overview": overview_sheet(tables, sheet=SHEET, translate=str),
    }


def test_the_same_tables_give_the_same_bytes_in_whatever_order_files_are_made() -> None:
    first, second = sheets(), sheets()
    for name, figure in first.items():
        files = {kind: figure_bytes(figure, kind=kind, dpi=60) for kind in ("pdf", "png")}
        assert files["png"] == figure_bytes(second[name], kind="png", dpi=60)
        assert files["pdf"] == figure_bytes(second[name], kind="pdf", dpi=60)
        for content in files.values():
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


def test_a_png_is_a4_at_the_dots_per_inch_asked_for() -> None:
    figure = zone_sheet("ban", world(40), sheet=SHEET, translate=str)
    content = figure_bytes(figure, kind="png", dpi=50)
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (int(297 / 25.4 * 50), int(210 / 25.4 * 50))


def test_households_are_an_image_so_a_pdf_stays_small() -> None:
    figure = zone_sheet("ban", world(40_000), sheet=SHEET, translate=str)
    content = figure_bytes(figure, kind="pdf")
    (page,) = PdfReader(BytesIO(content)).pages
    assert len(page.images) == 1
    assert len(content) < 1_500_000


@pytest.mark.parametrize(("name", "subject"), [(OVERVIEW, "总览图"), ("buffer", "乙县3公里范围")])
def test_a_sheet_is_a_pdf_and_a_png_of_its_name_in_the_language_asked_for(
    name: str, subject: str
) -> None:
    task = SheetTask(name=name, tables=world(40), sheet=SHEET, language="zh")
    (pdf_name, pdf), (png_name, png) = sheet_files(task)
    assert (pdf_name, png_name) == (f"{name}.pdf", f"{name}.png")
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata.title.endswith(subject)
    assert "内部使用" in reader.pages[0].extract_text()
    assert png.startswith(b"\x89PNG")
