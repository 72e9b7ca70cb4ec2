from __future__ import annotations

import numpy as np
import pytest

from zonemap.sample.dirty.structure import (
    FILE_FAULTS,
    STRUCTURE_FAULTS,
    TEXT_FORMS,
    drawn_file_fault,
    drawn_styles,
)

EVERY = {fault.name: 1.0 for fault in STRUCTURE_FAULTS}


def test_text_has_no_faults_of_workbooks():
    workbook = drawn_styles(EVERY, form="workbook", rng=np.random.default_rng(1))
    text = drawn_styles(EVERY, form="text", rng=np.random.default_rng(1))
    assert {"merged_cells", "hidden_rows", "cover_sheet", "town_sheets"} == workbook - text


def test_what_excludes_each_other_does_not_come_together():
    styles = drawn_styles(EVERY, form="workbook", rng=np.random.default_rng(1))
    assert not {"merged_header", "alias_chinese"} & styles
    only = drawn_styles({"wrong_subtotals": 1.0}, form="text", rng=np.random.default_rng(1))
    assert only == {"wrong_subtotals", "subtotals"}


def test_a_file_has_at_most_one_form_as_often_as_its_rate_says():
    rng = np.random.default_rng(2)
    rates = {"csv_gb18030": 0.5, "gpkg": 0.25}
    drawn = [drawn_file_fault(rates, rng=rng) for _ in range(2000)]
    assert drawn.count("csv_gb18030") == pytest.approx(1000, abs=100)
    assert drawn.count("gpkg") == pytest.approx(500, abs=80)
    assert drawn.count("") == pytest.approx(500, abs=80)


def test_rates_beyond_one_are_shared_out():
    rng = np.random.default_rng(3)
    names = {drawn_file_fault(dict.fromkeys(TEXT_FORMS, 1.0), rng=rng) for _ in range(200)}
    assert names == set(TEXT_FORMS)
    assert set(TEXT_FORMS) < {fault.name for fault in FILE_FAULTS}
