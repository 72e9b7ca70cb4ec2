from __future__ import annotations

import pytest
import shapely

from tests.postgis import PASSWORD, server
from tests.world import collection, square
from zonemap.errors import BoundaryError
from zonemap.read.layers import layer_name, planned_layer


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


def test_a_file_is_called_as_in_the_plan_and_has_no_row_hash(tmp_path):
    text = collection(({"a": 1}, square(107, 33, 108, 34)))
    (tmp_path / "ban.geojson").write_text(text, encoding="utf-8")
    layer = planned_layer("ban.geojson", table="", root=tmp_path, kind="polygon")
    assert (len(layer.features), layer.row_hash) == (1, "")
    assert layer_name("boundaries/ban.geojson", table="") == "boundaries/ban.geojson"


def test_a_table_is_called_by_address_and_table_without_password():
    pytest.importorskip("psycopg")
    name = layer_name("postgresql://zone:secret@db/coal", table="gis.zones")
    assert name == "postgresql://zone@db/coal gis.zones"


@pytest.mark.parametrize(
    ("shape", "kind", "reason"),
    [
        ("SRID=4326;POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", "polygon", "not a valid polygon"),
        ("SRID=4326;POINT(107 33)", "polygon", "is a Point"),
        ("POINT(107 33)", "point", "no coordinate reference system"),
        ("SRID=4214;POINT(107 33)", "point", "datum"),
        ("SRID=4326;POINT(500000 33)", "point", "not degrees"),
        ("SRID=4326;POINT EMPTY", "point", "has no geometry"),
    ],
)
def test_a_table_is_held_to_what_files_are(running, tmp_path, shape, kind, reason):
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("DROP TABLE IF EXISTS zones; CREATE TABLE zones (id int, geom geometry)")
        opened.execute("INSERT INTO zones VALUES (1, %s)", [shape])
    with pytest.raises((BoundaryError, ValueError), match=reason) as caught:
        planned_layer(running.url(), table="zones", root=tmp_path, kind=kind)
    assert PASSWORD not in str(caught.value)


def test_a_sound_table_is_a_layer_with_the_hash_of_its_rows(running, tmp_path):
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("DROP TABLE IF EXISTS zones; CREATE TABLE zones (id int, geom geometry)")
        opened.execute(
            "INSERT INTO zones VALUES (1, 'SRID=4326;POLYGON Z((0 0 5,1 0 5,0 1 5,0 0 5))')"
        )
    layer = planned_layer(running.url(), table="zones", root=tmp_path, kind="polygon")
    assert shapely.area(layer.features.geometry).tolist() == [0.5]
    assert not layer.features.geometry.has_z.any()
    assert len(layer.row_hash) == 64
