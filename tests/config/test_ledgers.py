from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import PLAN
from zonemap.config import parse_config
from zonemap.errors import ConfigError

PATH = Path("zonemap.toml")


def test_columns_and_statuses_may_be_named_in_chinese():
    own = '[ledgers]\ncolumns = { "炉子" = "炉具" }\nstatuses = { "好了" = "已验收" }\n[counties]'
    ledgers = parse_config(PLAN.replace("[counties]", own), path=PATH).ledgers
    assert ledgers.named_columns == {"炉子": "stove"}
    assert ledgers.named_statuses == {"好了": "cleared"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
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
    ],
)
def test_words_that_name_nothing_and_tables_without_name_are_refused(old, new, why):
    with pytest.raises(ConfigError, match=why):
        parse_config(PLAN.replace(old, new), path=PATH)
