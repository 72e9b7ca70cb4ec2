from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from zonemap.errors import AccountingError
from zonemap.manifest import (
    checksums,
    file_account,
    manifest_text,
    require_same_rows,
    row_digests,
    summed_digests,
)

ROWS = pd.DataFrame(
    {
        "file": ["a", "a", "b"],
        "name": pd.array(["甲", None, "乙"], dtype="str"),
        "coal_t": [1.5, np.nan, 0.1],
        "day": pd.to_datetime(["2022-09-30", None, "2022-09-29"]).astype("datetime64[s]"),
    }
)
COLUMNS = ["name", "coal_t", "day"]


def digests(rows):
    return row_digests(rows, columns=COLUMNS, by="file")


def test_the_digest_does_not_depend_on_the_order_of_rows():
    assert digests(ROWS) == digests(ROWS.iloc[::-1])


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.iloc[1:],
        lambda rows: rows.iloc[[0, 0, 2]],
        lambda rows: rows.assign(coal_t=[1.5, np.nan, 0.1000001]),
        lambda rows: rows.assign(name=["甲", "", "乙"]),
    ],
)
def test_a_row_lost_doubled_or_altered_is_found(change):
    with pytest.raises(AccountingError, match="are not the rows read"):
        require_same_rows(digests(ROWS), digests(change(ROWS)))


def test_cells_do_not_run_into_each_other():
    left = pd.DataFrame({"file": ["a"], "x": ["ab"], "y": ["c"]})
    right = pd.DataFrame({"file": ["a"], "x": ["a"], "y": ["bc"]})
    assert row_digests(left, columns=["x", "y"], by="file") != row_digests(
        right, columns=["x", "y"], by="file"
    )


def test_the_account_of_a_file_adds_up():
    placed = pd.DataFrame(
        {"source_file": ["a", "a", "b"], "placement": ["in", "superseded", "outside"]}
    )
    account = file_account(placed)
    assert account.loc["a", ["data", "in", "superseded"]].tolist() == [2, 1, 1]
    assert account["balanced"].all()


def test_the_manifest_is_plain_json():
    text = manifest_text({"n": np.int64(3), "ok": np.array([True])[0], "名": "汉"})
    assert json.loads(text) == {"n": 3, "ok": True, "名": "汉"}
    assert "汉" in text


def test_checksums_are_lines_that_sha256sum_reads():
    assert checksums({"b": "2" * 64, "a": "1" * 64}) == f"{'1' * 64}  a\n{'2' * 64}  b\n"


def test_digests_of_rows_add_up_whatever_their_order_and_wrap_around():
    rows = pd.DataFrame(
        {
            "file": ["a", "b", "a"],
            "digest": ["ffffffffffffffff", "0000000000000002", "0000000000000003"],
        }
    )
    sums = summed_digests(rows, digest="digest", by="file")
    assert sums == {"a": "0000000000000002", "b": "0000000000000002"}
    assert summed_digests(rows[::-1], digest="digest", by="file") == sums
    assert summed_digests(rows[1:], digest="digest", by="file")["a"] != sums["a"]
