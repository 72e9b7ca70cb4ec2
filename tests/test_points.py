from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from zonemap.crs import Coordinates
from zonemap.errors import BoundaryError, ColumnError
from zonemap.points import layer_zones, locate_table
from zonemap.read.points import PointTable

SQUARES = [shapely.box(107.0, 33.0, 107.1, 33.1), shapely.box(107.1, 33.0, 107.2, 33.1)]
POINTS = PointTable(
    pd.DataFrame({"note": ["on the border", "inside", "outside", "nowhere"]}, index=[7, 3, 5, 1]),
    Coordinates(np.array([107.1, 107.05, 108.0, np.nan]), np.array([33.05, 33.05, 33.05, 33.0])),
)


def layer(shapes=SQUARES, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326")


def ids(table, *, radius_m=None, id_column=None):
    zones = layer_zones(table, radius_m=radius_m, id_column=id_column, file="f")
    return [zone.zone_id for zone in zones]


def test_a_zone_is_named_by_the_column_given_else_by_a_usual_one_else_by_its_row():
    table = layer(name=["甲", "乙"], code=["1", "2"])
    assert ids(table, id_column="code") == ["1", "2"]
    assert ids(table) == ["甲", "乙"]
    assert ids(layer(other=[8, 9])) == ["1", "2"]
    assert ids(layer(id=[8.0, 9.0])) == ["8", "9"]


def test_features_that_share_a_named_id_are_one_zone():
    zones = layer_zones(layer(code=["x", "x"]), radius_m=None, id_column="code", file="f")
    located = locate_table(POINTS, zones, distance=False)
    assert located.table["zone_id"].tolist() == ["x", "x", "", ""]


@pytest.mark.parametrize("names", [["甲", "甲"], ["甲", ""], ["甲", None]])
def test_a_usual_column_that_does_not_tell_zones_apart_is_refused(names):
    with pytest.raises(ColumnError, match="--id"):
        ids(layer(name=names))


def test_points_and_lines_need_a_radius():
    with pytest.raises(BoundaryError, match="--radius-m"):
        ids(layer([shapely.Point(107, 33)]))
    assert ids(layer([shapely.Point(107, 33)]), radius_m=100.0) == ["1"]


def test_every_row_column_and_order_is_kept_and_zone_id_is_text():
    zones = layer_zones(layer(), radius_m=None, id_column=None, file="f")
    located = locate_table(POINTS, zones, distance=True)
    assert located.table.index.tolist() == [7, 3, 5, 1]
    assert located.table.columns.tolist() == ["note", "zone_id", "distance_to_edge_m"]
    assert located.table["zone_id"].tolist() == ["1;2", "1", "", ""]
    assert located.totals.counts.to_dict() == {"1": 2, "2": 1}
    assert (located.totals.outside, located.totals.unplaced) == (1, 1)
    signs = np.sign(located.table["distance_to_edge_m"].round(3))
    assert signs.tolist()[:3] == [0, 1, -1]
    assert "zone_id" not in POINTS.table


def test_a_column_of_that_name_is_not_overwritten():
    taken = PointTable(POINTS.table.assign(zone_id="x"), POINTS.points)
    with pytest.raises(ColumnError, match="rename"):
        locate_table(taken, (), distance=False)


def test_a_table_without_geometry_gets_points_where_they_are_needed():
    located = locate_table(POINTS, (), distance=False, spatial=True)
    assert located.table.geometry.iloc[1] == shapely.Point(107.05, 33.05)


def test_a_line_is_searched_round_by_true_distance():
    line = layer([shapely.LineString([(107.0, 33.0), (107.2, 33.0)])])
    zones = layer_zones(line, radius_m=1000.0, id_column=None, file="f")
    places = Coordinates(np.array([107.1, 107.1]), np.array([33.009, 33.0091]))
    near = PointTable(pd.DataFrame({"n": [1, 2]}), places)
    assert locate_table(near, zones, distance=False).table["zone_id"].tolist() == ["1", ""]
