"""The workbook that goes back to the towns: what could not be read, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

import pandas as pd

from zonemap.errors import OutputError
from zonemap.messages import Translate
from zonemap.render.workbook.format import HEADER_ROW, Book, WorkbookContext, add_sheet, open_book
from zonemap.render.workbook.table import (
    FILE_WIDEST,
    FIRST_ROW,
    SHEET_ROWS,
    SheetColumn,
    freeze_header,
    set_widths,
    write_rows,
    write_table,
)
from zonemap.render.workbook.text import mask_identity
from zonemap.schema import COLUMNS

__all__ = ["REASONS", "SEVERITIES", "Reason", "reason_texts", "rejects_workbook"]


class Reason(NamedTuple):
    """Why something was not taken as it stands, and what to do, as message ids."""

    text: str
    remedy: str


REASONS: Mapping[str, Reason] = {
    "no_place": Reason(
        "No coordinates", "Fill in longitude and latitude, taken at the door or from the map"
    ),
    "bad_place": Reason(
        "Coordinates cannot be read or lie far off",
        "Correct longitude and latitude, in degrees with at least five decimals",
    ),
    "no_status": Reason("No status", "Fill in the status with a word of the form"),
    "unknown_status": Reason(
        "Status is no word of the form", "Replace the status with a word of the form"
    ),
    "bad_number": Reason("Not a number", "Enter a number without its unit"),
    "negative_number": Reason("A negative number", "Check and enter the true number"),
    "bad_date": Reason("Not a date, or a day that does not exist", "Enter the day as 2022-09-30"),
    "future_date": Reason(
        "The day lies after the day of the ledger", "Check and enter the true day"
    ),
    "duplicate_household": Reason(
        "The household stands on several rows; it counts once", "Keep one row of the household"
    ),
    "conflicting_rows": Reason(
        "Rows of one household disagree; it counts once, at the worst status",
        "Check on the spot and keep the row that is true",
    ),
    "control_total": Reason(
        "The sub-total differs from its rows", "Check for rows left out or counted twice"
    ),
    "bad_yes_no": Reason("Neither yes nor no", "Enter 是 or 否"),
    "id_as_number": Reason(
        "The identifier is stored as a number; digits may be lost",
        "Format the column as text and enter the identifier again",
    ),
}
"""Every code of an issue."""

SEVERITIES: Mapping[str, str] = {
    "undetermined": "Household undetermined",
    "blanked": "Cell left out",
    "noted": "Noted, counted all the same",
}
"""What an issue did to its row, as message ids."""

ID_NUMBER = "id_number"
SENTENCE = 46
"""The width of a sentence, in characters of Excel."""

COLUMN_LABELS = {column.name: column.label for column in COLUMNS}
SHEET_CAPACITY = SHEET_ROWS - FIRST_ROW


def rejects_workbook(
    issues: pd.DataFrame, *, context: WorkbookContext, translate: Translate
) -> bytes:
    """The bytes of ``rejects.xlsx``: every issue, and their number by file and reason.

    Parameters
    ----------
    issues
        A row per issue: ``file``, ``sheet``, ``row`` (as Excel numbers it), ``column`` (a name
        of `schema.COLUMNS` or a header), ``value``, ``code`` (of `REASONS`), ``severity`` (of
        `SEVERITIES`). Identity numbers are shown by their last digits only.

    Returns
    -------
    workbook
        An Excel workbook; the same issues give the same bytes.

    Raises
    ------
    OutputError
        If a code or a severity is not known.
    """
    _require_known(issues["code"], REASONS)
    _require_known(issues["severity"], SEVERITIES)
    ordered = issues.sort_values(["file", "sheet", "row", "column"], kind="stable")
    stream = BytesIO()
    with open_book(stream, context, translate) as book:
        _write_issues(book, ordered)
        _write_issue_counts(book, ordered)
    return stream.getvalue()


def reason_texts(codes: pd.Series, *, translate: Translate) -> pd.Series:
    """The reason of each code of `REASONS` in words.

    Returns
    -------
    texts
        On the index of ``codes``.

    Raises
    ------
    OutputError
        If a code is not known.
    """
    _require_known(codes, REASONS)
    return codes.astype("object").map(
        {code: translate(reason.text) for code, reason in REASONS.items()}
    )


def _require_known(values: pd.Series, known: Mapping[str, object]) -> None:
    """Stop if a value is not a key of ``known``."""
    strange = sorted({str(value) for value in values.unique()} - set(known))
    if strange:
        raise OutputError(
            "{values} cannot be put into words; known are {known}",
            values=", ".join(strange),
            known=", ".join(known),
        )


def _write_issues(book: Book, issues: pd.DataFrame) -> None:
    """Write every issue, over as many sheets as needed."""
    _ = book.translate
    remark = _("{count} issues").format(count=f"{len(issues):,}")
    if issues.empty:
        sheet = add_sheet(book, _("Issues"), remark=remark)
        text = _("Nothing was rejected: every row and cell could be read")
        sheet.write_string(HEADER_ROW, 0, text, book.formats["heading"])
        return
    for start in range(0, len(issues), SHEET_CAPACITY):
        number = start // SHEET_CAPACITY + 1
        name = _("Issues") if number == 1 else f"{_('Issues')} {number}"
        sheet = add_sheet(book, name, remark=remark)
        columns = _issue_columns(issues.iloc[start : start + SHEET_CAPACITY], translate=_)
        next_row = write_table(book, sheet, columns, row=HEADER_ROW)
        sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(columns) - 1)
        freeze_header(sheet, columns=3)
        set_widths(sheet, columns)


def _issue_columns(issues: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """The columns of the list of issues."""
    _ = translate
    labels = {name: _(label) for name, label in COLUMN_LABELS.items()}
    names = issues["column"].astype("object")
    remedies = {code: _(reason.remedy) for code, reason in REASONS.items()}
    severities = {name: _(text) for name, text in SEVERITIES.items()}
    return [
        SheetColumn(_("Ledger file"), issues["file"], widest=FILE_WIDEST),
        SheetColumn(_("Sheet"), issues["sheet"]),
        SheetColumn(_("Row in Excel"), issues["row"], "row"),
        SheetColumn(_("Column"), names.map(labels).fillna(names)),
        SheetColumn(_("Value"), _shown_values(issues)),
        SheetColumn(_("Reason"), reason_texts(issues["code"], translate=_), widest=SENTENCE),
        SheetColumn(
            _("What to do"), issues["code"].astype("object").map(remedies), widest=SENTENCE
        ),
        SheetColumn(_("Effect"), issues["severity"].astype("object").map(severities)),
        SheetColumn(_("Code"), issues["code"]),
    ]


def _shown_values(issues: pd.DataFrame) -> pd.Series:
    """The values as text; of identity numbers only the last digits."""
    values = issues["value"].astype("object").where(issues["value"].notna(), "").astype("str")
    return mask_identity(values, values.where(issues["column"].eq(ID_NUMBER), ""))


def _write_issue_counts(book: Book, issues: pd.DataFrame) -> None:
    """Write how many issues each file has, by reason."""
    _ = book.translate
    sheet = add_sheet(book, _("By file and reason"))
    counts = issues.groupby(["file", "code"], sort=True).size().rename("count").reset_index()
    columns = [
        SheetColumn(_("Ledger file"), counts["file"], widest=FILE_WIDEST),
        SheetColumn(_("Reason"), reason_texts(counts["code"], translate=_), widest=SENTENCE),
        SheetColumn(_("Code"), counts["code"]),
        SheetColumn(_("Issues"), counts["count"], "count"),
    ]
    next_row = write_table(book, sheet, columns, row=HEADER_ROW)
    freeze_header(sheet)
    set_widths(sheet, columns)
    if counts.empty:
        return
    sheet.autofilter(HEADER_ROW, 0, next_row - 1, len(columns) - 1)
    formula = f"=SUM(D{FIRST_ROW + 1}:D{next_row})"
    blank = pd.Series([""])
    total = [
        SheetColumn("", pd.Series([_("Sum")])),
        SheetColumn("", blank),
        SheetColumn("", blank),
        SheetColumn("", pd.Series([int(counts["count"].sum())]), "count", formula),
    ]
    write_rows(book, sheet, total, row=next_row + 1, look="total_")
