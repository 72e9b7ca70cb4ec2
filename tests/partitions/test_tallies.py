from __future__ import annotations

import os
import signal

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from tests.partitions.world import ZONES, busy, counted_here, make_parts, part_table, same
from zonemap.errors import AccountingError, ColumnError, EngineError, PointsError
from zonemap.partitions import open_cluster, tally_parts
from zonemap.partitions import tallies as module
from zonemap.read.batches import open_points


@pytest.fixture
def folder(tmp_path):
    return make_parts(tmp_path / "parts")


@pytest.mark.parametrize("by", [(), ("town",), ("town", "lon")])
def test_a_cluster_counts_what_one_process_counts(client, folder, by):
    here = counted_here(folder, by)
    steps = []
    there = tally_parts(open_points(folder), ZONES, client=client, by=by, progress=steps.append)
    assert same(here, there)
    assert here.points == 2000
    assert here.unplaced == 5 * 24
    assert steps[-1] == 1
    assert len(steps) == 6


def test_an_address_of_a_store_is_counted_too(client, folder):
    there = tally_parts(open_points(f"file://{folder}"), ZONES, client=client, by=("town",))
    assert same(counted_here(folder), there)


def test_a_large_part_is_counted_in_pieces(client, folder, monkeypatch):
    monkeypatch.setattr(module, "split_parts", lambda s: split(s, piece_bytes=1))
    steps = []
    there = tally_parts(open_points(folder), ZONES, client=client, by=("town",),
                        progress=steps.append)  # fmt: skip
    assert same(counted_here(folder), there)
    assert len(steps) > 6


split = module.split_parts


def test_counts_are_added_up_as_they_come(client, folder, monkeypatch):
    monkeypatch.setattr(module, "MOST_TALLIES", 2)
    there = tally_parts(open_points(folder), ZONES, client=client, by=("town",))
    assert same(counted_here(folder), there)


def test_parts_with_other_dictionaries_are_counted_by_their_values(client, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for number in range(3):
        table = part_table(number, 50)
        coded = table.column("town").dictionary_encode()
        table = table.set_column(2, "town", coded)
        pq.write_table(table, folder / f"{number}.parquet")
    there = tally_parts(open_points(folder), ZONES, client=client, by=("town",))
    assert same(counted_here(folder), there)
    assert set(there.counts["town"]) == {
        "同镇",
        *(f"镇{n}{x}" for n in range(3) for x in ("", "乙")),
    }


def test_killing_one_of_two_workers_changes_nothing(tmp_path):
    folder = make_parts(tmp_path / "parts", parts=24, rows=60_000, group=20_000)
    with open_cluster(workers=2) as client:
        pids = client.run(os.getpid)
        killed = []

        def kill_one(_done):
            if not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        there = tally_parts(open_points(folder), ZONES, client=client, by=("town",),
                            progress=kill_one)  # fmt: skip
        assert killed[0] not in client.run(os.getpid).values()
    assert same(counted_here(folder), there)


def test_an_unreadable_part_is_named(client, folder):
    source = open_points(folder)
    (folder / "p02.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(PointsError, match=r"^p02\.parquet: cannot be read as \.parquet$"):
        tally_parts(source, ZONES, client=client)
    assert not busy(client)


def test_a_part_in_another_crs_is_named(client, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    points = gpd.GeoDataFrame(geometry=[shapely.Point(107.1, 33.05)], crs=4326)
    points.to_parquet(folder / "a.parquet")
    points.to_parquet(folder / "b.parquet")
    source = open_points(folder)
    points.to_crs(32648).to_parquet(folder / "b.parquet")
    with pytest.raises(PointsError, match=r"^b\.parquet: its coordinates are in WGS 84 / UTM"):
        tally_parts(source, ZONES, client=client)


def test_a_part_with_another_type_is_named(client, folder):
    source = open_points(folder)
    table = part_table(1, 400)
    numbers = pa.array(range(400))
    pq.write_table(table.set_column(2, "town", numbers), folder / "p01.parquet")
    with pytest.raises(PointsError, match=r"^p01\.parquet: column town is not as in p00"):
        tally_parts(source, ZONES, client=client, by=("town",))


def test_rows_that_vanish_meanwhile_are_noticed(client, folder):
    source = open_points(folder)
    pq.write_table(part_table(1, 399), folder / "p01.parquet")
    with pytest.raises(AccountingError, match="1999 rows were counted of 2000"):
        tally_parts(source, ZONES, client=client)


def test_a_part_that_only_this_process_can_see_is_named(client):
    import fsspec

    with fsspec.open("memory://hidden/a.csv", "w") as file:
        file.write("lon,lat\n107.1,33.05\n")
    with pytest.raises(EngineError, match=r"^a\.csv: a worker does not find it"):
        tally_parts(open_points("memory://hidden"), ZONES, client=client)


def test_points_of_which_none_is_there_are_refused(client, tmp_path):
    (tmp_path / "a.csv").write_text("lon,lat\n500000,3700000\n")
    with pytest.raises(PointsError, match="not degrees"):
        tally_parts(open_points(tmp_path), ZONES, client=client)
    (tmp_path / "a.csv").write_text("lon,lat\n")
    with pytest.raises(PointsError, match="has no points"):
        tally_parts(open_points(tmp_path), ZONES, client=client)


def test_a_column_that_is_missing_is_named(client, folder):
    with pytest.raises(ColumnError, match="has no column village"):
        tally_parts(open_points(folder), ZONES, client=client, by=("village",))
