from __future__ import annotations

import os
import signal

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.partitions.world import ZONES, make_parts, part_table
from zonemap.errors import AccountingError, ColumnError, OutputError, PointsError
from zonemap.partitions import Target, locate_parts, located, open_cluster
from zonemap.read.batches import open_points, point_batches
from zonemap.streams import locate_batches


@pytest.fixture
def folder(tmp_path):
    return make_parts(tmp_path / "parts")


def located_here(folder, out, *, distance=False):
    return locate_batches(point_batches(open_points(folder)), ZONES, out=out, distance=distance)


def equal_totals(first, second):
    numbers = [(t.points, t.outside, t.unplaced) for t in (first, second)]
    return numbers[0] == numbers[1] and first.counts.equals(second.counts)


@pytest.mark.parametrize("distance", [False, True])
def test_each_part_gets_a_part_of_its_name_with_its_rows(client, folder, tmp_path, distance):
    here = located_here(folder, tmp_path / "here.parquet", distance=distance)
    out = tmp_path / "deep" / "out"
    there = locate_parts(open_points(folder), ZONES, client=client, target=Target(out, distance))
    assert equal_totals(here, there)
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in out.iterdir()) == names
    tables = [pq.read_table(out / name) for name in names]
    assert [len(table) for table in tables] == [400, 400, 400, 400, 0, 400]
    rows = pa.concat_tables(tables).to_pandas()
    assert rows.equals(pd.read_parquet(tmp_path / "here.parquet"))
    assert not out.with_name("out.part").exists()


def test_csv_and_folders_of_values_keep_their_places(client, tmp_path):
    for town, rows in (("甲镇", "107.1,33.05\n,\n"), ("乙镇", "")):
        (tmp_path / "parts" / f"town={town}").mkdir(parents=True)
        (tmp_path / "parts" / f"town={town}" / "a.csv").write_text(f"lon,lat\n{rows}")
    target = Target(tmp_path / "out")
    totals = locate_parts(open_points(tmp_path / "parts"), ZONES, client=client, target=target)
    assert (totals.points, totals.unplaced) == (2, 1)
    assert (tmp_path / "out" / "town=甲镇" / "a.csv").read_text(encoding="utf-8") == (
        "lon,lat,town,zone_id\n107.1,33.05,甲镇,甲;乙\n,,甲镇,\n"
    )
    empty = (tmp_path / "out" / "town=乙镇" / "a.csv").read_text(encoding="utf-8")
    assert empty == "lon,lat,town,zone_id\n"


def test_geometry_stays_geometry(client, tmp_path):
    (tmp_path / "parts").mkdir()
    for number in range(2):
        table = part_table(number, 30).to_pandas()
        points = gpd.points_from_xy(table.pop("lon").fillna(107), table.pop("lat"))
        name = tmp_path / "parts" / f"{number}.geoparquet"
        gpd.GeoDataFrame(table, geometry=points, crs=4326).to_parquet(name)
    target = Target(tmp_path / "out")
    locate_parts(open_points(tmp_path / "parts"), ZONES, client=client, target=target)
    made = gpd.read_parquet(tmp_path / "out" / "1.geoparquet")
    assert made.crs == 4326
    assert list(made.columns) == ["town", "geometry", "zone_id"]


def test_killing_one_of_two_workers_changes_nothing_and_leaves_nothing(tmp_path):
    folder = make_parts(tmp_path / "parts", parts=12, rows=60_000, group=20_000)
    here = located_here(folder, tmp_path / "here.parquet")
    with open_cluster(workers=2) as client:
        pids = list(client.run(os.getpid).values())

        def kill_one(_done):
            if pids:
                os.kill(pids[0], signal.SIGKILL)
                pids.clear()

        target = Target(tmp_path / "out")
        there = locate_parts(open_points(folder), ZONES, client=client, target=target,
                             progress=kill_one)  # fmt: skip
    assert equal_totals(here, there)
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    tables = [pq.read_table(tmp_path / "out" / name) for name in names]
    rows = pa.concat_tables(tables).to_pandas()
    assert rows.equals(pd.read_parquet(tmp_path / "here.parquet"))


def test_after_an_error_there_is_no_folder(client, folder, tmp_path):
    source = open_points(folder)
    (folder / "p02.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(PointsError, match=r"^p02\.parquet: cannot be read"):
        locate_parts(source, ZONES, client=client, target=Target(tmp_path / "out"))
    assert {path.name for path in tmp_path.iterdir()} == {"parts"}


def test_what_is_there_already_is_not_touched(client, folder, tmp_path):
    with pytest.raises(OutputError, match="parts: is there already"):
        locate_parts(open_points(folder), ZONES, client=client, target=Target(folder))
    (tmp_path / "out.part").mkdir()
    with pytest.raises(OutputError, match=r"out\.part: is left of a run"):
        locate_parts(open_points(folder), ZONES, client=client, target=Target(tmp_path / "out"))


def test_a_column_that_would_be_written_over_is_named(client, tmp_path):
    (tmp_path / "a.csv").write_text("lon,lat,zone_id\n107,33,x\n")
    with pytest.raises(ColumnError, match="already have a column zone_id"):
        locate_parts(open_points(tmp_path), ZONES, client=client, target=Target(tmp_path / "out"))


def test_a_part_with_fewer_rows_than_were_read_is_refused(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(located, "locate_batches", lose_a_row)
    with pytest.raises(AccountingError, match=r"p00\.parquet: 399 rows were written of 400"):
        located._located(open_points(folder), 0, ZONES, folder=tmp_path, distance=False)
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def lose_a_row(batches, zones, *, out, distance):
    totals = locate_batches(batches, zones, out=out, distance=distance)
    pq.write_table(pq.read_table(out).slice(1), out)
    return totals
