"""Finding files of a project and refusing paths that are not files of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from zonemap.config import FILE_NAME, parse_config, project_file
from zonemap.errors import ConfigError, ZonemapError

if TYPE_CHECKING:
    from zonemap.config import Config

__all__ = ["existing_file", "file_sha256", "project_template", "read_config"]


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


def read_config(project: Path) -> Config:
    """The plan of the project in a folder, or in a ``zonemap.toml`` named itself.

    Returns
    -------
    config
        Validated; its `Config.root` is the folder of the file.

    Raises
    ------
    ConfigError
        If there is none or it does not hold.
    """
    path = project_file(project)
    if not path.is_file():
        raise ConfigError(
            "{folder}: no {file} here; make one with zonemap init, or name one with --project",
            folder=project,
            file=FILE_NAME,
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("{file}: is not UTF-8 text; save it as UTF-8", file=path.name) from error
    return parse_config(text, path=path)


def project_template() -> Path:
    """The folder with the Hanzhong project that ``init`` copies and ``sample`` takes names from.

    Returns
    -------
    folder
        Inside the installed package, or the repository itself where that is what is installed.

    Raises
    ------
    ConfigError
        If the installation is incomplete.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "project_template", package.parent):
        if (folder / FILE_NAME).is_file() and (folder / "boundaries").is_dir():
            return folder
    raise ConfigError("the installed package lacks its template; install zonemap again")
