from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from tests.world import PLAN
from zonemap.config import config_schema, parse_config
from zonemap.errors import ConfigError

PATH = Path("somewhere/zonemap.toml")


def test_a_plan_is_read_with_its_folder_as_root():
    config = parse_config(PLAN, path=PATH)
    assert [zone.id for zone in config.zones] == ["a-ban", "b-disc"]
    assert config.root == Path("somewhere")
    assert config.plan.deadline.isoformat() == "2022-10-31"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("radius_m", "radius", "radius"),
        ("deadline", "dead_line", "dead_line"),
        ("[counties]", "[county]", "county"),
        ('title = "试验"', 'title = "试验"\nsubtitle = "x"', "subtitle"),
    ],
)
def test_an_unknown_key_is_refused_and_named(old, new, named):
    with pytest.raises(ConfigError, match=f"{named}: unknown key"):
        parse_config(PLAN.replace(old, new), path=PATH)


def test_every_fault_is_named_at_once():
    broken = PLAN.replace("radius_m = 3000", "radius_m = -1").replace('"zero"', '"nought"')
    with pytest.raises(ConfigError) as error:
        parse_config(broken, path=PATH)
    assert "zone.1.target" in str(error.value)
    assert "zone.2.radius_m" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('id = "b-disc"', 'id = "a-ban"', "repeat"),
        ('fuel_class = "III"', 'fuel_class = "IV"', "no table"),
        ('id = "a-ban"', 'id = "../a"', "zone.1.id"),
        ('id = "a-ban"', 'id = "total"', "choose others"),
        ("[plan]", "[plan", "not valid TOML"),
        (
            "[counties]",
            '[ledgers]\ncolumns = { "炉子" = "oven" }\n[counties]',
            "no column of a ledger",
        ),
        (
            "[counties]",
            '[ledgers]\nstatuses = { "好了" = "fine" }\n[counties]',
            "none of active, 在用",
        ),
        ("[counties]", '[ledgers]\npath = "postgresql://x/y"\n[counties]', "name of its table"),
        ('"boundaries/counties.geojson"', '"postgresql://x/y"', "name of its table"),
        (
            '"boundaries/counties.geojson"',
            '"postgresql://x:y@z/y"\ntable = "t"',
            "leave the password",
        ),
        ('"boundaries/counties.geojson"', '"a.geojson"\ntable = "t"', "which has no tables"),
        ('kind = "buffer"', 'kind = "villages"\ncodes = ["6107"]', "zone.2.codes"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(old, new, why):
    with pytest.raises(ConfigError, match=why):
        parse_config(PLAN.replace(old, new), path=PATH)


def test_a_zone_in_a_county_needs_the_county_file():
    without = PLAN.replace('[counties]\nboundary = "boundaries/counties.geojson"\n', "")
    with pytest.raises(ConfigError, match="no \\[counties\\]"):
        parse_config(without, path=PATH)


def test_the_shipped_schema_is_that_of_the_code():
    shipped = json.loads((files("zonemap") / "zonemap.schema.json").read_text(encoding="utf-8"))
    assert shipped == config_schema()


def test_a_plan_nested_beyond_measure_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match="not valid TOML"):
        parse_config("a = " + "[" * 5000, path=tmp_path / "zonemap.toml")


def test_columns_and_statuses_may_be_named_in_chinese():
    own = '[ledgers]\ncolumns = { "炉子" = "炉具" }\nstatuses = { "好了" = "已验收" }\n[counties]'
    ledgers = parse_config(PLAN.replace("[counties]", own), path=PATH).ledgers
    assert ledgers.named_columns == {"炉子": "stove"}
    assert ledgers.named_statuses == {"好了": "cleared"}


def test_what_a_place_is_worth_is_checked():
    good = parse_config(PLAN + "[places.accuracy_m]\ngps = 5\n", path=PATH)
    assert (good.places.accuracy_m.gps, good.places.accuracy_m.village) == (5, 1000)
    for line in ("gps = -1", "gsp = 5", 'words = { "无人机" = -3 }'):
        with pytest.raises(ConfigError, match=r"places\.accuracy_m"):
            parse_config(PLAN + f"[places.accuracy_m]\n{line}\n", path=PATH)
