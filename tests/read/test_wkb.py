from __future__ import annotations

import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely

from zonemap.errors import PointsError
from zonemap.read.wkb import wkb_points

SHAPES = [
    shapely.Point(107.03, 33.07),
    None,
    shapely.Point(),
    shapely.Point(-180, 90, 5),
    shapely.Point(107.1, 33.1),
]
X = [107.03, np.nan, np.nan, -180, 107.1]
Y = [33.07, np.nan, np.nan, 90, 33.1]
FLAVOURS = [
    {"byte_order": order, "flavor": flavour, "include_srid": srid}
    for order in (0, 1)
    for flavour, srid in (("iso", False), ("extended", False), ("extended", True))
]


def written(shapes=SHAPES, **how):
    return list(shapely.to_wkb(shapely.set_srid(np.array(shapes, dtype=object), 4490), **how))


def read(values, kind=None):
    return wkb_points(pa.array(values, kind or pa.binary()), file="p.parquet")


@pytest.mark.parametrize("how", FLAVOURS)
@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
def test_iso_and_ewkb_in_either_byte_order_are_read(how, kind):
    x, y = read(written(**how), kind)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, Y)


def test_points_written_in_different_ways_may_stand_in_one_column():
    values = [value for how in FLAVOURS for value in written(**how)]
    x, y = read(values)
    np.testing.assert_array_equal(x, X * len(FLAVOURS))
    np.testing.assert_array_equal(y, Y * len(FLAVOURS))


@pytest.mark.parametrize("code", [1, 1001, 2001, 3001, 0x80000001, 0x40000001, 0xC0000001])
def test_z_and_m_are_passed_over(code):
    extra = {1: 0, 3001: 2, 0xC0000001: 2}.get(code, 1)
    value = struct.pack(f"<BI{2 + extra}d", 1, code, 107.5, 33.5, *[9.0] * extra)
    x, y = read([value] * 3)
    assert (x.tolist(), y.tolist()) == ([107.5] * 3, [33.5] * 3)


def test_a_slice_of_a_column_is_read_from_where_it_begins():
    column = pa.array(written(), pa.binary())
    x, _ = wkb_points(column.slice(3, 2), file="p")
    assert x.tolist() == [-180, 107.1]
    assert len(wkb_points(column.slice(5), file="p")[0]) == 0


def test_an_empty_column_and_one_without_geometry_give_no_place():
    assert len(read([])[0]) == 0
    assert np.isnan(read([None, None])[0]).all()


def test_numbers_are_those_written_bit_by_bit():
    numbers = np.random.default_rng(1).uniform(-180, 180, (200_000, 2))
    x, y = read(shapely.to_wkb(shapely.points(numbers)).tolist())
    assert (np.column_stack([x, y]) == numbers).all()


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        (shapely.to_wkb(shapely.box(0, 0, 1, 1)), "Polygon"),
        (shapely.to_wkb(shapely.MultiPoint([(1, 2)])), "MultiPoint"),
        (shapely.to_wkb(shapely.Point(1, 2))[:-1], r"\?"),
        (shapely.to_wkb(shapely.Point(1, 2)) + b"x", r"\?"),
        (b"\x07" + shapely.to_wkb(shapely.Point(1, 2))[1:], r"\?"),
        (b"", r"\?"),
        (struct.pack("<BI2d", 1, 9001, 1, 2), r"\?"),
    ],
)
def test_what_is_no_point_is_refused_by_its_row(bad, named):
    values = [*written(), bad, *written()]
    with pytest.raises(PointsError, match=rf"p\.parquet: feature 6 is a {named}"):
        read(values)
    column = pa.array(values, pa.binary())
    with pytest.raises(PointsError, match="feature 1006 "):
        wkb_points(column, file="p", first_row=1000)
