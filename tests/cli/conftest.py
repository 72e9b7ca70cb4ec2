from __future__ import annotations

import pytest
from click.testing import CliRunner

from zonemap.cli import main


@pytest.fixture
def call():
    """Run a command; returns click's result, whose exception is shown if it is a surprise."""

    def invoke(*words):
        result = CliRunner().invoke(main, [str(word) for word in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
