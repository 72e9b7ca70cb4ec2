"""What a fault is: its name, how often it befalls, how it is written, what a reader should do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Chosen", "Expected", "Family", "Fault", "Formula", "any_of", "each"]

Family = Literal["structure", "files", "values", "duplicates", "datum"]
Expected = Literal["repaired", "blanked", "undetermined", "noted", "superseded"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula and the value Excel last gave it; None if it gave none."""

    text: str
    value: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The cells a fault befalls.

    Attributes
    ----------
    true
        Their true values; of a fault of the place, pairs of longitude and latitude.
    column
        The canonical name.
    day
        Of the ledger.
    rng
        The source of chance.
    """

    true: list[object]
    column: str
    day: date
    rng: np.random.Generator


Write = Callable[[Chosen], tuple[list[object], list[object] | None]]
"""Cells as written, and what a reader should make of them where that is neither the true value
nor nothing."""

Fits = Callable[["pd.Series"], "NDArray[np.bool_]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault that a ledger may have.

    Attributes
    ----------
    name
        As ``--fault`` takes it.
    family
        Befalls a sheet (``structure``), a file (``files``, ``datum``), cells (``values``) or
        rows (``duplicates``).
    rate
        In the mild mix: the share of the sheets, files, towns, cells or rows it can befall.
    expected
        What is right to do with it.
    code
        The reasons a reader may give, joined by ``|``; empty where it need give none.
    example
        How it looks.
    columns
        The columns whose cells it befalls; longitude and latitude stand for the place.
    write
        Writes the cells.
    fits
        Says which true values it can befall.
    form
        The files in which it can be.
    """

    name: str
    family: Family
    rate: float
    expected: Expected
    example: str
    code: str = ""
    columns: tuple[str, ...] = ()
    write: Write | None = None
    fits: Fits | None = None
    form: Literal["any", "workbook", "text"] = "any"


def each(written: Callable[..., object], *, becomes: Callable[..., object] | None = None) -> Write:
    """Write each cell by itself: ``written(value, rng)``; ``becomes(value)`` is the true value."""

    def write(chosen: Chosen) -> tuple[list[object], list[object] | None]:
        cells = [written(value, chosen.rng) for value in chosen.true]
        if becomes is None:
            return cells, None
        return cells, [becomes(value) for value in chosen.true]

    return write


def any_of(*cells: object) -> Write:
    """Write one of ``cells``, whatever stood there."""
    return each(lambda _value, rng: cells[rng.integers(len(cells))])
