from __future__ import annotations

import subprocess
import sys
from datetime import date

from tests.world import households, put_ledger
from zonemap.intake import OwnWords, take_in
from zonemap.read.ledgers import LedgerFile


def test_a_file_comes_in_with_every_row_typed_and_where_it_stood(tmp_path):
    (tmp_path / "households").mkdir()
    path = put_ledger(tmp_path, "2022-09-30", households())
    typed = take_in(LedgerFile(date(2022, 9, 30), path), root=tmp_path, words=OwnWords())
    assert typed.households["status"].tolist()[:2] == ["active", "cleared"]
    assert typed.households["source_row"].tolist() == list(range(2, 10))
    assert typed.ledger.account.data == 8
    assert len(typed.ledger.rows) == 0


def test_a_worker_that_reads_loads_no_maps():
    code = "import sys, zonemap.intake; print('matplotlib' in sys.modules, 'folium' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_plan_adds_headings_and_status_words_of_its_own(tmp_path):
    path = tmp_path / "2022-09-30.csv"
    path.write_text("户编号,村社区,眼下怎样\nh1,一村,还冒烟\n", encoding="utf-8")
    words = OwnWords({"眼下怎样": "status"}, {"还冒烟": "active"})
    typed = take_in(LedgerFile(date(2022, 9, 30), path), root=tmp_path, words=words)
    assert typed.households["status"].tolist() == ["active"]


def test_a_row_that_cannot_be_read_whole_is_one_issue_and_stays_a_row(tmp_path):
    path = tmp_path / "2022-09-30.csv"
    rows = "".join(f"h{i},一村,在用\n" for i in range(4))
    path.write_text(f"户编号,村社区,状态\n{rows}h9,一村\n", encoding="utf-8")
    typed = take_in(LedgerFile(date(2022, 9, 30), path), root=tmp_path, words=OwnWords())
    assert typed.issues[["index", "code"]].to_numpy().tolist() == [[4, "broken_row"]]
    assert "h9" in typed.issues["value"][0]
    assert len(typed.households) == 5
    assert "broken_row" not in set(typed.ledger.findings["code"])
