from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from zonemap.cli.terminal import progress_steps, say, say_table, set_language, tell_error
from zonemap.errors import LedgerError


def output_of(function):
    result = CliRunner().invoke(click.Command("x", callback=function))
    assert result.exit_code == 0
    return result.output


def test_an_error_is_one_line_in_the_chosen_language():
    def tell():
        set_language("zh")
        tell_error(LedgerError("{file}: has no points", file="a\nb.csv"))

    assert output_of(tell) == "错误：a b.csv：没有点\n"


def test_control_characters_do_not_reach_the_terminal():
    assert "\x1b" not in output_of(lambda: say("a\x1b[31mb"))


def test_a_table_lines_up_with_chinese_in_it():
    lines = output_of(lambda: say_table(["区域", "n"], [["甲", 5], ["ab", 10]])).splitlines()
    assert lines == ["区域   n", "甲     5", "ab    10"]


@pytest.mark.parametrize(("verbose", "expected"), [(True, "a.csv\n"), (False, "")])
def test_progress_is_silent_where_there_is_no_terminal(verbose, expected):
    def steps():
        with progress_steps(quiet=False, verbose=verbose) as progress:
            progress(1, 2, "a.csv")

    assert output_of(steps) == expected
