from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from zonemap.read.digests import digest_ends, digest_sum, row_hashes

CELLS = pd.DataFrame(
    {0: ["a", "b", None], 1: [1, 2.5, ""], 2: pd.array(["x", None, ""], "str")}, index=[3, 4, 6]
)


def hashes(cells=CELLS, sheet="s"):
    return row_hashes(cells, sheet=sheet)


def test_a_hash_is_sha256_of_sheet_row_and_cells():
    text = "\x1f".join(["s", "4", "b", "2.5", ""])
    assert hashes()[1].tobytes() == hashlib.sha256(text.encode()).digest()


def test_a_changed_cell_row_number_or_sheet_changes_the_hash():
    changed = CELLS.copy()
    changed.loc[4, 0] = "c"
    assert (hashes() != hashes(changed)).any(axis=1).tolist() == [False, True, False]
    assert (hashes() != hashes(CELLS.set_axis([3, 5, 6]))).any(axis=1).sum() == 1
    assert (hashes() != hashes(sheet="t")).any(axis=1).all()


def test_blank_cells_are_alike_however_they_are_stored():
    blanks = [None, np.nan, ""]
    found = {hashes(pd.DataFrame({0: [blank]}, dtype=object)).tobytes() for blank in blanks}
    assert len(found) == 1


def test_the_sum_does_not_depend_on_order_but_on_every_row():
    whole = hashes()
    number = sum(int.from_bytes(row.tobytes(), "big") for row in whole) % 2**256
    assert digest_sum([whole]) == f"{number:064x}"
    assert digest_sum([whole[2:], whole[:2]]) == digest_sum([whole])
    assert digest_sum([whole[[0, 1, 1]]]) != digest_sum([whole])
    assert digest_sum([whole[:0]]) == "0" * 64


def test_the_ends_sum_to_the_end_of_the_sum():
    ends = digest_ends(hashes())
    assert ends.str.len().tolist() == [16, 16, 16]
    total = sum(int(end, 16) for end in ends) % 2**64
    assert f"{total:016x}" == digest_sum([hashes()])[-16:]
    assert len(digest_ends(hashes()[:0])) == 0
