from __future__ import annotations

import pytest

from tests.world import PLAN
from zonemap.errors import ConfigError
from zonemap.read.plan import project_template, read_config


def test_a_plan_is_read_by_folder_or_file_also_with_a_byte_order_mark(tmp_path):
    (tmp_path / "zonemap.toml").write_text(PLAN, encoding="utf-8-sig")
    assert read_config(tmp_path).root == tmp_path
    assert read_config(tmp_path / "zonemap.toml").plan.title == "试验"


def test_a_folder_without_a_plan_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="zonemap init"):
        read_config(tmp_path)


def test_a_plan_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "zonemap.toml").write_bytes(PLAN.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        read_config(tmp_path)


def test_the_shipped_plan_holds_and_has_the_five_zones():
    config = read_config(project_template())
    assert [zone.id for zone in config.zones] == [
        "hantai-ban", "nanzheng-ban", "chenggu-buffer", "yangxian-buffer", "mianxian-buffer",
    ]  # fmt: skip
    assert {zone.basis for zone in config.zones} == {"approximate", "assumed"}
