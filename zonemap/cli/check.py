"""``zonemap check``."""

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
)
from zonemap.cli.report import tell_result
from zonemap.cli.terminal import chosen_language, set_project_language
from zonemap.pipeline import check
from zonemap.read.plan import read_config

__all__ = ["command"]


@click.command("check")
@project_option
@as_of_option
@language_option
@json_option
@quiet_option
def command(*, project: Path, as_of: date | None, as_json: bool, quiet: bool) -> None:
    """Read and judge boundaries and ledgers, write rejects.xlsx, change nothing else."""
    config = read_config(project)
    set_project_language(config.plan.language)
    result = check(config, as_of=as_of, language=chosen_language())
    if not quiet:
        made = config.root / "output" / "internal" / "rejects.xlsx"
        tell_result(result, as_json=as_json, made=str(made))
    if result.problems:
        raise result.problems[0]
