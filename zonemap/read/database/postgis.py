"""Ledgers in a table of PostgreSQL, with or without PostGIS: its days, and the rows of a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from zonemap.database import INSTALLED
from zonemap.errors import LedgerError
from zonemap.read.database.connection import answer, copied_texts, python_values
from zonemap.read.database.tables import (
    GEOMETRY,
    Table,
    found_table,
    geometry_heading,
    read_shapes,
    row_order,
    stated_crs,
)
from zonemap.read.layout.headers import find_header
from zonemap.read.sheet import Sheet

if INSTALLED:
    from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zonemap.database import Connection
    from zonemap.read.layout.headers import Header

__all__ = ["ledger_days", "ledger_sheet"]


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
        source = found_table(connection, table, error=LedgerError)
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
        source = found_table(connection, table, error=LedgerError)
        header = _header(source, day_column, aliases or {})
        headings = list(source.types)
        point = (
            None if {"longitude", "latitude"} & set(header.columns) else geometry_heading(source)
        )
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


def _day(source: Table, column: str) -> sql.Composable:
    """The SQL of a row's day."""
    if column not in source.types:
        raise LedgerError("{table}: has no column {column}", table=source.label, column=column)
    name = sql.Identifier(column)
    if source.types[column] == "date":
        return name
    return sql.SQL("NULLIF(btrim({}::text), '')::date").format(name)


def _header(source: Table, day_column: str, aliases: Mapping[str, str]) -> Header:
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


def _query(
    source: Table, headings: Sequence[str], *, days: tuple[sql.Composable, date]
) -> sql.Composed:
    """The rows of a day, in an order that is theirs alone."""
    columns = sql.SQL(", ").join(map(sql.Identifier, headings))
    order = row_order(source, headings)
    return sql.SQL(
        "COPY (SELECT {} FROM {} WHERE {} = {} ORDER BY {}) TO STDOUT (FORMAT csv)"
    ).format(columns, source.name, days[0], sql.Literal(days[1]), order)


def _placed(sheet: Sheet, source: Table, point: str, *, connection: Connection) -> Sheet:
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
    crs = stated_crs(connection, srid, source=source) if srid else None
    return replace(sheet, header=header, cells=cells, crs=crs)


def _points(wkb: NDArray[np.object_], source: Table) -> tuple[NDArray[np.object_], int]:
    """Point geometries, a multipoint of one among them, and the SRID they share; 0 if none."""
    shapes, srid = read_shapes(wkb, source, unfit=_no_points(source))
    alone = shapely.get_num_geometries(shapes) == 1
    points = np.where(alone, shapely.get_geometry(shapes, 0), shapes)
    points[shapely.is_empty(points)] = None
    if (shapely.get_type_id(points) > 0).any():
        raise _no_points(source)
    return points, srid


def _no_points(source: Table) -> LedgerError:
    return LedgerError(
        "{table}: its geometry is not one point a row; name a view with ST_PointOnSurface of it",
        table=source.label,
    )
