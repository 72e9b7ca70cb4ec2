"""Vector files opened only when they are what they seem, and nothing that leads elsewhere."""

from __future__ import annotations

import json
import math
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zonemap.crs import read_crs
from zonemap.errors import ZonemapError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = ["GEOMETRY_TYPES", "read_geojson", "require_vector"]

MOST_BYTES: Final = 1 << 30
GEOMETRY_TYPES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection"}
)  # fmt: skip
GEOJSON_TYPES: Final = GEOMETRY_TYPES | {"Feature", "FeatureCollection"}
SHAPEFILE: Final = b"\0\0\x27\x0a"
FLATGEOBUF: Final = b"fgb"
SQLITE: Final = b"SQLite format 3\0"
PARQUET: Final = b"PAR1"
_MAGIC: Final = {
    ".shp": SHAPEFILE, ".fgb": FLATGEOBUF, ".gpkg": SQLITE, ".parquet": PARQUET,
    ".geoparquet": PARQUET,
}  # fmt: skip
DEEPEST: Final = 200


def require_vector(path: Path, *, error: type[ZonemapError]) -> None:
    """Refuse a vector file whose content is not what its ending says, or that leads elsewhere.

    Raises
    ------
    ZonemapError
        As ``error``.
    """
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as fault:
        raise error(
            "{file}: cannot be opened; check its name and rights", file=path.name
        ) from fault
    if size > MOST_BYTES:
        raise error("{file}: is larger than 1 GB; give a smaller file", file=path.name)
    if size == 0:
        raise error("{file}: is empty; export it again", file=path.name)
    if suffix in {".geojson", ".json"}:
        read_geojson(path, error=error)
    elif not head.startswith(_MAGIC.get(suffix, b"")):
        _refuse(path, error)
    elif suffix == ".gpkg":
        _require_geopackage(path, error)


def read_geojson(path: Path, *, error: type[ZonemapError]) -> dict[str, Any]:
    """A GeoJSON file as it is written.

    Parameters
    ----------
    path
        UTF-8 text.
    error
        What to raise.

    Returns
    -------
    object
        A feature collection, a feature or a geometry; every number of it finite.

    Raises
    ------
    ZonemapError
        As ``error``, if it is no JSON, no GeoJSON, writes a key twice or a number that is none, or
        names its CRS by a link.
    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise error("{file}: writes a key twice in one object; export it again", file=path.name)
        return found

    def refuse_number(text: str) -> NoReturn:
        raise error(
            "{file}: holds {text}, which is not a number; export it again",
            file=path.name,
            text=text[:20],
        )

    def finite(text: str) -> float:
        number = float(text)
        return number if math.isfinite(number) else refuse_number(text)

    content = _json(
        path,
        error,
        object_pairs_hook=unique,
        parse_constant=refuse_number,
        parse_float=finite,
        parse_int=lambda text: int(text) if len(text) < 400 else refuse_number(text),
    )
    if not isinstance(content, dict) or content.get("type") not in GEOJSON_TYPES:
        _refuse(path, error)
    named = content.get("crs")
    if named is not None and (not isinstance(named, dict) or named.get("type") != "name"):
        raise error("{file}: names its CRS by a link; state it as crs in the plan", file=path.name)
    if named is not None:
        properties = named.get("properties")
        read_crs(properties.get("name") if isinstance(properties, dict) else None, where=path.name)
    return content


def _json(path: Path, error: type[ZonemapError], **hooks: Callable[..., Any]) -> object:
    if path.stat().st_size > MOST_BYTES:
        raise error("{file}: is larger than 1 GB; give a smaller file", file=path.name)
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), **hooks)  # type: ignore[arg-type]
    except ZonemapError:
        raise
    except (ValueError, RecursionError, OSError) as fault:
        _refuse(path, error, fault)


def _refuse(path: Path, error: type[ZonemapError], fault: BaseException | None = None) -> NoReturn:
    raise error(
        "{file}: cannot be read as {suffix}; it is damaged, or something else under that name",
        file=path.name,
        suffix=path.suffix.lower(),
    ) from fault


def _require_geopackage(path: Path, error: type[ZonemapError]) -> None:
    """Refuse a database that is no GeoPackage or has tables that reach outside it."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            statements = dict(
                connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall()
            )
            if "gpkg_contents" in statements:
                connection.execute("SELECT count(*) FROM gpkg_contents").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as fault:
        _refuse(path, error, fault)
    virtual = (sql.lower() for sql in statements.values() if "virtual" in str(sql).lower())
    if "gpkg_contents" not in statements or not all("rtree" in sql for sql in virtual):
        raise error(
            "{file}: is a database but not a plain GeoPackage; export it again", file=path.name
        )
