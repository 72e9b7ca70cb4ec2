from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.world import HEADINGS, households, ledger_csv
from zonemap.errors import LedgerError
from zonemap.read.ledgers import LedgerFile, find_ledgers, other_files, read_ledger

DAY = date(2022, 9, 30)


def put(folder, name, text):
    path = folder / "households" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder, text, name="2022-09-30.csv"):
    return read_ledger(LedgerFile(DAY, put(folder, name, text)), root=folder)


def test_ledgers_are_found_by_date_in_files_and_folders(tmp_path):
    for name in ["2022-09-30.csv", "2022-09-23/一镇.csv", "2022年9月2日台账.csv", "20220916_x.csv",
                 "~$2022-09-30.xlsx", "README.md", "register/2022-01-01.csv"]:  # fmt: skip
        put(tmp_path, name, "x")
    found = find_ledgers(tmp_path, "households/*")
    assert [(file.day.isoformat(), file.path.name) for file in found] == [
        ("2022-09-02", "2022年9月2日台账.csv"),
        ("2022-09-16", "20220916_x.csv"),
        ("2022-09-23", "一镇.csv"),
        ("2022-09-30", "2022-09-30.csv"),
    ]


@pytest.mark.parametrize("name", ["汉台区.csv", "2022-13-01.csv"])
def test_a_ledger_without_a_date_is_an_error_not_overlooked(tmp_path, name):
    put(tmp_path, name, "x")
    with pytest.raises(LedgerError, match="holds no date"):
        find_ledgers(tmp_path, "households/*")


@pytest.mark.parametrize("name", ["2022-10-07.xls", "2022-10-07.et", "2022-10-07.txt"])
def test_a_table_that_is_not_read_is_an_error_not_overlooked(tmp_path, name):
    put(tmp_path, "2022-09-30.csv", "x")
    put(tmp_path, name, "x")
    with pytest.raises(LedgerError, match=name):
        find_ledgers(tmp_path, "households/*")


def test_synthetic_ledgers_never_count_beside_real_ones(tmp_path):
    for name in ["2022-09-30.csv", "2022-09-30_模拟数据.csv"]:
        put(tmp_path, name, "x")
    with pytest.raises(LedgerError, match="synthetic"):
        find_ledgers(tmp_path, "households/*")


def test_papers_among_the_ledgers_are_passed_over_and_named(tmp_path):
    for name in ["2022-09-30.csv", "通知.pdf", "README.md"]:
        put(tmp_path, name, "x")
    assert len(find_ledgers(tmp_path, "households/*")) == 1
    assert other_files(tmp_path, "households/*") == ("households/通知.pdf",)


def test_no_ledger_at_all_says_what_to_do(tmp_path):
    with pytest.raises(LedgerError, match="zonemap sample"):
        find_ledgers(tmp_path, "households/*")


def test_every_row_is_accounted_for(tmp_path):
    text = "台账（试验）" + "," * (len(HEADINGS) - 1) + "\n" + ledger_csv(households())
    text += "," * (len(HEADINGS) - 1) + "\n8户,,,,合计" + "," * (len(HEADINGS) - 5) + "\n"
    ledger = read(tmp_path, text)
    account = ledger.account
    assert (account.rows, account.headers, account.blank) == (12, 2, 1)
    assert (account.subtotals, account.data) == (1, 8)
    assert ledger.rows["source_row"].tolist() == list(range(3, 11))
    assert ledger.control_totals[["what", "stated", "counted"]].to_numpy().tolist() == [
        ["households", 8.0, 8.0]
    ]


def test_sub_totals_speak_for_their_own_rows_and_the_grand_total_for_all(tmp_path):
    book = Workbook()
    for row in [
        ["户编号", "镇办", "经度", "纬度", "状态", "年用煤量"],
        ["1", "一镇", 107, 33, "在用", 2.5],
        ["2", "一镇", 107, 33, "在用", 1.5],
        ["2户", "一镇小计", None, None, None, 4],
        ["3", "二镇", 107, 33, "在用", 1],
        ["2户", "二镇小计", None, None, None, 1],
        ["3户", "合计", None, None, None, 5],
    ]:
        book.active.append(row)
    path = tmp_path / "2022-09-30.xlsx"
    book.save(path)
    totals = read_ledger(LedgerFile(DAY, path), root=tmp_path).control_totals
    found = totals[["row", "what", "stated", "counted"]].to_numpy().tolist()
    assert found == [
        [4, "households", 2, 2], [4, "coal_t", 4, 4],
        [6, "households", 2, 1], [6, "coal_t", 1, 1],
        [7, "households", 3, 3], [7, "coal_t", 5, 5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("户编号,户主姓名,状态\n1,甲,在用\n", "neither coordinates"),
        ("户编号,户主姓名,经度,纬度\n1,甲,107,33\n", "no status"),
        ("甲,乙,丙\n1,2,3\n", "no ledger header"),
        ("", "no ledger header"),
    ],
)
def test_a_file_that_cannot_be_counted_is_refused(tmp_path, text, why):
    with pytest.raises(LedgerError, match=why) as error:
        read(tmp_path, text)
    assert "2022-09-30.csv" in str(error.value)


def test_headings_that_are_no_column_are_listed(tmp_path):
    assert read(tmp_path, "银行账户,村社区,状态\n1,一村,在用\n").unread == (": 银行账户",)


CELL = st.sampled_from(["", "在用", "合计", "小计", "填表人：", "107.1", "甲", "3户", "状态"])


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=12))
def test_whatever_the_rows_none_is_lost(tmp_path_factory, rows):
    header = "户编号,户主姓名,镇办,经度,纬度,状态\n"
    text = header + "".join(",".join(row) + "\n" for row in rows)
    ledger = read(tmp_path_factory.mktemp("x"), text)
    account = ledger.account
    assert account.rows == len(rows) + 1
    assert account.headers + account.blank + account.subtotals + account.data == account.rows
    with_status = sum(row[5] not in ("", "状态") for row in rows)
    assert len(ledger.rows) >= with_status
