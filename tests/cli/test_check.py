from __future__ import annotations

import json

from tests.world import households, make_project, row


def test_check_reports_and_changes_nothing_but_the_rejects(call, tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    result = call("check", "--project", folder, "--json")
    report = json.loads(result.stdout)
    assert report["issues"] == {"no_place": 1}
    assert report["accounting"][0]["undetermined"] == 1
    assert [path.name for path in (folder / "output/internal").iterdir()] == ["rejects.xlsx"]


def test_check_says_in_words_what_is_to_be_mended(call, tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    assert "rejects.xlsx" in call("check", "--project", folder).stdout
    assert call("check", "--project", folder, "--quiet").output == ""
