from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font

from zonemap.render.print_map.fonts import (
    fitting_size_pt,
    font_path,
    sheet_font,
    text_width_mm,
    wrapped_lines,
)


def gb2312_characters() -> list[str]:
    return [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    ]


def test_the_face_has_every_character_of_gb2312() -> None:
    characters = gb2312_characters()
    known = get_font(str(font_path())).get_charmap()
    assert len(characters) == 6763
    assert [one for one in characters if ord(one) not in known] == []


def test_the_face_comes_from_the_package_not_the_system() -> None:
    assert sheet_font(8).get_file() == str(font_path())
    assert "pylopdf_fonts_zh_cn" in str(font_path())


@pytest.mark.parametrize(
    "text", ["汉台区高污染燃料禁燃区", "Remaining 1,234 households", "±1,500米"]
)
def test_widths_are_those_that_are_drawn(text: str) -> None:
    figure = Figure(dpi=300)
    drawn = figure.text(0, 0, text, fontproperties=sheet_font(20))
    box = drawn.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    assert text_width_mm(text, 20) == pytest.approx(box.width / 300 * 25.4, rel=0.03)


def test_lines_keep_to_the_width_and_lose_nothing() -> None:
    text = "依《管理规定》（2017年11月8日施行）文字目视勾绘，非官方界线 china-division 2.7.0。" * 4
    lines = wrapped_lines(text, 7, width_mm=50)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(text_width_mm(line, 7) for line in lines) <= 50
    assert not any(line[0] in "，。）》" or line[-1] in "（《" for line in lines)


def test_long_titles_shrink_and_short_ones_do_not() -> None:
    assert fitting_size_pt("短", 18, width_mm=100) == 18
    size = fitting_size_pt("长" * 60, 18, width_mm=100)
    assert text_width_mm("长" * 60, size) == pytest.approx(100)
