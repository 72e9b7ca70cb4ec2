from __future__ import annotations

import threading
import time
import traceback

import pyarrow as pa
import pytest
import shapely

from tests.postgis import PASSWORD, server
from zonemap import database as driver
from zonemap.errors import AccountingError, OutputError
from zonemap.write.database import publish_tables, require_database
from zonemap.write.database_tables import PublishedTable, TableColumn

PLACE = shapely.set_srid(shapely.Point(107.1, 33.1), 4326)
POINT = shapely.to_wkb(PLACE, hex=True, include_srid=True)


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


@pytest.fixture
def connection(running):
    """To a database with an empty schema ``work``."""
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("DROP SCHEMA IF EXISTS work CASCADE; CREATE SCHEMA work")
        yield opened


def places(rows, *, name="places", more=()):
    columns = [TableColumn("id", "text"), TableColumn("note", "text", "备注"), *more]
    columns.append(TableColumn("geometry", "geometry(Point,4326)"))
    held = {c.name: pa.array([row.get(c.name) for row in rows], pa.string()) for c in columns}
    return PublishedTable(name, "试验", tuple(columns), pa.table(held))


def counts(number):
    columns = (TableColumn("id", "text"), TableColumn("n", "bigint"))
    return PublishedTable("counts", "试验", columns, pa.table({"id": ["total"], "n": [number]}))


def publish(running, *tables, schema="work"):
    return publish_tables(running.url(), tables, schema=schema)


def refused(running, *tables, url=None, schema="work", kind=OutputError):
    with pytest.raises(kind) as caught:
        publish_tables(url or running.url(), tables, schema=schema)
    message = str(caught.value)
    assert "\n" not in message
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    return message


def held(connection, query):
    return connection.execute(query).fetchall()


TWO = [{"id": "a", "note": "", "geometry": POINT}, {"id": "b", "note": None}]


def test_rows_arrive_as_they_are_and_nothing_stays_nothing(running, connection):
    hostile = 'a"b,c\n\\.\n户,\'"'
    assert publish(running, places([*TWO, {"id": "c", "note": hostile}])) == {"places": 3}
    rows = held(connection, "SELECT id, note, ST_AsText(geometry) FROM work.places ORDER BY id")
    assert rows == [("a", "", "POINT(107.1 33.1)"), ("b", None, None), ("c", hostile, None)]


def test_a_gis_finds_geometry_key_index_and_comments(running, connection):
    publish(running, places(TWO))
    found = "SELECT type, srid FROM geometry_columns WHERE f_table_schema = 'work'"
    assert held(connection, found) == [("POINT", 4326)]
    indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'work' ORDER BY 1"
    made = [definition for (definition,) in held(connection, indexes)]
    assert "USING gist (geometry)" in made[0]
    assert "UNIQUE" in made[1]
    said = "SELECT obj_description(oid), col_description(oid, 2) FROM pg_class WHERE oid = %s"
    told = connection.execute(said.replace("%s", "'work.places'::regclass")).fetchall()
    assert told == [("试验 [zonemap places]", "备注")]


def test_a_second_time_replaces_rows_and_leaves_views_and_rights(running, connection):
    publish(running, places(TWO))
    connection.execute("CREATE VIEW work.mine AS SELECT id FROM work.places")
    publish(running, places(TWO[:1]))
    publish(running, places(TWO[:1]))
    assert held(connection, "SELECT id FROM work.mine") == [("a",)]


def test_a_failure_in_the_last_table_leaves_all_as_they_were(running, connection):
    publish(running, places(TWO), counts(2))
    connection.execute(
        "CREATE FUNCTION work.no() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE 'the secret word'; END$$;"
        "CREATE TRIGGER no BEFORE INSERT ON work.counts EXECUTE FUNCTION work.no()"
    )
    message = refused(running, places([]), counts(0))
    assert "P0001" in message
    assert "secret" not in message
    assert held(connection, "SELECT count(*) FROM work.places") == [(2,)]
    assert held(connection, "SELECT n FROM work.counts") == [(2,)]


def test_rows_that_a_trigger_keeps_out_are_missed(running, connection):
    publish(running, counts(1))
    connection.execute(
        "CREATE FUNCTION work.no() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RETURN NULL; END$$;"
        "CREATE TRIGGER no BEFORE INSERT ON work.counts FOR EACH ROW EXECUTE FUNCTION work.no()"
    )
    assert "holds 0 rows, 1 were sent" in refused(running, counts(2), kind=AccountingError)
    assert held(connection, "SELECT n FROM work.counts") == [(1,)]


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE work.places (id text)",
        "CREATE VIEW work.places AS SELECT 1 AS id",
        "CREATE TABLE work.places (id text); COMMENT ON TABLE work.places IS '[zonemap counts]'",
    ],
)
def test_what_zonemap_did_not_make_is_left_alone(running, connection, made):
    connection.execute(made)
    assert "was not made by zonemap" in refused(running, counts(1), places(TWO))
    assert held(connection, "SELECT to_regclass('work.counts')") == [(None,)]


def test_a_table_that_others_refer_to_is_left_alone(running, connection):
    publish(running, places(TWO))
    connection.execute(
        "CREATE TABLE work.visits (place text REFERENCES work.places ON DELETE CASCADE);"
        "INSERT INTO work.visits VALUES ('a')"
    )
    assert "work.visits refers to it" in refused(running, places(TWO[:1]))
    assert held(connection, "SELECT count(*) FROM work.visits") == [(1,)]


def test_a_column_that_is_new_is_added_and_any_other_difference_refused(running, connection):
    publish(running, places(TWO))
    connection.execute("CREATE VIEW work.mine AS SELECT id FROM work.places")
    more = (TableColumn("stage", "text"),)
    publish(running, places([{"id": "a", "stage": "active"}], more=more))
    assert held(connection, "SELECT id, stage FROM work.places") == [("a", "active")]
    assert "its columns stage are not those" in refused(running, places(TWO))
    connection.execute("ALTER TABLE work.places ALTER note TYPE varchar")
    assert "its columns note are not those" in refused(running, places(TWO, more=more))


def test_postgis_need_not_be_on_the_path(running, connection):
    connection.execute("ALTER ROLE postgres SET search_path = pg_catalog")
    try:
        assert publish(running, places(TWO)) == {"places": 2}
        assert publish(running, places(TWO)) == {"places": 2}
    finally:
        connection.execute("ALTER ROLE postgres RESET search_path")


@pytest.mark.parametrize("name", ['the "worst"; DROP', "煤 炭", "PostGIS'"])
def test_any_name_of_a_schema_is_only_a_name(running, connection, name):
    from psycopg import sql

    quoted = sql.Identifier(name)
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(quoted))
    try:
        assert publish(running, places(TWO), schema=name) == {"places": 2}
        assert publish(running, places(TWO), schema=name) == {"places": 2}
    finally:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(quoted))


def test_what_is_missing_is_one_line(running, connection):
    assert "has no schema nowhere" in refused(running, places(TWO), schema="nowhere")
    connection.execute("DROP DATABASE IF EXISTS bare")
    connection.execute("CREATE DATABASE bare TEMPLATE template0")
    message = refused(running, places(TWO), url=running.url(database="bare"), schema="public")
    assert "CREATE EXTENSION postgis" in message
    assert "password is wrong" in refused(running, url=running.url(password="Wrong-Horse"))
    with pytest.raises(OutputError, match="has no schema nowhere"):
        require_database(running.url(), schema="nowhere")


def test_a_user_without_rights_is_told_and_so_is_one_of_a_copy(running, connection):
    connection.execute(
        f"DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'"
    )
    url = running.url(user="reader")
    try:
        assert "may not make tables" in refused(running, places(TWO), url=url)
        publish(running, places(TWO))
        connection.execute("GRANT USAGE, CREATE ON SCHEMA work TO reader")
        connection.execute("GRANT ALL ON work.places TO reader")
        assert "does not own those" in refused(running, places([]), url=url)
        connection.execute("ALTER ROLE postgres SET default_transaction_read_only = on")
        assert "takes no changes" in refused(running, places([]))
    finally:
        connection.execute("ALTER ROLE postgres RESET default_transaction_read_only")
        connection.execute("DROP OWNED BY reader; DROP ROLE reader")
    assert held(connection, "SELECT count(*) FROM work.places") == [(2,)]


@pytest.mark.usefixtures("connection")
def test_a_text_that_the_database_cannot_hold_is_one_line(running):
    publish(running, places(TWO))
    message = refused(running, places([{"id": "a", "note": "户主\x00secret"}]))
    assert "cannot be stored" in message
    assert "secret" not in message


@pytest.mark.usefixtures("connection")
def test_of_two_at_once_one_waits(running):
    import psycopg

    publish(running, counts(0))
    done = []
    with psycopg.connect(running.url()) as holder:
        oid = "(SELECT oid::int4 FROM pg_namespace WHERE nspname = 'work')"
        holder.execute(f"SELECT pg_advisory_xact_lock({0x7A6F6E65}, {oid})")
        later = threading.Thread(target=lambda: done.append(publish(running, counts(1))))
        later.start()
        time.sleep(0.5)
        assert not done
    later.join(timeout=20)
    assert done == [{"counts": 1}]


def test_a_reader_in_a_snapshot_sees_the_old_rows_to_its_end(running, connection):
    import psycopg

    publish(running, places(TWO))
    with psycopg.connect(running.url()) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert held(reader, "SELECT count(*) FROM work.places") == [(2,)]
        publish(running, places(TWO[:1]))
        assert held(reader, "SELECT count(*) FROM work.places") == [(2,)]
    assert held(connection, "SELECT count(*) FROM work.places") == [(1,)]


def test_without_psycopg_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(driver, "INSTALLED", False)
    with pytest.raises(OutputError, match=r"pip install zonemap\[postgis\]"):
        publish_tables("postgresql://zone:secret@db/coal", [], schema="work")
