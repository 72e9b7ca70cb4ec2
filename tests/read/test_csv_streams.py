"""CSV in any encoding as a stream of UTF-8."""

from __future__ import annotations

import tracemalloc

import pytest
from pyarrow import fs

from zonemap.errors import PointsError
from zonemap.read.batches import open_points, point_batches
from zonemap.read.csv_streams import BLOCK_BYTES, csv_codec, utf8_stream
from zonemap.read.parts import Part

CSV = "名称,经度,纬度\n甲店,107.06,33.05\n㐂店,无,\n"
HERE = fs.LocalFileSystem()


def part_of(path, data):
    path.write_bytes(data)
    return Part(str(path), path.name)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_csv_is_read_whatever_it_is_stored_in(tmp_path, encoding):
    part_of(tmp_path / "a.csv", CSV.encode(encoding))
    [batch] = point_batches(open_points(tmp_path / "a.csv"))
    assert batch.table.to_pylist()[1] == {"名称": "㐂店", "经度": "无", "纬度": ""}
    assert batch.points.x[0] == 107.06
    assert (batch.unplaced, batch.done) == (1, 1.0)


def test_characters_cut_by_the_end_of_a_block_are_whole(tmp_path):
    rows = "".join(f"甲乙丙丁戊{n},107.06,33.05\n" for n in range(200_000))
    data = ("a,lon,lat\n" + rows).encode("gb18030")
    part = part_of(tmp_path / "a.csv", data)
    with utf8_stream(part, HERE) as (text, _):
        assert text.read().decode() == "a,lon,lat\n" + rows
    assert sum(len(b.points) for b in point_batches(open_points(tmp_path / "a.csv"))) == 200_000


def test_the_first_character_beyond_ascii_tells_however_late_it_stands(tmp_path):
    start = b"name,lon,lat\n" + b"a,107.06,33.05\n" * (3 * BLOCK_BYTES // 15)
    assert csv_codec(part_of(tmp_path / "a.csv", start), HERE) == "utf-8"
    late = part_of(tmp_path / "b.csv", start + "甲,107,33\n".encode("gb18030"))
    assert csv_codec(late, HERE) == "gb18030"


def test_a_character_at_the_edge_of_a_block_is_judged_with_what_follows(tmp_path):
    start = b"a" * (BLOCK_BYTES - 1)
    part = part_of(tmp_path / "a.csv", start + "甲店".encode("gb18030"))
    assert csv_codec(part, HERE) == "gb18030"


def test_what_is_no_text_and_what_ceases_to_be_is_one_line(tmp_path):
    part_of(tmp_path / "a.csv", b"lon,lat\n\xff\xff\xff,1\n")
    with pytest.raises(PointsError, match="neither UTF-8 nor GB18030"):
        open_points(tmp_path / "a.csv")
    broken = CSV.encode("gb18030") + b"x,1,1\n" * BLOCK_BYTES + b"\xff\xff,1,1\n"
    part_of(tmp_path / "a.csv", broken)
    with pytest.raises(PointsError, match="cannot be read as"):
        list(point_batches(open_points(tmp_path / "a.csv")))


def test_recoding_holds_little_at_a_time(tmp_path):
    data = ("a,lon,lat\n" + "甲乙丙丁戊己庚辛,107.06,33.05\n" * 500_000).encode("gb18030")
    part = part_of(tmp_path / "a.csv", data)
    tracemalloc.start()
    with utf8_stream(part, HERE) as (text, _):
        while text.read(BLOCK_BYTES):
            pass
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < len(data) / 2
