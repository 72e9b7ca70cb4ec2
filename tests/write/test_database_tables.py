from __future__ import annotations

import pyarrow as pa

from zonemap.write.database_tables import PublishedTable, TableColumn

ID, PLACE = TableColumn("id", "text"), TableColumn("geometry", "geometry(Point,4326)")


def table(*columns):
    return PublishedTable("places", "试验", columns, pa.table({"id": ["a"]}))


def test_a_table_of_zonemap_is_known_by_a_mark_of_its_own_name():
    assert table(ID).mark == "[zonemap places]"


def test_the_geometry_is_the_column_of_that_type():
    assert table(ID, PLACE).geometry == "geometry"
    assert table(ID).geometry is None
