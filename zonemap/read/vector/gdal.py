"""GDAL with four drivers and no network: the one place that imports pyogrio.

A file may hold a pipeline (GDALG) or a virtual layer (VRT) that names any other file or address,
and GDAL would follow it. Drivers are left out when GDAL first registers them; where another
program imported pyogrio before, the content of a file has to be checked as well, as
`zonemap.read.vector.vectors` does.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from zonemap.read.vector.quiet import silenced

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DRIVERS", "pyogrio"]

DRIVERS: Final = ("GeoJSON", "GPKG", "ESRI Shapefile", "FlatGeobuf")
"""All that can ever open anything."""

_SKIPPED: Final = (
    "ADBC", "AIVector", "AVCBIN", "AVCBin", "AVCE00", "AmigoCloud", "Arrow", "CAD", "CSV", "CSW",
    "Carto", "DGN", "DGNv8", "DODS", "DWG", "DXF", "EDIGEO", "EEDA", "ESRIJSON", "Elasticsearch",
    "FileGDB", "GDALG", "GML", "GMLAS", "GPSBabel", "GPX", "GTFS", "GeoJSONSeq", "GeoRSS", "HANA",
    "HTTP", "IDB", "INTERLIS 1", "INTERLIS 2", "Idrisi", "Interlis 1", "Interlis 2", "JML",
    "JSONFG", "KML", "LIBKML", "LVBAG", "MBTiles", "MEM", "MSSQLSpatial", "MVT",
    "MapInfo File", "MapML", "MiraMonVector", "MongoDBv3", "MySQL", "NAS", "NGW", "OAPIF",
    "OCI", "ODBC", "ODS", "OGCAPI", "OGDI", "OGR_GMT", "OGR_OGDI", "OGR_PDS", "OGR_VRT", "OSM",
    "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PG", "PGDUMP", "PGDump", "PGEO", "PLScenes",
    "PLSCENES", "PMTiles", "Parquet", "PostgreSQL", "S57", "SOSI", "SQLite", "SVG", "SXF",
    "Selafin", "TopoJSON", "UK .NTF", "VDV", "VFK", "VICAR", "WAsP", "WFS", "WFS3", "XLS", "XLSX",
    "XODR", "netCDF",
)  # fmt: skip

_SETTINGS: Final = {
    "OGR_SKIP": ",".join(_SKIPPED),
    "GDAL_DRIVER_PATH": "disable",
    "PROJ_NETWORK": "OFF",
}


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """The process's environment with settings, and afterwards without them."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


# GDAL would name on the error stream each driver that it lacks anyway.
with _environment(_SETTINGS), silenced():
    import pyogrio

pyogrio.set_gdal_config_options(
    {
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    }
)
