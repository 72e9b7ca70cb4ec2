from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import PLAN
from zonemap.config import parse_config
from zonemap.errors import ConfigError

PATH = Path("zonemap.toml")


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


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"boundaries/counties.geojson"', '"postgresql://x/y"', "name of its table"),
        (
            '"boundaries/counties.geojson"',
            '"postgresql://x:y@z/y"\ntable = "t"',
            "leave the password",
        ),
        ('"boundaries/counties.geojson"', '"a.geojson"\ntable = "t"', "which has no tables"),
    ],
)
def test_a_database_has_a_table_and_no_password_and_a_file_has_none(old, new, why):
    with pytest.raises(ConfigError, match=why):
        parse_config(PLAN.replace(old, new), path=PATH)
