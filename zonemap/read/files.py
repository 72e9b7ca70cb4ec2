"""Files on this computer: found, hashed, or refused."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from zonemap.errors import ZonemapError

__all__ = ["existing_file", "file_sha256", "planned_file"]


def existing_file(path: Path | str, *, error: type[ZonemapError], root: Path | None = None) -> Path:
    """``path`` if it is a file on this machine.

    Parameters
    ----------
    path
        As written by the user.
    error
        What to raise.
    root
        The folder that the file must lie in once links are followed; None for anywhere.

    Returns
    -------
    path
        Unchanged, as a path.

    Raises
    ------
    ZonemapError
        As ``error``, if there is no such file, the name is an address of GDAL's virtual file
        systems or of a network, or it leads out of ``root``.
    """
    text = str(path).replace("\\", "/")
    _require_local(text, error=error)
    found = Path(path)
    try:
        _require_file(found, text, error=error)
        inside = root is None or found.resolve().is_relative_to(root.resolve())
    except ZonemapError:
        raise
    except (OSError, ValueError, RuntimeError) as fault:
        raise error("{file}: cannot be opened; check its name and rights", file=text) from fault
    if not inside:
        raise error("{file}: leads out of the project; put the file itself there", file=text)
    return found


def planned_file(file: str, *, root: Path, error: type[ZonemapError]) -> Path:
    """A file that the plan names, where the plan says it is.

    Parameters
    ----------
    file
        As written: an absolute path or one with ``..`` may lie anywhere, since the planner says
        so; any other must lie in the project, once links are followed.
    root
        Folder of the project.
    error
        What to raise.

    Returns
    -------
    path
        Of an existing file.

    Raises
    ------
    ZonemapError
        As `existing_file`.
    """
    _require_local(file.replace("\\", "/"), error=error)
    elsewhere = Path(file).is_absolute() or ".." in Path(file).parts
    return existing_file(root / file, error=error, root=None if elsewhere else root)


def _require_local(text: str, *, error: type[ZonemapError]) -> None:
    if "://" in text or re.match(r"/+vsi", text, re.IGNORECASE):
        raise error("{file}: only files on this computer are read", file=text)


def _require_file(path: Path, text: str, *, error: type[ZonemapError]) -> None:
    if not path.exists():
        raise error("{file}: no such file; check the path", file=text)
    if not path.is_file():
        raise error("{file}: is not a file", file=text)


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
