"""The command line: a file a command, each loaded only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from zonemap import __version__
from zonemap.cli.options import language_option
from zonemap.cli.terminal import tell_error
from zonemap.errors import OutputError, ZonemapError

__all__ = ["COMMANDS", "main"]

COMMANDS: dict[str, str] = {
    "run": "Read every ledger and make every output.",
    "check": "Read and judge everything, write rejects.xlsx, change nothing else.",
    "publish": "Judge everything and write zones, households and counts to PostGIS.",
    "locate": "Tell which zones hold which points; no project needed.",
    "tally": "Count points per zone and column, or the project's households per zone.",
    "init": "Make a new project from the Hanzhong template.",
    "sample": "Make synthetic ledgers (模拟数据) that look like real ones.",
}
"""Every command and what it does, as the overview shows it."""


class CommandGroup(click.Group):
    """Loads a command when it is asked for, and turns an error of zonemap into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name from its own module, or None."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"zonemap.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of zonemap or of a file ends it with one line, exit code 1."""
        try:
            return super().invoke(ctx)
        except ZonemapError as error:
            tell_error(error)
        except OSError as error:
            tell_error(_file_fault(error))
        return ctx.exit(1)


def _file_fault(error: OSError) -> ZonemapError:
    """A file or folder that the system will not open, named."""
    if error.filename is None:
        raise error
    return OutputError(
        "{file}: cannot be opened ({why}); check its rights and whether it is open elsewhere",
        file=error.filename,
        why=error.strerror,
    )


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zonemap")
@language_option
def main() -> None:
    """Count, map and report coal-using households in ban zones and buffers.

    Run `zonemap run` in a project's folder: one that holds zonemap.toml.
    """
