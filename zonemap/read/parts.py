"""The files that make up a source of points: one file, or every part of a folder.

A folder may lie on this computer or in any store that fsspec can open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pyarrow import fs

from zonemap.errors import PointsError
from zonemap.read.files import existing_file

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CSV_SUFFIXES", "PARQUET_SUFFIXES", "Part", "find_parts", "is_folder_or_store"]

PARQUET_SUFFIXES: Final = (".parquet", ".geoparquet")
CSV_SUFFIXES: Final = (".csv",)
NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a source.

    Attributes
    ----------
    path
        As the file system names it.
    name
        For messages: below the folder that was given.
    keys
        Names and values of the folders ``name=value`` it lies in; None is no value.
    groups
        The row groups of a Parquet file that are meant; None for all.
    """

    path: str
    name: str
    keys: tuple[tuple[str, str | None], ...] = ()
    groups: tuple[int, ...] | None = None

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters."""
        return PurePosixPath(self.path).suffix.lower()


def is_folder_or_store(location: Path | str) -> bool:
    """Whether it is a folder of parts, or an address of a store."""
    return "://" in str(location) or Path(location).is_dir()


def find_parts(location: Path | str) -> tuple[tuple[Part, ...], fs.FileSystem]:
    """Every part of a source, in the order of their names, and the file system they are in.

    Parameters
    ----------
    location
        A CSV or Parquet file, a folder of either, or the address (``s3://...``) of one. In a folder
        names that begin with ``.`` or ``_`` and files of other kinds are passed over.

    Returns
    -------
    parts, filesystem
        At least one part.

    Raises
    ------
    PointsError
        If there is none, they are of two kinds, or the address cannot be opened.
    """
    if not is_folder_or_store(location):
        path = existing_file(location, error=PointsError)
        return (Part(str(path), path.name),), fs.LocalFileSystem()
    filesystem, root = _opened(location)
    parts = tuple(_sorted_parts(_files(filesystem, root, location), root))
    if not parts:
        raise PointsError("{file}: holds no Parquet or CSV file", file=location)
    if len({part.suffix in CSV_SUFFIXES for part in parts}) > 1:
        raise PointsError(
            "{file}: holds both CSV and Parquet files; keep one kind in it", file=location
        )
    return parts, filesystem


def _opened(location: Path | str) -> tuple[fs.FileSystem, str]:
    if "://" not in str(location):
        return fs.LocalFileSystem(), Path(os.fspath(location)).as_posix()
    try:
        # only an address needs it, and it may not be installed
        import fsspec

        store, root = fsspec.core.url_to_fs(str(location))
    except ImportError as fault:
        raise PointsError(
            "{file}: to read a store, install the extra dask and the store's own package",
            file=location,
        ) from fault
    except (OSError, ValueError) as fault:
        raise PointsError(
            "{file}: cannot be opened; check its name and rights", file=location
        ) from fault
    return fs.PyFileSystem(fs.FSSpecHandler(store)), root


def _files(filesystem: fs.FileSystem, root: str, location: Path | str) -> list[str]:
    """Every file of a folder and of the folders in it; the file itself where it is one."""
    try:
        if filesystem.get_file_info(root).type == fs.FileType.File:
            return [root]
        found = filesystem.get_file_info(fs.FileSelector(root, recursive=True))
    except Exception as fault:  # a store raises errors of its own kind
        raise PointsError(
            "{file}: cannot be opened; check its name and rights", file=location
        ) from fault
    return [info.path for info in found if info.type == fs.FileType.File]


def _sorted_parts(paths: Iterable[str], root: str) -> Iterable[Part]:
    for path in sorted(paths):
        below = path.removeprefix(root).lstrip("/") or PurePosixPath(path).name
        names = PurePosixPath(below).parts
        hidden = any(name.startswith((".", "_")) and "=" not in name for name in names)
        if hidden or PurePosixPath(path).suffix.lower() not in (*PARQUET_SUFFIXES, *CSV_SUFFIXES):
            continue
        yield Part(path, below, tuple(_key(name) for name in names[:-1] if "=" in name))


def _key(folder: str) -> tuple[str, str | None]:
    name, _, value = folder.partition("=")
    return unquote(name), None if value == NO_VALUE else unquote(value)
