from __future__ import annotations

import os

import pytest

from zonemap.errors import LedgerError
from zonemap.read.folders import find_ledgers, other_files


def put(folder, *names):
    for name in names:
        path = folder / "households" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def found(folder):
    files = find_ledgers(folder, "households/*")
    return [(file.day.isoformat(), file.path.name) for file in files]


def test_ledgers_are_found_by_date_in_files_and_folders(tmp_path):
    put(
        tmp_path,
        *("2022-09-30.csv", "2022-09-23/一镇.csv", "2022年9月2日台账.csv", "20220916_x.csv"),
        *("~$2022-09-30.xlsx", "README.md", "register/2022-01-01.csv", "truth/2022-01-01.csv"),
    )
    assert found(tmp_path) == [
        ("2022-09-02", "2022年9月2日台账.csv"),
        ("2022-09-16", "20220916_x.csv"),
        ("2022-09-23", "一镇.csv"),
        ("2022-09-30", "2022-09-30.csv"),
    ]
    assert other_files(tmp_path, "households/*") == ()


def test_a_ledger_without_a_date_is_an_error_not_overlooked(tmp_path):
    put(tmp_path, "汉台区.csv")
    with pytest.raises(LedgerError, match="holds no date"):
        found(tmp_path)


@pytest.mark.parametrize("name", ["2022-13-01.csv", "2022-02-30.csv", "20220230.csv"])
def test_a_day_that_does_not_exist_is_told(tmp_path, name):
    put(tmp_path, name)
    with pytest.raises(LedgerError, match=rf"{name}: there is no day {name[:-4]}"):
        found(tmp_path)


@pytest.mark.parametrize("suffix", [".xlsb", ".et", ".ods", ".wps", ".mht", ".dbf", ".ET"])
def test_a_table_that_is_not_read_is_an_error_not_overlooked(tmp_path, suffix):
    put(tmp_path, "2022-09-30.csv", f"2022-10-07{suffix}")
    with pytest.raises(LedgerError, match=rf"2022-10-07{suffix}: .*save it as XLSX"):
        found(tmp_path)


def test_the_parts_of_a_shapefile_are_neither_ledgers_nor_passed_over(tmp_path):
    parts = [".shp", ".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".shp.xml"]
    put(tmp_path, *(f"2022-09-30{part}" for part in parts))
    assert found(tmp_path) == [("2022-09-30", "2022-09-30.shp")]
    assert other_files(tmp_path, "households/*") == ()


def test_synthetic_ledgers_never_count_beside_real_ones(tmp_path):
    put(tmp_path, "2022-09-30.csv", "2022-09-30_模拟数据.csv")
    with pytest.raises(LedgerError, match="synthetic"):
        found(tmp_path)


def test_papers_among_the_ledgers_are_passed_over_and_named(tmp_path):
    put(tmp_path, "2022-09-30.csv", "通知.pdf", "README.md", "2022-09-30.prj")
    assert len(found(tmp_path)) == 1
    assert other_files(tmp_path, "households/*") == (
        "households/2022-09-30.prj",
        "households/通知.pdf",
    )


def test_no_ledger_at_all_says_what_to_do(tmp_path):
    with pytest.raises(LedgerError, match="zonemap sample"):
        found(tmp_path)


@pytest.mark.parametrize("pattern", ["", "/etc/*", "households/**x"])
def test_a_pattern_that_is_none_is_one_line(tmp_path, pattern):
    with pytest.raises(LedgerError):
        find_ledgers(tmp_path, pattern)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_leads_out_of_the_project_is_refused(tmp_path):
    outside = tmp_path / "outside"
    put(outside, "2022-09-23.csv")
    project = tmp_path / "project"
    put(project, "2022-09-30.csv")
    link = project / "households" / "2022-09-23.csv"
    link.symlink_to(outside / "households" / "2022-09-23.csv")
    with pytest.raises(LedgerError, match="leads out"):
        found(project)
    link.unlink()
    (project / "households" / "2022-09-23").symlink_to(outside / "households")
    with pytest.raises(LedgerError, match="leads out"):
        found(project)


def test_a_ledger_in_a_folder_inside_a_dated_folder_is_never_missed_unnoticed(tmp_path):
    inner = tmp_path / "households" / "2022-09-30" / "城固县"
    inner.mkdir(parents=True)
    (inner / "photo.jpg").write_bytes(b"")
    (inner.parent / "a.csv").write_text("x", encoding="utf-8")
    assert len(find_ledgers(tmp_path, "households/*")) == 1
    (inner / "2022-09-30_b.csv").write_text("x", encoding="utf-8")
    with pytest.raises(LedgerError, match="2022-09-30/城固县: folders inside"):
        find_ledgers(tmp_path, "households/*")
    assert len(find_ledgers(tmp_path, "households/*/*")) == 2, "named by the plan"


def test_a_file_whose_name_and_folder_say_different_days_is_refused(tmp_path):
    folder = tmp_path / "households" / "2022-09-30"
    folder.mkdir(parents=True)
    (folder / "老君镇2022-09-29.csv").write_text("x", encoding="utf-8")
    with pytest.raises(LedgerError, match="its name says 2022-09-29, its folder 2022-09-30"):
        find_ledgers(tmp_path, "households/*")
