"""Ledgers broken at random: cells swapped, rows doubled, headers moved, encodings changed, cut."""

from __future__ import annotations

import csv
import io
from random import Random

import xlsxwriter

from tests.world import HEADINGS, households

GARBAGE = (
    "", " ", "\u3000", "NA", "#N/A", "无", "-", "合计", "小计", "填表人：", "'", '"', "=1+1",
    "@SUM(A1)", "<script>", "１２３", "0", "-1", "1e999", "nan", "inf", "9" * 40, "1/0",
    "2022年13月40日", "33.05", "107.06", "3664123.5", "36511234.5", "107°01′30″", "107.02,33.05",
    "在用", "状态", "经度", "\u200b",
    "甲\n乙", "\x1b[31m", "🏠", "𠮷", "None", "TRUE", "110101199003070000", "2吨", "0.1.2",
)  # fmt: skip

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")


def broken_ledger(seed: int) -> tuple[str, bytes, int | None]:
    """Name, content, and the number of rows it holds; None if it was cut or its bytes changed.

    The rows of a CSV are its records; the same seed gives the same ledger.
    """
    rng = Random(seed)
    grid = [list(HEADINGS)]
    grid += [[str(cells.get(name, "")) for name in HEADINGS] for cells in households()]
    for _ in range(rng.randrange(6)):
        rng.choice(MUTATIONS)(grid, rng)
    if rng.random() < 0.5:
        name, data = "2022-09-30.xlsx", _workbook(grid, rng)
        rows: int | None = _filled_rows(grid)
    else:
        name, data = "2022-09-30.csv", _text(grid, rng)
        rows = (
            None if any("\n" in cell or '"' in cell for row in grid for cell in row) else len(grid)
        )
    if rng.random() < 0.25:
        data, rows = _damaged(data, rng), None
    return name, data, rows


def _filled_rows(grid: list[list[str]]) -> int:
    """Rows up to the last with a cell: a sheet does not know of blank ones behind it."""
    return max((number for number, row in enumerate(grid, 1) if any(row)), default=0)


def _swap_cells(grid: list[list[str]], rng: Random) -> None:
    for _ in range(rng.randrange(1, 8)):
        one, other = rng.choice(grid), rng.choice(grid)
        i, j = rng.randrange(len(one)), rng.randrange(len(other))
        one[i], other[j] = other[j], one[i]


def _spoil_cells(grid: list[list[str]], rng: Random) -> None:
    for _ in range(rng.randrange(1, 20)):
        row = rng.choice(grid)
        row[rng.randrange(len(row))] = rng.choice(GARBAGE)


def _double_rows(grid: list[list[str]], rng: Random) -> None:
    for _ in range(rng.randrange(1, 5)):
        grid.insert(rng.randrange(len(grid) + 1), list(rng.choice(grid)))


def _drop_rows(grid: list[list[str]], rng: Random) -> None:
    del grid[rng.randrange(len(grid))]
    grid or grid.append([""])


def _blank_rows(grid: list[list[str]], rng: Random) -> None:
    for _ in range(rng.randrange(1, 4)):
        grid.insert(rng.randrange(len(grid) + 1), [""] * len(grid[0]))


def _move_header(grid: list[list[str]], rng: Random) -> None:
    header = grid.pop(0)
    title = ["汉中市散煤台账"] + [""] * (len(header) - 1)
    grid[:0] = [list(title) for _ in range(rng.randrange(1, 35))]
    grid.insert(rng.randrange(min(len(grid), 40)), header)


def _shuffle_columns(grid: list[list[str]], rng: Random) -> None:
    order = rng.sample(range(len(grid[0])), len(grid[0]))
    for row in grid:
        row[:] = [row[i] if i < len(row) else "" for i in order]


def _sub_totals(grid: list[list[str]], rng: Random) -> None:
    row = [""] * len(grid[0])
    row[rng.randrange(len(row))] = rng.choice(["小计", "合 计", "总计：", "填表人：某某", "共8户"])
    row[rng.randrange(len(row))] = str(rng.randrange(100))
    grid.insert(rng.randrange(1, len(grid) + 1), row)


def _drop_column(grid: list[list[str]], rng: Random) -> None:
    position = rng.randrange(len(grid[0]))
    for row in grid:
        if len(row) > 1:
            del row[min(position, len(row) - 1)]


MUTATIONS = (
    _swap_cells, _spoil_cells, _double_rows, _drop_rows, _blank_rows, _move_header,
    _shuffle_columns, _sub_totals, _drop_column,
)  # fmt: skip


def _workbook(grid: list[list[str]], rng: Random) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(grid):
            for position, cell in enumerate(row):
                _write(sheet, number, position, cell, as_number=rng.random() < 0.5)
    return stream.getvalue()


def _write(sheet, row: int, column: int, cell: str, *, as_number: bool) -> None:
    text = "".join(letter for letter in cell if letter >= " " or letter == "\n")
    try:
        number = float(text) if as_number else None
    except ValueError:
        number = None
    if number is not None and abs(number) < 1e300:
        sheet.write_number(row, column, number)
    elif text:
        sheet.write_string(row, column, text)


def _text(grid: list[list[str]], rng: Random) -> bytes:
    stream = io.StringIO()
    ends = rng.choice(["\n", "\r\n", "\r"])
    csv.writer(stream, delimiter=rng.choice(",,,\t;"), lineterminator=ends).writerows(grid)
    return stream.getvalue().encode(rng.choice(ENCODINGS), errors="replace")


def _damaged(data: bytes, rng: Random) -> bytes:
    if rng.random() < 0.5:
        return data[: rng.randrange(len(data) + 1)]
    spoiled = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled)
