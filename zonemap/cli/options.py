"""Options that commands share, each defined once.

--project, --lang, --as-of, --json, --quiet, --verbose; --zones, --radius-m, --id, --crs
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

from zonemap.cli.terminal import set_language
from zonemap.messages import LANGUAGES

__all__ = [
    "as_of_option",
    "day_of",
    "json_option",
    "language_option",
    "project_option",
    "quiet_option",
    "verbose_option",
    "zones_options",
]

Command = TypeVar("Command", bound=Callable[..., object])


def _keep_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        set_language(value)
    return value


def day_of(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    """Callback of options that take a day: click reads moments."""
    return None if value is None else value.date()


def language_option(command: Command) -> Command:
    """``--lang``: of outputs and messages; the project's own where it is not given."""
    option = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_keep_language,
        expose_value=False,
        is_eager=True,
        help="Language of outputs and messages; else the project's own.",
    )
    return option(command)


def project_option(command: Command) -> Command:
    """``--project``: the folder of the plan."""
    option = click.option(
        "--project",
        type=click.Path(path_type=Path),
        default=Path(),
        show_default="this folder",
        help="Folder that holds zonemap.toml.",
    )
    return option(command)


def as_of_option(command: Command) -> Command:
    """``--as-of``: the last ledger date taken into account."""
    option = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=day_of,
        metavar="YYYY-MM-DD",
        help="Leave out ledgers of later days; else the newest is reported.",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """``--json``: the report for other programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")(
        command
    )


def quiet_option(command: Command) -> Command:
    """``--quiet``: nothing but errors."""
    return click.option("--quiet", is_flag=True, help="Print nothing but errors.")(command)


def verbose_option(command: Command) -> Command:
    """``--verbose``: every file as it is read or made."""
    return click.option("--verbose", is_flag=True, help="Name every file read or made.")(command)


def zones_options(*, required: bool) -> Callable[[Command], Command]:
    """``--zones``, ``--radius-m``, ``--id`` and ``--crs``: a layer of zones, and points."""

    def with_options(command: Command) -> Command:
        for option in reversed((
            click.option(
                "--zones",
                "layer",
                type=click.Path(path_type=Path),
                required=required,
                help="Polygons, or with --radius-m any features.",
            ),
            click.option(
                "--radius-m",
                type=click.FloatRange(min=0, min_open=True),
                help="Within so many metres of the features, by geodesic distance.",
            ),
            click.option(
                "--crs", help="CRS of the points' coordinate columns; EPSG:4326 if not given."
            ),
            click.option("--id", "id_column", help="Column of the layer that names a zone."),
        )):  # fmt: skip
            command = option(command)
        return command

    return with_options
