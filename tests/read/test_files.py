from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.files import existing_file, file_sha256, planned_file


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


@pytest.mark.parametrize("name", ["/VSIcurl/x", "//vsimem/x", "\\vsizip\\a", "a\0b", "a" * 5000])
def test_a_name_that_is_no_name_is_refused(name):
    with pytest.raises(LedgerError) as error:
        existing_file(name, error=LedgerError)
    assert "\n" not in str(error.value)


def test_a_link_that_leads_out_of_the_project_is_refused(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.csv").write_bytes(b"x")
    (root / "own.csv").write_bytes(b"x")
    (root / "out.csv").symlink_to(tmp_path / "secret.csv")
    (root / "in.csv").symlink_to(root / "own.csv")
    assert existing_file(root / "in.csv", error=LedgerError, root=root)
    assert existing_file(root / "out.csv", error=LedgerError)
    for path in (root / "out.csv", root / ".." / "secret.csv"):
        with pytest.raises(LedgerError, match="leads out of the project"):
            existing_file(path, error=LedgerError, root=root)


def test_a_file_of_the_plan_lies_where_the_plan_says_and_no_link_leads_elsewhere(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    shared = tmp_path / "shared.csv"
    shared.write_bytes(b"x")
    (root / "link.csv").symlink_to(shared)
    for own in ("../shared.csv", str(shared)):
        assert planned_file(own, root=root, error=LedgerError).read_bytes() == b"x"
    with pytest.raises(LedgerError, match="leads out of the project"):
        planned_file("link.csv", root=root, error=LedgerError)


@pytest.mark.parametrize("file", ["https://x/y.csv", "/vsicurl/http://x", "\\\\vsizip\\a.zip"])
def test_an_address_in_the_plan_is_refused_as_it_is_written(tmp_path, file):
    with pytest.raises(LedgerError, match="only files on this computer") as error:
        planned_file(file, root=tmp_path, error=LedgerError)
    assert str(error.value).startswith(file.replace("\\", "/"))
