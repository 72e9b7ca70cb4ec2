from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from zonemap.errors import ColumnError
from zonemap.value_groups import occurring, value_groups

TABLE = pa.table({"town": ["b", None, "a", "b"], "n": [1, 1, None, 1], "list": [[1]] * 4})


def rows(group, values):
    return [tuple(column[int(g)].as_py() for column in values) for g in group]


@pytest.mark.parametrize("most", [1, 1000])
def test_the_number_of_a_row_stands_for_its_values(monkeypatch, most):
    monkeypatch.setattr("zonemap.value_groups.MOST_GROUPS", most)
    group, values = value_groups(TABLE, ("town", "n"))
    assert rows(group, values) == [("b", 1), (None, 1), ("a", None), ("b", 1)]
    assert group[0] == group[3]
    assert len(np.unique(group)) == 3


def test_without_columns_all_rows_are_one_group():
    group, values = value_groups(TABLE, ())
    assert group.tolist() == [0] * 4
    assert len(values[0]) == 1


def test_columns_of_lists_are_refused():
    with pytest.raises(ColumnError, match="list"):
        value_groups(TABLE, ("town", "list"))


@pytest.mark.parametrize("size", [10, 1 << 40])
def test_what_occurs_is_counted_whatever_could_occur(size):
    numbers, times = occurring(np.array([7, 3, 7]), size)
    assert (numbers.tolist(), times.tolist()) == ([3, 7], [1, 2])
