from __future__ import annotations

import subprocess
import sys
from datetime import date

from tests.world import households, put_ledger
from zonemap.intake import take_in
from zonemap.read.ledgers import LedgerFile


def test_a_file_comes_in_with_every_row_typed_and_where_it_stood(tmp_path):
    (tmp_path / "households").mkdir()
    path = put_ledger(tmp_path, "2022-09-30", households())
    typed = take_in(LedgerFile(date(2022, 9, 30), path), root=tmp_path)
    assert typed.households["status"].tolist()[:2] == ["active", "cleared"]
    assert typed.households["source_row"].tolist() == list(range(2, 10))
    assert typed.ledger.account.data == 8
    assert len(typed.ledger.rows) == 0


def test_a_worker_that_reads_loads_no_maps():
    code = "import sys, zonemap.intake; print('matplotlib' in sys.modules, 'folium' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
