from __future__ import annotations

import pytest

from tests.world import HEADINGS, households, ledger_csv, make_project, proven, row
from zonemap.errors import AccountingError
from zonemap.pipeline import judge_ledgers
from zonemap.published import published_tables
from zonemap.read.plan import read_config

NUMBER, PHONE = "610702196001011234", "13800001111"


def tables_of(folder, language="en"):
    result = judge_ledgers(read_config(folder))
    return result, {table.name: table for table in published_tables(result, language=language)}


def with_numbers(folder):
    typed = {
        "身份证号": NUMBER,
        "联系电话": PHONE,
        "备注": f"证{NUMBER} 电{PHONE}",
        "户编号": NUMBER,
    }
    rows = [row("h1", 107.06, 33.05) | typed, *households()[1:]]
    folder = make_project(folder / "p")
    text = ledger_csv(rows, [*HEADINGS, "身份证号"])
    (folder / "households/2022-09-30.csv").write_text(text, encoding="utf-8")
    return folder


def test_counts_are_those_of_the_run_with_its_day(tmp_path):
    result, tables = tables_of(make_project(tmp_path / "p"))
    counts = tables["counts"].rows.to_pandas().set_index("zone_id")
    expected = result.newest.zone_counts
    assert counts[expected.columns].equals(expected)
    assert counts["name"].tolist() == ["甲县禁燃区", "乙县3公里范围", "Total"]
    assert {str(day) for day in counts["as_of"]} == {"2022-09-30"}


def test_every_row_of_the_newest_day_is_there_and_no_place_is_no_point(tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("h9", "", "")])
    result, tables = tables_of(folder)
    rows = tables["households_located"].rows
    assert rows["row_id"].to_pylist() == list(range(1, 10))
    assert rows["geometry"].null_count == 1
    assert rows["placement"].to_pylist() == result.newest.households["placement"].tolist()


def test_identity_numbers_and_phones_stand_in_no_cell(tmp_path):
    _, tables = tables_of(with_numbers(tmp_path))
    rows = tables["households_located"].rows
    assert not {"id_number", "phone", "source_digest"} & set(rows.column_names)
    cells = str(rows.to_pydict())
    assert NUMBER not in cells
    assert PHONE not in cells
    assert rows["note"].to_pylist()[0] == "证***1234 电***1111"
    assert rows["household_id"].to_pylist()[0] == "***1234"


def test_a_short_number_masks_nothing(tmp_path):
    rows = [proven("h1", 107.06, 33.05, 联系电话="1", 备注="第1组"), *households()[1:]]
    _, tables = tables_of(make_project(tmp_path / "p", rows))
    assert tables["households_located"].rows["note"].to_pylist()[0] == "第1组"


def test_comments_are_in_the_language_of_the_plan_and_say_what_is_synthetic(tmp_path):
    folder = make_project(tmp_path / "p")
    old = folder / "households/2022-09-30.csv"
    old.rename(folder / "households/2022-09-30_模拟数据.csv")
    _, tables = tables_of(folder, language="zh")
    head = {column.name: column.comment for column in tables["households_located"].columns}["head"]
    assert head == "户主姓名"
    assert "模拟" in tables["counts"].comment
    assert "2022-09-30" in tables["counts"].comment


def test_rows_that_are_not_those_read_are_not_published(tmp_path):
    result = judge_ledgers(read_config(make_project(tmp_path / "p")))
    result.newest.households.loc[0, "head"] = "别人"
    with pytest.raises(AccountingError):
        published_tables(result, language="en")


def test_the_same_result_gives_the_same_rows(tmp_path):
    folder = make_project(tmp_path / "p")
    first, again = (tables_of(folder)[1] for _ in range(2))
    assert all(first[name].rows.equals(again[name].rows) for name in first)
    assert list(first) == ["zones", "households_located", "counts"]
