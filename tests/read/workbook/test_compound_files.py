from __future__ import annotations

import pytest

from tests.read.compound_world import compound
from zonemap.read.workbook.compound_files import CompoundFileError, compound_streams


def test_streams_are_found_by_name():
    content = compound(Workbook=b"abc" * 2000, Other=b"x")
    streams = compound_streams(content, wanted=("Workbook",))
    assert streams["Workbook"].rstrip(b"\0") == b"abc" * 2000
    assert streams["Other"] == b""


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_a_file_that_is_cut_off_is_no_compound_file(share):
    content = compound(Workbook=b"abc" * 3000)
    with pytest.raises(CompoundFileError):
        compound_streams(content[: int(len(content) * share)], wanted=("Workbook",))


def test_a_chain_that_runs_in_a_circle_ends():
    content = bytearray(compound(Workbook=b"abc" * 2000))
    content[512 + 8 : 512 + 12] = b"\x02\0\0\0"
    with pytest.raises(CompoundFileError):
        compound_streams(bytes(content), wanted=("Workbook",))
