from __future__ import annotations

from zonemap.render.points import POINT_COLUMNS, PointTables


def test_a_plan_without_points_has_empty_tables():
    tables = PointTables()
    assert len(tables.layers) == len(tables.rows) == 0
    assert list(tables.rows.columns) == list(POINT_COLUMNS)
