from __future__ import annotations

import struct
from datetime import date

import pytest

from zonemap.errors import LedgerError
from zonemap.read.vector.dbase import read_dbase


def put(tmp_path, fields, rows, *, encoding="utf-8", language=0, cpg=None):
    width = 1 + sum(size for _, _, size, _ in fields)
    head = struct.pack(
        "<BBBBIHH17xB2x", 3, 122, 9, 1, len(rows), 33 + 32 * len(fields), width, language
    )
    for name, kind, size, decimals in fields:
        raw = name.encode(encoding)[:10].ljust(11, b"\0")
        head += raw + kind.encode() + bytes(4) + bytes([size, decimals]) + bytes(14)
    body = b""
    for mark, *cells in rows:
        body += mark.encode()
        for cell, (_, _, size, _) in zip(cells, fields, strict=True):
            body += cell.encode(encoding)[:size].ljust(size)
    path = tmp_path / "a.dbf"
    path.write_bytes(head + b"\r" + body + b"\x1a")
    if cpg is not None:
        (tmp_path / "a.cpg").write_text(cpg)
    return path


FIELDS = [("户主姓名", "C", 9, 0), ("计划完成日期", "D", 8, 0), ("年用煤量", "N", 8, 2),
          ("编号", "N", 18, 0), ("是", "L", 1, 0)]  # fmt: skip
ROWS = [
    (" ", "甲某某", "20220901", "2.50", "610702000000000001", "T"),
    ("*", "乙", "20220901", "1", "1", "F"),
    (" ", "丙", "00000000", "***", "", "?"),
]


@pytest.mark.parametrize(
    ("encoding", "more"),
    [("utf-8", {}), ("gbk", {}), ("gbk", {"cpg": "ANSI 936"}), ("gbk", {"cpg": "ISO-8859-1"}),
     ("utf-8", {"cpg": "UTF-8"}), ("utf-8", {"cpg": "no\0codec"}), ("gbk", {"language": 0x4D})],
)  # fmt: skip
def test_cells_are_read_in_the_encoding_that_they_are_in(tmp_path, encoding, more):
    read = read_dbase(put(tmp_path, FIELDS, ROWS, encoding=encoding, **more), error=LedgerError)
    assert read.kept.tolist() == [True, False, True]
    assert read.table.iloc[0].tolist() == [
        "甲某某", date(2022, 9, 1), 2.5, 610702000000000001, True,
    ]  # fmt: skip
    assert read.table.iloc[1].tolist() == ["丙", None, None, None, None]
    assert read.names[:2] == (
        ("户主姓", "计划完") if encoding == "utf-8" else ("户主姓名", "计划完成日")
    )
    assert read.cut[1]
    assert not read.cut[3]


def test_a_table_that_is_cut_off_or_no_text_is_refused(tmp_path):
    path = put(tmp_path, FIELDS, ROWS)
    whole = path.read_bytes()
    no_text = whole.replace("甲".encode(), b"\xff\xff\xff")
    faults = [(whole[:-9], "cut off"), (whole[:40], "cut off"), (b"", "cut off"),
              (no_text, "neither UTF-8 nor GBK")]  # fmt: skip
    for content, why in faults:
        path.write_bytes(content)
        with pytest.raises(LedgerError, match=why):
            read_dbase(path, error=LedgerError)
