"""Files on this computer: found, hashed, or refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zonemap.errors import ZonemapError

__all__ = ["existing_file", "file_sha256"]


def existing_file(path: Path | str, *, error: type[ZonemapError]) -> Path:
    """``path`` if it is a file on this machine.

    Parameters
    ----------
    path
        As written by the user.
    error
        What to raise.

    Returns
    -------
    path
        Unchanged, as a path.

    Raises
    ------
    ZonemapError
        As ``error``, if there is no such file or the name is an address of GDAL's virtual
        file systems or of a network.
    """
    text = str(path).replace("\\", "/")
    if "://" in text or text.lower().startswith("/vsi"):
        raise error("{file}: only files on this computer are read", file=text)
    found = Path(path)
    if not found.exists():
        raise error("{file}: no such file; check the path", file=text)
    if not found.is_file():
        raise error("{file}: is not a file", file=text)
    return found


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
