"""A small synthetic world for the tests of ``rejects.xlsx``: two ledgers, nine faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from tests.render.workbook.workbook_world import CONTEXT, ID_NUMBER, english
from zonemap.render.workbook.rejects import RejectTables, rejects_workbook
from zonemap.schema import COLUMN_NAMES

OLD, NEW = "households/2022-09-23.xlsx", "households/2022-09-30.xlsx"
ZONE_NAMES = {"ban": "甲区禁燃区", "ring": "乙县3公里范围"}

ISSUES = [
    (NEW, 5, "longitude", None, "no_place", "undetermined", ""),
    (NEW, 6, "status", "烧煤中", "unknown_status", "undetermined", ""),
    (NEW, 6, "coal_t", "约两吨", "bad_number", "blanked", ""),
    (NEW, 7, "installed_date", "2022.13.1", "bad_date", "blanked", ""),
    (NEW, 8, "id_number", 6.10702190001010e17, "id_as_number", "noted", ""),
    (NEW, 9, "status", "在用", "conflicting_rows", "noted", "2022-09-30.xlsx 台账 第6行"),
    (NEW, 0, "", "2", "hidden_rows", "noted", ""),
    (OLD, 11, "", "1,户主,=SUM(A1),乱", "broken_row", "undetermined", ""),
    (OLD, 12, "longitude", "107.02", "few_decimals", "noted", ""),
]
"""File, row, column, value, code, severity, other row."""


def draw_issues(**columns: object) -> pd.DataFrame:
    """Nine issues, not in order."""
    names = ["file", "row", "column", "value", "code", "severity", "other_row"]
    table = pd.DataFrame(ISSUES, columns=names)
    table.insert(1, "sheet", "台账")
    return table.iloc[::-1].assign(**columns)


def draw_rows() -> pd.DataFrame:
    """Nine rows of two ledgers with cells as delivered, of which six are at fault."""
    numbers = np.arange(4, 13)
    files = np.where(numbers > 9, OLD, NEW)
    rows = pd.DataFrame({"file": files, "sheet": "台账", "row": numbers})
    for name in COLUMN_NAMES:
        rows[name] = pd.Series([None] * len(rows), dtype="object")
    rows["household_id"] = [f"00610702{number:06d}" for number in numbers]
    rows["head"] = [f"户主{number}" for number in numbers]
    rows["id_number"] = pd.Series([ID_NUMBER] * len(rows), dtype="object")
    rows["phone"] = pd.Series([13800000000] * len(rows), dtype="object")
    rows["county"], rows["town"], rows["village"] = "甲区", "东街街道", "第一村民委员会"
    rows["longitude"] = pd.Series([107.02345678] * len(rows), dtype="object")
    rows["latitude"] = pd.Series(["33°04′12″"] * len(rows), dtype="object")
    rows["coal_t"] = pd.Series([1.5] * len(rows), dtype="object")
    rows["status"] = "在用"
    rows["installed_date"] = pd.Series([date(2022, 9, 3)] * len(rows), dtype="object")
    rows["check_date"] = pd.Series([datetime(2022, 9, 4, 13, 30)] * len(rows), dtype="object")
    rows["energy_ready"] = pd.Series([True] * len(rows), dtype="object")
    rows["note"] = "=1+1"
    given = [(1, "longitude", None), (1, "latitude", ""), (2, "status", "烧煤中")]
    given += [(2, "coal_t", "约两吨"), (3, "installed_date", "2022.13.1")]
    given += [(4, "id_number", 6.10702190001010e17)]
    for position, name, value in given:
        rows.loc[position, name] = value
    rows.loc[7, list(COLUMN_NAMES)] = None
    return rows


def draw_repairs(count: int = 4) -> pd.DataFrame:
    """Repairs of several kinds, one of them of an identity number."""
    kinds = [
        ("installed_date", "2022.9.3", "2022-09-03", "date_format"),
        ("coal_t", "１．５", "1.5", "full_width"),
        ("status", "正在用", "在用", "status_word"),
        ("id_number", f"{ID_NUMBER[:6]} {ID_NUMBER[6:]}", ID_NUMBER, "id_format"),
    ]
    number = np.arange(count)
    columns = [np.array(values, dtype=object)[number % 4] for values in zip(*kinds, strict=True)]
    table = pd.DataFrame(dict(zip(["column", "value", "became", "code"], columns, strict=True)))
    table.insert(0, "file", NEW)
    table.insert(1, "sheet", "台账")
    table.insert(2, "row", number + 4)
    return table


def draw_datum() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three groups of rows, one contradicted and one that cannot be told; what if."""
    nan = np.nan
    groups = pd.DataFrame(
        {
            "file": [OLD, NEW, NEW],
            "group": [0, 0, 1],
            "sheet": "台账",
            "method": ["GPS定位", "地图点选", "*"],
            "form": ["degrees", "degrees", "gauss_krueger_zone"],
            "rows": [3, 5, 2],
            "frame": ["WGS84", "GCJ-02", ""],
            "how": ["detected", "contradicted", "cannot_tell"],
            "confidence": [0.99995, 0.97, nan],
            "villages": [12, 9, 0],
            "village_offset_m": [6.4, 472.2, nan],
            "earlier": [40, 0, 0],
            "earlier_offset_m": [2.2, nan, nan],
            "county_inside_share": [0.99999, 0.95, nan],
            "stated": ["", "WGS84", ""],
            "contradicted_by": ["", "东街街道、西河镇", ""],
        }
    )
    consequences = pd.DataFrame(
        {
            "file": NEW,
            "group": [0, 0, 1, 1],
            "frame": ["WGS84", "GCJ-02", "EPSG:4524", "EPSG:4523"],
            "rows": [5, 5, 2, 2],
            "changed": [0, 2, 0, 1],
            "ban": [3, 1, 2, 1],
            "ring": [0, 0, 0, 0],
        }
    )
    return groups, consequences


def draw_tables(**tables: object) -> RejectTables:
    """Everything beside the issues."""
    datum, consequences = draw_datum()
    accounting = pd.DataFrame(
        {
            "file": [OLD, NEW],
            "ledger_date": pd.to_datetime(["2022-09-23", "2022-09-30"]),
            "rows": [6, 9],
            "headers": [2, 2],
            "blank": [1, 0],
            "subtotals": [0, 1],
            "data": [3, 6],
            "in": [1, 3],
            "outside": [1, 0],
            "undetermined": [1, 2],
            "superseded": [0, 1],
        }
    )
    whole = RejectTables(
        repairs=draw_repairs(),
        rows=draw_rows(),
        datum=datum,
        consequences=consequences,
        accounting=accounting,
        zone_names=ZONE_NAMES,
    )
    return replace(whole, **tables)


def empty_tables() -> RejectTables:
    """A world in which nothing was found and nothing read."""
    whole = draw_tables()
    names = ("repairs", "rows", "datum", "consequences", "accounting")
    return replace(whole, **{name: getattr(whole, name).iloc[:0] for name in names})


def write_rejects(
    issues: pd.DataFrame | None = None, tables: RejectTables | None = None, translate=english
) -> bytes:
    """The workbook in English, of the world as it is drawn unless others are given."""
    return rejects_workbook(
        draw_issues() if issues is None else issues,
        tables=tables or draw_tables(),
        context=CONTEXT,
        translate=translate,
    )
