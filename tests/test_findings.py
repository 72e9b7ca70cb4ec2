from __future__ import annotations

from tests.test_assess import assessed
from tests.world import households, proven, row


def issues_of(folder, rows):
    table = assessed(folder, rows).issues
    return table[["row", "code", "severity"]].to_numpy().tolist()


def test_a_lost_place_or_status_makes_the_row_undetermined_other_cells_are_blanked(tmp_path):
    rows = [
        *households(),
        row("u1", "", ""),
        row("u2", "东边", "33.05"),
        row("u3", 107.06, 33.05, status="？"),
        row("u4", 107.06, 33.05, status=""),
        row("u5", 107.06, 33.06, 验收日期="后天"),
        row("u6", 107.06, 33.05, status="#N/A"),
    ]
    assert issues_of(tmp_path / "p", rows) == [
        [10, "no_place", "undetermined"],
        [11, "bad_place", "undetermined"],
        [12, "unknown_status", "undetermined"],
        [13, "no_status", "undetermined"],
        [14, "bad_date", "blanked"],
        [15, "error_cell", "undetermined"],
    ]


def test_a_row_that_does_not_count_names_the_row_that_does(tmp_path):
    rows = [*households(), proven("h1", 107.06, 33.05)]
    table = assessed(tmp_path / "p", rows).issues
    assert table[["row", "code", "severity", "other_row"]].to_numpy().tolist() == [
        [10, "conflicting_rows", "noted", "households/2022-09-30.csv 2"]
    ]


def test_coarse_coordinates_among_fine_ones_are_noted(tmp_path):
    fine = [row(f"f{n}", 107.06123 + n / 1e5, 33.05123) for n in range(20)]
    rows = [*fine, *households()]
    table = assessed(tmp_path / "p", rows).issues
    assert table["code"].tolist() == ["few_decimals"] * 8
    assert table["row"].tolist() == list(range(22, 30))


def test_a_point_that_many_share_is_noted_once(tmp_path):
    rows = [*households(), *(row(f"s{n}", 107.0612, 33.0512) for n in range(6))]
    table = assessed(tmp_path / "p", rows).issues
    shared = table[table["code"] == "identical_points"]
    assert shared[["row", "value", "severity"]].to_numpy().tolist() == [
        [0, "107.0612, 33.0512 × 6", "noted"]
    ]


def test_what_was_mended_is_named_by_file_and_row(tmp_path):
    rows = households()
    rows[1]["验收日期"] = "44814"
    table = assessed(tmp_path / "p", rows).repairs
    assert table[["row", "column", "value", "became", "code"]].to_numpy().tolist() == [
        [3, "accepted_date", "44814", "2022-09-10", "excel_serial"]
    ]
