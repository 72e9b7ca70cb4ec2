from __future__ import annotations

from tests.world import households, make_project, row


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
