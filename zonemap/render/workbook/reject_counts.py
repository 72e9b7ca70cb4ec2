"""How many issues and repairs each ledger file has, and the account of its rows."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from zonemap.render.workbook.account import file_account_columns, write_headed_table
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.mending import FAULT_STAGES
from zonemap.render.workbook.reasons import SEVERITIES, in_words, reason_texts, repair_texts
from zonemap.render.workbook.table import FILE_WIDEST, SheetColumn, set_shared_widths, write_rows

__all__ = ["write_counts_sheet"]

SENTENCE = 36
COUNT = 4
"""The position of the counts."""


def write_counts_sheet(
    book: Book, issues: pd.DataFrame, repairs: pd.DataFrame, accounting: pd.DataFrame
) -> None:
    """Write issues and repairs by file and reason, and the account of every file.

    Raises
    ------
    AccountingError
        If the rows of a file do not add up.
    """
    _ = book.translate
    sheet = add_sheet(book, _("By file and reason"))
    by_issue = _counted(issues, ["file", "code", "severity"])
    by_repair = _counted(repairs, ["file", "code"])
    issue_columns = [
        SheetColumn(_("Ledger file"), by_issue["file"], widest=FILE_WIDEST),
        SheetColumn(_("Reason"), reason_texts(by_issue["code"], translate=_), widest=SENTENCE),
        SheetColumn(
            _("Effect"),
            in_words(by_issue["severity"], SEVERITIES, translate=_),
            stages=by_issue["severity"].astype("object").map(FAULT_STAGES),
        ),
        SheetColumn(_("Code"), by_issue["code"]),
        SheetColumn(_("Issues"), by_issue["count"], "count"),
    ]
    repair_columns = [
        SheetColumn(_("Ledger file"), by_repair["file"], widest=FILE_WIDEST),
        SheetColumn(_("Why"), repair_texts(by_repair["code"], translate=_), widest=SENTENCE),
        SheetColumn(_("Effect"), pd.Series(_("Put right"), by_repair.index)),
        SheetColumn(_("Code"), by_repair["code"]),
        SheetColumn(_("Repairs"), by_repair["count"], "count"),
    ]
    row = _write_summed(book, sheet, _("Issues by file and reason"), issue_columns, row=HEADER_ROW)
    row = _write_summed(book, sheet, _("Repairs by file and reason"), repair_columns, row=row)
    files = file_account_columns(accounting, translate=_)
    write_headed_table(book, sheet, _("Every row of every file"), files, row=row)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.repeat_rows(0, HEADER_ROW - 1)
    set_shared_widths(sheet, files, issue_columns, repair_columns)


def _counted(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many rows of ``table`` have each of its values of ``by``, sorted."""
    return table.groupby(by, sort=True).size().rename("count").reset_index()


def _write_summed(
    book: Book, sheet: Worksheet, heading: str, columns: list[SheetColumn], *, row: int
) -> int:
    """Write counts under a heading and their sum; the first row after the gap below."""
    next_row = write_headed_table(book, sheet, heading, columns, row=row)
    counts = columns[COUNT].cells
    if counts.empty:
        return next_row
    first, last = row + 3, next_row - 1
    blank = pd.Series([""])
    total = [SheetColumn("", pd.Series([book.translate("Sum")]))]
    total += [SheetColumn("", blank)] * (COUNT - 1)
    formula = f"=SUM(E{first}:E{last})"
    total.append(SheetColumn("", pd.Series([int(counts.sum())]), "count", formula))
    return write_rows(book, sheet, total, row=last, look="total_") + 1
