"""``zonemap init``."""

from __future__ import annotations

from pathlib import Path

import click

from zonemap.cli.options import language_option, quiet_option
from zonemap.cli.terminal import say, words
from zonemap.template import make_project

__all__ = ["command"]


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@language_option
@quiet_option
def command(*, folder: Path, quiet: bool) -> None:
    """Make a new project in DIR: a plan, boundaries and folders, to be made your own.

    The plan and boundaries are Hanzhong's; replace them by your county's.
    """
    made = make_project(folder)
    _ = words()
    for file in made:
        say(str(file), quiet=quiet)
    say(
        _("Next: put your boundaries and ledgers in place and edit {file}").format(
            file=folder / "zonemap.toml"
        ),
        quiet=quiet,
    )
