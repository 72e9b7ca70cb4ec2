from __future__ import annotations

import json
import tomllib

import pyogrio
import pytest
import shapely

from tests.postgis import PASSWORD, server
from tests.world import PLAN, make_project, row
from zonemap.pipeline import judge_ledgers
from zonemap.provenance import manifest_of
from zonemap.read.plan import read_config


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


@pytest.fixture
def connection(running):
    import psycopg

    with psycopg.connect(running.url(), autocommit=True) as opened:
        opened.execute("DROP SCHEMA IF EXISTS heating CASCADE; CREATE SCHEMA heating")
        yield opened


def rows_of(connection, table, order):
    return connection.execute(f"SELECT * FROM heating.{table} ORDER BY {order}").fetchall()


TABLES = (("zones", "zone_id"), ("households_located", "row_id"), ("counts", "zone_id"))


def everything(connection):
    return [rows_of(connection, *table) for table in TABLES]


def publish(call, running, folder, *more):
    return call("publish", running.url(), "--schema", "heating", "--project", folder, *more)


def test_published_counts_are_those_of_the_run(call, running, connection, tmp_path):
    folder = make_project(tmp_path / "p")
    done = publish(call, running, folder)
    assert done.exit_code == 0
    assert "heating.counts" in done.stdout
    assert PASSWORD not in done.output
    counts = judge_ledgers(read_config(folder)).newest.zone_counts
    columns = ", ".join(counts.columns)
    query = f"SELECT zone_id, {columns} FROM heating.counts"
    found = {zone: numbers for zone, *numbers in connection.execute(query).fetchall()}
    assert found == {zone: counts.loc[zone].tolist() for zone in counts.index}
    assert not (folder / "output").exists()


def test_a_second_time_leaves_the_same_rows(call, running, connection, tmp_path):
    folder = make_project(tmp_path / "p", [row("h1", 107.06, 33.05), row("h2", "", "")])
    folder.joinpath("zonemap.toml").write_text(
        PLAN.replace('control_towns = ["100002001"]', 'control_points = "boundaries/centres.csv"'),
        encoding="utf-8",
    )
    publish(call, running, folder)
    first = everything(connection)
    assert [len(rows) for rows in first] == [2, 2, 3]
    assert [geometry for *_, geometry in first[1]][1] is None
    report = json.loads(publish(call, running, folder, "--json").stdout)
    assert report["rows"] == {"zones": 2, "households_located": 2, "counts": 3}
    assert everything(connection) == first
    assert publish(call, running, folder, "--quiet").output == ""


def test_a_fault_half_way_leaves_all_three_as_they_were(call, running, connection, tmp_path):
    publish(call, running, make_project(tmp_path / "p"))
    before = everything(connection)
    connection.execute(
        "CREATE FUNCTION heating.no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'x'; END$$;"
        "CREATE TRIGGER no BEFORE INSERT ON heating.counts EXECUTE FUNCTION heating.no()"
    )
    done = publish(call, running, make_project(tmp_path / "q", [
        *(row(f"n{place}", 107.06, 33.05) for place in range(5)), row("m", 107.17, 33.05),
    ]))  # fmt: skip
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert everything(connection) == before


def test_a_table_of_somebody_else_is_refused_in_one_line(call, running, connection, tmp_path):
    connection.execute("CREATE TABLE heating.zones (mine int)")
    done = publish(call, running, make_project(tmp_path / "p"))
    assert done.exit_code == 1
    assert "heating.zones" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert connection.execute("SELECT to_regclass('heating.counts')").fetchone() == (None,)


def test_a_database_that_cannot_take_it_is_told_before_ledgers_are_read(call, running, tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "households/2022-09-30.csv").write_text("", encoding="utf-8")
    done = call("publish", running.url(database="nowhere"), "--project", folder)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"postgresql://postgres@127.0.0.1:{running.port}/nowhere" in done.stderr
    assert PASSWORD not in done.output


DATABASE_PLAN = """
boundary = "{url}"
table = "heating.zones"
where = {{ zone_id = "a-ban" }}
"""


@pytest.mark.usefixtures("connection")
def test_zones_published_are_zones_of_another_project(call, running, tmp_path, monkeypatch):
    folder = make_project(tmp_path / "p")
    publish(call, running, folder)
    url = running.url(password="").replace(":@", "@")
    changed = PLAN.replace(
        'boundary = "boundaries/ban.geojson"\nwithin_county = "100001"',
        DATABASE_PLAN.format(url=url),
    )
    assert changed != PLAN
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    other = make_project(tmp_path / "q", plan=changed)
    result = judge_ledgers(read_config(other))
    expected = judge_ledgers(read_config(folder)).newest
    held = result.newest.judged.set_index("household")["zone_id"]
    assert held.equals(expected.judged.set_index("household")["zone_id"])
    assert result.newest.zone_counts.equals(expected.zone_counts)
    manifest = manifest_of(result, outputs={}, language="en")
    name = f"{url} heating.zones"
    assert len(manifest["inputs"][name]) == 64
    assert name in manifest["datum_operations"]
    assert PASSWORD not in str(manifest)
    assert tomllib.loads(changed)["zone"][0]["table"] == "heating.zones"


def test_gdal_opens_the_layers_where_it_knows_the_database(call, running, connection, tmp_path):
    publish(call, running, make_project(tmp_path / "p"))
    if "PostgreSQL" in pyogrio.list_drivers():
        address = f"PG:host=127.0.0.1 port={running.port} user=postgres password={PASSWORD} dbname=postgres schemas=heating"  # noqa: E501
        zones = pyogrio.read_dataframe(address, layer="zones")
        assert zones.crs.to_epsg() == 4326
    found = connection.execute(
        "SELECT f_table_name, type, srid, coord_dimension FROM geometry_columns "
        "WHERE f_table_schema = 'heating' ORDER BY 1"
    ).fetchall()
    assert found == [("households_located", "POINT", 4326, 2), ("zones", "MULTIPOLYGON", 4326, 2)]
    shapes = connection.execute("SELECT ST_AsBinary(geometry) FROM heating.zones").fetchall()
    assert all(shapely.from_wkb(shape).is_valid for (shape,) in shapes)
