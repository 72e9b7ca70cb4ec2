from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.files import existing_file, file_sha256


def test_a_file_is_hashed_by_its_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a").startswith("ba7816bf8f01cfea")


@pytest.mark.parametrize(
    ("name", "why"),
    [("gone.csv", "no such file"), (".", "not a file"), ("/vsizip/a.zip", "only files"),
     ("https://x/a.csv", "only files")],
)  # fmt: skip
def test_what_is_no_file_here_is_refused(tmp_path, name, why):
    path = name if "/" in name else tmp_path / name
    with pytest.raises(LedgerError, match=why):
        existing_file(path, error=LedgerError)
