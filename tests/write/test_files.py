from __future__ import annotations

import io
import os
import stat
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zonemap.errors import OutputError
from zonemap.write.files import (
    geopackage_bytes,
    parquet_bytes,
    sweep_parts,
    write_bytes,
    write_table,
)

LAYER = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[shapely.Point(107, 33)], crs="EPSG:4326")


def test_a_file_is_written_whole_for_its_owner_only(tmp_path):
    path = write_bytes(b"new", tmp_path / "deep" / "file")
    assert path.read_bytes() == b"new"
    assert [item.name for item in path.parent.iterdir()] == ["file"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = write_bytes(b"old", tmp_path / "file")

    def full_disk(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        write_bytes(b"new", path)
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_nothing_is_written_through_a_link(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"safe")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(OutputError, match="link"):
        write_bytes(b"new", tmp_path / "link")
    assert target.read_bytes() == b"safe"


def test_what_an_interrupted_run_left_is_swept(tmp_path):
    (tmp_path / "a.part").write_bytes(b"half")
    (tmp_path / "a").write_bytes(b"whole")
    sweep_parts(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["a"]


def test_households_without_a_place_are_kept_without_geometry():
    table = pd.DataFrame({"longitude": [107.0, None], "latitude": [33.0, 33.0], "id": ["1", "2"]})
    layer = gpd.read_parquet(io.BytesIO(parquet_bytes(table)))
    assert layer["id"].tolist() == ["1", "2"]
    assert layer.geometry.isna().tolist() == [False, True]
    assert layer.crs.to_epsg() == 4326


def test_a_geopackage_repeats_byte_for_byte():
    first = geopackage_bytes({"zones": LAYER}, day=date(2022, 9, 30))
    assert first == geopackage_bytes({"zones": LAYER}, day=date(2022, 9, 30))
    assert first != geopackage_bytes({"zones": LAYER}, day=date(2022, 9, 29))


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".gpkg", ".geojson"])
def test_a_table_is_written_as_its_ending_says(tmp_path, suffix):
    path = write_table(LAYER, tmp_path / f"out{suffix}")
    if suffix == ".csv":
        assert path.read_text(encoding="utf-8") == "name,geometry\n甲,POINT (107 33)\n"
    else:
        read = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
        assert read["name"].tolist() == ["甲"]
        assert read.geometry.iloc[0] == shapely.Point(107, 33)


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(OutputError, match="ending in"):
        write_table(LAYER, tmp_path / "out.txt")
