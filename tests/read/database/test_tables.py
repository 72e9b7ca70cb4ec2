from __future__ import annotations

import numpy as np
import pytest

from zonemap.errors import BoundaryError

sql = pytest.importorskip("psycopg.sql")

from zonemap.read.database.tables import Table, geometry_heading, read_shapes, row_order  # noqa: E402


def table(types, key=()):
    return Table("台账", sql.Identifier("台账"), types, tuple(key), BoundaryError)


def test_the_key_orders_rows_text_by_its_bytes():
    order = row_order(table({"id": "text", "n": "int4"}, ["n", "id"]), ["id", "n"])
    assert order.as_string(None) == '"n", "id" COLLATE "C"'


def test_without_a_key_all_cells_order_rows():
    assert row_order(table({"id": "text"}), ["id"]).as_string(None) == 'ROW("id")::text COLLATE "C"'


def test_the_geometry_is_the_one_column_of_its_type():
    assert geometry_heading(table({"id": "text", "边界": "geometry"})) == "边界"
    assert geometry_heading(table({"id": "text"})) is None
    with pytest.raises(BoundaryError, match="a, b"):
        geometry_heading(table({"a": "geometry", "b": "geography"}))


def test_shapes_have_one_srid():
    point = "0101000020E610000000000000000000000000000000000000"
    wkb = np.array([point, None], dtype=object)
    shapes, srid = read_shapes(wkb, table({}), unfit=BoundaryError("curve"))
    assert (srid, shapes[1]) == (4326, None)
