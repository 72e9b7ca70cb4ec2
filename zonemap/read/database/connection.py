"""Questions to a PostgreSQL database, each asked in one read-only snapshot."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.csv

from zonemap.database import INSTALLED, connected
from zonemap.errors import LedgerError

if INSTALLED:
    import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from psycopg import sql

    from zonemap.database import Connection
    from zonemap.errors import ZonemapError

__all__ = ["answer", "copied_texts", "python_values"]

Answer = TypeVar("Answer")

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


def answer(
    url: str,
    question: Callable[[Connection], Answer],
    *,
    table: str,
    error: type[ZonemapError] = LedgerError,
) -> Answer:
    """What ``question`` finds in one read-only snapshot of a database.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    question
        Called once with the connection; times and days are those of China.
    table
        What it is about, for the message.
    error
        What to raise.

    Returns
    -------
    answer
        As ``question`` returns it.

    Raises
    ------
    ZonemapError
        As ``error``, if psycopg is not installed, the database does not open or a query fails.
    """

    def asked(connection: Connection) -> Answer:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(SETTINGS)
        return question(connection)

    return connected(url, asked, failed=lambda code: _failed(code, table, error), error=error)


def _failed(code: str, table: str, error: type[ZonemapError]) -> ZonemapError:
    """Why a query failed, by its SQLSTATE."""
    if code == "42501":
        return error(
            "{table}: this user may not read all of it; grant SELECT, without row policies",
            table=table,
        )
    if code.startswith(("08", "55P03", "57")):
        return error(
            "{table}: locked, too slow to read, or the connection was cut; try again later",
            table=table,
        )
    if code in {"22007", "22008", "42846"}:
        return error("{table}: a day in it is no date; mend the column of days", table=table)
    if code in {"22021", "22P05"}:
        return error("{table}: a text in it is not UTF-8; mend it", table=table)
    return error("{table}: the database cannot read it ({code})", table=table, code=code)


def copied_texts(
    connection: Connection,
    query: sql.Composed,
    *,
    width: int,
    table: str,
    error: type[ZonemapError] = LedgerError,
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
    error
        What to raise.

    Returns
    -------
    texts
        Columns named by position from 0.

    Raises
    ------
    ZonemapError
        As ``error``, if a row is too long to be one.
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
        raise error(
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
