"""Whole files of dirty ledgers, each with its truth and the list of its faults."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.catalogue import CELL_FAULTS, FAULTS
from zonemap.sample.dirty.cells import (
    FAULT_COLUMNS,
    PLACE,
    Page,
    Setting,
    clean_page,
    faulty_page,
    part_of,
)
from zonemap.sample.dirty.containers import (
    cover_rows,
    delimited,
    features,
    web_page,
    workbook,
)
from zonemap.sample.dirty.duplicates import with_duplicates
from zonemap.sample.dirty.frames import disguised
from zonemap.sample.dirty.layout import Grid, Sheet, laid_out
from zonemap.sample.dirty.structure import (
    DATUM_FAULTS,
    TEXT_FORMS,
    drawn_file_fault,
    drawn_styles,
)
from zonemap.sample.dirty.truth import DirtyFile, dirty_file
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from zonemap.sample.dirty.frames import Frame

__all__ = ["dirty_files"]

LEAST_TOWN = 60
"""Rows of a town that has a frame of its own: fewer would not show it."""

WORKBOOKS = ("", "xlsx_named_xls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of every file: rates by name of fault, the seed, village points, format."""

    rates: Mapping[str, float]
    seed: int
    village_points: bool
    file_format: str


def dirty_files(
    ledgers: Iterable[tuple[date, pd.DataFrame]],
    *,
    rates: Mapping[str, float],
    seed: int,
    village_points: bool = False,
    file_format: str = "xlsx",
) -> Iterator[DirtyFile]:
    """The files of ledgers with faults.

    Parameters
    ----------
    ledgers
        From `zonemap.sample.ledgers.synthetic_ledgers`: day and true values.
    rates
        By name of fault (`zonemap.sample.dirty.catalogue.FAULTS`) how often it befalls; others
        do not.
    seed
        Of chance; the same arguments give the same bytes.
    village_points
        Whether the project has reference points of villages: rows without a usable place are
        then expected to be counted there.
    file_format
        Of files without a fault of form: ``xlsx`` or ``csv``.

    Yields
    ------
    file
        Oldest day first.
    """
    wanted = Wanted(rates=rates, seed=seed, village_points=village_points, file_format=file_format)
    for day, table in ledgers:
        chance = partial(_chance, seed, day.isoformat())
        rows = with_duplicates(table, rates=rates, rng=chance("duplicates"))
        if chance("town_files").random() < rates.get("town_files", 0.0):
            town = rows["county"] + rows["town"]
            for name in town.unique():
                stem = f"{day.isoformat()}/{day.isoformat()}_{name}_{SAMPLE_MARK}"
                part = rows[town == name].reset_index(drop=True)
                yield _file(part, day, stem, wanted, more=("town_files",))
        else:
            yield _file(rows, day, f"{day.isoformat()}_{SAMPLE_MARK}", wanted)


def _chance(seed: int, *words: str) -> np.random.Generator:
    """A source of chance of its own for what the words say."""
    return np.random.default_rng([seed, zlib.crc32("/".join(words).encode())])


def _file(
    rows: pd.DataFrame, day: date, stem: str, wanted: Wanted, *, more: tuple[str, ...] = ()
) -> DirtyFile:
    chance = partial(_chance, wanted.seed, stem)
    fault = drawn_file_fault(wanted.rates, rng=chance("file"))
    if not fault and wanted.file_format == "csv":
        fault = "csv_utf8_mark"
    rows = rows.assign(frame=_frames(rows, wanted.rates, chance("frame")))
    if fault in ("geojson", "gpkg"):
        return _feature_file(rows, day, stem, wanted, fault)
    form = "workbook" if fault in WORKBOOKS else "text"
    styles = drawn_styles(wanted.rates, form=form, rng=chance("styles"))
    split = _sheets(clean_page(rows), styles, one=form == "text")
    pages, grids = [], []
    for name, part in split.items():
        own = drawn_styles(wanted.rates, form=form, rng=chance(f"styles {name}"))
        own -= {"cover_sheet", "town_sheets", "town_files"}
        setting = _setting(part.truth, day, form, own, wanted)
        page = _page(part, own, setting, wanted, partial(_chance, wanted.seed, stem, name))
        place = name or str(part.truth["county"].iloc[0])
        sheet = Sheet(name if form == "workbook" else "", place, day)
        grids.append(laid_out(page, sheet, styles=own, rng=chance(f"layout {name}")))
        pages.append(page)
    cover = cover_rows(day) if "cover_sheet" in styles else None
    kept = [*more, *(styles & {"cover_sheet", "town_sheets"}), *([fault] if fault else [])]
    data, suffix = _bytes(grids, fault, day, cover)
    pairs = list(zip(pages, grids, strict=True))
    return dirty_file(f"{stem}{suffix}", data, pairs=pairs, kept=sorted(kept))


def _bytes(
    grids: list[Grid], fault: str, day: date, cover: list[list[object]] | None
) -> tuple[bytes, str]:
    """The file and the ending of its name."""
    if fault in TEXT_FORMS:
        suffix, separator, encoding = TEXT_FORMS[fault]
        return delimited(grids[0], separator=separator, encoding=encoding), suffix
    if fault == "html_named_xls":
        return web_page(grids[0]), ".xls"
    suffix = ".xls" if fault == "xlsx_named_xls" else ".xlsx"
    return workbook(grids, day=day, cover=cover), suffix


def _sheets(page: Page, styles: frozenset[str], *, one: bool) -> dict[str, Page]:
    """The rows by sheet: a county, or a town, or all in one."""
    if one:
        return {"": page}
    truth = page.truth
    key = truth["county"] + truth["town"] if "town_sheets" in styles else truth["county"]
    return {str(name): part_of(page, (key == name).to_numpy(dtype=bool)) for name in key.unique()}


def _frames(rows: pd.DataFrame, rates: Mapping[str, float], rng: np.random.Generator) -> pd.Series:
    """The frame of the coordinates of each row: one for the file, or a town's own."""
    frames = pd.Series("wgs84", index=rows.index, dtype="str")
    town = rows["county"] + rows["town"]
    sizes = town.value_counts()
    for fault in DATUM_FAULTS:
        frame, _, whole = fault.name.rpartition("_")
        rate = rates.get(fault.name, 0.0)
        if whole == "file" and rng.random() < rate:
            return pd.Series(frame, index=rows.index, dtype="str")
        if whole == "town":
            large = sorted(name for name in sizes.index if sizes[name] >= LEAST_TOWN)
            chosen = [name for name in large if rng.random() < rate]
            frames = frames.mask(town.isin(chosen) & (frames == "wgs84"), frame)
    return frames


def _setting(
    rows: pd.DataFrame, day: date, form: str, styles: frozenset[str], wanted: Wanted
) -> Setting:
    """What holds for every row of a sheet."""
    spared: set[str] = {"coal_t"} if "decimal_comma" in styles else set()
    if (rows["frame"] != "wgs84").any() or "no_coordinates" in styles:
        spared |= set(PLACE)
    return Setting(
        day=day, form=form, village_points=wanted.village_points, spared=frozenset(spared)
    )


def _page(
    page: Page,
    styles: frozenset[str],
    setting: Setting,
    wanted: Wanted,
    chance: Callable[[str], np.random.Generator],
) -> Page:
    """The cells of a sheet, faults and all."""
    page = _in_frames(page)
    if "no_coordinates" in styles:
        page = _without_place(page, village_points=wanted.village_points)
    return faulty_page(page, CELL_FAULTS, rates=wanted.rates, setting=setting, chance=chance)


def _in_frames(page: Page) -> Page:
    """The page with its coordinates written in the frame of each row."""
    lon, lat = (page.truth[name].to_numpy() for name in PLACE)
    cells = {name: page.cells[name].copy() for name in PLACE}
    faults = []
    for frame in sorted(set(page.truth["frame"]) - {"wgs84"}):
        own = np.flatnonzero(page.truth["frame"] == frame)
        x, y = disguised(lon[own], lat[own], frame=_known(frame))
        for name, values in zip(PLACE, (x, y), strict=True):
            cells[name][own] = [None if np.isnan(value) else float(value) for value in values]
        every = len(own) == len(page.truth)
        name = f"{frame}_file" if every else f"{frame}_town"
        faults.append((-1, "longitude", name, frame, "wgs84", "repaired", FAULTS[name].code))
    table = pd.DataFrame(faults, columns=["position", *FAULT_COLUMNS])
    return replace(page, cells=page.cells | cells, faults=table)


def _known(frame: str) -> Frame:
    return next(f for f in ("wgs84", "gcj02", "bd09", "gk", "gk_prefix") if f == frame)


def _without_place(page: Page, *, village_points: bool) -> Page:
    """What is right of a sheet without columns of coordinates."""
    if village_points:
        return replace(page, truth=page.truth.assign(place="village"))
    counted = page.truth["expected"] == "counted"
    truth = page.truth.assign(
        place="none",
        expected=page.truth["expected"].mask(counted, "undetermined"),
        reason=page.truth["reason"].mask(counted, "no_place"),
    )
    return replace(page, truth=truth)


def _feature_file(
    rows: pd.DataFrame, day: date, stem: str, wanted: Wanted, fault: str
) -> DirtyFile:
    """A file of points: fields under Chinese headings, the place in its geometry."""
    chance = partial(_chance, wanted.seed, stem)
    page = clean_page(rows.assign(frame="wgs84"))
    setting = Setting(
        day=day, form="text", village_points=wanted.village_points, spared=frozenset(PLACE)
    )
    page = faulty_page(page, CELL_FAULTS, rates=wanted.rates, setting=setting, chance=chance)
    points = tuple(page.truth[name].to_numpy() for name in PLACE)
    driver = {"geojson": "GeoJSON", "gpkg": "GPKG"}[fault]
    data = features(page, (points[0], points[1]), driver=driver, day=day)
    none = pd.DataFrame(columns=["row", "fault", "written"])
    grid = Grid("", [], [], [], np.arange(1, len(rows) + 1), none)
    return dirty_file(f"{stem}.{fault}", data, pairs=[(page, grid)], kept=[fault])
