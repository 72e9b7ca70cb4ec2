"""Longitude and latitude as delivered, parsed: neither range nor datum is judged here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from zonemap.repair.angles import number_body, read_angle, usual_angles
from zonemap.repair.cells import Readings, cell_count, numbers_of, rows_holding
from zonemap.repair.characters import NONE_SIGNS, is_error, plain
from zonemap.repair.numerals import has_decimal_commas, ordinary_numbers
from zonemap.repair.records import cell_records, reading_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from zonemap.repair.cells import Cells

__all__ = ["PLACE", "Places", "coordinate_text", "read_places"]


PLACE = ("longitude", "latitude")


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Coordinates of every row as delivered, NaN where there is none, and the records."""

    numbers: dict[str, NDArray[np.float64]]
    records: list[pd.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """A column read: its cells, and the pairs (longitude, latitude) among them by position."""

    cells: Cells
    readings: Readings
    pairs: dict[int, tuple[float, float]]


def read_places(columns: Mapping[str, Cells], *, rows: int) -> Places:
    """Longitudes and latitudes of the rows, two of them in one cell parted.

    Parameters
    ----------
    columns
        Cells of ``longitude`` and ``latitude``, as far as the ledger has them.
    rows
        How many rows it has.

    Returns
    -------
    places
        Blank cells are no issue; a cell that cannot be read is a ``bad_place``. A pair is parted
        only where the other cell is blank or says the same.
    """
    axes = {name: _read_axis(columns[name]) for name in PLACE if name in columns}
    values = {name: np.full(rows, np.nan) for name in PLACE}
    records: list[pd.DataFrame] = []
    for name, axis in axes.items():
        values[name] = np.append(axis.readings.typed, np.nan)[axis.cells.codes]
        records.append(reading_records(axis.cells, axis.readings, column=name))
    for name, axis in axes.items():
        if axis.pairs:
            other = axes.get(PLACE[1 - PLACE.index(name)])
            records += _part_pairs(axis, other, column=name, values=values)
    return Places(values, records)


def _part_pairs(
    axis: _Axis, other: _Axis | None, *, column: str, values: dict[str, NDArray[np.float64]]
) -> list[pd.DataFrame]:
    """Fill the rows whose cell holds a pair; records of what was parted and what was not."""
    positions = np.array(sorted(axis.pairs), dtype=np.intp)
    rows = rows_holding(axis.cells, positions)
    pairs = np.full((cell_count(axis.cells), 2), np.nan)
    pairs[positions] = [axis.pairs[position] for position in positions]
    here = pairs[axis.cells.codes[rows]]
    free = np.ones(len(rows), dtype=bool) if other is None else _leaves_room(other, rows, here)
    for place, name in enumerate(PLACE):
        values[name][rows[free]] = here[free, place]
    parted = {
        position: ("coordinate_pair", ", ".join(map(coordinate_text, pair)))
        for position, pair in axis.pairs.items()
    }
    refused = dict.fromkeys(axis.pairs, ("bad_place", None))
    return [
        cell_records(axis.cells, parted, column=column, rows=rows[free]),
        cell_records(axis.cells, refused, column=column, rows=rows[~free]),
    ]


def _leaves_room(
    other: _Axis, rows: NDArray[np.intp], pairs: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether the other cell of each row is blank or says the same pair."""
    count = cell_count(other.cells)
    blank = np.append(np.isnan(other.readings.typed), True)
    blank[list(other.readings.issues)] = False
    theirs = np.full((count + 1, 2), np.nan)
    for position, pair in other.pairs.items():
        blank[position] = False
        theirs[position] = pair
    codes = other.cells.codes[rows]
    return np.asarray(blank[codes] | (theirs[codes] == pairs).all(axis=1))


def coordinate_text(value: float) -> str:
    """A coordinate as a clerk writes it: at most eight decimals, a millimetre."""
    text = f"{value:.8f}"
    return text.rstrip("0").rstrip(".")


def _read_axis(cells: Cells) -> _Axis:
    count, texts = cell_count(cells), len(cells.texts)
    values = np.full(count, np.nan)
    values[:texts] = ordinary_numbers(cells.texts)
    values[texts:] = numbers_of(cells)
    faulty = texts + np.flatnonzero(~np.isfinite(values[texts:]))
    values[faulty] = np.nan
    issues = dict.fromkeys(faulty.tolist(), "bad_place")
    pairs: dict[int, tuple[float, float]] = {}
    repairs = _read_usual(cells, values[:texts])
    places, written = _written(cells, values[:texts])
    comma = bool(places) and has_decimal_commas(
        map(number_body, written), plain_texts=cells.texts, numbers=values[texts:]
    )
    for place, text in zip(places, written, strict=True):
        angle = None if is_error(plain(text)) else read_angle(text, comma=comma)
        if angle is None or not np.isfinite(angle.numbers).all():
            issues[place] = "error_cell" if is_error(plain(text)) else "bad_place"
        elif len(angle.numbers) == 2:
            pairs[place] = (angle.numbers[0], angle.numbers[1])
        else:
            values[place] = angle.numbers[0]
            if angle.repair:
                repairs[place] = (angle.repair, coordinate_text(angle.numbers[0]))
    return _Axis(cells, Readings(values, issues, repairs), pairs)


def _read_usual(cells: Cells, values: NDArray[np.float64]) -> dict[int, tuple[str, str]]:
    """Put degrees, minutes and seconds into ``values``; the repairs."""
    odd = np.flatnonzero(np.isnan(values))
    if not len(odd):
        return {}
    degrees = usual_angles(cells.texts.take(pa.array(odd)))
    found = ~np.isnan(degrees)
    values[odd[found]] = degrees[found]
    pairs = zip(odd[found].tolist(), degrees[found].tolist(), strict=True)
    return {place: ("dms", coordinate_text(value)) for place, value in pairs}


def _written(cells: Cells, values: NDArray[np.float64]) -> tuple[list[int], list[str]]:
    """Cells that are no plain numbers and not blank, and what they say."""
    odd = np.flatnonzero(np.isnan(values))
    texts = cells.texts.take(odd).to_pylist()
    shown = [(place, text) for place, text in zip(odd.tolist(), texts, strict=True) if plain(text)]
    kept = [(place, text) for place, text in shown if plain(text) not in NONE_SIGNS]
    return [place for place, _ in kept], [text for _, text in kept]
