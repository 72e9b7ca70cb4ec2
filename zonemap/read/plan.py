"""The plan of a project, and the one the package ships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zonemap.config import FILE_NAME, parse_config, project_file
from zonemap.errors import ConfigError

if TYPE_CHECKING:
    from zonemap.config import Config

__all__ = ["project_template", "read_config"]


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
