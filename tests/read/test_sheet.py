from __future__ import annotations

import pandas as pd

from zonemap.read.layout.headers import Header
from zonemap.read.sheet import Finding, Sheet


def test_a_sheet_is_clean_until_its_reader_says_otherwise_and_shares_nothing():
    one, two = (Sheet("", Header(0, {}, ()), (1, 0), pd.DataFrame()) for _ in range(2))
    assert (one.crs, one.findings, one.filled, one.broken) == (None, (), (), {})
    assert one.broken is not two.broken


def test_findings_sort_by_row():
    assert sorted([Finding(2, "a", "", "x"), Finding(0, "b", "", "x")])[0].row == 0
