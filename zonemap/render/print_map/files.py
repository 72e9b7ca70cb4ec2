"""Printed map sheets, A4 landscape: one of the whole plan, one for each zone; and their files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure

from zonemap.messages import Language, translator
from zonemap.render.print_map.overview import overview_sheet
from zonemap.render.print_map.page import print_settings
from zonemap.render.print_map.tables import MapTables, Sheet
from zonemap.render.print_map.zone import zone_sheet

__all__ = [
    "FORMATS",
    "OVERVIEW",
    "MapTables",
    "Sheet",
    "SheetTask",
    "figure_bytes",
    "overview_sheet",
    "sheet_files",
    "zone_sheet",
]

FORMATS: tuple[Literal["pdf", "png"], ...] = ("pdf", "png")
OVERVIEW = "overview"
"""The name of the sheet of all zones; no zone may have it as its id."""

PRINT_DPI = 200
PNG_EFFORT = 4
"""Of zlib, 0 to 9: files a little larger than at 6 in two thirds of the time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SheetTask:
    """A map sheet to be drawn: `OVERVIEW` or a ``zone_id``, and what it is drawn from."""

    name: str
    tables: MapTables
    sheet: Sheet
    language: Language


def sheet_files(task: SheetTask) -> list[tuple[str, bytes]]:
    """The files of one map sheet, in every format: name and content."""
    translate = translator(task.language)
    if task.name == OVERVIEW:
        figure = overview_sheet(task.tables, sheet=task.sheet, translate=translate)
    else:
        figure = zone_sheet(task.name, task.tables, sheet=task.sheet, translate=translate)
    return [(f"{task.name}.{kind}", figure_bytes(figure, kind=kind)) for kind in FORMATS]


@print_settings()
def figure_bytes(figure: Figure, *, kind: Literal["pdf", "png"], dpi: int = PRINT_DPI) -> bytes:
    """A sheet as a file: the same figure gives the same bytes.

    Parameters
    ----------
    figure
        From `overview_sheet` or `zone_sheet`.
    kind
        A PDF has vector lines and text; household dots are an image in it.
    dpi
        Dots per inch of a PNG, and of the household dots in a PDF.

    Returns
    -------
    content
        It holds no day or time of its making.
    """
    file = io.BytesIO()
    if kind == "png":
        effort = {"compress_level": PNG_EFFORT}
        no_maker = {"Software": None}
        figure.savefig(file, format=kind, dpi=dpi, metadata=no_maker, pil_kwargs=effort)
    else:
        no_maker_or_day = {
            "Title": figure.get_label(),
            "Creator": "zonemap",
            "Producer": None,
            "CreationDate": None,
        }
        figure.savefig(file, format=kind, dpi=dpi, metadata=no_maker_or_day)
    return file.getvalue()
