from __future__ import annotations

import pytest

from zonemap.datum.shifts import to_bd09, to_gcj02
from zonemap.errors import BoundaryError, CRSError
from zonemap.gazetteer import open_gazetteer

NOTHING = {"villages": None, "town_points": None, "village_points": None}


def opened(folder, text):
    (folder / "points.csv").write_text(text, encoding="utf-8")
    return open_gazetteer(NOTHING | {"village_points": "points.csv"}, root=folder)


def test_a_project_without_lists_has_empty_ones(tmp_path):
    gazetteer = open_gazetteer(NOTHING, root=tmp_path)
    assert len(gazetteer.villages) == len(gazetteer.village_points) == 0
    assert gazetteer.files == ()


@pytest.mark.parametrize(("crs", "shift"), [("GCJ-02", to_gcj02), ("BD-09", to_bd09)])
def test_village_points_on_a_shifted_grid_come_to_wgs84(tmp_path, crs, shift):
    lon, lat = (float(value) for value in shift(107.02, 33.07))
    text = f"village_code,longitude,latitude,crs\n610702001001,{lon!r},{lat!r},{crs}\n"
    points = opened(tmp_path, text).village_points
    assert points["longitude"].tolist() == pytest.approx([107.02], abs=1e-9)
    assert points["latitude"].tolist() == pytest.approx([33.07], abs=1e-9)


def test_a_list_on_an_old_datum_is_refused(tmp_path):
    with pytest.raises(CRSError, match="Xian"):
        opened(tmp_path, "village_code,longitude,latitude,crs\n610702001001,107,33,EPSG:4610\n")


def test_a_list_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(BoundaryError, match="no such file"):
        open_gazetteer(NOTHING | {"villages": "gone.csv"}, root=tmp_path)
