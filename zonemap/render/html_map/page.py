"""The interactive map of the internal edition: one file that opens from disk, without network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from zonemap import style
from zonemap.messages import Language, Translate
from zonemap.render.captions import edition_mark
from zonemap.render.html_map.data import (
    centre_points,
    county_shapes,
    escaped_json,
    history_rows,
    place_symbols,
    total_counts,
    zone_rows,
)
from zonemap.render.html_map.households import (
    PAGE_STAGES,
    drawn_households,
    household_columns,
    unplaced_count,
)
from zonemap.render.html_map.near_line import band_rows, near_columns, near_sentences
from zonemap.render.html_map.offline import render_offline
from zonemap.render.html_map.points import point_layers
from zonemap.render.html_map.words import page_words
from zonemap.render.nearness import NearTables
from zonemap.render.points import PointTables

__all__ = ["PageContext", "PageCounts", "map_page"]

DOCUMENT_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
PAGE_BLOCK = "zonemap-page"
HOUSEHOLD_BLOCK = "zonemap-households"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCounts:
    """What was counted, all in households.

    Attributes
    ----------
    zone_counts
        Indexed by ``zone_id`` and a last row ``total``.
    place_counts
        A row per zone, county, town and village.
    history
        The zone counts of every ledger date.
    """

    zone_counts: pd.DataFrame
    place_counts: pd.DataFrame
    history: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What stands around the counts.

    Attributes
    ----------
    title
        The title of the plan.
    as_of
        The date of the newest ledger.
    deadline
        The last day on which the count may become zero.
    language
        Of the texts that `map_page` is given a translation for.
    counties
        Shapes with ``name``, in EPSG:4326; None where the plan has none.
    centres
        Points with ``name``, ``longitude`` and ``latitude`` in EPSG:4326, degrees; None where no
        zone is a buffer.
    sources
        A sentence for each source of data.
    map_review_number
        Empty for an internal map without one.
    points
        Layers of points of the plan; empty if it has none.
    near
        What is too near the line to call; empty if it was not asked for.
    """

    title: str
    as_of: date
    deadline: date
    language: Language
    counties: gpd.GeoDataFrame | None = None
    centres: pd.DataFrame | None = None
    sources: tuple[str, ...] = field(default=())
    map_review_number: str = ""
    points: PointTables = field(default_factory=PointTables)
    near: NearTables = field(default_factory=NearTables)


def map_page(
    households: pd.DataFrame,
    zone_shapes: gpd.GeoDataFrame,
    *,
    counts: PageCounts,
    context: PageContext,
    translate: Translate,
) -> str:
    """The page as HTML, the same for the same input; write it as UTF-8 with its line feeds.

    Parameters
    ----------
    households
        Judged, ``longitude`` and ``latitude`` in EPSG:4326. Of its columns only place, use,
        status and stage enter the page; no identity number, no phone, no name.
    zone_shapes
        Indexed by ``zone_id`` in the plan's order, EPSG:4326.

    Returns
    -------
    page
        Needs no network and lets no script run but its own. For the internal edition: it holds
        the place of every household.
    """
    words = page_words(translate=translate)
    near = context.near
    sentences = near_sentences(near, translate=translate)
    page = {
        "words": words,
        "style": _page_style(),
        "stages": list(PAGE_STAGES),
        **_page_head(context, translate=translate),
        "counties": _counties(context, zone_shapes),
        "zones": [
            zone | {"near": sentences.get(zone["id"])}
            for zone in zone_rows(zone_shapes, counts.zone_counts, translate=translate)
        ],
        "total": total_counts(counts.zone_counts),
        "points": point_layers(context.points),
        "bands": band_rows(near.bands),
        "near": near_columns(near, drawn_households(households).index),
        "visits": int(near.households["household"].nunique()),
        "places": place_symbols(counts.place_counts, households),
        "history": history_rows(counts.history, zone_ids=[*zone_shapes.index]),
        "unplaced": unplaced_count(households),
    }
    blocks = {
        PAGE_BLOCK: escaped_json(page),
        HOUSEHOLD_BLOCK: escaped_json(household_columns(households, translate=translate)),
    }
    language = DOCUMENT_LANGUAGES[context.language]
    return render_offline(blocks, title=context.title, language=language, words=words)


def _page_head(context: PageContext, *, translate: Translate) -> dict[str, Any]:
    return {
        "title": context.title,
        "as_of": _day(context.as_of, translate=translate),
        "deadline": _day(context.deadline, translate=translate),
        "days_left": (context.deadline - context.as_of).days,
        "edition": edition_mark(context.map_review_number, translate=translate),
        "sources": list(context.sources),
        "centres": [] if context.centres is None else centre_points(context.centres),
    }


def _day(day: date, *, translate: Translate) -> str:
    _ = translate
    return _("{year}-{month:02d}-{day:02d}").format(year=day.year, month=day.month, day=day.day)


def _counties(context: PageContext, zone_shapes: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [] if context.counties is None else county_shapes(context.counties, zone_shapes)


def _page_style() -> dict[str, Any]:
    return {
        "stages": {**style.STAGE_COLOURS, "outside": style.OUTSIDE_COLOUR},
        "zones": style.ZONE_COLOURS,
        "land": style.LAND_COLOURS,
        "ink": style.INK,
        "symbol": style.SYMBOL_COLOUR,
    }
