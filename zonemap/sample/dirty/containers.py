"""Sheets as bytes: workbooks, text files, web pages, features. Nothing here is a real ledger."""

from __future__ import annotations

import csv
import html
import io
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import xlsxwriter

from zonemap.sample.dirty.cells import shown
from zonemap.sample.dirty.date_faults import EXCEL_DAY_ZERO
from zonemap.sample.dirty.kinds import Formula
from zonemap.schema import COLUMNS, SAMPLE_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from zonemap.sample.dirty.cells import Page
    from zonemap.sample.dirty.layout import Grid

__all__ = ["cover_rows", "delimited", "features", "web_page", "workbook"]

HEADERS = {column.name: column.header for column in COLUMNS}


def workbook(grids: Sequence[Grid], *, day: date, cover: list[list[object]] | None) -> bytes:
    """Sheets as XLSX; the cover, where there is one, stands before them."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime(day.year, day.month, day.day)
        book.set_properties({"comments": SAMPLE_MARK, "created": created})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        centred = book.add_format({"align": "center", "valign": "vcenter"})
        if cover is not None:
            _write_rows(book.add_worksheet("封面"), cover, days)
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for span in grid.spans:
                sheet.merge_range(*span, "", centred)
            _write_rows(sheet, grid.rows, days)
            for row in grid.hidden:
                sheet.set_row(row, None, None, {"hidden": True})
    return buffer.getvalue()


def _write_rows(sheet: Worksheet, rows: Sequence[Sequence[object]], days: Format) -> None:
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(number, position, cell)
            elif isinstance(cell, float):
                sheet.write_number(number, position, cell)
            elif isinstance(cell, date):
                sheet.write_number(number, position, (cell - EXCEL_DAY_ZERO).days, days)
            elif isinstance(cell, Formula):
                value = "" if cell.value is None else cell.value
                sheet.write_formula(number, position, cell.text, None, value)
            else:
                sheet.write_number(number, position, float(str(cell)))


def delimited(grid: Grid, *, separator: str, encoding: str) -> bytes:
    """A sheet as text, as Excel saves it: every row as wide as the others, merged cells blank."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([shown(cell) for cell in row] for row in grid.rows)
    if encoding == "utf-16":
        return b"\xff\xfe" + text.getvalue().encode("utf-16-le")
    return text.getvalue().encode(encoding)


def web_page(grid: Grid) -> bytes:
    """A sheet as the table of a web page, as office systems export it under the name of a sheet."""
    covered = {
        (row, column)
        for top, left, low, right in grid.spans
        for row in range(top, low + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    sizes = {(top, left): (low - top + 1, right - left + 1) for top, left, low, right in grid.spans}
    lines = []
    for number, row in enumerate(grid.rows):
        cells = []
        for position, cell in enumerate(row):
            if (number, position) in covered:
                continue
            down, across = sizes.get((number, position), (1, 1))
            size = f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1)
            cells.append(f"<td{size}>{html.escape(shown(cell))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head = f'<html><head><meta charset="utf-8"><title>{SAMPLE_MARK}</title></head><body>'
    table = "\n".join(lines)
    return f'{head}<table border="1">\n{table}\n</table></body></html>\n'.encode()


def features(
    page: Page, points: tuple[NDArray[np.float64], NDArray[np.float64]], *, driver: str, day: date
) -> bytes:
    """The rows as points of a layer in EPSG:4326; its fields are text under Chinese headings.

    Parameters
    ----------
    page
        Its cells but for the coordinates.
    points
        Longitude and latitude; NaN where there is none.
    driver
        ``GPKG`` or ``GeoJSON``.
    day
        Stands in the file as the day it was changed.

    Returns
    -------
    data
        The bytes; the same arguments give the same.
    """
    fields = {
        HEADERS[name]: pd.array([shown(cell) or None for cell in cells], dtype="str")
        for name, cells in page.cells.items()
        if name not in ("longitude", "latitude")
    }
    geometry = gpd.GeoSeries.from_xy(*points, crs="EPSG:4326")
    geometry = geometry.where(~pd.isna(points[0]))
    table = gpd.GeoDataFrame(fields, geometry=geometry)
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: f"{day.isoformat()}T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"layer.{driver.lower()}"
            pyogrio.write_dataframe(table, path, layer=SAMPLE_MARK, driver=driver)
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({option: before})


def cover_rows(day: date) -> list[list[object]]:
    """A sheet that is no ledger: whose it is, and what the statuses mean."""
    return [
        [f"汉中市散煤用户台账（{SAMPLE_MARK}）", None],
        ["编制单位：", "汉中市散煤治理工作专班"],
        ["编制日期：", day],
        [None, None],
        ["填表说明", None],
        ["1", "经度、纬度用手机采集，保留六位小数。"],
        ["2", "状态：在用、已签约、已安装、已通能源、已验收。"],
    ]
