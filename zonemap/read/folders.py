"""Which files of a project are its dated ledgers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zonemap.errors import LedgerError
from zonemap.read.files import existing_file
from zonemap.read.sheets import LEDGER_SUFFIXES
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LedgerFile", "find_ledgers", "other_files"]

UNREAD_TABLES = (
    ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".fods", ".wps", ".numbers", ".mht", ".mhtml",
    ".xml", ".kml", ".kmz", ".gdb", ".tab", ".mif", ".mdb", ".accdb", ".sqlite", ".rar",
    ".zip", ".7z", ".dbf", ".gz",
)  # fmt: skip
"""Endings of files that may well hold ledgers but are not read."""

SHAPEFILE_PARTS = (
    ".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".fix", ".idm", ".ind",
    ".shp.xml",
)  # fmt: skip
NEVER_LEDGERS = ("register", "truth")
"""Folders of accepted ledgers and of the answers to a sample."""

_DAY = re.compile(r"(?<!\d)(20\d{2})[-._年]?(\d{1,2})[-._月]?(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True, order=True)
class LedgerFile:
    """A ledger file and the day it speaks of."""

    day: date
    path: Path


def find_ledgers(root: Path, pattern: str) -> list[LedgerFile]:
    """The ledger files that a pattern names, oldest first.

    Parameters
    ----------
    root
        Folder of the project.
    pattern
        As in ``zonemap.toml``: files whose names hold a date, or dated folders of files.

    Returns
    -------
    files
        Sorted by day, then name. Lock files of Office (``~$...``), hidden files, parts of
        shapefiles and the folders ``register`` and ``truth`` are no ledgers.

    Raises
    ------
    LedgerError
        If there is none, a ledger has no date in its name or leads out of the project, or a table
        is in a format that is not read, or in a folder inside a dated folder: it would be missing
        from the count; or synthetic ledgers lie among real ones.
    """
    found = []
    delivered = _delivered(root, pattern)
    _require_no_deeper_folder(root, pattern)
    for path in delivered:
        if _is_unread(path):
            raise LedgerError(
                "{file}: {suffix} files are not read; open it and save it as XLSX, or take it out "
                "of the folder",
                file=path.relative_to(root).as_posix(),
                suffix=path.suffix,
            )
        if path.suffix.lower() in LEDGER_SUFFIXES:
            existing_file(path, error=LedgerError, root=root)
            found.append(LedgerFile(_day(path, root), path))
    if not found:
        raise LedgerError(
            "{pattern}: no ledger here; put one there named by its date, as 2022-09-30.xlsx, "
            "or make synthetic ones with zonemap sample",
            pattern=pattern,
        )
    synthetic = [file for file in found if SAMPLE_MARK in file.path.name]
    if 0 < len(synthetic) < len(found):
        raise LedgerError(
            "{file}: a synthetic ledger lies among real ones; take one kind out",
            file=synthetic[0].path.relative_to(root).as_posix(),
        )
    return sorted(found)


def other_files(root: Path, pattern: str) -> tuple[str, ...]:
    """Files among the ledgers that are no tables and are passed over, but for notes (.md)."""
    known = (*LEDGER_SUFFIXES, ".md")
    return tuple(
        path.relative_to(root).as_posix()
        for path in _delivered(root, pattern)
        if path.suffix.lower() not in known and not _is_unread(path) and not _is_part(path)
    )


def _delivered(root: Path, pattern: str) -> list[Path]:
    """Files that a pattern names, also inside folders; no lock files, hidden ones or answers."""
    paths: set[Path] = set()
    try:
        for path in root.glob(pattern):
            paths.update(path.iterdir() if path.is_dir() else [path])
    except (ValueError, NotImplementedError, OSError) as fault:
        raise LedgerError(
            "{pattern}: is no pattern of files in the project that can be read", pattern=pattern
        ) from fault
    return sorted(
        path
        for path in paths
        if not path.is_dir()
        and not path.name.startswith(("~$", "."))
        and not set(path.relative_to(root).parts[:-1]) & set(NEVER_LEDGERS)
    )


def _require_no_deeper_folder(root: Path, pattern: str) -> None:
    """Refuse tables in a folder inside those that are looked into."""
    named = set(root.glob(pattern))
    inside = {inner for path in named if path.is_dir() for inner in path.iterdir()} - named
    for folder in sorted(path for path in inside if path.is_dir()):
        never = {*folder.relative_to(root).parts} & {*NEVER_LEDGERS}
        if not never and not folder.name.startswith(".") and _holds_tables(folder):
            raise LedgerError(
                "{folder}: folders inside a dated folder are not read; put its files one level up",
                folder=folder.relative_to(root).as_posix(),
            )


def _holds_tables(folder: Path) -> bool:
    known = {*LEDGER_SUFFIXES, *UNREAD_TABLES}
    files = (path for path in (folder, *folder.rglob("*")) if not path.name.startswith("~$"))
    return any(path.suffix.lower() in known for path in files)


def _is_part(path: Path) -> bool:
    """Whether it is part of the shapefile of the same name beside it."""
    name = path.name.lower()
    suffix = next((suffix for suffix in SHAPEFILE_PARTS if name.endswith(suffix)), None)
    if suffix is None:
        return False
    stem = path.name[: -len(suffix)]
    return any(path.with_name(stem + main).exists() for main in (".shp", ".SHP", ".Shp"))


def _is_unread(path: Path) -> bool:
    return path.suffix.lower() in UNREAD_TABLES and not _is_part(path)


def _day(path: Path, root: Path) -> date:
    file = path.relative_to(root).as_posix()
    days = [_day_in(name, file) for name in (path.stem, path.parent.name)]
    own, of_folder = days
    if own and of_folder and own != of_folder and path.parent != root:
        raise LedgerError(
            "{file}: its name says {day}, its folder {other}; put it where it belongs",
            file=file,
            day=own,
            other=of_folder,
        )
    day = own or of_folder
    if day:
        return day
    raise LedgerError(
        "{file}: its name holds no date; name it by its day, as 2022-09-30.xlsx", file=file
    )


def _day_in(name: str, file: str) -> date | None:
    """The day that a name holds; None if it holds none."""
    match = _DAY.search(name)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise LedgerError(
            "{file}: there is no day {day}; name it by its day, as 2022-09-30.xlsx",
            file=file,
            day=match[0],
        ) from None
