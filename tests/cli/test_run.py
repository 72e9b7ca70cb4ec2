from __future__ import annotations

import json

import pytest

from tests.world import PLAN, make_project


def test_a_run_prints_the_counts_and_the_account(call, tmp_path):
    folder = make_project(tmp_path / "p")
    result = call("run", "--project", folder)
    assert result.exit_code == 0
    assert "甲县禁燃区" in result.stdout
    assert "8 data" in result.stdout
    assert (folder / "output/internal/index.html").exists()
    assert "\x1b" not in result.output


def test_json_is_for_other_programs_and_quiet_says_nothing(call, tmp_path):
    folder = make_project(tmp_path / "p")
    report = json.loads(call("run", "--project", folder, "--json").stdout)
    assert report["zone_counts"]["a-ban"]["remaining"] == 3
    assert report["zone_counts"]["total"]["households"] == 6
    assert call("run", "--project", folder, "--quiet").output == ""


def test_the_language_is_the_plans_unless_lang_says_otherwise(call, tmp_path):
    folder = make_project(tmp_path / "p")
    page = folder / "output/internal/index.html"
    call("run", "--project", folder, "--quiet")
    assert 'lang="en"' in page.read_text(encoding="utf-8")
    call("run", "--project", folder, "--quiet", "--lang", "zh")
    assert 'lang="zh-CN"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda folder: (folder / "boundaries/ban.geojson").unlink(), "boundaries/ban.geojson"),
        (lambda folder: (folder / "zonemap.toml").unlink(), "zonemap.toml"),
        (lambda folder: (folder / "households/2022-09-30.csv").unlink(), "households/*"),
        (
            lambda folder: (folder / "zonemap.toml").write_text(
                PLAN.replace("radius_m", "radius"), encoding="utf-8"
            ),
            "radius",
        ),
        (
            lambda folder: (folder / "households/2022-09-30.csv").write_text(
                "户编号,状态\n1,在用\n", encoding="utf-8"
            ),
            "2022-09-30.csv",
        ),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_is_one_line_with_exit_code_1_and_nothing_written(
    call, tmp_path, change, named, language
):
    folder = make_project(tmp_path / "p")
    change(folder)
    result = call("run", "--project", folder, "--lang", language)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert named in result.stderr
    assert not (folder / "output").exists()


def test_wrong_usage_is_exit_code_2(call):
    assert call("run", "--as-of", "yesterday").exit_code == 2
    assert call("fly").exit_code == 2


def test_a_file_that_may_not_be_read_is_one_line(call, tmp_path, monkeypatch):
    folder = make_project(tmp_path / "p")

    def forbidden(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.read_text", forbidden)
    result = call("run", "--project", folder)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "zonemap.toml" in result.stderr
