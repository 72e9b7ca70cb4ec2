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
        ('id = "a-ban"', 'id = "total"', "choose others"),
        ("[plan]", "[plan", "not valid TOML"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(old, new, why):
    with pytest.raises(ConfigError, match=why):
        parse_config(PLAN.replace(old, new), path=PATH)


def test_the_shipped_schema_is_that_of_the_code():
    shipped = json.loads((files("zonemap") / "zonemap.schema.json").read_text(encoding="utf-8"))
    assert shipped == config_schema()


def test_a_plan_nested_beyond_measure_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match="not valid TOML"):
        parse_config("a = " + "[" * 5000, path=tmp_path / "zonemap.toml")
