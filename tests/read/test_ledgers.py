from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.world import HEADINGS, households, ledger_csv
from zonemap.errors import LedgerError, ZonemapError
from zonemap.read.ledgers import LedgerFile, read_ledger

DAY = date(2022, 9, 30)


def put(folder, name, text):
    path = folder / "households" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder, text, name="2022-09-30.csv"):
    return read_ledger(LedgerFile(DAY, put(folder, name, text)), root=folder)


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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("户编号,户主姓名,状态\n1,甲,在用\n", "neither coordinates"),
        ("户编号,户主姓名,经度,纬度\n1,甲,107,33\n", "no status"),
        ("甲,乙,丙\n1,2,3\n", "no ledger header"),
        ("", "empty"),
        (ledger_csv([]), "no household below it"),
        (ledger_csv([]) + "合计\n", "no household below it"),
    ],
)
def test_a_file_that_cannot_be_counted_is_refused(tmp_path, text, why):
    with pytest.raises(LedgerError, match=why) as error:
        read(tmp_path, text)
    assert "2022-09-30.csv" in str(error.value)


def test_headings_that_are_no_column_are_listed(tmp_path):
    assert read(tmp_path, "银行账户,村社区,状态\n1,一村,在用\n").unread == (": 银行账户",)


def test_a_broken_row_is_a_data_row_without_cells_and_its_text_a_finding(tmp_path):
    text = "户编号,村社区,状态\n1,一村,在用\n2,一村\n3,一村,在用\n"
    ledger = read(tmp_path, text)
    assert ledger.account.data == 3
    assert ledger.rows["source_fault"].tolist() == ["", "broken_row", ""]
    assert ledger.rows.loc[1, ["household_id", "village", "status"]].isna().all()
    assert ledger.findings.to_numpy().tolist() == [["", 3, "", "2,一村", "broken_row"]]


def test_the_digest_is_the_sum_of_its_rows_and_changes_with_any_cell(tmp_path):
    text = "户编号,村社区,状态,银行账户\n1,一村,在用,x\n2,一村,在用,y\n"
    ledger = read(tmp_path, text)
    total = sum(int(end, 16) for end in ledger.rows["source_digest"]) % 2**64
    assert (len(ledger.digest), ledger.digest[-16:]) == (64, f"{total:016x}")
    assert read(tmp_path, text).digest == ledger.digest
    assert read(tmp_path, text.replace("y", "z")).digest != ledger.digest


def test_headings_of_the_plan_are_used(tmp_path):
    path = put(tmp_path, "2022-09-30.csv", "户编号,村社区,现状\n1,一村,在用\n")
    ledger = read_ledger(LedgerFile(DAY, path), root=tmp_path, aliases={"现状": "status"})
    assert ledger.rows["status"].tolist() == ["在用"]


def test_cells_filled_down_in_a_workbook_are_told_and_the_account_holds(tmp_path):
    book = Workbook()
    book.active.append(["户编号", "村社区", "状态"])
    for row in [["1", "一村", "在用"], ["2", None, "在用"], ["3", "二村", "在用"]]:
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    path = tmp_path / "2022-09-30.xlsx"
    book.save(path)
    ledger = read_ledger(LedgerFile(DAY, path), root=tmp_path)
    assert ledger.rows["village"].tolist() == ["一村", "一村", "二村"]
    assert ledger.repairs.to_numpy().tolist() == [[1, "village", "", "一村", "filled_down"]]
    assert (ledger.crs, ledger.account.rows) == ("", 4)


def test_a_file_outside_the_project_is_refused(tmp_path):
    path = put(tmp_path / "elsewhere", "2022-09-30.csv", "村社区,状态\n一村,在用\n")
    (tmp_path / "project").mkdir()
    with pytest.raises(LedgerError, match="leads out"):
        read_ledger(LedgerFile(DAY, path), root=tmp_path / "project")


CELL = st.sampled_from(
    [
        "",
        "在用",
        "合计",
        "小计",
        "填表人：",
        "107.1",
        "甲",
        "3户",
        "状态",
        "——",
        "1",
        "以下空白",
        "经度",
    ]
)
HEADINGS_READ = ["户编号", "户主姓名", "镇办", "经度", "纬度", "状态"]


def sums(account):
    return account.headers + account.blank + account.subtotals + account.data


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=12))
def test_whatever_the_rows_none_is_lost(tmp_path_factory, rows):
    text = "".join(",".join(row) + "\n" for row in [HEADINGS_READ, *rows])
    households = [row for row in rows if {"在用", "甲"} & {row[5]} or row[3] in {"107.1", "1"}]
    try:
        ledger = read(tmp_path_factory.mktemp("x"), text)
    except LedgerError as error:
        assert "no household below it" in str(error)
        assert households == []
        return
    assert ledger.account.rows == sums(ledger.account) == len(rows) + 1
    assert len(ledger.rows) >= len(households)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.permutations(
        [f"{i},甲,一镇,107.0{i},33.1,在用" for i in range(6)] + ["合计,6户,,,,", ""]
    ),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    cut=st.integers(0, 400),
    hits=st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(list(b'",;\0\xff\n\rA'))), max_size=3
    ),
)
def test_shuffled_cut_and_altered_files_are_read_whole_or_refused_in_one_line(
    tmp_path_factory, rows, codec, end, cut, hits
):
    raw = bytearray(end.join([",".join(HEADINGS_READ), *rows, ""]).encode(codec))
    for place, byte in hits:
        raw[place % len(raw)] = byte
    del raw[len(raw) - cut % len(raw) :]
    path = tmp_path_factory.mktemp("x") / "2022-09-30.csv"
    path.write_bytes(raw)
    try:
        ledger = read_ledger(LedgerFile(DAY, path), root=path.parent)
    except ZonemapError as error:
        assert "\n" not in str(error)
        return
    assert ledger.account.rows == sums(ledger.account)
    if not hits and not cut:
        assert (ledger.account.rows, ledger.account.data) == (9, 6)
