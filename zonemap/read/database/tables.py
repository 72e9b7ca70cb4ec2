"""A table or view of PostgreSQL: its columns, the order of its rows, its geometry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyproj
import shapely

from zonemap.database import INSTALLED

if INSTALLED:
    from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.database import Connection
    from zonemap.errors import ZonemapError

__all__ = [
    "GEOMETRY",
    "POSTGIS",
    "Table",
    "found_table",
    "geometry_heading",
    "read_shapes",
    "row_order",
    "stated_crs",
]

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
class Table:
    """A table of a database.

    Attributes
    ----------
    label
        What messages call it.
    name
        Its name in SQL.
    types
        Type of each column by its heading, in order.
    key
        Headings of the primary key; empty if there is none.
    error
        What to raise if it cannot be used.
    """

    label: str
    name: sql.Identifier
    types: dict[str, str]
    key: tuple[str, ...]
    error: type[ZonemapError]


def found_table(connection: Connection, table: str, *, error: type[ZonemapError]) -> Table:
    """The one table or view of a name, ``name`` or ``schema.name``, letter by letter.

    Returns
    -------
    table
        With every column that it has.

    Raises
    ------
    ZonemapError
        As ``error``, if there is none or several.
    """
    found = connection.execute(TABLES, {"table": table}).fetchall()
    if len(found) != 1:
        raise error(
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
    return Table(table, identifier, types, tuple(key), error)


def geometry_heading(source: Table) -> str | None:
    """The heading of the geometry, None if there is none.

    Returns
    -------
    heading
        Of the one column of type geometry or geography.

    Raises
    ------
    ZonemapError
        As the table's error, if there are several.
    """
    found = [heading for heading, kind in source.types.items() if kind in GEOMETRY]
    if len(found) > 1:
        raise source.error(
            "{table}: has several columns of geometry, {columns}; name a view with one of them",
            table=source.label,
            columns=", ".join(found),
        )
    return found[0] if found else None


def row_order(source: Table, headings: Sequence[str]) -> sql.Composable:
    """The order of the primary key, text by its bytes; without one, of all cells as text."""
    if not source.key:
        columns = sql.SQL(", ").join(map(sql.Identifier, headings))
        return sql.SQL('ROW({})::text COLLATE "C"').format(columns)
    by_bytes, plain = sql.SQL('{} COLLATE "C"'), sql.SQL("{}")
    parts = [by_bytes if source.types[name] in TEXT else plain for name in source.key]
    return sql.SQL(", ").join(map(sql.SQL.format, parts, map(sql.Identifier, source.key)))


def read_shapes(
    wkb: NDArray[np.object_], source: Table, *, unfit: ZonemapError
) -> tuple[NDArray[np.object_], int]:
    """The geometries of hexadecimal EWKB, and the SRID they share; 0 if none.

    Returns
    -------
    shapes, srid
        The coordinates bit by bit as stored; None where there is none.

    Raises
    ------
    ZonemapError
        ``unfit``, if one is a curve; as the table's error, if they have several SRIDs.
    """
    try:
        shapes = shapely.from_wkb(wkb)
    except (NotImplementedError, shapely.GEOSException):  # a curve
        shapes = None
    if shapes is None:
        raise unfit
    srids = np.unique(shapely.get_srid(shapes[pd.notna(wkb)])).tolist()
    if len(srids) > 1:
        raise source.error(
            "{table}: its geometry is in several reference systems, SRID {srids}; name a view "
            "with one, by ST_Transform",
            table=source.label,
            srids=", ".join(map(str, srids)),
        )
    return shapes, srids[0] if srids else 0


def stated_crs(connection: Connection, srid: int, *, source: Table) -> pyproj.CRS:
    """What the database means by an SRID.

    Returns
    -------
    crs
        By the authority that it names, else by its own text, else the EPSG code.

    Raises
    ------
    ZonemapError
        As the table's error, if it means nothing known.
    """
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
    raise source.error(
        "{table}: SRID {srid} is no known reference system; set it with UpdateGeometrySRID",
        table=source.label,
        srid=srid,
    )
