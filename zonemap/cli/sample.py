"""``zonemap sample``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zonemap.cli.options import day_of, language_option, quiet_option, verbose_option
from zonemap.cli.terminal import progress_steps, say, words
from zonemap.config import FILE_NAME
from zonemap.sample.files import SAMPLE_FORMATS, SampleFormat, sample_files
from zonemap.write import write_bytes

__all__ = ["command"]


@click.command("sample")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--households",
    type=click.IntRange(min=1),
    default=3000,
    show_default=True,
    help="How many the last ledger holds.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of chance; repeatable.")
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=520),
    default=8,
    show_default=True,
    help="How many weekly ledgers.",
)
@click.option(
    "--last-day",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2022-09-30",
    callback=day_of,
    metavar="YYYY-MM-DD",
    help="Day of the last; 2022-09-30.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(SAMPLE_FORMATS),
    default="xlsx",
    show_default=True,
    help="File format.",
)
@language_option
@quiet_option
@verbose_option
def command(
    *, folder: Path, households: int, seed: int, weeks: int, last_day: date,
    file_format: SampleFormat, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Make synthetic ledgers (模拟数据) in DIR that look like real ones.

    In the folder of a project they go to its households/. Everything about a household is
    invented; towns and villages are real.
    """
    target = folder / "households" if (folder / FILE_NAME).is_file() else folder
    made = sample_files(
        households=households, seed=seed, weeks=weeks, last_day=last_day, file_format=file_format
    )
    with progress_steps(quiet=quiet, verbose=verbose) as progress:
        for number, (name, data) in enumerate(made, start=1):
            write_bytes(data, target / name)
            progress(number, weeks, name)
    _ = words()
    say(
        _("{weeks} synthetic ledgers of about {households} households in {folder}").format(
            weeks=weeks, households=households, folder=target
        ),
        quiet=quiet,
    )
