"""Printed map sheets, A4 landscape: one of the whole plan, one for each zone; and their files."""

from __future__ import annotations

import io
from typing import Literal

from matplotlib.figure import Figure

from zonemap.render.print_map.overview import overview_sheet
from zonemap.render.print_map.page import print_settings
from zonemap.render.print_map.tables import MapTables, Sheet
from zonemap.render.print_map.zone import zone_sheet

__all__ = ["MapTables", "Sheet", "figure_bytes", "overview_sheet", "zone_sheet"]

PRINT_DPI = 200


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
    metadata = {
        "pdf": {
            "Title": figure.get_label(),
            "Creator": "zonemap",
            "Producer": None,
            "CreationDate": None,
        },
        "png": {"Software": None},
    }
    file = io.BytesIO()
    figure.savefig(file, format=kind, dpi=dpi, metadata=metadata[kind])
    return file.getvalue()
