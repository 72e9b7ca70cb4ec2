from __future__ import annotations

import pytest
import shapely

from tests.postgis import PASSWORD, server
from zonemap.errors import BoundaryError
from zonemap.read.database.layers import database_layer

ODD = shapely.box(107.1 + 2**-46, 33.000000000000007, 107.2, 1 / 3 + 33)


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


@pytest.fixture
def connection(running):
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("DROP SCHEMA IF EXISTS work CASCADE; CREATE SCHEMA work")
        yield opened


def made(connection, columns, *rows):
    connection.execute(f"CREATE TABLE work.zones ({columns})")
    places = ", ".join(["%s"] * len(rows[0]))
    for row in rows:
        connection.execute(f"INSERT INTO work.zones VALUES ({places})", row)


def layer_of(running, table="work.zones"):
    return database_layer(running.url(), table=table)


def refused(running, **options):
    with pytest.raises(BoundaryError) as caught:
        layer_of(running, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert PASSWORD not in message
    return message


def test_coordinates_come_bit_by_bit_with_their_system_and_attributes(running, connection):
    shape = shapely.to_wkb(shapely.set_srid(ODD, 4490), hex=True, include_srid=True)
    made(connection, "id text PRIMARY KEY, code int, 边界 geometry(Polygon, 4490)",
         ("b", 610722, shape), ("a", None, shape))  # fmt: skip
    layer, _ = layer_of(running)
    assert layer.crs.to_epsg() == 4490
    assert layer["id"].tolist() == ["a", "b"]
    assert layer["code"].tolist() == [None, 610722]
    assert shapely.to_wkb(layer.geometry[0], include_srid=False) == shapely.to_wkb(ODD)


def test_the_hash_is_that_of_the_rows(running, connection):
    made(connection, "id text PRIMARY KEY, geom geometry", ("a", "POINT(1 2)"), ("b", "POINT(3 4)"))
    before = layer_of(running)[1]
    assert len(before) == 64
    assert layer_of(running)[1] == before
    connection.execute("UPDATE work.zones SET geom = 'POINT(1 2.0000000000000004)' WHERE id = 'a'")
    assert layer_of(running)[1] != before


def test_geography_is_read_as_degrees(running, connection):
    made(connection, "geom geography(Point)", ("POINT(107 33)",))
    layer, _ = layer_of(running)
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry[0].equals(shapely.Point(107, 33))


def test_without_srid_the_system_is_missing(running, connection):
    made(connection, "geom geometry", ("POINT(107 33)",))
    assert layer_of(running)[0].crs is None


@pytest.mark.parametrize(
    ("columns", "rows", "reason"),
    [
        ("id text", [("a",)], "has no geometry"),
        ("g geometry, h geometry", [("POINT(1 2)", None)], "several columns of geometry"),
        ("g geometry", [("SRID=4326;POINT(1 2)",), ("SRID=4490;POINT(1 2)",)], "4326, 4490"),
        ("g geometry", [("CURVEPOLYGON(CIRCULARSTRING(0 0, 2 0, 0 0))",)], "has curves"),
    ],
)
def test_what_cannot_be_a_layer_says_why(running, connection, columns, rows, reason):
    made(connection, columns, *rows)
    assert reason in refused(running)


@pytest.mark.usefixtures("connection")
def test_a_table_that_is_not_there_is_one_line(running):
    assert "0 such tables" in refused(running, table="work.nowhere")
