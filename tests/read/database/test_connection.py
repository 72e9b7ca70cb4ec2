import socket
import subprocess
import sys
import traceback

import numpy as np
import pytest

from tests.postgis import PASSWORD, server
from zonemap import database
from zonemap.database import display_url
from zonemap.errors import LedgerError
from zonemap.read.database.connection import answer, copied_texts, python_values


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


def ask(url, query="SELECT 1"):
    return answer(url, lambda connection: connection.execute(query).fetchone()[0], table="台账")


def fault(url, query="SELECT 1"):
    with pytest.raises(LedgerError) as caught:
        ask(url, query)
    said = "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)
    assert caught.value.__context__ is None
    return str(caught.value), said


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://zone:secret@db.example:5433/coal", "postgresql://zone@db.example:5433/coal"),
        ("postgres://zone@[::1]/coal?password=secret", "postgresql://zone@[::1]/coal"),
        ("host=db user=zone password='sec ret' dbname=煤", "postgresql://zone@db/煤"),
        ("postgresql://zone:sec%40ret@db/coal", "postgresql://zone@db/coal"),
        # Written wrongly, a part of the password is taken for host, port or database.
        ("postgresql://zone:x@secret@db/coal", "postgresql://..."),
        ("postgresql://zone:secret/x@db/coal", "postgresql://..."),
        ("postgresql://zone:12/secret@db/coal", "postgresql://..."),
        ("postgresql://zone:secret", "postgresql://..."),
        ("zone secret", "postgresql://..."),
        ("postgresql://zone:\udcffsecret@db/coal", "postgresql://..."),
    ],
)
def test_an_address_is_shown_without_its_password(url, shown):
    pytest.importorskip("psycopg")
    assert display_url(url) == shown


def test_without_psycopg_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(database, "INSTALLED", False)
    assert "pip install zonemap[postgis]" in fault("postgresql://zone:secret@db/coal")[0]
    assert display_url("postgresql://zone:secret@db/coal") == "postgresql://..."


def test_the_modules_load_without_psycopg():
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from zonemap.read.database.postgis import ledger_days\n"
        "try: ledger_days('postgresql://db/coal', table='t', day_column='d')\n"
        "except Exception as error: print(type(error).__name__, end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "LedgerError"


def test_a_wrong_password_is_one_line_that_shows_none(running):
    message, said = fault(running.url(password="Wrong-Horse"))
    assert "the password is wrong or missing" in message
    assert f"postgresql://postgres@127.0.0.1:{running.port}/postgres" in message
    assert "Wrong" not in said


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "no such database"), ("postgres?sslmode=require", "check sslmode")],
)
def test_a_database_that_does_not_open_says_why(running, name, reason):
    message, said = fault(running.url(database=name))
    assert reason in message
    assert PASSWORD not in said


def test_no_server_and_a_server_that_never_answers_are_one_line():
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f"postgresql://zone:secret@127.0.0.1:{port}/coal?connect_timeout=2"
        assert "does not answer" in fault(url)[0]
    assert "does not answer" in fault(url)[0]


def test_an_address_with_a_bare_at_sign_in_the_password_leaks_no_piece_of_it():
    pytest.importorskip("psycopg")
    message, said = fault("postgresql://zone:half@secret@127.0.0.1/coal")
    assert "%40" in message
    assert "half" not in said
    assert "secret" not in said


def test_the_password_may_stand_in_the_environment(running, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert ask(f"postgresql://postgres@127.0.0.1:{running.port}/postgres") == 1


def test_the_password_may_stand_in_a_password_file(running, monkeypatch, tmp_path):
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{running.port}:*:postgres:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert ask(f"postgresql://postgres@127.0.0.1:{running.port}/postgres") == 1


def test_a_unix_socket_is_an_address(running):
    url = running.url(host="", database=f"postgres?host={running.folder}")
    assert ask(url) == 1
    assert PASSWORD not in display_url(url)


def test_nothing_can_be_written(running):
    assert "25006" in fault(running.url(), "CREATE TABLE written (a int)")[0]


def test_a_question_sees_one_snapshot(running):
    def twice(connection):
        first = connection.execute("SELECT count(*) FROM pg_database").fetchone()
        with database.psycopg.connect(running.url(), autocommit=True) as other:
            other.execute("CREATE DATABASE meanwhile")
        return first == connection.execute("SELECT count(*) FROM pg_database").fetchone()

    assert answer(running.url(), twice, table="台账")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT '张三'::date", "a day in it is no date"),
        ("SELECT 1 FROM pg_terminate_backend(pg_backend_pid())", "connection was cut"),
        ("SET LOCAL statement_timeout = 10; SELECT pg_sleep(9)", "try again later"),
    ],
)
def test_a_failing_query_is_one_line_without_any_cell(running, query, reason):
    message, said = fault(running.url(), query)
    assert reason in message
    assert "张三" not in said


def values(running, expression):
    """What Python sees of one SQL expression."""
    query = (
        f"COPY (SELECT v, 1 FROM (VALUES ({expression}), (NULL)) AS t (v)) TO STDOUT (FORMAT csv)"
    )

    def question(connection):
        kind = connection.execute(f"SELECT format('%s', pg_typeof({expression})::oid::int)")
        code = int(kind.fetchone()[0])
        name = connection.execute("SELECT typname FROM pg_type WHERE oid = %s", [code]).fetchone()
        texts = copied_texts(connection, database.psycopg.sql.SQL(query), width=2, table="台账")
        return python_values(texts.column(0), name[0])

    first, null = answer(running.url(), question, table="台账")
    assert null is None
    return first


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("610702001001::bigint", "610702001001"),
        ("610702199001011234::numeric", "610702199001011234"),
        ("1.50::numeric(8,2)", "1.5"),
        ("0.6::real", "0.6"),
        ("107.02345678901234::float8", "107.02345678901234"),
        ("true", "True"),
        ("false", "False"),
        ("date '2022-09-30'", "datetime.date(2022, 9, 30)"),
        ("date 'infinity'", "'infinity'"),
        ("timestamp '2022-09-30 10:20:30.5'", "datetime.datetime(2022, 9, 30, 10, 20, 30, 500000)"),
        ("timestamptz '2022-09-29 20:00+00'", "datetime.datetime(2022, 9, 30, 4, 0)"),
        ("''::text", "''"),
        ("E'a,\"b\\n\\\\.\\nc'::text", "'a,\"b\\n\\\\.\\nc'"),
        ("'007'::text", "'007'"),
    ],
)
def test_a_value_comes_as_python_knows_it(running, expression, shown):
    assert repr(values(running, expression)) == shown


def test_a_number_that_is_none_stays_one(running):
    assert np.isnan(values(running, "'NaN'::numeric"))


def test_a_text_that_is_not_utf8_is_one_line(running):
    with database.psycopg.connect(running.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE old ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    url = running.url(database="old")
    with database.psycopg.connect(url, client_encoding="SQL_ASCII") as connection:
        connection.execute(b"CREATE TABLE t AS SELECT '\xcb\xef'::text, 1")
    query = database.psycopg.sql.SQL("COPY t TO STDOUT (FORMAT csv)")
    with pytest.raises(LedgerError, match="not UTF-8"):
        answer(url, lambda c: copied_texts(c, query, width=2, table="台账"), table="台账")


def test_a_row_too_long_to_be_a_household_is_one_line(running):
    query = database.psycopg.sql.SQL(
        "COPY (SELECT repeat('a', 50000000), 1) TO STDOUT (FORMAT csv)"
    )
    with pytest.raises(LedgerError, match="over 16 MB"):
        answer(running.url(), lambda c: copied_texts(c, query, width=2, table="t"), table="t")
