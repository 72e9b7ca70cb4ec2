"""Whatever is done to a ledger: every row is accounted for, or one line says why not."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mutated_files import delivered
from tests.mutations import broken_ledger
from tests.world import make_project
from zonemap.errors import ZonemapError
from zonemap.pipeline import check
from zonemap.read.plan import read_config

PARTS = ["headers", "blank", "subtotals", "data"]
FATES = ["in", "outside", "undetermined", "superseded"]


def judged_or_refused(folder, seed):
    """The account of a broken ledger, or the line by which it was refused."""
    name, data, rows = broken_ledger(seed)
    for old in (folder / "households").iterdir():
        old.unlink()
    (folder / "households" / name).write_bytes(data)
    try:
        return check(read_config(folder)), rows
    except ZonemapError as error:
        return str(error), rows


def require_account(result, rows):
    if isinstance(result, str):
        assert result
        assert "\n" not in result
        return False
    account = result.accounting
    assert (account["rows"] == account[PARTS].sum(axis=1)).all()
    assert (account["data"] == account[FATES].sum(axis=1)).all()
    assert account["data"].sum() == len(result.newest.households)
    assert rows is None or account["rows"].sum() == rows
    return True


@pytest.mark.parametrize("block", range(4))
def test_every_row_of_a_broken_ledger_is_accounted_for(tmp_path, block):
    folder = make_project(tmp_path / "p")
    seeds = range(block * 15, block * 15 + 15)
    counted = sum(require_account(*judged_or_refused(folder, seed)) for seed in seeds)
    assert counted >= 3, "most mutations leave a ledger that can be read"


@pytest.mark.parametrize("block", range(3))
def test_no_household_of_a_whole_file_is_lost_whatever_its_container(tmp_path, block):
    folder = make_project(tmp_path / "p")
    whole = 0
    for seed in range(9000 + block * 10, 9010 + block * 10):
        sent = delivered(seed)
        for old in (folder / "households").iterdir():
            old.unlink()
        for name, data in sent.files.items():
            (folder / "households" / name).write_bytes(data)
        if sent.ids is None:
            continue
        table = check(read_config(folder)).newest.households
        assert Counter(table["household_id"].dropna()) == sent.ids, seed
        whole += 1
    assert whole >= 1
