"""Synthetic ledgers (模拟数据) in the forms officials pass them on: workbook, CSV, GeoParquet.

Only tables of `zonemap.sample.ledgers` belong here: every form says 模拟数据, for nothing in
them is about anyone. The forms are Chinese in every language, as ledgers are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import groupby

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zonemap.schema import COLUMN_NAMES, COLUMNS, STATUSES, Column

__all__ = ["ledger_csv", "ledger_parquet", "ledger_workbook"]

MARK = "（模拟数据）"
TITLE = f"汉中市散煤用户台账{MARK}"
NO_COUNTY = "未填县区"

SIGNATURES = "填表人：　　　　　　　　审核人：　　　　　　　　负责人："

A3 = 8
"""What Excel calls this size of paper."""

RULE_COLOUR = "#7f7f7f"
HEADER_ROW = 2
"""Of the two rows of headers, the first, counted from 0: a title and a line stand above."""

FIRST_DATA_ROW = 4

STATUS_WORDS: dict[str, str] = {status.name: status.word for status in STATUSES}

YES_NO = {True: "是", False: "否"}

EXCEL_DAY_ZERO = np.datetime64("1899-12-30")

KIND_WIDTHS = {"text": 7.5, "id": 13.5, "number": 7.5, "date": 10.5, "yes_no": 8.5, "status": 9.0}
"""Widths of columns in characters, where `WIDTHS` says nothing."""

WIDTHS: dict[str, float] = {
    "household_id": 17.0,
    "id_number": 19.0,
    "phone": 12.5,
    "vulnerable": 9.0,
    "town": 15.0,
    "village": 18.0,
    "group": 5.5,
    "address": 32.0,
    "longitude": 10.5,
    "latitude": 9.5,
    "location_method": 10.5,
    "user_type": 9.0,
    "purpose": 5.5,
    "stove": 11.0,
    "substitute": 16.0,
    "deferred_reason": 17.0,
    "note": 20.0,
}

LEFT_ALIGNED = ("address", "deferred_reason", "note", "village")

NUMBER_FORMATS = {"longitude": "0.000000", "latitude": "0.000000", "coal_t": "0.0"}
"""How numbers are shown; the others as whole numbers."""


def ledger_workbook(table: pd.DataFrame, *, day: date) -> bytes:
    """The ledger as an XLSX, a sheet for each county, laid out as officials print it.

    Parameters
    ----------
    table
        The columns of `schema.COLUMNS`. Rows keep their order but for counties and towns,
        which are brought together in the order in which they first come.
    day
        The day of the ledger.

    Returns
    -------
    workbook
        The bytes of the file; the same table and day give the same bytes.
    """
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime(day.year, day.month, day.day)
        book.set_properties({"title": TITLE, "comments": "模拟数据", "created": created})
        formats = cell_formats(book)
        county = table["county"].fillna(NO_COUNTY)
        for name in county.unique():
            sheet = book.add_worksheet(name)
            write_head(sheet, formats, county=name, day=day)
            end = write_rows(sheet, formats, by_town(table[county == name]))
            lay_out(sheet, formats, end=end)
    return buffer.getvalue()


def ledger_csv(table: pd.DataFrame) -> bytes:
    """The ledger as CSV (UTF-8 with a mark): a title, the Chinese headers, then every row."""
    shown = {column.header: shown_values(table[column.name], column) for column in COLUMNS}
    buffer = BytesIO()
    buffer.write(f"{TITLE}\n{','.join(shown)}\n".encode("utf-8-sig"))
    options = pyarrow.csv.WriteOptions(include_header=False)
    pyarrow.csv.write_csv(pa.table(shown), buffer, options)
    return buffer.getvalue()


def ledger_parquet(table: pd.DataFrame) -> bytes:
    """The ledger as GeoParquet: typed columns under Chinese headers, and points, EPSG:4326.

    Returns
    -------
    parquet
        The bytes of the file. A household without coordinates has no point. The metadata of
        the schema has a ``title`` that says 模拟数据.
    """
    typed = {column.header: typed_values(table[column.name], column) for column in COLUMNS}
    points = gpd.GeoSeries.from_xy(table["longitude"], table["latitude"], crs="EPSG:4326")
    points = points.where(table["longitude"].notna() & table["latitude"].notna())
    buffer = BytesIO()
    gpd.GeoDataFrame(geometry=points).to_parquet(buffer, index=False)
    geometry = pyarrow.parquet.read_table(buffer)
    metadata = {"title": TITLE, "geo": geometry.schema.metadata[b"geo"]}
    typed["geometry"] = geometry["geometry"]
    out = BytesIO()
    pyarrow.parquet.write_table(
        pa.table(typed).replace_schema_metadata(metadata), out, compression="zstd"
    )
    return out.getvalue()


def shown_values(values: pd.Series, column: Column) -> pa.Array:
    """A column as people read it: text, numbers, days without hours."""
    if column.kind == "yes_no":
        return pa.array(values.map(YES_NO), pa.string(), from_pandas=True)
    typed = typed_values(values, column)
    return typed.cast(pa.date32()) if column.kind == "date" else typed


def typed_values(values: pd.Series, column: Column) -> pa.Array:
    """A column in its own type; a status by its Chinese word."""
    kinds = {"number": pa.float64(), "date": pa.timestamp("s"), "yes_no": pa.bool_()}
    if column.kind == "status":
        values = values.replace(STATUS_WORDS)
    array = pa.array(values, from_pandas=True)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return array.cast(kinds.get(column.kind, pa.string()))


def by_town(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with those of a town together, towns in the order in which they first come."""
    town, _ = pd.factorize(table["town"], use_na_sentinel=False)
    return table.iloc[np.argsort(town, kind="stable")]


def cell_formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """The looks of cells; those of a column's data by its name, ruled apart (see `lay_out`)."""
    ruled = {"border": 1, "border_color": RULE_COLOUR, "valign": "vcenter"}
    body = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    line = {**body, "font_size": 14}
    head = {"font_name": "黑体", "font_size": 10, "align": "center", **ruled}
    summed = {**head, "bold": True, "bg_color": "#f2f2f2"}
    looks: dict[str, dict[str, object]] = {
        "title": {"font_name": "黑体", "font_size": 28, "align": "center", "valign": "vcenter"},
        "line": line,
        "line_right": {**line, "align": "right"},
        "header": {**head, "text_wrap": True, "bg_color": "#dce6ef"},
        "sum": summed,
        "sum_number": {**summed, "align": "right", "num_format": "#,##0.0"},
        "serial": {**body, "align": "center"},
        "rule": {"border": 1, "border_color": RULE_COLOUR},
    }
    looks |= {column.name: {**body, **cell_look(column)} for column in COLUMNS}
    return {name: book.add_format(look) for name, look in looks.items()}


def cell_look(column: Column) -> dict[str, object]:
    """How the cells of a column are aligned and their values shown."""
    if column.kind == "number":
        return {"align": "right", "num_format": NUMBER_FORMATS.get(column.name, "0")}
    if column.name in LEFT_ALIGNED:
        return {"align": "left", "shrink": True}
    shown = {"date": "yyyy-mm-dd", "id": "@"}
    return {"align": "center", "num_format": shown.get(column.kind, "General")}


def write_head(sheet: Worksheet, formats: dict[str, Format], *, county: str, day: date) -> None:
    """Write the title, the line of who and when, and the two rows of headers."""
    last = len(COLUMNS)
    unit = f"填报单位：{county}散煤治理工作专班{MARK}"
    when = f"填报日期：{day.year}年{day.month}月{day.day}日"
    sheet.merge_range(0, 0, 0, last, f"汉中市{county}散煤用户台账{MARK}", formats["title"])
    sheet.merge_range(1, 0, 1, last - 8, unit, formats["line"])
    sheet.merge_range(1, last - 7, 1, last, when, formats["line_right"])
    sheet.merge_range(HEADER_ROW, 0, HEADER_ROW + 1, 0, "序号", formats["header"])
    first = 1
    for group, columns in groupby(COLUMNS, key=lambda column: column.group):
        headers = [column.header for column in columns]
        end = first + len(headers) - 1
        sheet.merge_range(HEADER_ROW, first, HEADER_ROW, end, group, formats["header"])
        sheet.write_row(HEADER_ROW + 1, first, headers, formats["header"])
        first = end + 1


def write_rows(sheet: Worksheet, formats: dict[str, Format], table: pd.DataFrame) -> int:
    """Write the households, a sub-total after each town, the total and the signatures.

    Returns
    -------
    end
        The row of the total.
    """
    town, names = pd.factorize(table["town"].fillna(""))
    rows = (FIRST_DATA_ROW + np.arange(len(table)) + town).tolist()
    write_cells(sheet, rows, 0, range(1, len(table) + 1))
    for position, column in enumerate(COLUMNS, start=1):
        write_cells(sheet, rows, position, cell_values(table[column.name], column))
    coal_t = table["coal_t"].to_numpy()
    for number, name in enumerate(names):
        row = FIRST_DATA_ROW + number + int(np.searchsorted(town, number, side="right"))
        write_sum(sheet, formats, (row, f"{name}小计"), coal_t[town == number])
    end = FIRST_DATA_ROW + len(table) + len(names)
    write_sum(sheet, formats, (end, "合计"), coal_t)
    sheet.merge_range(end + 1, 0, end + 1, len(COLUMNS), SIGNATURES, formats["line"])
    sheet.set_row(end + 1, 30.0)
    return end


def cell_values(values: pd.Series, column: Column) -> list[str | float | None]:
    """The values of a column as text or numbers, days as Excel counts them; None if missing."""
    if column.kind == "date":
        days = (values.to_numpy("datetime64[D]") - EXCEL_DAY_ZERO).astype(float)
        return [None if missing else day for day, missing in zip(days, values.isna(), strict=True)]
    listed: list[str | float | None] = shown_values(values, column).to_pylist()
    return listed


def write_cells(
    sheet: Worksheet, rows: Sequence[int], position: int, values: Sequence[str | float | None]
) -> None:
    """Write one column of cells, in the format of the column; a missing value leaves none."""
    for row, value in zip(rows, values, strict=True):
        if isinstance(value, str):
            sheet.write_string(row, position, value)
        elif value is not None:
            sheet.write_number(row, position, value)


def write_sum(
    sheet: Worksheet, formats: dict[str, Format], place: tuple[int, str], coal_t: np.ndarray
) -> None:
    """Write a row of sums at a row with a label: households, and tonnes of coal."""
    row, label = place
    total = round(math.fsum(coal_t[~np.isnan(coal_t)]), 1)
    sheet.set_row(row, 18.0)
    for position in range(len(COLUMNS) + 1):
        sheet.write_blank(row, position, None, formats["sum"])
    for name, text in (("town", label), ("household_id", f"{len(coal_t)}户")):
        sheet.write_string(row, 1 + COLUMN_NAMES.index(name), text, formats["sum"])
    sheet.write_number(row, 1 + COLUMN_NAMES.index("coal_t"), total, formats["sum_number"])


def lay_out(sheet: Worksheet, formats: dict[str, Format], *, end: int) -> None:
    """Set widths, heights, rules, frozen panes, and the page: A3 on its side, one page wide.

    The rules of the data come by condition, which spares a cell for each missing value.
    """
    sheet.set_column(0, 0, 6.0, formats["serial"])
    for position, column in enumerate(COLUMNS, start=1):
        width = WIDTHS.get(column.name, KIND_WIDTHS[column.kind])
        sheet.set_column(position, position, width, formats[column.name])
    always = {"type": "formula", "criteria": "=TRUE", "format": formats["rule"]}
    sheet.conditional_format(FIRST_DATA_ROW, 0, end, len(COLUMNS), always)
    for row, height in enumerate((45.0, 24.0, 21.0, 30.0)):
        sheet.set_row(row, height)
    sheet.freeze_panes(FIRST_DATA_ROW, 3)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, FIRST_DATA_ROW - 1)
    sheet.print_area(0, 0, end + 1, len(COLUMNS))
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L模拟数据&R第 &P 页，共 &N 页")
