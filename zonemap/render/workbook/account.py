"""The accounting sheet: no row is lost, sub-totals agree, and the search finds what is known."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from zonemap.errors import AccountingError
from zonemap.messages import Translate
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.table import FILE_WIDEST, SheetColumn, set_shared_widths, write_table
from zonemap.render.workbook.tables import WorkbookCounts
from zonemap.schema import COLUMNS

__all__ = [
    "file_account_columns",
    "write_account_sheet",
    "write_headed_table",
]

FILE_PARTS = ("headers", "blank", "subtotals", "data")
TOLERANCE = 0.005
"""By how much a sub-total may differ from its rows: half of the last place stated."""

DATA_PARTS = ("in", "outside", "undetermined", "superseded")


def write_account_sheet(book: Book, counts: WorkbookCounts) -> None:
    """Write the accounts of ledger files, control totals and positive controls.

    Raises
    ------
    AccountingError
        If the rows of a file do not add up.
    """
    _ = book.translate
    sheet = add_sheet(book, _("Accounting"))
    differs = ~_agree(counts.control_totals)
    stated = counts.control_totals.loc[differs.sort_values(ascending=False, kind="stable").index]
    files = file_account_columns(counts.accounting, translate=_)
    controls = _control_columns(counts.controls, counts.zones["name"], translate=_)
    totals = _total_columns(stated, translate=_)
    row = write_headed_table(book, sheet, _("Every row of every file"), files, row=HEADER_ROW)
    heading = _("Households known to lie in a zone, found by the same search")
    row = write_headed_table(book, sheet, heading, controls, row=row)
    heading = _(
        "Sub-totals in the files against their rows: {count}, of which {differing} differ; "
        "only these are printed"
    ).format(count=f"{len(stated):,}", differing=f"{differs.sum():,}")
    write_headed_table(book, sheet, heading, totals, row=row)
    sheet.print_area(0, 0, row + 1 + int(differs.sum()), len(files) - 1)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.repeat_rows(0, HEADER_ROW - 1)
    set_shared_widths(sheet, files, totals, controls)


def _agree(totals: pd.DataFrame) -> pd.Series:
    """Whether what a file states is what its rows add up to."""
    return (totals["stated"] - totals["counted"]).abs() <= TOLERANCE


def write_headed_table(
    book: Book, sheet: Worksheet, heading: str, columns: list[SheetColumn], *, row: int
) -> int:
    """Write a table under its heading; the first row after the gap below it.

    A last column of marks shows every "No" in the colour of alarm.

    Returns
    -------
    next_row
        From zero.
    """
    sheet.write_string(row, 0, heading, book.formats["heading"])
    sheet.set_row(row, 24)
    next_row = write_table(book, sheet, columns, row=row + 1)
    if columns[-1].kind == "mark":
        last = len(columns) - 1
        rule = {"criteria": "==", "value": f'"{book.translate("No")}"'}
        look = {"type": "cell", "format": book.formats["alarm_rule"]}
        sheet.conditional_format(row + 2, last, next_row - 1, last, rule | look)
    return next_row + 1


def _yes_no(truths: pd.Series, *, translate: Translate) -> pd.Series:
    """Each truth as a word."""
    _ = translate
    return truths.astype("object").map({True: _("Yes"), False: _("No")})


def file_account_columns(table: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """The columns of the accounts of files; the last is a formula that checks the row."""
    _ = translate
    in_file = table[list(FILE_PARTS)].sum(axis=1) == table["rows"]
    in_data = table[list(DATA_PARTS)].sum(axis=1) == table["data"]
    balanced = in_file & in_data
    if not balanced.all():
        raise AccountingError(
            "the rows of {file} do not add up", file=table.loc[~balanced, "file"].iloc[0]
        )
    sums = "AND(C{row}=SUM(D{row}:G{row}),G{row}=SUM(H{row}:K{row}))"
    check = f'=IF({sums},"{_("Yes")}","{_("No")}")'
    labels = {
        "rows": _("Rows in file"),
        "headers": _("Titles and headers"),
        "blank": _("Blank rows"),
        "subtotals": _("Sub-totals and signatures"),
        "data": _("Data rows"),
        "in": _("In a zone"),
        "outside": _("Outside all zones"),
        "undetermined": _("Undetermined"),
        "superseded": _("Repeated rows"),
    }
    return [
        SheetColumn(_("Ledger file"), table["file"], widest=FILE_WIDEST),
        SheetColumn(_("Ledger date"), table["ledger_date"], "day"),
        *(SheetColumn(label, table[name], "count") for name, label in labels.items()),
        SheetColumn(_("Balanced"), _yes_no(balanced, translate=_), "mark", check),
    ]


def _total_columns(table: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """The columns of the control totals; the last is a formula that compares."""
    _ = translate
    labels = {column.name: _(column.label) for column in COLUMNS}
    labels["households"] = _("Number of households")
    what = table["what"].astype("object")
    check = f'=IF(ABS(E{{row}}-F{{row}})<={TOLERANCE},"{_("Yes")}","{_("No")}")'
    return [
        SheetColumn(_("Ledger file"), table["file"], widest=FILE_WIDEST),
        SheetColumn(_("Sheet"), table["sheet"]),
        SheetColumn(_("Row in Excel"), table["row"], "row"),
        SheetColumn(_("What it totals"), what.map(labels).fillna(what)),
        SheetColumn(_("Stated"), table["stated"], "figure"),
        SheetColumn(_("Counted"), table["counted"], "figure"),
        SheetColumn(_("Agrees"), _yes_no(_agree(table), translate=_), "mark", check),
    ]


def _control_columns(
    table: pd.DataFrame, zone_names: pd.Series, *, translate: Translate
) -> list[SheetColumn]:
    """The columns of the positive controls."""
    _ = translate
    return [
        SheetColumn(_("Zone"), table["zone_id"].map(zone_names)),
        SheetColumn(_("Looked for"), table["looked_for"], "count"),
        SheetColumn(_("Found"), table["found"], "count"),
        SheetColumn(_("Passed"), _yes_no(table["passed"], translate=_), "mark"),
    ]
