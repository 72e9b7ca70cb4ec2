"""Synthetic ledger files: the reference layers read, the tables made, the forms filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from zonemap.read.boundaries import read_layer
from zonemap.read.plan import project_template, read_config
from zonemap.sample.dirty.village_points import village_points
from zonemap.sample.ledger_form import ledger_csv, ledger_parquet, ledger_workbook
from zonemap.sample.ledgers import Places, synthetic_ledgers
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = [
    "SAMPLE_FORMATS",
    "SampleFormat",
    "reference_places",
    "sample_files",
    "sample_ledgers",
    "sample_village_points",
]

SampleFormat = Literal["xlsx", "csv", "parquet"]
SAMPLE_FORMATS: tuple[SampleFormat, ...] = ("xlsx", "csv", "parquet")


def reference_places() -> Places:
    """The counties, towns, villages and zones of Hanzhong, as the package ships them."""
    folder = project_template()
    boundaries = folder / "boundaries"
    config = read_config(folder)
    return Places(
        counties=read_layer(boundaries / "counties.geojson", kind="polygon"),
        villages=pd.read_csv(boundaries / "villages.csv", dtype="str"),
        town_points=pd.read_csv(boundaries / "town_points.csv", dtype={"town_code9": "str"}),
        ban=read_layer(boundaries / "burn_ban.geojson", kind="polygon"),
        centres=pd.read_csv(boundaries / "centres.csv", dtype={"county_code": "str"}),
        control_towns=tuple(code for zone in config.zones for code in zone.control_towns),
    )


def sample_files(
    *, households: int, seed: int, weeks: int, last_day: date, file_format: SampleFormat
) -> Iterator[tuple[str, bytes]]:
    """The files of synthetic weekly ledgers, oldest first.

    Parameters
    ----------
    households
        How many the last ledger holds.
    seed
        Of chance; the same arguments give the same bytes.
    weeks
        How many ledgers.
    last_day
        The day of the last.
    file_format
        ``xlsx`` as officials make it, ``csv`` or GeoParquet.

    Yields
    ------
    name, data
        The name begins with the day and bears `SAMPLE_MARK`.
    """
    ledgers = sample_ledgers(households=households, seed=seed, weeks=weeks, last_day=last_day)
    for day, table in ledgers:
        if file_format == "xlsx":
            data = ledger_workbook(table, day=day)
        else:
            data = ledger_csv(table) if file_format == "csv" else ledger_parquet(table)
        yield f"{day.isoformat()}_{SAMPLE_MARK}.{file_format}", data


def sample_ledgers(
    *, households: int, seed: int, weeks: int, last_day: date
) -> Iterator[tuple[date, pd.DataFrame]]:
    """The true values of synthetic weekly ledgers, oldest first; see `sample_files`."""
    return synthetic_ledgers(
        reference_places(), households=households, seed=seed, weeks=weeks, last_day=last_day
    )


def sample_village_points(*, households: int, seed: int) -> bytes:
    """Reference points of the villages of such ledgers, as CSV (UTF-8 with a mark)."""
    points = village_points(reference_places(), households=households, seed=seed)
    return points.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
