"""Cells as delivered, turned into values: text, numbers, days, yes or no, and statuses.

A cell that cannot be read is blanked and reported; the row stays. An issue names the row by
its index in the table, the column, the cell as it was read and a reason code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import COLUMNS, STATUSES

if TYPE_CHECKING:
    from datetime import date

__all__ = ["typed_households"]

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer identifiers lose some."""

FUTURE_COLUMNS = frozenset({"planned_date", "exemption_until"})
"""Days that may lie ahead of the ledger's own."""

NOT_NEGATIVE = frozenset({"coal_t", "heated_area_m2", "subsidy_yuan"})

YES_WORDS = ("是", "有", "具备", "已交", "yes", "true", "1", "y")
NO_WORDS = ("否", "无", "不具备", "未交", "no", "false", "0", "n")
YES_NO = dict.fromkeys(YES_WORDS, True) | dict.fromkeys(NO_WORDS, False)

STATUS_WORDS = {word: status.name for status in STATUSES for word in (status.word, status.name)}

ISSUE_COLUMNS = ("index", "column", "value", "code")


def typed_households(rows: pd.DataFrame, *, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a ledger with every column of the schema in its own type.

    Parameters
    ----------
    rows
        Cells as read, columns by canonical name; any index.
    day
        The day of the ledger: a later one in a column of things done is an error.

    Returns
    -------
    households
        On the index of ``rows``: every column of `zonemap.schema.COLUMNS`, missing ones empty.
        ``status`` is a canonical name, or missing where the cell is blank or unknown.
    issues
        ``index``, ``column``, ``value`` (text) and ``code``, sorted by row, then column.
    """
    columns: dict[str, pd.Series] = {}
    found: list[pd.DataFrame] = []
    for column in COLUMNS:
        raw = rows.get(column.name)
        if raw is None:
            raw = pd.Series(np.nan, index=rows.index, dtype=object)
        if column.kind == "number":
            values, issues = _numbers(raw, column.name)
        elif column.kind == "date":
            values, issues = _days(raw, column.name, day)
        elif column.kind == "yes_no":
            values, issues = _yes_no(raw)
        elif column.kind == "status":
            values, issues = _statuses(raw)
        else:
            values, issues = _texts(raw, identifier=column.kind == "id")
        columns[column.name] = values
        if len(issues):
            found.append(issues.assign(column=column.name))
    households = pd.DataFrame(columns, index=rows.index)
    return households, _sorted_issues(found)


def _sorted_issues(found: list[pd.DataFrame]) -> pd.DataFrame:
    if not found:
        return pd.DataFrame(columns=list(ISSUE_COLUMNS))
    issues = pd.concat(found, ignore_index=True)[list(ISSUE_COLUMNS)]
    return issues.sort_values(["index", "column"], ignore_index=True)


def _issues(raw: pd.Series, bad: pd.Series, code: str) -> pd.DataFrame:
    """The cells of ``raw`` where ``bad`` holds, as issues."""
    cells = raw[bad]
    return pd.DataFrame({"index": cells.index, "value": cells.astype(str).to_numpy(), "code": code})


def _as_text(raw: pd.Series) -> pd.Series:
    """Cells as stripped text; blank cells missing; whole numbers without a decimal point."""
    if raw.dtype == object and pd.api.types.infer_dtype(raw, skipna=True) != "string":
        number = raw.map(type).isin([int, float])
        values = raw.to_numpy(copy=True)
        values[number.to_numpy()] = [
            f"{cell:.0f}" if np.isfinite(cell) and cell == int(cell) else str(cell)
            for cell in raw[number]
        ]
        raw = pd.Series(values, index=raw.index, dtype=object)
        raw = raw.where(raw.notna() & (raw != "nan"))
    elif raw.dtype.kind == "f":
        raw = raw.astype(object).where(raw.notna()).map("{:.15g}".format, na_action="ignore")
    text = raw.astype("str").str.strip()
    return text.mask(text == "")


def _texts(raw: pd.Series, *, identifier: bool) -> tuple[pd.Series, pd.DataFrame]:
    text = _as_text(raw)
    if not identifier or raw.dtype != object:
        return text, pd.DataFrame(columns=["index", "value", "code"])
    damaged = raw.map(type).isin([int, float]) & (text.str.len() > EXACT_DIGITS).fillna(value=False)
    return text, _issues(text, damaged, "id_as_number")


def _numbers(raw: pd.Series, name: str) -> tuple[pd.Series, pd.DataFrame]:
    if raw.dtype.kind in "fiu":
        values, text = raw.astype("float64"), raw.astype("str")
    else:
        text = _as_text(raw)
        values = pd.to_numeric(text, errors="coerce").astype("float64")
    finite = pd.Series(np.isfinite(values.to_numpy()), index=raw.index)
    unread = ~finite & text.notna() & (text != "nan")
    negative = (values < 0) & (name in NOT_NEGATIVE)
    issues = [_issues(text, unread, "bad_number"), _issues(text, negative, "negative_number")]
    return values.where(finite & ~negative), pd.concat(issues)


def _days(raw: pd.Series, name: str, day: date) -> tuple[pd.Series, pd.DataFrame]:
    if raw.dtype.kind == "M":
        values, text = raw.astype("datetime64[s]"), raw.astype("str")
        unread = pd.Series(data=False, index=raw.index)
    else:
        text = _as_text(raw)
        values = _parsed_days(text)
        unread = text.notna() & values.isna()
    future = (values > pd.Timestamp(day)) & (name not in FUTURE_COLUMNS)
    issues = [_issues(text, unread, "bad_date"), _issues(text, future, "future_date")]
    return values.mask(future).dt.normalize(), pd.concat(issues)


def _parsed_days(text: pd.Series) -> pd.Series:
    """Days written year, month, day with any usual separator, also with a time behind."""
    pattern = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}.*)?$"
    parts = text.str.extract(pattern)
    joined = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    return pd.to_datetime(joined, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")


def _yes_no(raw: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    if raw.dtype.kind == "b" or isinstance(raw.dtype, pd.BooleanDtype):
        return raw.astype("boolean"), pd.DataFrame(columns=["index", "value", "code"])
    text = _as_text(raw)
    values = text.str.lower().map(YES_NO).astype("boolean")
    return values, _issues(text, text.notna() & values.isna(), "bad_yes_no")


def _statuses(raw: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    text = _as_text(raw)
    values = text.map(STATUS_WORDS).astype("str")
    unknown = text.notna() & values.isna()
    blank = pd.Series("", index=raw.index, dtype="str")
    issues = [_issues(text, unknown, "unknown_status"), _issues(blank, text.isna(), "no_status")]
    return values, pd.concat(issues)
