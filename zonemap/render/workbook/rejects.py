"""The workbook that goes back to the towns: what could not be read, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.bulk import with_bulk_rows
from zonemap.render.workbook.coordinates import write_coordinates_sheet
from zonemap.render.workbook.format import WorkbookContext, open_book
from zonemap.render.workbook.guide import write_guide_sheet
from zonemap.render.workbook.issue_lists import write_issues, write_repairs
from zonemap.render.workbook.mending import write_mending_sheets
from zonemap.render.workbook.reasons import REASONS, REPAIRS, SEVERITIES, Reason, reason_texts
from zonemap.render.workbook.reject_counts import write_counts_sheet

__all__ = [
    "REASONS",
    "REPAIRS",
    "SEVERITIES",
    "Reason",
    "RejectTables",
    "reason_texts",
    "rejects_workbook",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectTables:
    """What stands beside the issues in ``rejects.xlsx``.

    Attributes
    ----------
    repairs
        A row per repair: ``file``, ``sheet``, ``row``, ``column``, ``value`` (as read),
        ``became``, ``code`` (of `REPAIRS`).
    rows
        ``file``, ``sheet``, ``row`` and columns of the ledger, cells as delivered: at least the
        rows that an issue leaves undetermined or blanks. Rows without such an issue are passed
        over, so it may hold more.
    datum
        A row per group of rows told together: ``file``, ``group``, ``sheet``, ``method``,
        ``form``, ``rows``, ``frame``, ``how``, ``confidence`` (a share, or words), ``villages``,
        ``village_offset_m``, ``earlier``, ``earlier_offset_m``, ``county_inside_share``,
        ``stated``, ``contradicted_by``.
    consequences
        A row per group and frame: ``file``, ``group``, ``frame``, ``rows``, ``changed`` and a
        column of households for each ``zone_id``.
    accounting
        A row per ledger file, as `tables.WorkbookCounts` has it.
    zone_names
        The name of each zone by ``zone_id``.
    """

    repairs: pd.DataFrame
    rows: pd.DataFrame
    datum: pd.DataFrame
    consequences: pd.DataFrame
    accounting: pd.DataFrame
    zone_names: Mapping[str, str]


def rejects_workbook(
    issues: pd.DataFrame, *, tables: RejectTables, context: WorkbookContext, translate: Translate
) -> bytes:
    """The bytes of ``rejects.xlsx``; the same tables give the same bytes.

    Parameters
    ----------
    issues
        A row per issue: ``file``, ``sheet``, ``row`` (as Excel numbers it; 0: the sheet as a
        whole), ``column`` (a name of `schema.COLUMNS` or a header), ``value``, ``code`` (of
        `REASONS`), ``severity`` (of `SEVERITIES`); where known ``other_row``, the row of the same
        household. Identity numbers are shown by their last digits only, but for the rows to mend.
    tables
        What stands beside them.

    Returns
    -------
    workbook
        An Excel workbook: summary, issues, rows to mend, repairs, coordinates, counts; lists go
        on on further sheets.

    Raises
    ------
    AccountingError
        If the rows of a file do not add up.
    OutputError
        If a code or a severity is not known.
    """
    stream = BytesIO()
    with open_book(stream, context, translate) as book:
        write_guide_sheet(book, issues, tables.repairs, tables.datum)
        lists = write_issues(book, issues)
        lists += write_mending_sheets(book, tables.rows, issues)
        lists += write_repairs(book, tables.repairs)
        write_coordinates_sheet(
            book, tables.datum, tables.consequences, zone_names=tables.zone_names
        )
        write_counts_sheet(book, issues, tables.repairs, tables.accounting)
    return with_bulk_rows(stream.getvalue(), lists)
