from __future__ import annotations

import pickle

import pytest

from zonemap import errors


def test_an_error_keeps_its_template_for_translation():
    error = errors.LedgerError("{file}: row {row}", file="a.csv", row=3)
    assert str(error) == "a.csv: row 3"
    assert (error.template, error.values) == ("{file}: row {row}", {"file": "a.csv", "row": 3})


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_a_zonemap_error(name):
    assert issubclass(getattr(errors, name), errors.ZonemapError)


@pytest.mark.parametrize("name", errors.__all__)
def test_an_error_crosses_to_another_process_with_its_values(name):
    error = getattr(errors, name)("{file}: {braces}", file="a.csv", braces="{no place}")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error) == "a.csv: {no place}"
    assert (copy.template, copy.values) == (error.template, error.values)
