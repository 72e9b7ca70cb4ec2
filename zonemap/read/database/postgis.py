"""Ledgers in a table of PostgreSQL, with or without PostGIS: its days, and the rows of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyproj
import shapely

from zonemap.errors import LedgerError
from zonemap.read.database.connection import (
    INSTALLED,
    answer,
    copied_texts,
    display_url,
    python_values,
)
from zonemap.read.layout.headers import find_header
from zonemap.read.sheet import Sheet

if INSTALLED:
    from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zonemap.read.database.connection import Connection
    from zonemap.read.layout.headers import Header

__all__ = ["display_url", "ledger_days", "ledger_sheet"]

TABLES = """
SELECT n.nspname, c.relname, ARRAY(
  SELECT a.attname
  FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (attnum, place), pg_attribute a
  WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum
    AND (c.relkind = 'p' OR NOT c.relhassubclass)
  ORDER BY k.place)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
  AND (n.nspname || '.' || c.relname = %(table)s
       OR c.relname = %(table)s AND pg_table_is_visible(c.oid))
"""
"""Schema, name and primary key, which does not hold for tables that inherit and is left out."""

POSTGIS = """
SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'postgis'
"""
"""The schema it was created in."""

GEOMETRY = frozenset({"geometry", "geography"})
TEXT = frozenset({"text", "varchar", "bpchar"})


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: what messages call it, its name in SQL, heading to type, its primary key."""

    label: str
    name: sql.Identifier
    types: dict[str, str]
    key: tuple[str, ...]


def ledger_days(url: str, *, table: str, day_column: str) -> list[date]:
    """The days of which a table holds ledgers, oldest first.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    table
        Table or view, ``name`` or ``schema.name``, letter by letter, without quotes.
    day_column
        Dates, times (the day they are in China), or text that PostgreSQL reads as a date.

    Returns
    -------
    days
        Each once.

    Raises
    ------
    LedgerError
        If the database or the table cannot be read, there is no row, or a row has no day.
    """

    def question(connection: Connection) -> list[tuple[object, ...]]:
        source = _source(connection, table)
        query = sql.SQL("SELECT ({})::text, count(*) FROM {} GROUP BY 1 ORDER BY 1").format(
            _day(source, day_column), source.name
        )
        return connection.execute(query).fetchall()

    counted = answer(url, question, table=table)
    if not counted:
        raise LedgerError("{table}: holds no row", table=table)
    for day, rows in counted:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(day)):
            raise LedgerError(
                "{table}: {rows} rows have no usable day in {column}; fill it",
                table=table,
                rows=rows,
                column=day_column,
            )
    return [date.fromisoformat(str(day)) for day, _rows in counted]


def ledger_sheet(
    url: str, *, table: str, day_column: str, day: date, aliases: Mapping[str, str] | None = None
) -> Sheet:
    """The rows of one day, as a sheet.

    Parameters
    ----------
    url, table, day_column
        As for `ledger_days`.
    day
        One of `ledger_days`.
    aliases
        Headings of the plan, each with its canonical column name.

    Returns
    -------
    sheet
        Named as the table. Rows are numbered from 1 in the order of the primary key (text by
        its bytes), else of all cells read, as text: however the table is stored. Without
        columns of longitude and latitude, they are x and y of its points, in the units of the
        sheet's ``crs``.

    Raises
    ------
    LedgerError
        If the database or the table cannot be read, it is no ledger, has no row of that day, or
        its geometry is not one point a row in one reference system.
    """

    def question(connection: Connection) -> Sheet:
        source = _source(connection, table)
        header = _header(source, day_column, aliases or {})
        headings = list(source.types)
        point = None if {"longitude", "latitude"} & set(header.columns) else _point(source)
        last = headings.index(point) if point else header.geopoint
        places = sorted(header.columns.values()) + ([] if last is None else [last])
        read = {place: headings[place] for place in places}
        query = _query(source, list(read.values()), days=(_day(source, day_column), day))
        texts = copied_texts(connection, query, width=len(read), table=table)
        if not texts.num_rows:
            raise LedgerError("{table}: holds no row of {day}", table=table, day=day)
        cells = {
            place: python_values(column, source.types[heading])
            for (place, heading), column in zip(read.items(), texts.columns, strict=True)
        }
        index = pd.RangeIndex(1, texts.num_rows + 1)
        sheet = Sheet(table, header, (0, 0), pd.DataFrame(cells, index=index, dtype=object))
        return _placed(sheet, source, point, connection=connection) if point else sheet

    return answer(url, question, table=table)


def _source(connection: Connection, table: str) -> _Table:
    found = connection.execute(TABLES, {"table": table}).fetchall()
    if len(found) != 1:
        raise LedgerError(
            "{table}: the database has {count} such tables; write schema.table, in its own "
            "upper and lower case",
            table=table,
            count=len(found),
        )
    schema, name, key = found[0]
    identifier = sql.Identifier(str(schema), str(name))
    head = connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(identifier)).description
    codes = {column.name: column.type_code for column in head or ()}
    known = "SELECT oid::int8, typname FROM pg_type WHERE oid = ANY(%s)"
    names: dict[int, str] = dict(connection.execute(known, [list(codes.values())]).fetchall())
    types = {heading: names[code] for heading, code in codes.items()}
    return _Table(table, identifier, types, tuple(key))


def _day(source: _Table, column: str) -> sql.Composable:
    """The SQL of a row's day."""
    if column not in source.types:
        raise LedgerError("{table}: has no column {column}", table=source.label, column=column)
    name = sql.Identifier(column)
    if source.types[column] == "date":
        return name
    return sql.SQL("NULLIF(btrim({}::text), '')::date").format(name)


def _header(source: _Table, day_column: str, aliases: Mapping[str, str]) -> Header:
    shapes = [heading for heading, kind in source.types.items() if kind in GEOMETRY]
    apart = {day_column, *shapes}
    headings = ["" if heading in apart else heading for heading in source.types]
    header = find_header([headings], where=source.label, aliases=aliases)
    if header is None:
        raise LedgerError(
            "{table}: no column of a ledger found; it needs such as {headings}",
            table=source.label,
            headings="户编号、村社区、经度、纬度、状态",
        )
    return replace(header, unread=(*header.unread, *shapes))


def _point(source: _Table) -> str | None:
    """The heading of the geometry."""
    found = [heading for heading, kind in source.types.items() if kind in GEOMETRY]
    if len(found) > 1:
        raise LedgerError(
            "{table}: has several columns of geometry, {columns}; name a view with one of them",
            table=source.label,
            columns=", ".join(found),
        )
    return found[0] if found else None


def _query(
    source: _Table, headings: Sequence[str], *, days: tuple[sql.Composable, date]
) -> sql.Composed:
    """The rows of a day, in an order that is theirs alone."""
    columns = sql.SQL(", ").join(map(sql.Identifier, headings))
    order = sql.SQL('ROW({})::text COLLATE "C"').format(columns)
    if source.key:
        by_bytes, plain = sql.SQL('{} COLLATE "C"'), sql.SQL("{}")
        parts = [by_bytes if source.types[name] in TEXT else plain for name in source.key]
        names = map(sql.Identifier, source.key)
        order = sql.SQL(", ").join(map(sql.SQL.format, parts, names))
    return sql.SQL(
        "COPY (SELECT {} FROM {} WHERE {} = {} ORDER BY {}) TO STDOUT (FORMAT csv)"
    ).format(columns, source.name, days[0], sql.Literal(days[1]), order)


def _placed(sheet: Sheet, source: _Table, point: str, *, connection: Connection) -> Sheet:
    """The sheet with x and y instead of its points."""
    place, x_place = list(source.types).index(point), len(source.types)
    shapes, srid = _points(sheet.cells[place].to_numpy(), source)
    cells = sheet.cells.drop(columns=place)
    for position, of in ((x_place, shapely.get_x(shapes)), (x_place + 1, shapely.get_y(shapes))):
        cells[position] = of.astype(object)
        cells.loc[np.isnan(of), position] = None
    header = replace(
        sheet.header,
        geopoint=None,
        columns={**sheet.header.columns, "longitude": x_place, "latitude": x_place + 1},
        unread=tuple(heading for heading in sheet.header.unread if heading != point),
    )
    crs = _crs(connection, srid, table=source.label) if srid else None
    return replace(sheet, header=header, cells=cells, crs=crs)


def _points(wkb: NDArray[np.object_], source: _Table) -> tuple[NDArray[np.object_], int]:
    """Point geometries, a multipoint of one among them, and the SRID they share; 0 if none."""
    try:
        shapes = shapely.from_wkb(wkb)
    except NotImplementedError:  # a curve
        raise _no_points(source) from None
    alone = shapely.get_num_geometries(shapes) == 1
    points = np.where(alone, shapely.get_geometry(shapes, 0), shapes)
    points[shapely.is_empty(points)] = None
    if (shapely.get_type_id(points) > 0).any():
        raise _no_points(source)
    srids = np.unique(shapely.get_srid(shapes[pd.notna(wkb)])).tolist()
    if len(srids) > 1:
        raise LedgerError(
            "{table}: its points are in several reference systems, SRID {srids}; name a view "
            "with one, by ST_Transform",
            table=source.label,
            srids=", ".join(map(str, srids)),
        )
    return points, srids[0] if srids else 0


def _no_points(source: _Table) -> LedgerError:
    return LedgerError(
        "{table}: its geometry is not one point a row; name a view with ST_PointOnSurface of it",
        table=source.label,
    )


def _crs(connection: Connection, srid: int, *, table: str) -> pyproj.CRS:
    """What the database means by an SRID."""
    stated: list[str | None] = []
    for (schema,) in connection.execute(POSTGIS).fetchall():
        query = sql.SQL("SELECT auth_name || ':' || auth_srid, srtext FROM {} WHERE srid = {}")
        system = query.format(sql.Identifier(schema, "spatial_ref_sys"), sql.Literal(srid))
        stated += chain(*connection.execute(system).fetchall())
    for crs in [*filter(None, stated), f"EPSG:{srid}"]:
        try:
            return pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError:
            continue
    raise LedgerError(
        "{table}: SRID {srid} of its points is no known reference system; set it with "
        "UpdateGeometrySRID",
        table=table,
        srid=srid,
    )
