from __future__ import annotations


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
