from __future__ import annotations

import os

import pyarrow as pa

from tests.partitions.world import make_parts
from zonemap.partitions.splits import anywhere, split_parts
from zonemap.read.batches import open_points, part_batches


def test_large_parts_are_cut_between_row_groups_and_keep_their_rows(tmp_path):
    source = open_points(make_parts(tmp_path / "parts", parts=3, rows=400, group=100))
    pieces = split_parts(source, piece_bytes=1)
    assert [part.name for part in pieces.parts] == ["p00.parquet"] * 4 + ["p01.parquet"] + [
        "p02.parquet"
    ] * 4
    assert [part.groups for part in pieces.parts[:4]] == [(0,), (1,), (2,), (3,)]

    def rows(source):
        numbers = range(len(source.parts))
        return pa.concat_tables(b.table for n in numbers for b in part_batches(source, n))

    assert rows(pieces).to_pandas().equals(rows(source).to_pandas())


def test_small_parts_and_csv_stay_whole(tmp_path):
    (tmp_path / "a.csv").write_text("lon,lat\n1,2\n3,4\n")
    source = open_points(tmp_path)
    assert split_parts(source, piece_bytes=1).parts == source.parts
    parquet = open_points(make_parts(tmp_path / "parts"))
    assert split_parts(parquet).parts == parquet.parts


def test_pieces_hold_as_many_row_groups_as_fit(tmp_path):
    source = open_points(make_parts(tmp_path / "parts", parts=3, rows=400, group=100))
    groups = [
        p.groups for p in split_parts(source, piece_bytes=6000).parts if p.name == "p00.parquet"
    ]
    assert [n for group in groups for n in group] == [0, 1, 2, 3]
    assert 1 < len(groups) < 4


def test_names_hold_wherever_a_process_runs(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("lon,lat\n1,2\n")
    monkeypatch.chdir(tmp_path)
    source = anywhere(open_points("a.csv"))
    monkeypatch.chdir(os.sep)
    assert sum(len(batch.points) for batch in part_batches(source, 0)) == 1
