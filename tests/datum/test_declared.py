from __future__ import annotations

import numpy as np
import pytest

from tests.datum.simulate import bounds
from zonemap.datum.declared import declared_frame, declared_pairs, require_declared_form
from zonemap.datum.forms import FORMS, read_pairs
from zonemap.errors import LedgerError


@pytest.mark.parametrize(
    ("declared", "frame"),
    [
        ("auto", ""),
        ("GCJ-02", "GCJ-02"),
        ("EPSG:4490", "WGS84"),
        ("EPSG:4326", "WGS84"),
        ("EPSG:4545", "EPSG:4545"),
    ],
)
def test_wgs84_and_cgcs2000_are_one_frame(declared, frame):
    assert declared_frame(declared) == frame


def pairs_of(x, y, frame):
    given = np.array(x, dtype=float), np.array(y, dtype=float)
    return declared_pairs(given, read_pairs(*given), frame=frame, bounds=bounds())


def test_a_declared_projection_is_known_by_where_it_puts_the_rows():
    pairs = pairs_of([409_420, 3_660_700, 107.03], [3_660_700, 409_420, 33.07], "EPSG:4545")
    assert [FORMS[form] for form in pairs.form] == ["projected", "projected_swapped", "degrees"]
    assert pairs.east.tolist() == [409_420, 409_420, 107.03]


def test_a_few_rows_of_another_kind_are_no_error_and_most_are():
    degrees, metres = (107.03, 33.07), (36_409_420.0, 3_660_700.0)
    for few in (1, 4):
        x, y = np.array([metres] * few + [degrees] * (5 - few)).T
        pairs = pairs_of(x, y, "WGS84")
        if few == 1:
            require_declared_form(pairs, np.ones(5, bool), frame="WGS84", bounds=bounds())
        else:
            with pytest.raises(LedgerError, match="EPSG:4524"):
                require_declared_form(pairs, np.ones(5, bool), frame="WGS84", bounds=bounds())
