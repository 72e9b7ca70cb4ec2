from __future__ import annotations

import pytest

from zonemap.errors import OutputError
from zonemap.project import open_project
from zonemap.read.plan import read_config
from zonemap.template import make_project


def test_a_new_project_opens_as_it_is(tmp_path):
    made = make_project(tmp_path / "new")
    names = {path.relative_to(tmp_path / "new").as_posix() for path in made}
    assert {"zonemap.toml", "boundaries/burn_ban.geojson", "households/README.md"} <= names
    assert "households/*" in (tmp_path / "new/.gitignore").read_text(encoding="utf-8")
    assert not any("xlsx" in name for name in names)
    assert len(open_project(read_config(tmp_path / "new")).zones) == 5


def test_nothing_that_is_there_is_overwritten(tmp_path):
    (tmp_path / "zonemap.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="already there"):
        make_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["zonemap.toml"]
