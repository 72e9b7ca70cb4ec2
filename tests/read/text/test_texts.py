from __future__ import annotations

import pytest

from zonemap.read.sheet import Finding
from zonemap.read.text.texts import text_sheets

TEXT = '台账,,\n\n村社区,状态,备注\n一村,在用,"甲,乙"\n二村\n三村,在用,\n四村,在用,\n'


def sheet(tmp_path, raw, **aliases):
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    sheets, others = text_sheets(path, aliases=aliases)
    assert others == []
    return sheets[0]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_one_sheet_whatever_its_encoding(tmp_path, codec):
    found = sheet(tmp_path, TEXT.encode(codec))
    assert (found.name, found.rows_above, found.broken) == ("", (3, 1), {5: "二村"})
    assert found.cells.loc[4].tolist() == ["一村", "在用", "甲,乙"]
    named = {"utf-16": "UTF-16", "gb18030": "GB18030"}.get(codec)
    assert found.findings == ((Finding(0, "", named, "encoding"),) if named else ())


def test_headings_of_the_plan_are_used(tmp_path):
    found = sheet(tmp_path, "所在,现状\n一村,在用\n".encode(), 所在="village", 现状="status")
    assert found.header.columns == {"village": 0, "status": 1}


def test_a_text_file_without_a_header_is_named(tmp_path):
    path = tmp_path / "a.csv"
    for text in ("", "甲,乙\n", "\0\0\0"):
        path.write_text(text, encoding="utf-8")
        assert text_sheets(path) == ([], ["a.csv"])
