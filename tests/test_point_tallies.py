from __future__ import annotations

import pickle

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from zonemap.errors import ColumnError
from zonemap.point_tallies import add_tallies, tally_batches, tally_part, zone_totals
from zonemap.points import layer_zones
from zonemap.read.batches import open_points, point_batches

SQUARES = [
    shapely.box(107.0, 33.0, 107.1, 33.1),
    shapely.box(107.05, 33.0, 107.2, 33.1),
    shapely.box(0, 0, 1, 1),
]
ZONES = layer_zones(
    gpd.GeoDataFrame({"id": ["乙", "甲", "空"]}, geometry=SQUARES, crs=4326),
    radius_m=None,
    id_column=None,
    file="z",
)
WHERE = {"甲": (107.15, 33.05), "乙": (107.01, 33.05), "both": (107.07, 33.05),
         "out": (108.0, 33.0), "lost": (np.nan, 33.0)}  # fmt: skip


def world(count=300):
    random = np.random.default_rng(2)
    places = [list(WHERE)[i] for i in random.integers(0, len(WHERE), count)]
    return pa.table(
        {
            "lon": [WHERE[place][0] for place in places],
            "lat": [WHERE[place][1] for place in places],
            "place": places,
            "town": [None if i == 0 else f"镇{i}" for i in random.integers(0, 4, count)],
            "number": pa.array([None if i == 0 else int(i) for i in random.integers(0, 3, count)]),
            "unique": list(range(count)),
            "yes": [bool(i) for i in random.integers(0, 2, count)],
            "none": pa.nulls(count),
        }
    )


def counted(path, *, by, rows=7, threads=2):
    batches = point_batches(open_points(path), rows=rows, columns=by)
    return tally_batches(batches, ZONES, by=by, threads=threads)


def by_hand(table, by):
    """Row by row, as one would with a pencil."""
    zones = {"甲": ["甲"], "乙": ["乙"], "both": ["乙", "甲"], "out": ["out"], "lost": ["lost"]}
    counts: dict[tuple, int] = {}
    for row in table.to_pylist():
        for zone in zones[row["place"]]:
            key = (zone, *(row[name] for name in by))
            counts[key] = counts.get(key, 0) + 1
    return counts


def as_keys(tally):
    marks = {"outside": "out", "undetermined": "lost"}
    counts = {}
    for placement, zone_id, *values, points in tally.counts.itertuples(index=False):
        key = tuple(None if pd.isna(value) else value for value in values)
        counts[(marks.get(placement, zone_id), *key)] = points
    return counts


@pytest.mark.parametrize(
    "by", [(), ("town",), ("town", "number"), ("unique",), ("unique", "town", "yes"), ("none",)]
)
@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_every_point_is_counted_under_its_zone_and_values(tmp_path, by, rows):
    table = world()
    pq.write_table(table, tmp_path / "p.parquet", row_group_size=40)
    tally = counted(tmp_path / "p.parquet", by=by, rows=rows)
    assert as_keys(tally) == by_hand(table, by)
    assert tally.points == len(table)
    assert tally.outside == table["place"].to_pylist().count("out")
    assert tally.unplaced == table["place"].to_pylist().count("lost")


def test_many_values_are_counted_without_a_table_of_all_their_combinations(tmp_path, monkeypatch):
    monkeypatch.setattr("zonemap.value_groups.MOST_GROUPS", 10)
    monkeypatch.setattr("zonemap.point_tallies.MOST_CELLS", 50)
    table = world()
    pq.write_table(table, tmp_path / "p.parquet")
    by = ("unique", "town", "number")
    assert as_keys(counted(tmp_path / "p.parquet", by=by)) == by_hand(table, by)


def test_rows_stand_in_the_order_of_zones_and_values_missing_ones_last(tmp_path):
    pq.write_table(world(), tmp_path / "p.parquet")
    counts = counted(tmp_path / "p.parquet", by=("number",)).counts
    assert counts.columns.tolist() == ["placement", "zone_id", "number", "points"]
    assert counts["zone_id"].tolist() == ["乙"] * 3 + ["甲"] * 3 + [""] * 6
    assert counts["placement"].tolist() == ["in"] * 6 + ["outside"] * 3 + ["undetermined"] * 3
    assert counts["number"].tolist()[:2] == [1, 2]
    assert counts["number"].isna().tolist() == [False, False, True] * 4


def test_a_zone_that_holds_nothing_is_in_the_totals(tmp_path):
    pq.write_table(world(), tmp_path / "p.parquet")
    totals = zone_totals(counted(tmp_path / "p.parquet", by=("town",)))
    assert totals.index.tolist() == ["乙", "甲", "空"]
    assert totals["空"] == 0
    assert totals["乙"] > 0


def test_parts_add_up_to_the_whole_even_where_one_is_empty(tmp_path):
    table = world()
    for name, rows in (("a", table[:100]), ("b", table[:0]), ("c", table[100:])):
        pq.write_table(rows, tmp_path / f"{name}.parquet")
    source = open_points(tmp_path)
    parts = [tally_part(source, n, zones=ZONES, by=("town", "number")) for n in range(3)]
    added = add_tallies(pickle.loads(pickle.dumps(parts)))
    whole = counted(tmp_path, by=("town", "number"))
    pd.testing.assert_frame_equal(added.counts, whole.counts)
    assert (added.points, added.unplaced) == (300, whole.unplaced)


def test_dictionaries_of_different_batches_meet_by_value(tmp_path):
    first = pa.table({"lon": [107.01] * 2, "lat": [33.05] * 2, "town": ["b", "a"]})
    second = pa.table({"lon": [107.01] * 2, "lat": [33.05] * 2, "town": ["a", "c"]})
    for name, table in (("1", first), ("2", second)):
        town = table["town"].dictionary_encode()
        pq.write_table(table.set_column(2, "town", town), tmp_path / f"{name}.parquet")
    counts = counted(tmp_path, by=("town",), rows=100).counts
    assert dict(zip(counts["town"], counts["points"], strict=True)) == {"a": 2, "b": 1, "c": 1}


@pytest.mark.parametrize("by", [("town", "town"), ("zone_id",), ("points",), ("placement",)])
def test_columns_that_the_tally_has_itself_are_refused(by):
    with pytest.raises(ColumnError):
        tally_batches([], ZONES, by=by)


def test_a_column_of_lists_cannot_be_counted_by(tmp_path):
    table = world(3).append_column("many", pa.array([[1], [2], [3]]))
    pq.write_table(table, tmp_path / "p.parquet")
    with pytest.raises(ColumnError, match="many"):
        counted(tmp_path / "p.parquet", by=("many",))
