from __future__ import annotations

from datetime import date

from tests.test_assess import assessed
from tests.world import households, proven, row
from zonemap.delivered import rows_to_mend


def test_a_row_to_mend_is_as_it_was_delivered(tmp_path):
    rows = [
        *households(),
        proven("u1", 107.06, 33.05, 验收日期="后天", 电网气源具备="有"),
        row("u2", "东经107.06", "北边", status="正在使用"),
    ]
    table = rows_to_mend([assessed(tmp_path / "p", rows)])
    assert table["row"].tolist() == [10, 11]
    first, second = table.to_dict("records")
    assert first["accepted_date"] == "后天", "blanked: as it was"
    assert first["energy_ready"] == "有", "repaired: as it was"
    assert first["energy_on_date"] == date(2022, 9, 1)
    assert first["status"] == "已验收"
    assert (first["longitude"], first["latitude"]) == (107.06, 33.05)
    assert second["longitude"] == "东经107.06"
    assert second["latitude"] == "北边"
    assert second["status"] == "正在使用"
    assert second["head"] is None


def test_rows_without_an_issue_are_not_listed(tmp_path):
    assert len(rows_to_mend([assessed(tmp_path / "p", households())])) == 0


def test_a_note_on_a_sheet_as_a_whole_names_no_row(tmp_path):
    crowd = [proven(f"c{number}", 107.06123, 33.05123) for number in range(6)]
    day = assessed(tmp_path / "p", [*households(), *crowd])
    assert day.issues["code"].tolist() == ["identical_points"]
    assert len(rows_to_mend([day])) == 0
