from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.text.decoding import BAD_BYTE, NUL, decoded

TEXT = "村社区,状态\n一村,在用\n二村,已签约\n三村,复烧\n"


def read(tmp_path, raw):
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    text = decoded(path)
    return text.data.decode(), text.encoding, text.damaged


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("gb18030", "GB18030"),
    ],
)
def test_text_in_any_of_these_encodings_is_the_same(tmp_path, codec, name):
    assert read(tmp_path, TEXT.encode(codec)) == (TEXT, name, False)


def test_bytes_that_are_no_text_are_marked_where_they_stand(tmp_path):
    for codec in ("utf-8", "gb18030"):
        bad = TEXT.encode(codec) + b"\xff\xff,x\n"
        text, encoding, damaged = read(tmp_path, bad)
        assert text.startswith(TEXT)
        assert text[len(TEXT) :].strip(BAD_BYTE) == ",x\n"
        assert (encoding, damaged) == (codec.upper(), True)


def test_a_row_of_another_encoding_among_many_is_marked_and_the_rest_stays(tmp_path):
    text, encoding, damaged = read(tmp_path, TEXT.encode() + "四村,在用\n".encode("gb18030"))
    assert text.startswith(TEXT)
    assert (BAD_BYTE in text, encoding, damaged) == (True, "UTF-8", True)


def test_a_replacement_character_of_the_file_itself_is_no_damage(tmp_path):
    assert read(tmp_path, (TEXT + "\ufffd").encode())[2] is False
    text, _, damaged = read(tmp_path, (TEXT + "\ufffd").encode() + b"\n\xff")
    assert (text[len(TEXT)], text[-1], damaged) == ("\ufffd", BAD_BYTE, True)


def test_a_nul_is_marked(tmp_path):
    assert read(tmp_path, b"a,b\n1,\x002\n") == (f"a,b\n1,{NUL}2\n", "UTF-8", True)


def test_bytes_in_no_known_encoding_are_refused(tmp_path):
    with pytest.raises(LedgerError, match="neither UTF-8 nor GB18030"):
        read(tmp_path, "村社区,状态\n".encode() + b"\xff\xff\xff\n")
