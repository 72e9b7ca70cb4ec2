"""The clearance workbook: counts that a planner can check, and the households behind them."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.account import write_account_sheet
from zonemap.render.workbook.format import WorkbookContext, open_book
from zonemap.render.workbook.households import (
    write_beyond_plan_sheet,
    write_remaining_sheet,
    write_undetermined_sheet,
)
from zonemap.render.workbook.near_line import write_near_sheet, write_visit_sheet
from zonemap.render.workbook.places import write_history_sheet, write_place_sheet
from zonemap.render.workbook.points import write_point_sheets
from zonemap.render.workbook.summary import write_status_sheet, write_summary_sheet
from zonemap.render.workbook.tables import (
    WorkbookCounts,
    households_in_several_zones,
    require_agreement,
)

__all__ = ["WorkbookContext", "WorkbookCounts", "counts_workbook"]


def counts_workbook(
    households: pd.DataFrame,
    *,
    counts: WorkbookCounts,
    context: WorkbookContext,
    translate: Translate,
    household_lists: bool = True,
) -> bytes:
    """The bytes of ``counts.xlsx``; the same tables give the same bytes.

    Every formula carries the value it gives, so a viewer that does not calculate shows it.
    Identity numbers are never in it.

    Parameters
    ----------
    households
        Every row of the newest ledgers, judged.
    household_lists
        Whether to list households; else their sheets say where the lists are.

    Returns
    -------
    workbook
        An Excel workbook of eight sheets, two more with what lies near the lines, two more if the
        plan has layers of points, and further ones where a list outgrows a sheet.

    Raises
    ------
    AccountingError
        If two tables contradict each other, or the rows of a file do not add up.
    ColumnError
        If a zone that is counted is not described.
    OutputError
        If a sheet cannot hold its table, or a reason is not known.
    """
    require_agreement(households, counts)
    shared = households_in_several_zones(households)
    names = counts.zones["name"]
    stream = BytesIO()
    with open_book(stream, context, translate) as book:
        write_summary_sheet(book, counts, shared=shared)
        write_status_sheet(book, counts, shared=shared)
        write_place_sheet(book, counts)
        for write_list in (
            write_remaining_sheet,
            write_undetermined_sheet,
            write_beyond_plan_sheet,
        ):
            write_list(book, households, zone_names=names, listed=household_lists)
        write_near_sheet(book, counts.near, zone_names=names)
        write_visit_sheet(book, counts, households, listed=household_lists)
        write_point_sheets(book, counts.points, zone_names=names)
        write_history_sheet(book, counts)
        write_account_sheet(book, counts)
    return stream.getvalue()
