from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from zonemap.errors import LedgerError
from zonemap.read.vector.shapefiles import read_shapefile, shapefile_layer


@pytest.fixture
def path(tmp_path):
    layer = gpd.GeoDataFrame(
        {"名": ["甲", "乙"]}, geometry=[shapely.Point(107, 33), shapely.Point(108, 34)], crs=4490
    )
    layer.to_file(tmp_path / "a.shp", encoding="gbk")
    return tmp_path / "a.shp"


def test_a_shapefile_is_read_with_its_table(path):
    layer = shapefile_layer(path, error=LedgerError)
    assert layer["名"].tolist() == ["甲", "乙"]
    assert layer.geometry.x.tolist() == [107, 108]
    assert layer.crs.to_epsg() == 4490


def test_a_record_marked_as_deleted_goes_with_its_shape(path):
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[int.from_bytes(content[8:10], "little")] = ord("*")
    table.write_bytes(content)
    shapes, read, _ = read_shapefile(path, error=LedgerError)
    assert [shape.x for shape in shapes] == [108]
    assert read.table[0].tolist() == ["乙"]


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_part_that_is_missing_is_named(path, suffix):
    path.with_suffix(suffix).unlink()
    with pytest.raises(LedgerError, match=f"{suffix} is missing"):
        read_shapefile(path, error=LedgerError)


def test_without_prj_there_is_no_crs_and_a_torn_one_is_one_line(path):
    path.with_suffix(".prj").write_bytes(b'GEOGCS["\xff\xfe')
    with pytest.raises(LedgerError, match="damaged"):
        read_shapefile(path, error=LedgerError)
    path.with_suffix(".prj").unlink()
    assert read_shapefile(path, error=LedgerError)[2] is None
