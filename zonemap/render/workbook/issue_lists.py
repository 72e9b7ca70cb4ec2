"""The lists of every issue and of every repair, identity numbers masked."""

from __future__ import annotations

import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.bulk import BulkRows, write_long_list
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.mending import FAULT_STAGES
from zonemap.render.workbook.reasons import (
    SEVERITIES,
    in_words,
    reason_texts,
    remedy_texts,
    repair_texts,
)
from zonemap.render.workbook.table import SheetColumn
from zonemap.render.workbook.text import mask_identity
from zonemap.schema import COLUMNS

__all__ = ["write_issues", "write_repairs"]

ID_NUMBER = "id_number"
FILE, SENTENCE, EFFECT, OTHER = 32, 36, 18, 22
"""The widths at which sentences wrap, in characters of Excel."""

COLUMN_LABELS = {column.name: column.label for column in COLUMNS}
ORDER = ["file", "sheet", "row", "column"]


def write_issues(book: Book, issues: pd.DataFrame) -> list[BulkRows]:
    """Write every issue, over as many sheets as needed; its rows, to be put in."""
    _ = book.translate
    name = _("Issues")
    remark = _("{count} issues").format(count=f"{len(issues):,}")
    if issues.empty:
        text = _("Nothing was rejected: every row and cell could be read")
        return _write_nothing(book, name, text, remark=remark)
    ordered = issues.sort_values(ORDER, kind="stable")
    columns = [
        *_place_columns(ordered, translate=_),
        SheetColumn(_("Value"), _masked(ordered, "value"), widest=OTHER),
        SheetColumn(_("Reason"), reason_texts(ordered["code"], translate=_), widest=SENTENCE),
        SheetColumn(_("What to do"), remedy_texts(ordered["code"], translate=_), widest=SENTENCE),
        SheetColumn(
            _("Effect"),
            in_words(ordered["severity"], SEVERITIES, translate=_),
            stages=ordered["severity"].astype("object").map(FAULT_STAGES),
            widest=EFFECT,
        ),
        *_other_rows(ordered, translate=_),
        SheetColumn(_("Code"), ordered["code"]),
    ]
    return write_long_list(book, name, columns, remark=remark, frozen=3)


def write_repairs(book: Book, repairs: pd.DataFrame) -> list[BulkRows]:
    """Write every repair, over as many sheets as needed; its rows, to be put in."""
    _ = book.translate
    name = _("Repairs")
    remark = _("{count} repairs").format(count=f"{len(repairs):,}")
    if repairs.empty:
        text = _("Nothing was put right: every cell was taken as it stands")
        return _write_nothing(book, name, text, remark=remark)
    ordered = repairs.sort_values(ORDER, kind="stable")
    columns = [
        *_place_columns(ordered, translate=_),
        SheetColumn(_("Read"), _masked(ordered, "value")),
        SheetColumn(_("Became"), _masked(ordered, "became")),
        SheetColumn(_("Why"), repair_texts(ordered["code"], translate=_), widest=SENTENCE),
        SheetColumn(_("Code"), ordered["code"]),
    ]
    return write_long_list(book, name, columns, remark=remark, frozen=3)


def _write_nothing(book: Book, name: str, text: str, *, remark: str) -> list[BulkRows]:
    """Write a sheet that says that there is nothing to list."""
    sheet = add_sheet(book, name, remark=remark)
    sheet.write_string(HEADER_ROW, 0, text, book.formats["heading"])
    return []


def _place_columns(table: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """Where a cell stands; a sheet as a whole has no row."""
    _ = translate
    names = table["column"].astype("object")
    labels = {name: _(label) for name, label in COLUMN_LABELS.items()}
    return [
        SheetColumn(_("Ledger file"), table["file"], widest=FILE),
        SheetColumn(_("Sheet"), table["sheet"]),
        SheetColumn(_("Row in Excel"), table["row"].where(table["row"] > 0), "row"),
        SheetColumn(_("Column"), names.map(labels).fillna(names)),
    ]


def _other_rows(issues: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """The row of the same household, if any issue names one."""
    _ = translate
    if "other_row" not in issues or not issues["other_row"].fillna("").ne("").any():
        return []
    return [SheetColumn(_("Same household as"), issues["other_row"], widest=OTHER)]


def _masked(table: pd.DataFrame, name: str) -> pd.Series:
    """The values as text; of identity numbers only the last digits."""
    values = table[name].astype("object").where(table[name].notna(), "").astype("str")
    return mask_identity(values, values.where(table["column"].eq(ID_NUMBER), ""))
