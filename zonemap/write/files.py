"""The only way out to the disk: every file appears whole under its name, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from zonemap.crs import WGS84
from zonemap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from io import BufferedWriter

    import pandas as pd

__all__ = [
    "PART_SUFFIX",
    "SPATIAL_SUFFIXES",
    "geopackage_bytes",
    "open_file",
    "parquet_bytes",
    "remove_files",
    "sweep_parts",
    "write_bytes",
    "write_files",
    "write_table",
]

PART_SUFFIX = ".part"
"""Ending of a file that is still being written."""

OWNER_ONLY = 0o600

SPATIAL_SUFFIXES = (".gpkg", ".geojson")
"""Formats that hold nothing without geometry."""

TABLE_SUFFIXES = (".csv", ".parquet", *SPATIAL_SUFFIXES)


def write_bytes(data: bytes, path: Path) -> Path:
    """Write a file whole: under a temporary name, flushed to the disk, then renamed.

    Parameters
    ----------
    data
        The content.
    path
        Its final name; the folder is made if it is missing. Only its owner may read it.

    Returns
    -------
    path
        Unchanged.

    Raises
    ------
    OutputError
        If the folder or file cannot be written, or is open in another program. Whatever stood
        there before still stands.
    """
    write_files({path: data})
    return path


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write several files: all under temporary names first, and only then renamed.

    Parameters
    ----------
    files
        Final name and content of each; see `write_bytes`.

    Raises
    ------
    OutputError
        If one cannot be written. As long as none has been renamed, what stood there before still
        stands; no temporary file is left.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            parts[path] = path.with_name(path.name + PART_SUFFIX)
            with _naming_faults(path):
                _stage(parts[path], path, data)
        for path, part in parts.items():
            with _naming_faults(path):
                _finish(part, path)
    except OutputError:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise


@contextmanager
def open_file(path: Path) -> Iterator[BufferedWriter]:
    """A file to be written piece by piece, which appears whole when the block ends, or not at all.

    Parameters
    ----------
    path
        As for `write_bytes`.

    Yields
    ------
    file
        Open under a temporary name.

    Raises
    ------
    OutputError
        As `write_bytes`. Whatever error ends the block, no temporary file is left.
    """
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        with _naming_faults(path):
            _require_writable(path)
            with _opened(part) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _finish(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


@contextmanager
def _naming_faults(path: Path) -> Iterator[None]:
    """A fault of the disk becomes an error that names the file."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            "{file}: cannot be written ({why}); close it if it is open, and check the disk",
            file=path,
            why=error.strerror,
        ) from error


def _require_writable(path: Path) -> None:
    if path.is_symlink():
        raise OutputError("{file}: is a link; outputs are not written through links", file=path)
    if path.is_dir():
        raise OutputError("{file}: is a folder, where a file is to be written", file=path)
    path.parent.mkdir(parents=True, exist_ok=True)


def _opened(part: Path) -> BufferedWriter:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    return os.fdopen(descriptor, "wb")


def _stage(part: Path, path: Path, data: bytes) -> None:
    _require_writable(path)
    with _opened(part) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _finish(part: Path, path: Path) -> None:
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be flushed."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_parts(folder: Path) -> None:
    """Remove what an interrupted run left half-written in a folder of outputs."""
    if folder.is_dir():
        remove_files(folder.rglob(f"*{PART_SUFFIX}"))


def remove_files(files: Iterable[Path]) -> None:
    """Remove files that a newer run no longer makes.

    Raises
    ------
    OutputError
        If one is there and cannot be removed.
    """
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                "{file}: cannot be removed ({why})", file=file, why=error.strerror
            ) from error


def parquet_bytes(households: pd.DataFrame) -> bytes:
    """Households as GeoParquet: points in EPSG:4326, no geometry where there is no place."""
    lon, lat = households["longitude"].to_numpy(), households["latitude"].to_numpy()
    usable = np.isfinite(lon) & np.isfinite(lat)
    points = np.full(len(households), None, dtype=object)
    points[usable] = shapely.points(lon[usable], lat[usable])
    table = gpd.GeoDataFrame(households.reset_index(drop=True), geometry=points, crs=WGS84)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        table.to_parquet(path, compression="zstd", index=False)
        return path.read_bytes()


def geopackage_bytes(layers: Mapping[str, gpd.GeoDataFrame], *, day: date) -> bytes:
    """Layers as one GeoPackage whose bytes depend on nothing but them.

    Parameters
    ----------
    layers
        Name to table; the index is left out.
    day
        Stands in the file as the day it was changed.

    Returns
    -------
    data
        The file.
    """
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "layers.gpkg"
            for name, table in layers.items():
                pyogrio.write_dataframe(table, path, layer=name, append=path.exists())
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table in the format that the file's ending names.

    Parameters
    ----------
    table
        For GPKG and GeoJSON a GeoDataFrame. A CSV of a GeoDataFrame has its geometry as WKT.
    path
        Ending in .csv, .parquet, .gpkg or .geojson.

    Returns
    -------
    path
        Unchanged.

    Raises
    ------
    OutputError
        If the ending is another one, the table has no geometry for it, or the file cannot be
        written.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise OutputError(
            "{file}: give a name ending in {known}", file=path, known=", ".join(TABLE_SUFFIXES)
        )
    if suffix == ".csv":
        return write_bytes(table.to_csv(index=False, lineterminator="\n").encode(), path)
    if suffix in SPATIAL_SUFFIXES and not isinstance(table, gpd.GeoDataFrame):
        raise OutputError("{file}: points without geometry go to CSV or Parquet", file=path)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"table{suffix}"
        if suffix == ".parquet":
            table.to_parquet(made, index=False)
        else:
            pyogrio.write_dataframe(table, made)
        return write_bytes(made.read_bytes(), path)
