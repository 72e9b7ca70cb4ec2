"""Every file of the internal edition, made from a result; nothing is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from zonemap.crs import WGS84
from zonemap.delivered import rows_to_mend
from zonemap.messages import translator
from zonemap.point_layers import point_tables
from zonemap.render.captions import zero_sentence
from zonemap.render.html_map.page import PageContext, PageCounts, map_page
from zonemap.render.nearness import NearTables
from zonemap.render.print_map.files import (
    FORMATS,
    OVERVIEW,
    MapTables,
    Sheet,
    SheetTask,
    sheet_files,
)
from zonemap.render.workbook.counts import WorkbookContext, WorkbookCounts, counts_workbook
from zonemap.render.workbook.rejects import RejectTables, rejects_workbook
from zonemap.schema import SAMPLE_MARK
from zonemap.tally import zero_findings
from zonemap.workers import here
from zonemap.write.files import geopackage_bytes, parquet_bytes
from zonemap.zones import band_shapes, reproject, zone_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zonemap.config import Config
    from zonemap.messages import Language, Translate
    from zonemap.results import Result
    from zonemap.workers import Mapper

__all__ = [
    "LISTED_HOUSEHOLDS",
    "internal_outputs",
    "output_count",
    "rejects_output",
    "zero_sentences",
]

LISTED_HOUSEHOLDS = 300_000
"""Ledgers with more households are listed in ``located.parquet`` only, not in the workbook."""

_DRAWN = ("county", "town", "village", "longitude", "latitude", "placement", "stage", "zone_id")
"""What map sheets need of a household."""

_RANGE = (
    "range_of", "households_low", "households_high", "remaining_low", "remaining_high",
)  # fmt: skip
"""What a layer of bands tells of the counts."""

_TABLES_AND_PAGE = 5


def output_count(config: Config) -> int:
    """How many files `internal_outputs` makes."""
    return _TABLES_AND_PAGE + len(FORMATS) * (len(config.zones) + 1)


def internal_outputs(
    result: Result, *, language: Language, mapper: Mapper = here
) -> Iterator[tuple[str, bytes]]:
    """The files of ``output/internal/``, one after the other.

    Parameters
    ----------
    result
        What the ledgers say.
    language
        Of everything an official reads.
    mapper
        From `zonemap.workers.worker_pool`: draws map sheets side by side.

    Yields
    ------
    name, data
        Relative to ``output/``, with forward slashes; the same result gives the same bytes.
    """
    translate = translator(language)
    shapes = zone_shapes(result.project.zones, measuring_crs=result.project.measuring_crs)
    near = _near_tables(result)
    maps = mapper(sheet_files, _sheet_tasks(result, shapes, near, language=language))
    households = pd.concat([day.households for day in result.assessments])
    yield "internal/located.parquet", parquet_bytes(households)
    yield "internal/zones.gpkg", _zone_layers(result, shapes, near)
    yield "internal/counts.xlsx", _counts(result, shapes, near, translate=translate)
    yield rejects_output(result, language=language)
    yield "internal/index.html", _page(result, shapes, near, language=language).encode()
    for sheets in maps:
        yield from ((f"internal/maps/{name}", data) for name, data in sheets)


def zero_sentences(result: Result, *, translate: Translate) -> pd.Series:
    """For each zone whether it may be reported as zero, and if not, why; by ``zone_id``."""
    counts = result.newest.zone_counts
    findings = zero_findings(counts, result.newest.controls)
    numbers = counts.loc[findings.index, ["remaining", "undetermined"]].astype(int)
    sentences = [
        zero_sentence(finding, remaining=remaining, undetermined=doubtful, translate=translate)
        for finding, (remaining, doubtful) in zip(
            findings, numbers.itertuples(index=False), strict=True
        )
    ]
    return pd.Series(sentences, index=findings.index, dtype="str")


def shown_title(result: Result, translate: Translate) -> str:
    """The plan's title; it says so where the ledgers are synthetic."""
    _ = translate
    title = result.project.config.plan.title
    if result.newest.households["source_file"].str.contains(SAMPLE_MARK).any():
        return _("{title} (synthetic data)").format(title=title)
    return title


def _sources(config: Config) -> tuple[str, ...]:
    return tuple(
        "；".join(part for part in (source.text, source.licence, source.accuracy) if part)
        for source in config.sources
    )


def _counties(result: Result) -> gpd.GeoDataFrame:
    counties = result.project.counties
    shapes = [reproject(shape, source=counties.crs, target=WGS84) for shape in counties.geometry]
    return counties.set_geometry(shapes, crs=WGS84)


def _near_tables(result: Result) -> NearTables:
    return NearTables(
        zones=result.zone_nearness,
        households=result.near_line,
        bands=band_shapes(result.project.zones),
    )


def _zone_layers(result: Result, shapes: gpd.GeoDataFrame, near: NearTables) -> bytes:
    counts = result.newest.zone_counts
    bands = near.bands.join(near.zones[list(_RANGE)])
    layers = {
        "zones": shapes.join(counts).reset_index(),
        "bands": bands.reset_index(),
        "centres": result.project.centres,
        "counties": _counties(result),
        **{f"points_{layer.id}": layer.table for layer in result.point_layers},
    }
    kept = {name: layer for name, layer in layers.items() if len(layer)}
    return geopackage_bytes(kept, day=result.newest.day)


def _counts(
    result: Result, shapes: gpd.GeoDataFrame, near: NearTables, *, translate: Translate
) -> bytes:
    newest = result.newest
    counts = WorkbookCounts(
        zones=shapes.drop(columns="geometry"),
        zone_counts=newest.zone_counts,
        zone_statuses=newest.zone_statuses,
        place_counts=result.place_counts,
        history=result.history,
        zone_status=zero_sentences(result, translate=translate),
        accounting=result.accounting,
        control_totals=result.control_totals,
        controls=newest.controls.reset_index(),
        points=point_tables(result.point_layers),
        near=near,
    )
    return counts_workbook(
        newest.households,
        counts=counts,
        context=_workbook_context(result, translate),
        translate=translate,
        household_lists=len(newest.households) <= LISTED_HOUSEHOLDS,
    )


def rejects_output(result: Result, *, language: Language) -> tuple[str, bytes]:
    """Name and content of ``rejects.xlsx``: what was found wanting, what was mended, and how."""
    days = result.assessments
    translate = translator(language)
    tables = RejectTables(
        repairs=pd.concat([day.repairs for day in days], ignore_index=True),
        rows=rows_to_mend(days),
        datum=pd.concat([day.datum for day in days], ignore_index=True),
        consequences=pd.concat([day.consequences for day in days], ignore_index=True),
        accounting=result.accounting,
        zone_names={zone.zone_id: zone.name for zone in result.project.zones},
    )
    data = rejects_workbook(
        pd.concat([day.issues for day in days], ignore_index=True),
        tables=tables,
        context=_workbook_context(result, translate),
        translate=translate,
    )
    return "internal/rejects.xlsx", data


def _workbook_context(result: Result, translate: Translate) -> WorkbookContext:
    plan = result.project.config.plan
    return WorkbookContext(
        title=shown_title(result, translate),
        as_of=result.newest.day,
        deadline=plan.deadline,
        sources=_sources(result.project.config),
        map_review_number=plan.map_review_number,
    )


def _page(result: Result, shapes: gpd.GeoDataFrame, near: NearTables, *, language: Language) -> str:
    plan = result.project.config.plan
    counts = PageCounts(
        zone_counts=result.newest.zone_counts,
        place_counts=result.place_counts,
        history=result.history,
    )
    centres = result.project.centres
    named = pd.DataFrame(
        {
            "name": shapes["name"].loc[centres["zone_id"]].to_numpy(),
            "longitude": shapely.get_x(centres.geometry.to_numpy()),
            "latitude": shapely.get_y(centres.geometry.to_numpy()),
        }
    )
    context = PageContext(
        title=shown_title(result, translator(language)),
        as_of=result.newest.day,
        deadline=plan.deadline,
        language=language,
        counties=_counties(result),
        centres=named,
        sources=_sources(result.project.config),
        map_review_number=plan.map_review_number,
        points=point_tables(result.point_layers),
        near=near,
    )
    return map_page(
        result.newest.households,
        shapes,
        counts=counts,
        context=context,
        translate=translator(language),
    )


def _sheet_tasks(
    result: Result, shapes: gpd.GeoDataFrame, near: NearTables, *, language: Language
) -> list[SheetTask]:
    plan = result.project.config.plan
    tables = MapTables(
        zone_shapes=shapes,
        zone_counts=result.newest.zone_counts,
        place_counts=result.place_counts,
        households=result.newest.households[list(_DRAWN)],
        judged=result.newest.judged,
        counties=_counties(result),
        centres=result.project.centres,
        points=point_tables(result.point_layers),
        near=near,
    )
    sheet = Sheet(
        title=shown_title(result, translator(language)),
        as_of=result.newest.day,
        measuring_crs=plan.measuring_crs,
        sources=_sources(result.project.config),
        map_review_number=plan.map_review_number,
    )
    return [
        SheetTask(name=name, tables=tables, sheet=sheet, language=language)
        for name in (OVERVIEW, *shapes.index)
    ]
