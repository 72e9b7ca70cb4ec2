"""``zonemap run``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zonemap.cli.options import (
    as_of_option,
    json_option,
    language_option,
    project_option,
    quiet_option,
    verbose_option,
)
from zonemap.cli.report import tell_result
from zonemap.cli.terminal import chosen_language, progress_steps, set_project_language
from zonemap.pipeline import run
from zonemap.read.plan import read_config
from zonemap.workers import available_workers

__all__ = ["command"]


@click.command("run")
@project_option
@as_of_option
@language_option
@json_option
@quiet_option
@verbose_option
def command(
    *, project: Path, as_of: date | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Read every ledger of the project and make every file of output/."""
    config = read_config(project)
    set_project_language(config.plan.language)
    with progress_steps(quiet=quiet, verbose=verbose) as progress:
        result = run(
            config,
            as_of=as_of,
            language=chosen_language(),
            progress=progress,
            workers=available_workers(),
        )
    if not quiet:
        tell_result(result, as_json=as_json, made=str(project / "output"))
