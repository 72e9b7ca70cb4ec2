"""Questions to a PostgreSQL database, each asked in one read-only snapshot.

No message quotes the driver or the server, whose words may hold the password or a cell; nor
is their error chained to ours.
"""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.csv

from zonemap.errors import LedgerError

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    INSTALLED = True
except ImportError:
    INSTALLED = False

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from psycopg import sql

    Connection = psycopg.Connection[tuple[Any, ...]]

__all__ = ["INSTALLED", "answer", "copied_texts", "display_url", "python_values"]

Answer = TypeVar("Answer")

LIMITS = {"connect_timeout": "10", "keepalives_idle": "30"}
"""Seconds, where neither the address nor the environment says otherwise."""

# China keeps one time. Rows that a policy would hide are an error, never missing from a count.
SETTINGS = """
SET LOCAL statement_timeout = '300s';
SET LOCAL lock_timeout = '10s';
SET LOCAL row_security = off;
SET LOCAL extra_float_digits = 3;
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL TimeZone = 'Asia/Shanghai';
"""

BLOCK_BYTES = 1 << 24
"""No row of a ledger is longer."""

UNREADABLE = "postgresql://..."

_PORTS = re.compile(r"(\d{1,5}(,\d{1,5})*)?")
_PLAIN = re.compile(r"[\w .,:/+-]*")


def display_url(url: str) -> str:
    """The address of a database without password and options, for messages and manifests.

    Parameters
    ----------
    url
        ``postgresql://...``, or ``key=value`` pairs as libpq takes them.

    Returns
    -------
    shown
        ``postgresql://user@host:port/database`` as far as given; ``postgresql://...`` where a
        part may be a piece of a password with characters that must be written as %40 or so.
    """
    if not INSTALLED:
        return UNREADABLE
    try:
        parts = conninfo_to_dict(url)
    except (psycopg.Error, UnicodeError):
        return UNREADABLE
    user, host, port, name = (str(parts.get(k, "")) for k in ("user", "host", "port", "dbname"))
    if not (_PORTS.fullmatch(port) and all(map(_PLAIN.fullmatch, (user, host, name)))):
        return UNREADABLE
    host = f"[{host}]" if host.count(":") > 1 else host
    return f"postgresql://{user and user + '@'}{host}{port and ':' + port}{name and '/' + name}"


def answer(url: str, question: Callable[[Connection], Answer], *, table: str) -> Answer:
    """What ``question`` finds in one read-only snapshot of a database.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    question
        Called once with the connection; times and days are those of China.
    table
        What it is about, for the message.

    Returns
    -------
    answer
        As ``question`` returns it.

    Raises
    ------
    LedgerError
        If psycopg is not installed, the database does not open or a query fails.
    """
    if not INSTALLED:
        raise LedgerError(
            "a ledger in a database needs psycopg; install it with: pip install zonemap[postgis]"
        )
    # Raised outside of except, ours carries no trace of theirs.
    try:
        with psycopg.connect(_limited(url), client_encoding="UTF8") as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute(SETTINGS)
            return question(connection)
    except psycopg.Error as error:
        fault = _refused(error, url) if error.sqlstate is None else _failed(error.sqlstate, table)
    except UnicodeError:
        fault = LedgerError("{table}: a text in it is not UTF-8; mend it", table=table)
    raise fault


def _limited(url: str) -> str:
    given = set(conninfo_to_dict(url))
    if "PGCONNECT_TIMEOUT" in os.environ:
        given.add("connect_timeout")
    return make_conninfo(url, **{name: LIMITS[name] for name in LIMITS if name not in given})


def _refused(error: psycopg.Error, url: str) -> LedgerError:
    """Why there is no connection, in our words."""
    said, shown = str(error).lower(), display_url(url)
    asked = error.pgconn is not None and (error.pgconn.needs_password or error.pgconn.used_password)
    if shown == UNREADABLE or isinstance(error, psycopg.ProgrammingError):
        return LedgerError(
            "{url}: not an address of a database; write postgresql://user@host/database, and "
            "@ : / ? # % in a password as %40 %3A %2F %3F %23 %25",
            url=shown,
        )
    if "ssl" in said or "certificate" in said or "pg_hba" in said:
        return LedgerError(
            "{url}: the server does not admit this connection; check sslmode and the user, or ask "
            "who runs it",
            url=shown,
        )
    if "does not exist" in said or "不存在" in said:
        return LedgerError("{url}: has no such database or user; check the address", url=shown)
    if asked or "password" in said:
        return LedgerError(
            "{url}: the password is wrong or missing; give it in PGPASSWORD or .pgpass", url=shown
        )
    return LedgerError(
        "{url}: the database does not answer; check host, port and network", url=shown
    )


def _failed(code: str, table: str) -> LedgerError:
    """Why a query failed, by its SQLSTATE."""
    if code == "42501":
        return LedgerError(
            "{table}: this user may not read all of it; grant SELECT, without row policies",
            table=table,
        )
    if code.startswith(("08", "55P03", "57")):
        return LedgerError(
            "{table}: locked, too slow to read, or the connection was cut; try again later",
            table=table,
        )
    if code in {"22007", "22008", "42846"}:
        return LedgerError("{table}: a day in it is no date; mend the column of days", table=table)
    if code in {"22021", "22P05"}:
        return LedgerError("{table}: a text in it is not UTF-8; mend it", table=table)
    return LedgerError("{table}: the database cannot read it ({code})", table=table, code=code)


def copied_texts(
    connection: Connection, query: sql.Composed, *, width: int, table: str
) -> pa.Table:
    """Every cell of a ``COPY ... TO STDOUT (FORMAT csv)`` as PostgreSQL writes it, or null.

    Parameters
    ----------
    connection
        Of a question.
    query
        The COPY.
    width
        How many columns it has.
    table
        For the message.

    Returns
    -------
    texts
        Columns named by position from 0.

    Raises
    ------
    LedgerError
        If a row is too long to be one.
    """
    sink = pa.BufferOutputStream()
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            sink.write(block)
    names = [str(position) for position in range(width)]
    if not sink.tell():
        return pa.table({name: pa.array([], pa.string()) for name in names})
    try:
        return pa.csv.read_csv(
            pa.BufferReader(sink.getvalue()),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=BLOCK_BYTES),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        raise LedgerError(
            "{table}: a row is over 16 MB; name a view without its largest column", table=table
        ) from None


def python_values(texts: pa.ChunkedArray, kind: str) -> NDArray[np.object_]:
    """The Python values that texts stand for.

    Parameters
    ----------
    texts
        A column of `copied_texts`.
    kind
        Its PostgreSQL type, as ``int4``.

    Returns
    -------
    values
        In the order of the texts, None for NULL. Days and times that Python does not know
        (``infinity``) stay text, as every other type does.
    """
    column = texts.combine_chunks().dictionary_encode()
    distinct = column.dictionary.to_pylist()
    values = np.empty(len(distinct) + 1, dtype=object)
    values[:-1] = [*map(_CONVERTERS[kind], distinct)] if kind in _CONVERTERS else distinct
    positions: NDArray[np.int64] = column.indices.fill_null(len(distinct)).to_numpy()
    return values[positions]


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _time(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


_CONVERTERS: dict[str, Callable[[str], object]] = {
    "bool": "t".__eq__,
    **dict.fromkeys(("int2", "int4", "int8"), int),
    **dict.fromkeys(("float4", "float8"), float),
    "numeric": _number,
    "date": _date,
    **dict.fromkeys(("timestamp", "timestamptz"), _time),
}
"""By type; a cell of any other type is its text."""
