"""The first sheet of the workbook that goes back to the towns: how many faults, and how to mend."""

from __future__ import annotations

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.coordinates import is_open
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.mending import FAULT_STAGES
from zonemap.render.workbook.reasons import SEVERITIES
from zonemap.render.workbook.table import SheetColumn, freeze_header, write_notes, write_table

__all__ = ["write_guide_sheet"]

WIDTHS = (30.0, 12.0, 12.0, 76.0)


def write_guide_sheet(
    book: Book, issues: pd.DataFrame, repairs: pd.DataFrame, datum: pd.DataFrame
) -> None:
    """Write the counts by effect, what is open about coordinates, and how to mend the rest."""
    _ = book.translate
    sheet = add_sheet(book, _("Summary"))
    columns = _effect_columns(issues, repairs, translate=_)
    next_row = write_table(book, sheet, columns, row=HEADER_ROW) + 1
    freeze_header(sheet)
    for position, width in enumerate(WIDTHS):
        sheet.set_column(position, position, width)
    loud = datum.loc[is_open(datum)]
    if len(loud):
        text = _(
            "The coordinates of {rows} rows in {groups} groups cannot be trusted: "
            "see sheet Coordinates"
        ).format(rows=f"{int(loud['rows'].sum()):,}", groups=len(loud))
        sheet.merge_range(next_row, 0, next_row, len(WIDTHS) - 1, "", book.formats["stage_active"])
        sheet.write_string(next_row, 0, text, book.formats["stage_active"])
        sheet.set_row(next_row, 24)
        next_row += 2
    write_notes(book, sheet, _notes(translate=_), row=next_row, widths=WIDTHS)


def _effect_columns(
    issues: pd.DataFrame, repairs: pd.DataFrame, *, translate: Translate
) -> list[SheetColumn]:
    """How many rows and cells each effect has, and where they are listed."""
    _ = translate
    meaning = {
        "undetermined": _(
            "Place or status cannot be used; neither cleared nor outside until mended"
        ),
        "blanked": _("The household counts, without what the cell says"),
        "noted": _("Nothing is left out; check and mend"),
    }
    tables = [issues.loc[issues["severity"].eq(severity)] for severity in SEVERITIES]
    tables.append(repairs)
    rows = [table.loc[table["row"].gt(0), ["file", "sheet", "row"]] for table in tables]
    words = [*map(_, SEVERITIES.values()), _("Put right while reading")]
    told = [*(meaning[severity] for severity in SEVERITIES), _("Nothing to do but to look over")]
    stages = [FAULT_STAGES.get(severity, "") for severity in (*SEVERITIES, "")]
    return [
        SheetColumn(_("Effect"), pd.Series(words), stages=pd.Series(stages)),
        SheetColumn(_("Rows"), pd.Series([len(keys.drop_duplicates()) for keys in rows]), "count"),
        SheetColumn(_("Cells"), pd.Series([len(table) for table in tables]), "count"),
        SheetColumn(_("Meaning"), pd.Series(told), widest=WIDTHS[-1]),
    ]


def _notes(*, translate: Translate) -> list[tuple[str, list[str]]]:
    """How to use the workbook, in a few lines."""
    _ = translate
    return [
        (
            _("How to mend"),
            [
                _(
                    "1. Sheet Rows to mend: a copy of every row at fault, as delivered; what is "
                    "wrong stands in front, the cells at fault are coloured. Begin with the red "
                    "ones"
                ),
                _(
                    "2. Correct the coloured cells. Do not change the headings; enter identity "
                    "numbers and telephone numbers as text"
                ),
                _(
                    "3. Send this workbook back, or correct the same rows in the ledger (file, "
                    "sheet and row stand in front) and send the ledger again"
                ),
                _(
                    "4. The county puts corrected rows in the place of the old ones; both together "
                    "would stand as the same household twice"
                ),
                _(
                    "5. Sheet Issues lists everything that was found, sheet Repairs what was put "
                    "right without asking: look them over"
                ),
            ],
        ),
        (
            _("For internal use"),
            [
                _(
                    "Sheet Rows to mend holds identity numbers in full. Do not pass this workbook "
                    "on; delete it once it is done with"
                )
            ],
        ),
    ]
