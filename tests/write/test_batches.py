from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from zonemap.errors import OutputError
from zonemap.write.batches import batch_writer
from zonemap.write.files import write_table

TABLE = pa.table(
    {
        "id": ["007", 'a "b"', "c,d", "two\nlines", "", None, " spaced "],
        "metres": [107.0, 1e16, 1e-5, None, -0.0, 0.1, 5e-324],
        "kind": pa.array(["a", "b", None, "a", "a", "b", "c"]).dictionary_encode(),
        "yes": [True, False, True, True, False, True, False],
    }
)


def written(path, table, rows):
    with batch_writer(path) as append:
        for start in range(0, len(table), rows):
            append(table.slice(start, rows))
    return path.read_bytes()


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
@pytest.mark.parametrize("table", [TABLE, TABLE.select(["id", "kind"]), TABLE.select([1, 3])])
def test_how_rows_are_divided_does_not_show(tmp_path, name, table):
    files = [written(tmp_path / f"{rows}{name}", table, rows) for rows in (1, 3, 100)]
    assert files[0] == files[1] == files[2]


@pytest.mark.parametrize(
    "table", [TABLE, TABLE.select([0, 2]), pa.table({"a": ["x", "y"], "b": ["1", ""], "n": [1, 2]})]
)
def test_a_csv_is_byte_for_byte_the_one_of_a_whole_table(tmp_path, table):
    write_table(table.to_pandas(), tmp_path / "whole.csv")
    assert written(tmp_path / "t.csv", table, 2) == (tmp_path / "whole.csv").read_bytes()


def test_geometry_becomes_text_in_a_csv_as_in_a_whole_table(tmp_path):
    shapes = [shapely.Point(107.05, 33.1), None, shapely.Point(), shapely.Point(108, 34)]
    layer = gpd.GeoDataFrame({"n": list("abcd")}, geometry=shapes, crs=4326)
    write_table(layer, tmp_path / "whole.csv")
    layer.to_parquet(tmp_path / "p.parquet")
    table = pq.read_table(tmp_path / "p.parquet")
    assert written(tmp_path / "t.csv", table, 2) == (tmp_path / "whole.csv").read_bytes()
    written(tmp_path / "t.parquet", table, 2)
    again = gpd.read_parquet(tmp_path / "t.parquet")
    assert again.crs == layer.crs
    assert again.geometry.iloc[3] == shapes[3]


def test_integers_with_gaps_stay_integers_wherever_the_gaps_are(tmp_path):
    table = pa.table({"n": [2**53 + 1, None, 3], "t": ["a", "b", "c"]})
    assert written(tmp_path / "t.csv", table, 1) == b"n,t\n9007199254740993,a\n,b\n3,c\n"


def test_days_and_times_are_written_alike_in_every_row(tmp_path):
    times = pd.to_datetime(["2022-09-30", "2022-09-30 10:30", None], format="ISO8601")
    data = written(tmp_path / "t.csv", pa.table({"t": times, "n": ["a", "b", "c"]}), 1)
    assert data == b"t,n\n2022-09-30 00:00:00,a\n2022-09-30 10:30:00,b\n,c\n"


def test_row_groups_are_full_whatever_the_batches(tmp_path, monkeypatch):
    monkeypatch.setattr("zonemap.write.batches.GROUP_ROWS", 4)
    table = pa.table({"n": np.arange(10)})
    written(tmp_path / "t.parquet", table, 3)
    file = pq.ParquetFile(tmp_path / "t.parquet")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [4, 4, 2]
    assert file.read().equals(table)


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_failure_leaves_what_stood_there_and_no_part(tmp_path, name):
    (tmp_path / name).write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError), batch_writer(tmp_path / name) as append:
        append(TABLE)
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "before"


def test_other_endings_and_folders_are_refused(tmp_path):
    with pytest.raises(OutputError, match=r"\.csv, \.parquet"), batch_writer(tmp_path / "t.xlsx"):
        pass
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(OutputError, match="is a folder"), batch_writer(tmp_path / "t.csv"):
        pass
