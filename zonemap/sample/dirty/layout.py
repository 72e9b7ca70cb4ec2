"""Rows laid out as a sheet: titles, header, data, sub-totals and all that stands between."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.headings import SERIAL, Heading, Span, chosen_headings, header_rows
from zonemap.sample.dirty.structure import STRUCTURE_FAULTS
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from zonemap.sample.dirty.cells import Page

__all__ = ["Grid", "Sheet", "laid_out"]

HEADER_EVERY = (25, 60)
"""A header is repeated after so many rows, least and most."""

BLANK_SHARE = 0.02
"""Of rows with a blank one before them."""

HIDDEN_SHARE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A sheet of cells.

    Attributes
    ----------
    name
        Of the sheet.
    rows
        Every row, all of the same width.
    spans
        Merged cells, counted from 0; the first cell holds the value.
    hidden
        Rows that are hidden, counted from 0.
    data
        For each row of the page where it stands, counted from 1 as Excel does.
    faults
        Of the structure: ``row`` (0 for the whole sheet), ``fault``, ``written``.
    """

    name: str
    rows: list[list[object]]
    spans: list[Span]
    hidden: list[int]
    data: np.ndarray
    faults: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet is called, whom it is about, and its day."""

    name: str
    place: str
    day: date


def laid_out(
    page: Page, sheet: Sheet, *, styles: AbstractSet[str], rng: np.random.Generator
) -> Grid:
    """The page as a sheet.

    Parameters
    ----------
    page
        Its cells; rows of a town stand together.
    sheet
        What it is called.
    styles
        Names of its structure faults.
    rng
        The source of chance.

    Returns
    -------
    grid
        Every row of the page stands in it once.
    """
    headings = chosen_headings(styles, rng=rng)
    top, spans, faults = _head(headings, sheet, styles, rng)
    listed = _data_rows(page, headings, styles, rng)
    between = _between(page, headings, styles, rng)
    rows, data = list(top), np.zeros(len(listed), dtype=np.int64)
    done = 0
    for position, _order, fault, row in sorted(between, key=lambda item: item[:2]):
        data[done:position] = np.arange(done, position) - done + len(rows)
        rows += listed[done:position]
        done = position
        if fault:
            faults.append((len(rows) + 1, fault, _text(row)))
        rows.append(row)
    data[done:] = np.arange(len(listed) - done) + len(rows)
    rows += listed[done:]
    if "merged_cells" in styles:
        rows, merged = _merged(rows, data, headings)
        spans = [*spans, *merged]
    for fault, row in _foot(page, headings, styles, rng):
        faults.append((len(rows) + 1, fault, _text(row)))
        rows.append(row)
    hidden = _hidden(data, styles, rng)
    faults += [(row + 1, "hidden_rows", "") for row in hidden]
    named = {fault for _row, fault, _written in faults}
    whole = [fault.name for fault in STRUCTURE_FAULTS if fault.name in set(styles) - named]
    faults = [*((0, name, "") for name in whole), *faults]
    table = pd.DataFrame(faults, columns=["row", "fault", "written"])
    return Grid(sheet.name, rows, spans, hidden, data + 1, table)


def _head(
    headings: Sequence[Heading], sheet: Sheet, styles: AbstractSet[str], rng: np.random.Generator
) -> tuple[list[list[object]], list[Span], list[tuple[int, str, str]]]:
    """Titles, header and column numbers."""
    width = len(headings)
    rows: list[list[object]] = []
    if "title_rows" in styles:
        lines = [
            f"汉中市{sheet.place}散煤用户台账（{SAMPLE_MARK}）",
            f"填报单位：{sheet.place}散煤治理工作专班",
            f"{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日　　单位：户、吨",
        ]
        rows += [[line, *[None] * (width - 1)] for line in lines[: 1 + int(rng.integers(3))]]
        if rng.random() < 0.3:
            rows.append([None] * width)
    faults = [(number, "title_rows", _text(row)) for number, row in enumerate(rows, start=1)]
    spans: list[Span] = [(r, 0, r, width - 1) for r, row in enumerate(rows) if row[0]]
    depth = 3 if "merged_header_three" in styles else 1 + ("merged_header" in styles)
    header, merged = header_rows(headings, depth=depth)
    first = len(rows)
    spans += [(top + first, left, low + first, right) for top, left, low, right in merged]
    rows += header
    if "column_numbers" in styles:
        numbers: list[object] = [float(number) for number in range(1, width + 1)]
        faults.append((len(rows) + 1, "column_numbers", "1 2 3"))
        rows.append(numbers)
    return rows, spans, faults


def _data_rows(
    page: Page, headings: Sequence[Heading], styles: AbstractSet[str], rng: np.random.Generator
) -> list[list[object]]:
    """The cells of the page under the headings of the sheet."""
    count = len(page.truth)
    columns: list[Sequence[object]] = []
    for heading in headings:
        if heading.name == SERIAL:
            columns.append([float(number) for number in range(1, count + 1)])
        elif heading.words:
            picked = rng.integers(len(heading.words), size=count)
            columns.append([heading.words[i] or None for i in picked])
        elif heading.name == "coal_t" and "decimal_comma" in styles:
            columns.append([_comma(cell) for cell in page.cells["coal_t"]])
        else:
            columns.append(page.cells[heading.name].tolist())
    return [list(row) for row in zip(*columns, strict=True)]


def _comma(cell: object) -> object:
    return f"{cell:.1f}".replace(".", ",") if isinstance(cell, float) else cell


Between = tuple[int, int, str, list[object]]
"""The position of the data row before which a row stands, its order there, its fault, itself."""


def _between(
    page: Page, headings: Sequence[Heading], styles: AbstractSet[str], rng: np.random.Generator
) -> list[Between]:
    """Rows that stand between the data rows."""
    count, width = len(page.truth), len(headings)
    found: list[Between] = []
    if "repeated_header" in styles:
        words: list[object] = [heading.word for heading in headings]
        step = min(int(rng.integers(*HEADER_EVERY)), max(count // 2, 1))
        found += [(at, 0, "repeated_header", list(words)) for at in range(step, count, step)]
    if "blank_rows" in styles:
        share = rng.permutation(count)[: max(1, int(BLANK_SHARE * count))]
        found += [(int(at), 1, "blank_rows", [None] * width) for at in sorted(share)]
    if "subtotals" in styles:
        found += _subtotals(page, headings, styles, rng)
    return found


def _subtotals(
    page: Page, headings: Sequence[Heading], styles: AbstractSet[str], rng: np.random.Generator
) -> list[Between]:
    """A sub-total after the rows of each town; now and then a wrong one."""
    town, names = pd.factorize(page.truth["county"] + page.truth["town"])
    label_first = "serial_column" in styles and rng.random() < 0.5
    wrong = np.zeros(len(names), dtype=bool)
    if "wrong_subtotals" in styles:
        wrong = rng.random(len(names)) < 0.3
        wrong[rng.integers(len(names))] = True
    found: list[Between] = []
    for number in range(len(names)):
        own = np.flatnonzero(town == number)
        label = f"{page.truth['town'].iloc[own[0]]}小计"
        households = len(own) + (int(rng.integers(1, 6)) if wrong[number] else 0)
        row = _sum_row(headings, label, households, _tonnes(page, own), first=label_first)
        fault = "wrong_subtotals" if wrong[number] else "subtotals"
        found.append((int(own[-1]) + 1, -1, fault, row))
    return found


def _tonnes(page: Page, rows: np.ndarray) -> float:
    values = page.truth["coal_t"].to_numpy()[rows]
    return round(math.fsum(values[~np.isnan(values)]), 1)


def _sum_row(
    headings: Sequence[Heading], label: str, households: int, tonnes: float, *, first: bool
) -> list[object]:
    names = [heading.name for heading in headings]
    row: list[object] = [None] * len(names)
    row[0 if first else names.index("town")] = label
    at = names.index("household_id")
    row[names.index("head") if row[at] is not None else at] = f"{households}户"
    if row[names.index("coal_t")] is None:
        row[names.index("coal_t")] = tonnes
    return row


def _foot(
    page: Page, headings: Sequence[Heading], styles: AbstractSet[str], rng: np.random.Generator
) -> list[tuple[str, list[object]]]:
    """The grand total, signatures and notes."""
    width, count = len(headings), len(page.truth)
    found: list[tuple[str, list[object]]] = []
    if "grand_total" in styles:
        label = ("合计", "总计", "合　计")[rng.integers(3)]
        tonnes = _tonnes(page, np.arange(count))
        found.append(("grand_total", _sum_row(headings, label, count, tonnes, first=False)))
    if "signatures" in styles:
        line: list[object] = [None] * width
        if rng.random() < 0.5:
            line[0] = "填表人：　　　　审核人：　　　　负责人："
        else:
            line[0], line[width // 3], line[2 * width // 3] = "填表人：甲某", "审核人：", "负责人："
        found.append(("signatures", line))
    if "notes" in styles:
        texts = ("注：1.本表一式三份；2.坐标用手机采集。", "说明：状态以验收单为准。")
        found += [("notes", [text, *[None] * (width - 1)]) for text in texts]
    return found


def _merged(
    rows: list[list[object]], data: np.ndarray, headings: Sequence[Heading]
) -> tuple[list[list[object]], list[Span]]:
    """Towns and villages written once over the rows that share them, their cells merged."""
    rows = list(rows)
    spans: list[Span] = []
    for position, heading in enumerate(headings):
        if heading.name not in ("town", "village"):
            continue
        values = [rows[row][position] for row in data]
        starts = [
            i for i, value in enumerate(values)
            if i == 0 or value != values[i - 1] or data[i] != data[i - 1] + 1
        ]  # fmt: skip
        for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
            if end - start < 2 or values[start] is None:
                continue
            spans.append((int(data[start]), position, int(data[end - 1]), position))
            for row in data[start + 1 : end]:
                rows[row] = [*rows[row][:position], None, *rows[row][position + 1 :]]
    return rows, spans


def _hidden(data: np.ndarray, styles: AbstractSet[str], rng: np.random.Generator) -> list[int]:
    if "hidden_rows" not in styles:
        return []
    count = max(1, int(HIDDEN_SHARE * len(data)))
    return sorted(int(row) for row in rng.permutation(data)[:count])


def _text(row: Sequence[object]) -> str:
    return " ".join(str(cell) for cell in row if cell is not None)[:80]
