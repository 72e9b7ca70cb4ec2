from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import PLAN
from zonemap.config import parse_config
from zonemap.errors import ConfigError

PATH = Path("zonemap.toml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('id = "a-ban"', 'id = "../a"', "zone.1.id"),
        ('kind = "buffer"', 'kind = "villages"\ncodes = ["6107"]', "zone.2.codes"),
    ],
)
def test_an_id_or_code_of_another_form_is_refused(old, new, why):
    with pytest.raises(ConfigError, match=why):
        parse_config(PLAN.replace(old, new), path=PATH)


def test_a_zone_in_a_county_needs_the_county_file():
    without = PLAN.replace('[counties]\nboundary = "boundaries/counties.geojson"\n', "")
    with pytest.raises(ConfigError, match="no \\[counties\\]"):
        parse_config(without, path=PATH)
