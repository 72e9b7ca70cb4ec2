from __future__ import annotations

import pytest

from zonemap.sample.dirty.catalogue import FAULTS


def test_files_bear_their_day_and_that_they_are_synthetic(call, tmp_path):
    words = ["sample", tmp_path, "--households", 300, "--weeks", 2, "--format", "csv"]
    result = call(*words, "--lang", "en")
    assert result.exit_code == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["2022-09-23_模拟数据.csv", "2022-09-30_模拟数据.csv"]
    first = (tmp_path / names[0]).read_bytes()
    assert "模拟数据" in first.decode("utf-8-sig").splitlines()[0]
    call(*words)
    assert (tmp_path / names[0]).read_bytes() == first


def test_in_a_project_they_go_to_its_ledgers(call, tmp_path):
    (tmp_path / "zonemap.toml").write_text("", encoding="utf-8")
    call("sample", tmp_path, "--households", 300, "--weeks", 1, "--format", "csv", "--quiet")
    assert [path.name for path in (tmp_path / "households").iterdir()] == [
        "2022-09-30_模拟数据.csv"
    ]


def test_another_seed_is_another_ledger(call, tmp_path):
    for seed in (1, 2):
        call("sample", tmp_path / str(seed), "--households", 300, "--weeks", 1,
             "--format", "csv", "--seed", seed, "--quiet")  # fmt: skip
    one, two = (next((tmp_path / str(seed)).iterdir()).read_bytes() for seed in (1, 2))
    assert one != two


SMALL = ("--households", 60, "--weeks", 1, "--quiet")


def test_dirty_ledgers_come_with_their_truth_beside_them(call, tmp_path):
    (tmp_path / "zonemap.toml").write_text("", encoding="utf-8")
    call("sample", tmp_path, *SMALL, "--dirty", "--fault", "town_files=0", "--village-points")
    assert [path.stem for path in (tmp_path / "households").iterdir()] == ["2022-09-30_模拟数据"]
    assert sorted(path.name for path in (tmp_path / "truth").iterdir()) == [
        "2022-09-30_模拟数据.faults.csv",
        "2022-09-30_模拟数据.truth.parquet",
    ]
    points = (tmp_path / "boundaries" / "village_points.csv").read_text(encoding="utf-8-sig")
    assert points.startswith("village_code,village,town,county,longitude,latitude,radius_m,note\n")
    assert "模拟数据" in points.splitlines()[1]


def test_only_the_faults_that_are_named_befall(call, tmp_path):
    words = ("--fault", "coordinates_zero=0.1", "--fault", "csv_gb18030=1")
    call("sample", tmp_path, *SMALL, *words)
    faults = (tmp_path / "truth" / "2022-09-30_模拟数据.faults.csv").read_text("utf-8-sig")
    names = {line.split(",")[4] for line in faults.splitlines()[1:]}
    assert names == {"coordinates_zero", "csv_gb18030"}


@pytest.mark.parametrize("word", ["nothing=0.1", "all", "all=2", "status_blank=much"])
def test_a_fault_that_is_not_there_is_wrong_usage(call, tmp_path, word):
    result = call("sample", tmp_path, *SMALL, "--fault", word)
    assert result.exit_code == 2
    assert "--list-faults" in result.output
    assert not list(tmp_path.iterdir())


def test_faults_go_into_cells_not_into_parquet(call, tmp_path):
    assert call("sample", tmp_path, *SMALL, "--dirty", "--format", "parquet").exit_code == 2


def test_every_fault_is_listed_with_what_is_right(call):
    result = call("sample", "--list-faults", "--lang", "en")
    assert result.exit_code == 0
    lines = {line.split()[0]: line for line in result.output.splitlines()}
    assert set(FAULTS) <= set(lines)
    assert "undetermined" in lines["status_blank"]
