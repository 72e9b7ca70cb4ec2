from __future__ import annotations

import pytest

from tests.postgis import PASSWORD, server
from zonemap.database import connected, display_url
from zonemap.errors import BoundaryError, OutputError


@pytest.fixture(scope="module")
def running():
    with server() as found:
        yield found


def ask(url, query):
    return connected(
        url,
        lambda connection: connection.execute(query).fetchall(),
        failed=lambda code: OutputError("failed {code}", code=code),
        error=BoundaryError,
    )


def test_work_is_done_in_a_transaction_that_lasts_only_if_it_ends(running):
    import psycopg

    assert ask(running.url(), "SELECT 1") == [(1,)]
    with pytest.raises(OutputError, match="failed 22012"):
        connected(
            running.url(),
            lambda connection: [
                connection.execute("CREATE TABLE gone (a int)"),
                connection.execute("SELECT 1/0"),
            ],
            failed=lambda code: OutputError("failed {code}", code=code),
            error=BoundaryError,
        )
    with psycopg.connect(running.url()) as opened:
        assert opened.execute("SELECT to_regclass('gone')").fetchone() == (None,)


def test_no_connection_is_the_error_that_was_asked_for(running):
    with pytest.raises(BoundaryError, match="no such database") as caught:
        ask(running.url(database="nowhere"), "SELECT 1")
    assert PASSWORD not in str(caught.value)
    assert caught.value.__context__ is None


def test_an_address_is_shown_without_password_and_options():
    pytest.importorskip("psycopg")
    shown = display_url("postgresql://zone:secret@db/coal?sslmode=require&password=other")
    assert shown == "postgresql://zone@db/coal"
