"""The cells of a ledger file, sheet by sheet, whatever its format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zonemap.errors import LedgerError
from zonemap.read.content import file_kind
from zonemap.read.sheet import Finding, Sheet
from zonemap.read.text.texts import text_sheets
from zonemap.read.vector.features import feature_sheets
from zonemap.read.workbook.html_tables import html_sheets
from zonemap.read.workbook.workbooks import workbook_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zonemap.read.content import Kind

__all__ = ["LEDGER_SUFFIXES", "Sheet", "read_sheets"]

_KINDS: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".htm": "html",
    ".html": "html",
    ".geojson": "geojson",
    ".json": "geojson",
    ".gpkg": "gpkg",
    ".shp": "shp",
    ".parquet": "parquet",
    ".geoparquet": "parquet",
}
LEDGER_SUFFIXES: tuple[str, ...] = tuple(_KINDS)
"""Endings of files that are ledgers; .dbf, .shx, .prj and .cpg belong to their .shp."""

_NAMES: dict[Kind, str] = {
    "xlsx": "XLSX",
    "xls": "XLS",
    "text": "CSV",
    "html": "HTML",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "shp": "Shapefile",
    "parquet": "Parquet",
}


def read_sheets(
    path: Path, *, aliases: Mapping[str, str] | None = None
) -> tuple[list[Sheet], list[str]]:
    """The sheets of a file that hold a ledger, and the names of those that do not.

    Parameters
    ----------
    path
        One of `LEDGER_SUFFIXES`; read as what it is, whatever its name says.
    aliases
        Headings as written to canonical column names; they win over the known ones.

    Returns
    -------
    sheets, others
        In file order. A file that is not what its name says has a finding ``read_as``.

    Raises
    ------
    LedgerError
        If the file cannot be read.
    """
    known = aliases or {}
    try:
        kind = file_kind(path)
        sheets, others = _sheets(path, kind, known)
    except OSError as fault:
        raise LedgerError(
            "{file}: cannot be opened; close the program that holds it, or check its rights",
            file=path.name,
        ) from fault
    if _KINDS.get(path.suffix.lower(), kind) != kind:
        told = Finding(0, "", _NAMES[kind], "read_as")
        sheets = [replace(sheet, findings=(told, *sheet.findings)) for sheet in sheets]
    return sheets, others


def _sheets(path: Path, kind: Kind, aliases: Mapping[str, str]) -> tuple[list[Sheet], list[str]]:
    if kind == "text":
        return text_sheets(path, aliases=aliases)
    if kind == "html":
        return html_sheets(path, aliases=aliases)
    if kind in {"xlsx", "xls"}:
        return workbook_sheets(path, old=kind == "xls", aliases=aliases)
    return feature_sheets(path, kind=kind, aliases=aliases)
