"""What a sheet can be like: the faults of its structure, and of the file and frame it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.sample.dirty.kinds import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from zonemap.sample.dirty.kinds import Expected, Family

__all__ = [
    "DATUM_FAULTS",
    "FILE_FAULTS",
    "STRUCTURE_FAULTS",
    "TEXT_FORMS",
    "drawn_file_fault",
    "drawn_styles",
]

WORKBOOK_ONLY = frozenset(
    {"merged_cells", "hidden_rows", "cover_sheet", "town_sheets", "formula_without_value"}
)
"""Faults that only a workbook can have."""

TEXT_FORMS: dict[str, tuple[str, str, str]] = {
    "csv": (".csv", ",", "utf-8"),
    "csv_utf8_mark": (".csv", ",", "utf-8-sig"),
    "csv_utf16": (".csv", ",", "utf-16"),
    "csv_gb18030": (".csv", ",", "gb18030"),
    "tsv": (".tsv", "\t", "utf-8-sig"),
    "csv_semicolon": (".csv", ";", "utf-8-sig"),
    "csv_named_xlsx": (".xlsx", ",", "utf-8-sig"),
}
"""Of each kind of text file the ending of its name, what parts its cells, and its encoding."""


def _faults(
    family: Family, expected: Expected, named: Mapping[str, tuple[float, str, str]]
) -> tuple[Fault, ...]:
    """Faults of a family: by name the rate, an example and the code."""
    return tuple(
        Fault(name=name, family=family, rate=rate, expected=expected, example=example, code=code)
        for name, (rate, example, code) in named.items()
    )


STRUCTURE_FAULTS: tuple[Fault, ...] = _faults(
    "structure",
    "repaired",
    {
        "town_files": (0.15, "2022-09-30/北关街道.xlsx", ""),
        "town_sheets": (0.1, "[北关街道] [东大街街道]", ""),
        "cover_sheet": (0.4, "[封面]", ""),
        "title_rows": (0.7, "汉中市散煤用户台账", ""),
        "merged_header": (0.35, "位置 / 经度", ""),
        "merged_header_three": (0.15, "位置 / 坐标 / 经度", ""),
        "alias_chinese": (0.5, "东经", ""),
        "alias_english": (0.05, "Longitude", ""),
        "shuffled_columns": (0.2, "状态 | 户主姓名 | 经度", ""),
        "extra_columns": (0.3, "开户行", ""),
        "serial_column": (0.6, "序号", ""),
        "column_numbers": (0.1, "1 | 2 | 3", ""),
        "repeated_header": (0.15, "户编号 | 户主姓名", ""),
        "merged_cells": (0.15, "村社区 (A5:A9)", "filled_down"),
        "blank_rows": (0.2, "", ""),
        "subtotals": (0.5, "北关街道小计 | 18户", ""),
        "grand_total": (0.5, "合计 | 312户", ""),
        "signatures": (0.6, "填表人：", ""),
        "notes": (0.3, "注：", ""),
        "decimal_comma": (0.03, "3,5", "decimal_comma"),
    },
) + _faults(
    "structure",
    "noted",
    {
        "wrong_subtotals": (0.05, "北关街道小计 | 19户", "control_total"),
        "hidden_rows": (0.1, "", "hidden_rows"),
        "no_coordinates": (0.0, "经度 | 纬度", "no_place|village_point"),
    },
)
"""Of sheets; the rates of `no_coordinates` and of frames are small or nothing in the mild mix."""

FILE_FAULTS: tuple[Fault, ...] = _faults(
    "files",
    "repaired",
    {
        "csv_utf8_mark": (0.05, ".csv", ""),
        "csv": (0.05, ".csv", ""),
        "csv_utf16": (0.03, ".csv", "encoding"),
        "csv_gb18030": (0.08, ".csv", "encoding"),
        "tsv": (0.03, ".tsv", ""),
        "csv_semicolon": (0.03, ".csv", ""),
        "xlsx_named_xls": (0.05, ".xls", "read_as"),
        "csv_named_xlsx": (0.03, ".xlsx", "read_as"),
        "html_named_xls": (0.03, ".xls", "read_as"),
        "geojson": (0.02, ".geojson", ""),
        "gpkg": (0.02, ".gpkg", ""),
    },
)
"""Of files that are not the plain workbook; a file has at most one."""

DATUM_FAULTS: tuple[Fault, ...] = _faults(
    "datum",
    "repaired",
    {
        "gcj02_file": (0.005, "107.0357 | 33.0652", "other_frame|other_datum|"),
        "bd09_file": (0.005, "107.0422 | 33.0711", "other_frame|other_datum|"),
        "gk_file": (0.005, "409572.1 | 3660401.2", "gauss_krueger"),
        "gk_prefix_file": (0.005, "36409572.1 | 3660401.2", "gauss_krueger"),
        "gcj02_town": (0.001, "107.0357 | 33.0652", "other_frame"),
        "bd09_town": (0.001, "107.0422 | 33.0711", "other_frame"),
        "gk_prefix_town": (0.001, "36409572.1 | 3660401.2", "gauss_krueger"),
    },
)
"""Of files, or of towns within a file: its coordinates are not WGS84 degrees."""


def drawn_styles(
    rates: Mapping[str, float], *, form: str, rng: np.random.Generator
) -> frozenset[str]:
    """The structure faults of one sheet; those that exclude each other not together.

    Parameters
    ----------
    rates
        By name.
    form
        ``workbook`` or ``text``.
    rng
        The source of chance.

    Returns
    -------
    styles
        Their names.
    """
    chance = rng.random(len(STRUCTURE_FAULTS))
    names = {
        fault.name
        for fault, drawn in zip(STRUCTURE_FAULTS, chance, strict=True)
        if drawn < rates.get(fault.name, 0.0)
    }
    if form != "workbook":
        names -= WORKBOOK_ONLY
    if "merged_header_three" in names:
        names -= {"merged_header"}
    if "alias_english" in names:
        names -= {"alias_chinese"}
    if "wrong_subtotals" in names:
        names |= {"subtotals"}
    return frozenset(names)


def drawn_file_fault(rates: Mapping[str, float], *, rng: np.random.Generator) -> str:
    """The one fault of a file's form, or the empty text; rates beyond 1 are shared out."""
    names = [fault.name for fault in FILE_FAULTS]
    share = [rates.get(name, 0.0) for name in names]
    drawn = rng.random() * max(sum(share), 1.0)
    for name, part in zip(names, share, strict=True):
        drawn -= part
        if drawn < 0:
            return name
    return ""
