"""A new project, made from the one the package ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.config import FILE_NAME
from zonemap.errors import OutputError
from zonemap.read.plan import project_template
from zonemap.write.files import write_files

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_project"]

COPIED = (FILE_NAME, "boundaries/*", "households/README.md", "output/README.md")


IGNORED = b"""# what a run makes, and ledgers of real people, are never committed
output/*
!output/README.md
households/*
!households/README.md
"""


def make_project(folder: Path) -> list[Path]:
    """Copy the template's plan, boundaries and notes into a folder.

    Parameters
    ----------
    folder
        Made if it is missing; must hold no plan yet.

    Returns
    -------
    made
        The files, in the order they were written.

    Raises
    ------
    OutputError
        If the folder already holds a project, or a file of the same name.
    """
    template = project_template()
    sources = [path for pattern in COPIED for path in sorted(template.glob(pattern))]
    targets = [folder / path.relative_to(template) for path in sources]
    ignore = folder / ".gitignore"
    taken = [path for path in (*targets, ignore) if path.exists()]
    if taken:
        raise OutputError("{file}: is already there; choose an empty folder", file=taken[0])
    contents = [source.read_bytes() for source in sources]
    write_files({**dict(zip(targets, contents, strict=True)), ignore: IGNORED})
    return [*targets, ignore]
