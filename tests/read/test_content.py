from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.content import file_kind


def kind(tmp_path, content, name="a.xls"):
    (tmp_path / name).write_bytes(content)
    return file_kind(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"PAR1", "parquet"),
        (b"SQLite format 3\0", "gpkg"),
        (b"\0\0\x27\x0a", "shp"),
        (b"\xef\xbb\xbf \n<HTML><body>", "html"),
        ("<table>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', "html"),
        (b' {"type": 1}', "geojson"),
        ("户编号,状态\n".encode("gb18030"), "text"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(tmp_path, content, expected):
    assert kind(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut", "cut off"),
        (b"\x01\0\0\0\x02", "not a readable"),
        (b'<?xml version="1.0"?><Workbook>', "save it as XLSX"),
        (b"MIME-Version: 1.0", "save it as XLSX"),
    ],
)
def test_what_no_reader_knows_is_refused(tmp_path, content, why):
    with pytest.raises(LedgerError, match=why):
        kind(tmp_path, content)
