from __future__ import annotations

from tests.datum.test_detect import drawn, odd_ones, tell


def test_a_whole_ledger_in_one_frame_is_no_list_of_repairs():
    assert len(tell(drawn("GCJ-02")).repairs) == 0
    file = drawn("EPSG:4545")
    turned = file.points.assign(x=file.points["y"], y=file.points["x"])
    assert len(tell(file, points=turned).repairs) == 0


def test_a_repair_says_what_stood_there_and_what_it_became():
    file = drawn()
    points = odd_ones(file)
    repairs = tell(file, points=points).repairs
    first = repairs.iloc[0]
    assert first["value"] == f"{points['x'].iloc[0]:.12g}, {points['y'].iloc[0]:.12g}"
    assert first["became"] == f"{file.points['x'].iloc[0]:.7f}, {file.points['y'].iloc[0]:.7f}"
    assert list(repairs.columns) == ["index", "column", "value", "became", "code"]
    assert set(repairs["column"]) == {"longitude"}
