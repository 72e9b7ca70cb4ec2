from __future__ import annotations

import struct
import zipfile

import pytest

from tests.read.workbook_world import ROW, book_of, saved, with_parts
from zonemap.errors import LedgerError
from zonemap.read.guard import refuse_wide, require_safe_zip, xml_pieces

MB = 1 << 20


def guarded(path):
    require_safe_zip(path, error=LedgerError)
    for _ in xml_pieces(path, "xl/worksheets/sheet1.xml", error=LedgerError):
        pass


def refused(path, why):
    with pytest.raises(LedgerError, match=why) as error:
        guarded(path)
    assert path.name in str(error.value)
    assert "\n" not in str(error.value)


@pytest.fixture
def book(tmp_path):
    return saved(book_of(ROW), tmp_path / "a.xlsx")


def test_an_ordinary_workbook_passes(book):
    guarded(book)


@pytest.mark.parametrize("part", ["sheet", "xl/media/x.bin"])
def test_a_part_that_inflates_to_far_more_than_it_is_packed_is_refused(book, part):
    refused(with_parts(book, **{part: b"0" * (40 * MB)}), "zip bomb")


def test_a_part_that_claims_four_gigabytes_is_refused_before_it_is_inflated(book):
    content = bytearray(book.read_bytes())
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            struct.pack_into("<I", content, at + 24, 0xFFFFFFF0)
    book.write_bytes(content)
    refused(book, "zip bomb")


def test_a_part_larger_than_it_claims_is_refused(book):
    # Its checksum fits what it claims, so that a reader which stops there notices nothing.
    claimed = b"0" * 100
    with_parts(book, **{"xl/media/x.bin": claimed * 50_000})
    content = bytearray(book.read_bytes())
    at = content.rfind(b"xl/media/x.bin") - 46
    struct.pack_into("<I", content, at + 24, len(claimed))
    struct.pack_into("<I", content, at + 16, zipfile.crc32(claimed))
    book.write_bytes(content)
    refused(book, "damaged")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["sheet", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_dtd_in_any_part_and_encoding_is_refused(book, part, encoding):
    text = '<?xml version="1.0"?>' + " " * (MB - 25) + '<!DocType x [<!ENTITY a "b">]><x>&a;</x>'
    refused(with_parts(book, compression=0, **{part: text.encode(encoding)}), "DTD")


@pytest.mark.parametrize("share", [0.2, 0.9, 0.999])
def test_a_workbook_that_is_cut_off_is_refused(book, share):
    content = book.read_bytes()
    book.write_bytes(content[: int(len(content) * share)])
    refused(book, "cut off")


def test_a_sheet_of_a_million_rows_passes_and_a_lone_far_cell_does_not(tmp_path):
    path = tmp_path / "a.xlsx"
    refuse_wide(path, error=LedgerError, cell="BH1000000", box=60_000_000, filled=40_000_000)
    refuse_wide(path, error=LedgerError, cell="Y100001", box=2_500_000, filled=5)
    for box, filled in [(1_048_576 * 16_384, 5), (1_048_576 * 26, 5_000), (101_000_000, 10**9)]:
        with pytest.raises(LedgerError, match="XFD9"):
            refuse_wide(path, error=LedgerError, cell="XFD9", box=box, filled=filled)
