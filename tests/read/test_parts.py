from __future__ import annotations

import pytest

from zonemap.errors import PointsError
from zonemap.read.parts import find_parts, is_folder_or_store


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_the_parts_of_a_folder_come_in_the_order_of_their_names(tmp_path):
    touch(tmp_path, "b.parquet", "a.geoparquet", "sub/c.PARQUET", "_metadata.parquet", "read.me",
          ".hidden.parquet", "_old/d.parquet")  # fmt: skip
    parts, _ = find_parts(tmp_path)
    assert [part.name for part in parts] == ["a.geoparquet", "b.parquet", "sub/c.PARQUET"]
    assert is_folder_or_store(tmp_path)


def test_folders_of_a_name_and_a_value_are_keys(tmp_path):
    touch(tmp_path, "town=%E9%95%87/week=1/p.parquet",
          "town=__HIVE_DEFAULT_PARTITION__/week=2/p.parquet")  # fmt: skip
    parts, _ = find_parts(tmp_path)
    assert [part.keys for part in parts] == [
        (("town", "镇"), ("week", "1")),
        (("town", None), ("week", "2")),
    ]


def test_a_file_is_its_own_part(tmp_path):
    touch(tmp_path, "p.csv")
    parts, _ = find_parts(tmp_path / "p.csv")
    assert [(part.name, part.suffix) for part in parts] == [("p.csv", ".csv")]


def test_nothing_or_two_kinds_are_refused(tmp_path):
    with pytest.raises(PointsError, match="no such file"):
        find_parts(tmp_path / "gone.parquet")
    with pytest.raises(PointsError, match="holds no Parquet or CSV"):
        find_parts(tmp_path)
    touch(tmp_path, "a.csv", "b.parquet")
    with pytest.raises(PointsError, match="both"):
        find_parts(tmp_path)


def test_an_address_that_cannot_be_opened_is_one_line():
    with pytest.raises(PointsError, match="nosuch://"):
        find_parts("nosuch://bucket/points")
