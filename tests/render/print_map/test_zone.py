from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from pyproj import Transformer

from tests.render.print_map.print_world import CENTRE, CRS, GEOD, SHEET, world
from zonemap.errors import ColumnError
from zonemap.render.print_map.files import figure_bytes
from zonemap.render.print_map.tables import MapTables
from zonemap.render.print_map.zone import zone_sheet
from zonemap.schema import STAGES


@pytest.fixture(scope="module")
def tables() -> MapTables:
    return world()


@pytest.fixture(scope="module")
def figures(tables: MapTables) -> dict[str, Figure]:
    return {zone: drawn(zone, tables) for zone in ("ban", "buffer")}


def drawn(zone: str, tables: MapTables) -> Figure:
    return zone_sheet(zone, tables, sheet=SHEET, translate=str)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() != "halo"]


@pytest.mark.parametrize("zone", ["ban", "buffer"])
def test_the_legend_counts_are_those_of_the_table(
    zone: str, tables: MapTables, figures: dict[str, Figure]
) -> None:
    found = words(figures[zone])
    for stage in STAGES[:-1]:
        number = found[found.index(stage.label) + 1]
        assert number == str(tables.zone_counts.loc[zone, stage.name])
    base = found[found.index("Base (households in the zone)") + 1]
    assert base == str(tables.zone_counts.loc[zone, "households"])
    waiting = found[found.index("Undetermined, not drawn") + 1]
    assert waiting == str(tables.zone_counts.loc[zone, "undetermined"])


def test_as_many_dots_are_drawn_of_each_stage_as_the_table_counts(
    tables: MapTables, figures: dict[str, Figure]
) -> None:
    (axes,) = [axes for axes in figures["ban"].axes if axes.get_label() == "map"]
    dots = {line.get_gid(): len(line.get_xdata()) for line in axes.lines}
    for stage in STAGES[:-1]:
        assert dots[f"dots {stage.name}"] == tables.zone_counts.loc["ban", stage.name]
    assert all(line.get_rasterized() for line in axes.lines)


def test_the_printed_map_has_the_scale_it_names(figures: dict[str, Figure]) -> None:
    figure = figures["buffer"]
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


def test_a_sheet_with_many_villages_says_that_its_circles_are_towns(
    tables: MapTables, figures: dict[str, Figure]
) -> None:
    few = words(figures["ban"])
    parts = [tables.place_counts.assign(village=part) for part in "东西南北中"]
    many = words(drawn("ban", replace(tables, place_counts=pd.concat(parts))))
    assert "Remaining households by village" in few
    assert "Remaining households by town" in many
    assert "Remaining households by village" not in many


def test_a_zone_with_nothing_left_has_no_symbols(tables: MapTables) -> None:
    none_left = replace(tables, place_counts=tables.place_counts.assign(remaining=0))
    figure = drawn("ban", none_left)
    assert not [a for a in figure.findobj() if a.get_gid() == "symbol"]
    assert figure_bytes(figure, kind="png", dpi=40)


def test_an_unknown_zone_is_refused(tables: MapTables) -> None:
    with pytest.raises(ColumnError, match="zone nowhere has no shape"):
        drawn("nowhere", tables)
