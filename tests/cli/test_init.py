from __future__ import annotations

import pandas as pd


def test_a_new_project_is_made_once(call, tmp_path):
    folder = tmp_path / "county"
    assert call("init", folder).exit_code == 0
    assert (folder / "zonemap.toml").exists()
    again = call("init", folder)
    assert again.exit_code == 1
    assert len(again.stderr.splitlines()) == 1


def test_a_file_where_a_folder_is_needed_is_one_line(call, tmp_path):
    (tmp_path / "county").write_text("x", encoding="utf-8")
    result = call("init", tmp_path / "county")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_an_initialised_project_runs_on_sample_ledgers(call, tmp_path):
    folder = tmp_path / "county"
    call("init", folder, "--quiet")
    call("sample", folder, "--households", 2000, "--weeks", 1, "--format", "parquet", "--quiet")
    result = call("check", "--project", folder, "--lang", "en")
    assert result.exit_code == 0
    assert "2000 data" in result.stdout
    assert pd.read_parquet(next((folder / "households").glob("*.parquet"))).shape[0] == 2000
