"""Cells as delivered, turned into values: text, numbers, days, yes or no, and statuses.

A cell that cannot be read is blanked and reported; the row stays. An issue names the row by
its index in the table, the column, the cell as it was read and a reason code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.schema import COLUMNS, STATUSES

if TYPE_CHECKING:
    from datetime import date

__all__ = ["typed_households"]

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer identifiers lose some."""

FUTURE_COLUMNS = frozenset({"planned_date", "exemption_until"})
"""Days that may lie ahead of the ledger's own."""

DAY_PATTERN = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}.*)?$"

NOT_NEGATIVE = frozenset({"coal_t", "heated_area_m2", "subsidy_yuan"})

YES_WORDS = ("是", "有", "具备", "已交", "yes", "true", "1", "y")
NO_WORDS = ("否", "无", "不具备", "未交", "no", "false", "0", "n")
YES_NO = dict.fromkeys(YES_WORDS, True) | dict.fromkeys(NO_WORDS, False)

STATUS_WORDS = {word: status.name for status in STATUSES for word in (status.word, status.name)}

NO_ISSUES = pd.DataFrame({"index": [], "value": [], "code": []})
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
    if not bad.any():
        return NO_ISSUES
    cells = raw[bad]
    return pd.DataFrame({"index": cells.index, "value": cells.astype(str).to_numpy(), "code": code})


def _as_text(raw: pd.Series) -> pd.Series:
    """Cells as stripped text; blank cells missing; whole numbers without a decimal point."""
    if raw.dtype == object:
        array = _object_texts(raw)
    elif raw.dtype.kind == "f":
        array = pa.array(raw.map("{:.15g}".format, na_action="ignore"), pa.string())
    else:
        array = pa.array(raw.astype("str"), pa.string())
    array = pc.utf8_trim_whitespace(array)
    array = pc.if_else(pc.equal(array, ""), None, array)
    return pd.Series(array, index=raw.index, dtype="str")


def _object_texts(raw: pd.Series) -> pa.Array:
    """Cells of mixed types as text."""
    try:
        return pa.array(raw, pa.string(), from_pandas=True)
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        codes, cells = pd.factorize(raw)
        texts = pa.array([_cell_text(cell) for cell in cells], pa.string())
        return texts.take(pa.array(codes, mask=codes < 0))


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


def _texts(raw: pd.Series, *, identifier: bool) -> tuple[pd.Series, pd.DataFrame]:
    text = _as_text(raw)
    if not identifier or raw.dtype != object:
        return text, NO_ISSUES
    damaged = (text.str.len() > EXACT_DIGITS) & raw.map(type).isin([int, float])
    return text, _issues(text, damaged, "id_as_number")


def _numbers(raw: pd.Series, name: str) -> tuple[pd.Series, pd.DataFrame]:
    values = pd.to_numeric(raw, errors="coerce").astype("float64")
    finite = pd.Series(np.isfinite(values.to_numpy()), index=raw.index)
    doubtful = raw[~finite & raw.notna()]
    unread = _as_text(doubtful).dropna()
    negative = values.lt(0) & (name in NOT_NEGATIVE)
    issues = [
        _issues(unread, unread.notna(), "bad_number"),
        _issues(raw, negative, "negative_number"),
    ]
    return values.where(finite & ~negative), pd.concat(issues)


def _days(raw: pd.Series, name: str, day: date) -> tuple[pd.Series, pd.DataFrame]:
    codes, written = pd.factorize(raw)
    text = _as_text(pd.Series(written, dtype=object if raw.dtype == object else None))
    days = _parsed_days(text)
    future = days.gt(pd.Timestamp(day)) & (name not in FUTURE_COLUMNS)
    fault = np.select([future, text.notna() & days.isna()], ["future_date", "bad_date"], "")
    known = np.append(days.mask(future).to_numpy("datetime64[s]"), np.datetime64("NaT", "s"))
    faults = pd.Series(np.append(fault, "")[codes], index=raw.index)
    bad = faults[faults != ""]
    issues = pd.DataFrame(
        {
            "index": bad.index,
            "value": raw[bad.index].astype("str").to_numpy(),
            "code": bad.to_numpy(),
        }
    )
    return pd.Series(known[codes], index=raw.index), issues


def _parsed_days(text: pd.Series) -> pd.Series:
    """Days written year, month, day with any usual separator, also with a time behind."""
    parts = text.str.extract(DAY_PATTERN)
    joined = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    return pd.to_datetime(joined, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")


def _yes_no(raw: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    if raw.dtype.kind == "b" or isinstance(raw.dtype, pd.BooleanDtype):
        return raw.astype("boolean"), NO_ISSUES
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
