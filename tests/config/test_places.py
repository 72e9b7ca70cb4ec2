from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import PLAN
from zonemap.config import parse_config
from zonemap.errors import ConfigError

PATH = Path("zonemap.toml")


def test_what_a_place_is_worth_is_checked():
    good = parse_config(PLAN + "[places.accuracy_m]\ngps = 5\n", path=PATH)
    assert (good.places.accuracy_m.gps, good.places.accuracy_m.village) == (5, 1000)
    for line in ("gps = -1", "gsp = 5", 'words = { "无人机" = -3 }'):
        with pytest.raises(ConfigError, match=r"places\.accuracy_m"):
            parse_config(PLAN + f"[places.accuracy_m]\n{line}\n", path=PATH)
