from __future__ import annotations

import io

import pandas as pd

from zonemap.sample.dirty.generate import dirty_files
from zonemap.sample.dirty.truth import truth_files

RATES = {"coordinates_dms": 0.02, "duplicate_row": 0.02, "subtotals": 1.0, "csv_gb18030": 1.0}


def test_faults_stand_under_the_rows_they_befall(ledgers):
    (file,) = dirty_files(ledgers, rates=RATES, seed=1)
    lines = file.data.decode("gb18030").splitlines()
    assert set(file.faults["fault"]) == set(RATES)
    for fault in file.faults[file.faults["fault"] == "coordinates_dms"].itertuples():
        first = fault.written.split(" | ")[0]
        assert first.replace('"', '""') in lines[fault.row - 1]
        assert fault.expected == "repaired"
    twice = file.faults[file.faults["fault"] == "duplicate_row"]
    assert sorted(twice["expected"].unique()) == ["noted", "superseded"]


def test_truth_and_faults_are_two_files_of_the_name_of_the_ledger(ledgers):
    (file,) = dirty_files(ledgers, rates=RATES, seed=1)
    made = truth_files(file)
    assert list(made) == ["2022-09-30_模拟数据.truth.parquet", "2022-09-30_模拟数据.faults.csv"]
    truth, faults = made.values()
    back = pd.read_parquet(io.BytesIO(truth)).astype(file.truth.dtypes)
    pd.testing.assert_frame_equal(back, file.truth)
    assert len(pd.read_csv(io.BytesIO(faults))) == len(file.faults)
    assert list(pd.read_csv(io.BytesIO(faults)).columns) == [
        "file", "sheet", "row", "column", "fault", "written", "true", "expected", "code",
    ]  # fmt: skip
