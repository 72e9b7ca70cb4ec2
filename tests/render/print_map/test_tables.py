from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.render.print_map.print_world import CRS, world
from zonemap.render.print_map.frame import Box, fit_frame
from zonemap.render.print_map.tables import (
    nearby_households,
    plan_counties,
    symbol_places,
    town_places,
    zone_households,
)
from zonemap.schema import REMAINING_STAGES


def test_a_zone_with_few_villages_shows_villages_at_their_counts() -> None:
    tables = world()
    places = symbol_places(tables, "ban", zone_households(tables, "ban"))
    assert set(places["level"]) == {"village"}
    assert places["remaining"].sum() == tables.zone_counts.loc["ban", "remaining"]
    assert places["remaining"].is_monotonic_decreasing


def test_a_zone_with_many_villages_shows_towns_at_the_median_of_their_households() -> None:
    tables = world(2000)
    counts = tables.place_counts
    split = [counts.assign(village=counts["village"] + part) for part in "东西南北中"]
    many = replace(tables, place_counts=pd.concat(split))
    rows = zone_households(many, "ban")
    places = symbol_places(many, "ban", rows)
    assert set(places["level"]) == {"town"}
    town = places.iloc[0]
    there = rows[rows["town"] == town["name"]]
    assert town["longitude"] == pytest.approx(there["longitude"].median())


def test_towns_of_the_plan_count_each_household_once() -> None:
    tables = world()
    assert town_places(tables)["remaining"].sum() == tables.zone_counts.loc["total", "remaining"]


def test_nearby_households_are_neither_the_zones_nor_uncertain() -> None:
    tables = world()
    tables.households.loc[10, "placement"] = "superseded"
    bounds = tables.zone_shapes.geometry.loc[["ban"]].to_crs(CRS).total_bounds
    frame = fit_frame(bounds, box=Box(0, 0, 200, 160), crs=CRS)
    rows = zone_households(tables, "ban").index
    nearby = nearby_households(tables, frame, zone_rows=rows)
    assert len(nearby)
    assert not nearby.index.isin(rows).any()
    assert 10 not in nearby.index


def test_the_stage_of_a_dot_is_that_of_its_zone() -> None:
    tables = world()
    first = tables.judged.index[tables.judged["zone_id"] == "ban"][0]
    tables.judged.loc[first, "stage"] = "relapsed"
    household = tables.judged.loc[first, "household"]
    assert zone_households(tables, "ban").loc[household, "stage"] == "relapsed"
    assert set(REMAINING_STAGES) & set(zone_households(tables, "ban")["stage"])


def test_only_counties_that_hold_a_zone_are_of_the_plan() -> None:
    tables = world()
    counties, zones = tables.counties.geometry.to_crs(CRS), tables.zone_shapes.geometry.to_crs(CRS)
    assert plan_counties(counties, zones).tolist() == [True, True, False]
