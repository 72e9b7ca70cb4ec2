"""Boundaries and centres in a table of PostGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zonemap.database import INSTALLED
from zonemap.errors import BoundaryError
from zonemap.read.database.connection import answer, copied_texts, python_values
from zonemap.read.database.tables import found_table, geometry_heading, read_shapes, row_order
from zonemap.read.database.tables import stated_crs as crs_of_srid
from zonemap.read.digests import digest_sum, row_hashes

if INSTALLED:
    from psycopg import sql

if TYPE_CHECKING:
    from zonemap.database import Connection

__all__ = ["database_layer"]


def database_layer(url: str, *, table: str) -> tuple[gpd.GeoDataFrame, str]:
    """Every row of a table or view that has one column of geometry.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    table
        ``name`` or ``schema.name``, letter by letter, without quotes.

    Returns
    -------
    layer
        In the order of the primary key, else of all cells as text; the coordinates bit by bit
        as they are stored, in the CRS of their SRID, which is missing where that is 0.
    row_hash
        The order-free hash of the rows, as ledgers have it: 64 hexadecimal digits.

    Raises
    ------
    BoundaryError
        If the table cannot be read, has no geometry, a curve, or several SRIDs.
    """

    def question(connection: Connection) -> tuple[gpd.GeoDataFrame, str]:
        source = found_table(connection, table, error=BoundaryError)
        shape = geometry_heading(source)
        if shape is None:
            raise BoundaryError("{file}: has no geometry", file=table)
        headings = list(source.types)
        columns = sql.SQL(", ").join(map(sql.Identifier, headings))
        query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (FORMAT csv)").format(
            columns, source.name, row_order(source, headings)
        )
        width = len(headings)
        texts = copied_texts(connection, query, width=width, table=table, error=BoundaryError)
        cells = {
            heading: python_values(column, source.types[heading])
            for heading, column in zip(headings, texts.columns, strict=True)
        }
        index = pd.RangeIndex(1, texts.num_rows + 1)
        rows = pd.DataFrame(cells, index=index, dtype=object)
        curve = BoundaryError("{table}: has curves; name a view with ST_CurveToLine", table=table)
        shapes, srid = read_shapes(rows.pop(shape).to_numpy(), source, unfit=curve)
        crs = crs_of_srid(connection, srid, source=source) if srid else None
        layer = gpd.GeoDataFrame(rows.reset_index(drop=True), geometry=shapes, crs=crs)
        hashes = row_hashes(pd.DataFrame(cells, index=index), sheet=table)
        return layer, digest_sum([hashes])

    return answer(url, question, table=table, error=BoundaryError)
