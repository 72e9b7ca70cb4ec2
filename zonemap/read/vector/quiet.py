"""The error stream held shut while a library of another language speaks to itself on it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["silenced"]

STDERR: Final = 2


@contextmanager
def silenced() -> Iterator[None]:
    """Let nothing through to the error stream of the process, whoever writes to it."""
    try:
        before = os.dup(STDERR)
    except OSError:  # a program without a console has none
        yield
        return
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), STDERR)
    try:
        yield
    finally:
        os.dup2(before, STDERR)
        os.close(before)
