from __future__ import annotations

from tests.world import households, make_project, put_ledger, row


def test_the_report_shows_counts_findings_and_both_sides_of_the_account(call, tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    text = call("check", "--project", folder).stdout
    assert "甲县禁燃区: Not zero: 3 remaining" in text
    assert "10 rows" in text or "10 in 1 files" in text
    assert "in no zone of the plan: 1 households" in text
    assert "9 = 6 in a zone + 2 outside + 1 undetermined + 0 superseded" in text


def test_the_report_comes_in_chinese_too(call, tmp_path):
    folder = make_project(tmp_path / "p")
    text = call("check", "--project", folder, "--lang", "zh").stdout
    assert "未清零" in text
    assert "数据行：8 = 区内 6 + 区外 2" in text


def test_what_was_not_read_is_said(call, tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "households/notice.pdf").write_bytes(b"x")
    assert "Not read: households/notice.pdf" in call("check", "--project", folder).stdout


def test_unknown_status_words_are_listed_with_their_number(call, tmp_path):
    rows = [
        *households(),
        *(row(f"u{n}", 107.06, 33.05 + n / 1000, status="还在烧呢") for n in (1, 2)),
    ]
    text = call("check", "--project", make_project(tmp_path / "p", rows)).stdout
    assert "Status words not known: 还在烧呢 (2)" in text


def test_a_town_that_drops_out_is_said(call, tmp_path):
    folder = make_project(tmp_path / "p")
    gone = row("h9", 107.02, 33.02) | {"镇办": "九镇"}
    put_ledger(folder, "2022-09-23", [*households(), gone])
    text = call("check", "--project", folder).stdout
    assert "WARNING: 甲县九镇: 1 households on 2022-09-23, none on 2022-09-30" in text
