from __future__ import annotations

from datetime import date

import click
from click.testing import CliRunner

from zonemap.cli import COMMANDS, main
from zonemap.cli.options import as_of_option, project_option


def test_a_day_reaches_the_command_as_a_day():
    @click.command()
    @as_of_option
    @project_option
    def command(*, as_of, project):
        assert as_of == date(2022, 9, 30)
        assert str(project) == "."

    assert CliRunner().invoke(command, ["--as-of", "2022-09-30"]).exit_code == 0


def test_every_command_has_help_and_takes_a_language():
    for name in COMMANDS:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert "--lang" in result.output
        assert len(result.output.splitlines()) > 5
