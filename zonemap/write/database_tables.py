"""A table of PostGIS that zonemap owns: made, filled, described, counted.

Its rows are replaced by deleting them and copying new ones in: whoever reads meanwhile sees
the old rows to the end, and views, rights and styles that hang on the table stay. Nothing is
ever dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.csv

from zonemap.database import INSTALLED
from zonemap.errors import AccountingError, OutputError

if INSTALLED:
    from psycopg import sql

if TYPE_CHECKING:
    from zonemap.database import Connection

__all__ = ["PublishedTable", "Schema", "TableColumn", "replace_rows", "require_room"]

CHUNK_ROWS: Final = 1 << 14

RELATION: Final = """
SELECT c.relkind = 'r', coalesce(obj_description(c.oid, 'pg_class'), '')
FROM pg_class c WHERE c.relnamespace = %s AND c.relname = %s
"""

COLUMNS: Final = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped
"""

FOREIGN_KEYS: Final = """
SELECT k.conrelid::regclass::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
WHERE k.contype = 'f' AND c.relnamespace = %s AND c.relname = %s ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes
    ----------
    name
        In the table and among the rows.
    kind
        A type of PostgreSQL as ``format_type`` writes it, or ``geometry(Point,4326)`` and the
        like.
    comment
        What it is; empty: nothing is said.
    """

    name: str
    kind: str
    comment: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedTable:
    """A table to write.

    Attributes
    ----------
    name
        In the schema.
    comment
        What it is.
    columns
        In order; the first is the primary key.
    rows
        A column for each; geometry as hexadecimal EWKB.
    """

    name: str
    comment: str
    columns: tuple[TableColumn, ...]
    rows: pa.Table

    @property
    def mark(self) -> str:
        """The end of the comment of a table that zonemap made."""
        return f"[zonemap {self.name}]"

    @property
    def geometry(self) -> str | None:
        """Name of the column of geometry."""
        return next((c.name for c in self.columns if c.kind.startswith("geometry")), None)


@dataclass(frozen=True, slots=True)
class Schema:
    """Where tables go.

    Attributes
    ----------
    name
        As the user gave it.
    number
        Its oid.
    postgis
        The schema that PostGIS was created in.
    """

    name: str
    number: int
    postgis: str


def require_room(connection: Connection, table: PublishedTable, place: Schema) -> None:
    """Refuse a name that something else of the user's has, or on which rows of theirs hang.

    Raises
    ------
    OutputError
        If so.
    """
    found = connection.execute(RELATION, [place.number, table.name]).fetchone()
    if found is not None and not (found[0] and str(found[1]).endswith(table.mark)):
        raise OutputError(
            "{schema}.{table}: was not made by zonemap and is left alone; give another --schema, "
            "or rename it",
            schema=place.name,
            table=table.name,
        )
    keys = connection.execute(FOREIGN_KEYS, [place.number, table.name]).fetchall()
    if keys:
        raise OutputError(
            "{schema}.{table}: {others} refers to it by a foreign key, which would lose rows with "
            "it; nothing was changed; drop that key",
            schema=place.name,
            table=table.name,
            others=", ".join(str(other) for (other,) in keys),
        )


def replace_rows(connection: Connection, table: PublishedTable, place: Schema) -> int:
    """Make the table as it must be, put the rows into it, and count them there.

    Returns
    -------
    rows
        As many as were sent.

    Raises
    ------
    OutputError
        If the table has columns that are not published, or of other types.
    AccountingError
        If the rows in it are not as many as were sent.
    """
    name = sql.Identifier(place.name, table.name)
    columns = connection.execute(COLUMNS, [place.number, table.name]).fetchall()
    there = {str(column): str(kind) for column, kind in columns}
    if there:
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(name))
        _fit(connection, table, place, there=there)
        connection.execute(sql.SQL("DELETE FROM ONLY {}").format(name))
    else:
        _make(connection, table, place)
    _describe(connection, table, name)
    _copy(connection, table, name)
    return _counted(connection, table, place)


def _definition(column: TableColumn, place: Schema) -> sql.Composed:
    """Name and type; the type of geometry from the schema of PostGIS, whatever the path."""
    kind = column.kind
    if not kind.startswith("geometry("):
        return sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(kind))
    shape, srid = kind.removeprefix("geometry(").removesuffix(")").split(",")
    return sql.SQL("{} {}({}, {})").format(
        sql.Identifier(column.name),
        sql.Identifier(place.postgis, "geometry"),
        sql.SQL(shape),
        sql.Literal(int(srid)),
    )


def _make(connection: Connection, table: PublishedTable, place: Schema) -> None:
    """An empty table with its key and, for geometry, its spatial index."""
    name = sql.Identifier(place.name, table.name)
    columns = [_definition(column, place) for column in table.columns]
    key = sql.SQL("PRIMARY KEY ({})").format(sql.Identifier(table.columns[0].name))
    create = sql.SQL("CREATE TABLE {} ({})").format(name, sql.SQL(", ").join([*columns, key]))
    connection.execute(create)
    if table.geometry is not None:
        index = sql.SQL("CREATE INDEX ON {} USING gist ({})")
        connection.execute(index.format(name, sql.Identifier(table.geometry)))


def _fit(
    connection: Connection, table: PublishedTable, place: Schema, *, there: dict[str, str]
) -> None:
    """Add columns that a newer zonemap has; any other difference is the user's to settle."""
    wanted = {column.name: column.kind for column in table.columns}
    # Types outside the path are written with their schema.
    other = sorted(n for n, kind in there.items() if wanted.get(n) != kind.rsplit(".", 1)[-1])
    if other:
        raise OutputError(
            "{schema}.{table}: its columns {columns} are not those that are published; nothing "
            "was changed; drop or rename the table, then publish again",
            schema=place.name,
            table=table.name,
            columns=", ".join(other),
        )
    add = sql.SQL("ALTER TABLE {} ADD COLUMN {}")
    name = sql.Identifier(place.name, table.name)
    for column in table.columns:
        if column.name not in there:
            connection.execute(add.format(name, _definition(column, place)))


def _describe(connection: Connection, table: PublishedTable, name: sql.Identifier) -> None:
    """What table and columns are, for whoever opens them; the mark by which zonemap knows it."""
    text = sql.Literal(f"{table.comment} {table.mark}")
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(name, text))
    comment = sql.SQL("COMMENT ON COLUMN {}.{} IS {}")
    for column in table.columns:
        if column.comment:
            identifier, said = sql.Identifier(column.name), sql.Literal(column.comment)
            connection.execute(comment.format(name, identifier, said))


def _copy(connection: Connection, table: PublishedTable, name: sql.Identifier) -> None:
    """Every row, as CSV."""
    names = [column.name for column in table.columns]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(name, columns)
    options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        # Every text stands in quotes, so that an empty one is not NULL.
        for batch in table.rows.select(names).to_batches(max_chunksize=CHUNK_ROWS):
            sink = pa.BufferOutputStream()
            pa.csv.write_csv(batch, sink, options)
            copy.write(sink.getvalue())


def _counted(connection: Connection, table: PublishedTable, place: Schema) -> int:
    """The rows in the table, if they are as many as were sent, with and without geometry."""
    name = sql.Identifier(place.name, table.name)
    shape = sql.SQL("*") if table.geometry is None else sql.Identifier(table.geometry)
    query = sql.SQL("SELECT count(*), count({}) FROM ONLY {}").format(shape, name)
    rows = connection.execute(query).fetchall()[0]
    sent = table.rows.num_rows
    placed = sent if table.geometry is None else sent - table.rows[table.geometry].null_count
    if tuple(rows) != (sent, placed):
        raise AccountingError(
            "{schema}.{table}: holds {found} rows, {sent} were sent; nothing was changed",
            schema=place.name,
            table=table.name,
            found=rows[0],
            sent=sent,
        )
    return int(rows[0])
