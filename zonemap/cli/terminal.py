"""What the terminal shows: one-line errors, progress, reports; in the planner's language."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import click

from zonemap.errors import ZonemapError
from zonemap.messages import LANGUAGES, Language, Translate, translator

__all__ = [
    "chosen_language",
    "progress_steps",
    "say",
    "say_json",
    "say_table",
    "set_language",
    "set_project_language",
    "tell_error",
    "words",
]

_LANGUAGE = "zonemap.language"
_PROJECT_LANGUAGE = "zonemap.project_language"
CONTROL_CHARACTERS = dict.fromkeys((*range(32), *range(127, 160)), "�")


def set_language(language: str) -> None:
    """Remember ``--lang`` for this call."""
    click.get_current_context().meta[_LANGUAGE] = language


def set_project_language(language: str) -> None:
    """Remember the plan's language, which holds where ``--lang`` is not given."""
    click.get_current_context().meta[_PROJECT_LANGUAGE] = language


def chosen_language() -> Language | None:
    """The language of ``--lang``, or None."""
    return _known(click.get_current_context().meta.get(_LANGUAGE))


def words() -> Translate:
    """The translation for messages: ``--lang``, else the plan's language, else Chinese."""
    meta = click.get_current_context().meta
    return translator(chosen_language() or _known(meta.get(_PROJECT_LANGUAGE)) or "zh")


def _known(language: object) -> Language | None:
    return next((known for known in LANGUAGES if known == language), None)


def tell_error(error: ZonemapError) -> None:
    """Print an error on one line: what, where, what to do."""
    _ = words()
    message = _one_line(_in_words(error, translate=_))
    click.echo(_("Error: {message}").format(message=message), err=True)


def _in_words(error: ZonemapError, *, translate: Translate) -> str:
    """The message of an error, and of an error that it passes on, in the planner's language."""
    values = {
        name: _in_words(value, translate=translate) if isinstance(value, ZonemapError) else value
        for name, value in error.values.items()
    }
    return translate(error.template).format(**values)


def _one_line(text: str) -> str:
    return " ".join(text.split()).translate(CONTROL_CHARACTERS)


def say(text: str, *, quiet: bool = False) -> None:
    """Print a line of a report."""
    if not quiet:
        click.echo(_one_line(text))


def say_json(report: Mapping[str, object]) -> None:
    """Print a report as JSON."""
    click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))


def say_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a header: text to the left, numbers to the right."""
    cells = [[_one_line(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    numbers = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(header))]
    for row in cells:
        padded = [
            _pad(cell, width, right=number)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


@contextmanager
def progress_steps(*, quiet: bool, verbose: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A function that is told of each step; it draws a bar on a terminal, else nothing.

    Yields
    ------
    progress
        Takes the steps done, all steps, and what comes next.
    """
    if verbose:
        yield lambda _done, _total, what: click.echo(what, err=True)
        return
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(length=1, file=sys.stderr, show_eta=False, width=30) as bar:

        def step(done: int, total: int, what: str) -> None:
            bar.length, bar.label = total, what
            bar.update(done - bar.pos)

        yield step
