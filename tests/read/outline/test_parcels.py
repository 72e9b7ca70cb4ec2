from __future__ import annotations

import pytest
import shapely

from zonemap.errors import BoundaryError
from zonemap.read.boundaries import read_layer
from zonemap.read.outline.parcels import read_parcels

HEAD = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
带号=36
计量单位=米
转换参数=,,,,,,
[地块坐标]
"""
SQUARE = [(0, 0), (0, 900), (900, 900), (900, 0)]
HOLE = [(100, 100), (100, 300), (300, 300), (300, 100)]


def lines(points, *, ring=1, east=36_409_000, closed=False, flip=False):
    rows = [(3_660_000 + north, east + along) for along, north in points]
    rows += rows[:1] if closed else []
    rows = [row[::-1] if flip else row for row in rows]
    return "".join(f"J{n},{ring},{a:.3f},{b:.3f}\n" for n, (a, b) in enumerate(rows, start=1))


def parcel(*rings, count=4, name="甲地块", number="1"):
    return f"{count},0.81,{number},{name},面,I48G,林地,031,@\n" + "".join(rings)


def put(tmp_path, *parcels, head=HEAD, encoding="gb18030"):
    path = tmp_path / "z.txt"
    path.write_bytes((head + "".join(parcels)).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_parcel_with_a_hole_is_read_to_the_millimetre(tmp_path, encoding, closed):
    rings = lines(SQUARE, closed=closed), lines(HOLE, ring=2, closed=closed)
    path = put(tmp_path, parcel(*rings, count=10 if closed else 8), encoding=encoding)
    layer = read_layer(path, kind="polygon")
    assert layer.crs.to_epsg() == 4524
    assert layer[["parcel_id", "parcel_name", "land_use"]].to_numpy().tolist() == [
        ["1", "甲地块", "林地"]
    ]
    shape = layer.geometry.iloc[0]
    assert shape.bounds == (36_409_000, 3_660_000, 36_409_900, 3_660_900)
    assert shape.area == 900 * 900 - 200 * 200


def test_parcels_stay_apart_and_parts_of_one_come_together(tmp_path):
    far = [(along + 5000, north) for along, north in SQUARE]
    path = put(tmp_path, parcel(lines(SQUARE)), parcel(lines(far)),
               parcel(lines(far), name="乙地块", number="2"))  # fmt: skip
    layer = read_parcels(path)
    assert layer["parcel_name"].tolist() == ["甲地块", "乙地块"]
    assert layer.geom_type.tolist() == ["MultiPolygon", "Polygon"]


def test_eastings_first_full_width_commas_and_no_prefix_are_understood(tmp_path):
    text = parcel(lines(SQUARE, east=409_000, flip=True)).replace(",", "，")
    layer = read_parcels(put(tmp_path, text))
    assert layer.crs.to_epsg() == 4545
    assert layer.total_bounds.tolist() == [409_000, 3_660_000, 409_900, 3_660_900]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no parcels"),
        (parcel(lines(SQUARE), count=9), "says 9 points but has 4"),
        (parcel(lines(SQUARE[:2]), count=2), "fewer than three"),
        (parcel(lines(SQUARE)) + "J5,1,abc,1\n", "line 13"),
        (parcel(lines(SQUARE)).replace("3660900.000", "33.1"), "not northing and easting"),
        (parcel(lines(SQUARE), lines(HOLE, ring=2), lines(HOLE), count=12), "one after the other"),
        (lines(SQUARE), "line 8"),
        (parcel(lines(SQUARE)).replace("面", "点"), "line 8"),
    ],
)
def test_what_is_cut_off_edited_or_no_polygon_is_refused(tmp_path, text, why):
    with pytest.raises(BoundaryError, match=why) as error:
        read_parcels(put(tmp_path, text))
    assert "z.txt" in str(error.value)


def test_a_bow_tie_or_a_hole_outside_is_refused_not_mended(tmp_path):
    bow_tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    outside = [(along + 5000, north) for along, north in HOLE]
    for text in (parcel(lines(bow_tie)), parcel(lines(SQUARE), lines(outside, ring=2), count=8)):
        with pytest.raises(BoundaryError, match="not a valid polygon"):
            read_layer(put(tmp_path, text), kind="polygon")


def test_a_text_that_is_something_else_is_refused(tmp_path):
    with pytest.raises(BoundaryError, match="no file of boundary points"):
        read_parcels(put(tmp_path, "1,2\n", head=""))


def test_a_file_without_a_system_takes_that_of_the_plan(tmp_path):
    path = put(tmp_path, parcel(lines(SQUARE, east=409_000)), head="[地块坐标]\n")
    assert read_layer(path, kind="polygon", crs="EPSG:4545").crs.to_epsg() == 4545
    assert shapely.is_valid(read_parcels(path).geometry).all()
