"""What a result becomes in a shared database: zones, households, counts.

More people read a database than the office's folder, so identity numbers and phones stay out
of it: their columns are left out, and where one was typed into another cell it is masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from zonemap.assess import DIGEST_COLUMNS
from zonemap.manifest import require_same_rows, row_digests
from zonemap.messages import translator
from zonemap.outputs import shown_title
from zonemap.render.workbook.text import mask_identity
from zonemap.schema import COLUMNS, STAGES
from zonemap.tally import TOTAL
from zonemap.write.database_tables import PublishedTable, TableColumn
from zonemap.zones import zone_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zonemap.messages import Language, Translate
    from zonemap.results import Result

__all__ = ["LEFT_OUT", "published_tables"]

SECRET = {"id_number": 15, "phone": 7}
"""The columns of a ledger that are not published, and from how many characters on one that
stands in another cell is masked there."""

LEFT_OUT = (*SECRET, "source_digest")
"""The hash of a row would tell who knows its other cells when a number has been guessed."""

TYPED = tuple(column.name for column in COLUMNS if column.kind in {"text", "id"})
SEARCHED = (*(name for name in TYPED if name not in SECRET), "blocked_reason")
"""Where clerks type anything."""

DIGITS = "[0-9０-９]{3}"
"""Every number that is masked has so many digits side by side."""

SRID = 4326


def published_tables(result: Result, *, language: Language) -> tuple[PublishedTable, ...]:
    """The tables ``zones``, ``households_located`` and ``counts`` of the newest ledger date.

    Parameters
    ----------
    result
        What the ledgers say.
    language
        Of the comments on tables and columns.

    Returns
    -------
    tables
        ``zones``: keyed by ``zone_id``, the shapes to draw as multipolygons in EPSG:4326.
        ``households_located``: keyed by ``row_id``, 1, 2, 3 ... in ledger order; the columns of
        ``located.parquet`` but for `LEFT_OUT`, and points in EPSG:4326, none where there is no
        place. ``counts``: keyed by ``zone_id``, with the row ``total`` and the day ``as_of``.

    Raises
    ------
    AccountingError
        If the households are not the rows that were read.
    """
    newest = result.newest
    judged = row_digests(newest.households, columns=DIGEST_COLUMNS, by="source_file")
    require_same_rows(newest.digests, judged)
    _ = translator(language)
    return _zones(result, _), _households(result, _), _counts(result, _)


def _zones(result: Result, translate: Translate) -> PublishedTable:
    _ = translate
    shapes = zone_shapes(result.project.zones, measuring_crs=result.project.measuring_crs)
    polygons = [_multipolygon(shape) for shape in shapes.geometry]
    rows = pd.DataFrame(shapes.drop(columns="geometry")).reset_index()
    said = _(
        "{title}: zones as they are drawn; households are counted with the boundaries as delivered"
    ).format(title=shown_title(result, _))
    shape = (f"geometry(MultiPolygon,{SRID})", np.array(polygons, dtype=object))
    return _table("zones", said, rows, shape=shape)


def _multipolygon(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of a shape; lines and points in which two outlines touch are no land."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def _households(result: Result, translate: Translate) -> PublishedTable:
    _ = translate
    households = result.newest.households
    numbers = _numbers(households)
    masked = {name: _masked(households[name], numbers) for name in SEARCHED}
    rows = households.assign(**masked).drop(columns=list(LEFT_OUT))
    rows.insert(0, "row_id", np.arange(1, len(rows) + 1))
    lon, lat = rows["longitude"].to_numpy(), rows["latitude"].to_numpy()
    placed = np.isfinite(lon) & np.isfinite(lat)
    points = np.full(len(rows), None, dtype=object)
    points[placed] = shapely.points(lon[placed], lat[placed])
    said = _(
        "{title}: households as of {day}, internal; without identity numbers and phones"
    ).format(title=shown_title(result, _), day=result.newest.day)
    return _table(
        "households_located",
        said,
        rows,
        shape=(f"geometry(Point,{SRID})", points),
        labels={column.name: _(column.label) for column in COLUMNS},
    )


def _numbers(households: pd.DataFrame) -> list[pd.Series]:
    """The secret numbers of each household, column by column; the empty text for too short ones."""
    known = [(households[name].astype("str"), least) for name, least in SECRET.items()]
    return [numbers.where(numbers.str.len() >= least, "") for numbers, least in known]


def _masked(texts: pd.Series, numbers: list[pd.Series]) -> pd.Series:
    """Texts without the numbers of their household and without any identity number."""
    held = texts.astype("str")
    doubtful = held.str.contains(DIGITS).fillna(value=False).astype(bool)
    if not doubtful.any():
        return held
    found = held[doubtful]
    for column in numbers:
        found = mask_identity(found, column[doubtful])
    masked = held.astype("object")
    masked[doubtful] = found
    return masked.astype("str")


def _counts(result: Result, translate: Translate) -> PublishedTable:
    _ = translate
    names = {zone.zone_id: zone.name for zone in result.project.zones} | {TOTAL: _("Total")}
    rows = result.newest.zone_counts.reset_index()
    rows.insert(1, "name", rows["zone_id"].map(names))
    rows.insert(2, "as_of", np.full(len(rows), np.datetime64(result.newest.day, "s")))
    said = _(
        "{title}: households by zone as of {day}; the row total counts each household once"
    ).format(title=shown_title(result, _), day=result.newest.day)
    labels = {stage.name: _(stage.label) for stage in STAGES} | {
        "households": _("Base"),
        "claimed": _("Claimed"),
        "proven": _("Proven"),
        "remaining": _("Remaining"),
    }
    return _table("counts", said, rows, labels=labels)


def _table(
    name: str,
    said: str,
    rows: pd.DataFrame,
    *,
    shape: tuple[str, NDArray[np.object_]] | None = None,
    labels: Mapping[str, str] | None = None,
) -> PublishedTable:
    """Rows as a table whose types are those of their columns; days are dates."""
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata()
    columns = []
    for place, field in enumerate(table.schema):
        kind, held = _kind(field.type)
        table = table.set_column(place, field.name, table.column(place).cast(held))
        columns.append(TableColumn(field.name, kind, (labels or {}).get(field.name, "")))
    if shape is not None:
        kind, shapes = shape
        wkb = shapely.to_wkb(shapely.set_srid(shapes, SRID), hex=True, include_srid=True)
        table = table.append_column("geometry", pa.array(wkb, pa.large_string()))
        columns.append(TableColumn("geometry", kind))
    return PublishedTable(name, said, tuple(columns), table)


def _kind(held: pa.DataType) -> tuple[str, pa.DataType]:
    """The type of PostgreSQL for one of Arrow, and that of Arrow which is sent."""
    if pa.types.is_floating(held):
        return "double precision", pa.float64()
    if pa.types.is_integer(held):
        return "bigint", pa.int64()
    if pa.types.is_boolean(held):
        return "boolean", pa.bool_()
    if pa.types.is_timestamp(held):
        return "date", pa.date32()
    return "text", pa.large_string()
