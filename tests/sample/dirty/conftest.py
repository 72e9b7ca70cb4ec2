from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from zonemap.sample.ledgers import Places, synthetic_ledgers

PROJECT = Path(__file__).resolve().parents[3]
LAST_DAY = date(2022, 9, 30)


@pytest.fixture(scope="session")
def places():
    """The reference layers, read by pandas alone."""
    boundaries = PROJECT / "boundaries"
    plan = tomllib.loads((PROJECT / "zonemap.toml").read_text(encoding="utf-8"))
    text = {"county_code": "str", "town_code9": "str"}
    return Places(
        counties=gpd.read_file(boundaries / "counties.geojson"),
        villages=pd.read_csv(boundaries / "villages.csv", dtype="str"),
        town_points=pd.read_csv(boundaries / "town_points.csv", dtype=text),
        ban=gpd.read_file(boundaries / "burn_ban.geojson"),
        centres=pd.read_csv(boundaries / "centres.csv", dtype=text),
        control_towns=tuple(town for zone in plan["zone"] for town in zone["control_towns"]),
    )


@pytest.fixture(scope="session")
def ledgers(places):
    """The last ledger of 800 invented households, with its day."""
    return list(synthetic_ledgers(places, households=800, seed=3, last_day=LAST_DAY, weeks=1))


@pytest.fixture(scope="session")
def ledger(ledgers):
    return ledgers[-1][1]
