"""Tables written to PostGIS, all together or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zonemap.database import INSTALLED, connected, display_url
from zonemap.errors import OutputError
from zonemap.write.database_tables import Schema, replace_rows, require_room

if INSTALLED:
    import psycopg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonemap.database import Connection
    from zonemap.write.database_tables import PublishedTable

__all__ = ["publish_tables", "require_database"]

SETTINGS: Final = """
SET LOCAL statement_timeout = '600s';
SET LOCAL lock_timeout = '300s';
SET LOCAL row_security = off;
SET LOCAL DateStyle = 'ISO, YMD';
"""

LOCK: Final = 0x7A6F6E65
"""With the number of a schema, what only one publishes into at a time."""

POSTGIS: Final = """
SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'postgis'
"""


def require_database(url: str, *, schema: str) -> None:
    """Refuse a database that could not be published to, before any work is done for it.

    Raises
    ------
    OutputError
        As `publish_tables`, as far as it can be told beforehand.
    """

    def work(connection: Connection) -> None:
        _schema(connection, schema, url)

    connected(url, work, failed=lambda code: _failed(code, schema), error=OutputError)


def publish_tables(url: str, tables: Sequence[PublishedTable], *, schema: str) -> dict[str, int]:
    """Replace the rows of tables in one transaction.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    tables
        Those that are missing are made.
    schema
        An existing one.

    Returns
    -------
    rows
        How many stand in each table, counted in it before the transaction ended.

    Raises
    ------
    OutputError
        If the database does not open or has no PostGIS or no such schema, a table there is not
        zonemap's or has other columns, or a statement fails. Nothing is changed.
    AccountingError
        If the rows in a table are not those sent. Nothing is changed.
    """

    def work(connection: Connection) -> dict[str, int]:
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection.execute(SETTINGS)
        place = _schema(connection, schema, url)
        connection.execute("SELECT pg_advisory_xact_lock(%s, %s::oid::int4)", [LOCK, place.number])
        for table in tables:
            require_room(connection, table, place)
        return {table.name: replace_rows(connection, table, place) for table in tables}

    return connected(url, work, failed=lambda code: _failed(code, schema), error=OutputError)


def _failed(code: str, schema: str) -> OutputError:
    """Why a statement failed, by its SQLSTATE."""
    if code == "42501":
        return OutputError(
            "{schema}: this user may not make tables there or does not own those of zonemap; "
            "nothing was changed; grant USAGE and CREATE on the schema, or publish as their owner",
            schema=schema,
        )
    if code == "25006":
        return OutputError(
            "{schema}: this server takes no changes; give the address of the primary",
            schema=schema,
        )
    if code.startswith(("08", "55P03", "57", "40")):
        return OutputError(
            "{schema}: locked, too slow, or the connection was cut; publish again later",
            schema=schema,
        )
    if code in {"22021", "22P05"}:
        return OutputError(
            "{schema}: a text cannot be stored in this database; nothing was changed; its "
            "encoding must be UTF8",
            schema=schema,
        )
    return OutputError(
        "{schema}: the database refused the tables ({code}); nothing was changed",
        schema=schema,
        code=code,
    )


def _schema(connection: Connection, name: str, url: str) -> Schema:
    """The schema, if it can hold geometry."""
    postgis = connection.execute(POSTGIS).fetchone()
    if postgis is None:
        raise OutputError(
            "{url}: has no PostGIS; whoever runs it says: CREATE EXTENSION postgis",
            url=display_url(url),
        )
    query = "SELECT oid::int8 FROM pg_namespace WHERE nspname = %s"
    found = connection.execute(query, [name]).fetchone()
    if found is None:
        raise OutputError(
            "{url}: has no schema {schema}; whoever runs it says: CREATE SCHEMA",
            url=display_url(url),
            schema=name,
        )
    return Schema(name, int(found[0]), str(postgis[0]))
