from __future__ import annotations

import pytest

from zonemap.errors import BoundaryError, CRSError
from zonemap.read.boundaries import read_layer, select_features

ROWS = """区域,地块,环,序号,经度,纬度
甲,1,1,2,107.0,33.1
甲,1,1,1,107.0,33.0
甲,1,1,4,107.1,33.0
甲,1,1,3,107.1,33.1
甲,1,2,1,107.02,33.02
甲,1,2,2,107.02,33.04
甲,1,2,3,107.04,33.04
甲,2,1,1,108,33
甲,2,1,2,108,34
甲,2,1,3,109,34
乙,1,1,1,106,33
乙,1,1,2,106,34
乙,1,1,3,１０７,34
"""


def put(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "z.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_zones_with_parts_and_holes_come_from_a_list_of_vertices(tmp_path, encoding):
    layer = read_layer(put(tmp_path, ROWS, encoding), kind="polygon")
    assert layer["zone"].tolist() == ["甲", "乙"]
    assert layer.geom_type.tolist() == ["MultiPolygon", "Polygon"]
    assert layer.geometry[0].area == pytest.approx(0.01 - 0.0002 + 0.5)
    assert layer.crs.to_epsg() == 4326
    assert len(select_features(layer, where={"区域": "乙"}, file="z")) == 1


def test_a_bare_list_is_one_polygon_in_the_order_of_the_file(tmp_path):
    path = put(tmp_path, "x,y\n0,0\n0,9\n9,9\n9,0\n0,0\n")
    assert read_layer(path, kind="polygon", crs="EPSG:4545").geometry[0].area == 81
    with pytest.raises(CRSError, match="no coordinate reference system"):
        read_layer(path, kind="polygon")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("106,33", "106,", "row 12"),
        ("乙,1,1,3", "乙,1,1,2", "row 14 has the same place"),
        ("乙,1,1,3", "乙,1,内,3", "fewer than three"),
        ("乙,1,1,3", "乙,1,a,3", "row 14 has no usable ring"),
        ("107.1,33.0", "107.0,33.2", "not a valid polygon"),
        ("经度,", "a,", "needs columns"),
        ("乙,1,1,3,", "乙,1,1,", "row 14 has not the 6 cells"),
        ("环,序号", "地块,序号", "same name"),
    ],
)
def test_a_list_with_a_fault_is_refused_by_its_row(tmp_path, old, new, why):
    assert old in ROWS
    with pytest.raises(BoundaryError, match=why):
        read_layer(put(tmp_path, ROWS.replace(old, new)), kind="polygon")
