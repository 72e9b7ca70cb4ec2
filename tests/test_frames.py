from __future__ import annotations

import pandas as pd
import pytest

from tests.world import PLAN, make_project
from zonemap.datum.shifts import to_bd09, to_gcj02
from zonemap.errors import CRSError, LedgerError
from zonemap.frames import require_known_frames, tell_file
from zonemap.project import open_project
from zonemap.read.plan import read_config

NOBODY = pd.DataFrame({"household_id": [], "longitude": [], "latitude": []})
PLACES = [(107.0505, 33.05), (107.052, 33.06), (107.1, 33.05), (107.01, 33.01), (107.1, 33.03)]


def points(*pairs):
    return pd.DataFrame(
        {
            "x": [float(x) for x, _ in pairs],
            "y": [float(y) for _, y in pairs],
            "sheet": "",
            "county_code": "100001",
            "town_code": "100001001",
            "village_code": "100001001001",
            "household_id": [f"h{number}" for number in range(len(pairs))],
            "location_method": pd.Series([None] * len(pairs), dtype="str"),
        },
        index=range(10, 10 + len(pairs)),
    )


def told(folder, rows, *, ledgers="", own="", earlier=NOBODY):
    project = open_project(read_config(make_project(folder, plan=PLAN + ledgers)))
    return tell_file(rows, "households/a.csv", project=project, own=own, earlier=earlier)


@pytest.mark.parametrize("crs", ["EPSG:4610", "mars"])
def test_a_crs_that_is_unknown_or_on_an_old_datum_is_refused(tmp_path, crs):
    plan = PLAN + f'\n[ledgers.crs_of]\n"a.csv" = "{crs}"\n'
    config = read_config(make_project(tmp_path / "p", plan=plan))
    with pytest.raises(CRSError, match=r"crs_of a\.csv"):
        require_known_frames(config)


def test_what_the_plan_says_of_a_file_goes_before_what_it_says_of_all(tmp_path):
    shifted = points(*(to_gcj02(lon, lat) for lon, lat in PLACES))
    of_file = '\n[ledgers.crs_of]\n"a*.csv" = "GCJ-02"\n'
    placed = told(tmp_path / "p", shifted, ledgers=of_file).placed
    assert placed["frame"].tolist() == ["GCJ-02"] * 5
    assert placed["longitude"].tolist() == pytest.approx([lon for lon, _ in PLACES], abs=1e-9)
    assert told(tmp_path / "q", shifted).placed["frame"].tolist() == ["WGS84"] * 5


@pytest.mark.parametrize("pattern", ["a.csv", "2022-09-30/a.csv", "*/2022-09-30/*", "households/*"])
def test_a_file_is_known_by_the_end_of_its_path(tmp_path, pattern):
    plan = PLAN + f'\n[ledgers.crs_of]\n"{pattern}" = "GCJ-02"\n'
    project = open_project(read_config(make_project(tmp_path / "p", plan=plan)))
    name = "households/2022-09-30/a.csv"
    file = tell_file(points(*PLACES), name, project=project, own="", earlier=NOBODY)
    assert file.placed["frame"].tolist() == ["GCJ-02"] * 5


def test_a_projected_crs_that_a_file_states_is_taken(tmp_path):
    from zonemap.crs import from_degrees, read_crs

    crs = read_crs("EPSG:4545", where="test")
    x, y = from_degrees([lon for lon, _ in PLACES], [lat for _, lat in PLACES], crs=crs)
    placed = told(tmp_path / "p", points(*zip(x, y, strict=True)), own="EPSG:4545").placed
    assert placed["longitude"].tolist() == pytest.approx([lon for lon, _ in PLACES], abs=1e-9)


def test_degrees_that_a_file_states_are_taken_where_there_is_no_evidence(tmp_path):
    auto = '\n[ledgers]\ncrs = "auto"\n'
    assert len(told(tmp_path / "p", points(*PLACES), ledgers=auto).problems) == 1
    stated = told(tmp_path / "q", points(*PLACES), ledgers=auto, own="EPSG:4326")
    assert stated.problems == ()
    assert stated.placed["frame"].tolist() == ["WGS84"] * 5


def test_what_cannot_be_told_shows_what_each_frame_would_change(tmp_path):
    result = told(tmp_path / "p", points(*PLACES), ledgers='\n[ledgers]\ncrs = "auto"\n')
    table = result.consequences.set_index("frame")
    assert set(table.index) == {"WGS84", "GCJ-02", "BD-09"}
    assert table["rows"].tolist() == [5, 5, 5]
    assert table.loc["WGS84", "a-ban"] == 4, "two inside, two on the county line"
    assert table.loc["GCJ-02", "a-ban"] == 2, "brought 420 m west, the two at the edge fall out"
    changed = table["changed"].drop(table.index[0])
    assert (changed > 0).all()
    assert "cannot be told" in str(result.problems[0])
    assert result.placed["fault"].tolist() == ["unknown_datum", "unknown_datum", "", "", ""], (
        "of the others the zones are known whatever the frame"
    )


def test_earlier_places_of_the_same_households_tell_the_frame(tmp_path):
    earlier = pd.DataFrame(
        {
            "household_id": [f"h{number}" for number in range(30)],
            "longitude": [107.05 + number * 0.001 for number in range(30)],
            "latitude": [33.03 + number * 0.001 for number in range(30)],
        }
    )
    known = earlier[["longitude", "latitude"]].to_numpy().tolist()
    shifted = points(*(to_bd09(lon, lat) for lon, lat in known))
    result = told(tmp_path / "p", shifted, ledgers='\n[ledgers]\ncrs = "auto"\n', earlier=earlier)
    assert set(result.placed["frame"]) == {"BD-09"}
    assert result.groups["how"].tolist() == ["detected"]
    assert result.problems == ()


def test_a_statement_that_the_data_contradict_is_shown_with_its_consequences(tmp_path):
    earlier = pd.DataFrame(
        {
            "household_id": [f"h{number}" for number in range(30)],
            "longitude": [107.0505 + number * 0.0001 for number in range(30)],
            "latitude": [33.03 + number * 0.001 for number in range(30)],
        }
    )
    known = earlier[["longitude", "latitude"]].to_numpy().tolist()
    shifted = points(*(to_gcj02(lon, lat) for lon, lat in known))
    result = told(tmp_path / "p", shifted, earlier=earlier)
    assert result.groups["how"].tolist() == ["contradicted"]
    assert result.groups["contradicted_by"].tolist() == ["GCJ-02"]
    assert result.placed["frame"].tolist() == ["WGS84"] * 30, "what is stated stays"
    assert set(result.consequences["frame"]) == {"WGS84", "GCJ-02"}
    assert result.problems == (), "a warning"


def test_a_file_whose_numbers_are_of_another_kind_is_named(tmp_path):
    metres = points(*((36_500_000.0 + n, 3_660_000.0 + n) for n in range(5)))
    with pytest.raises(LedgerError, match=r"households/a\.csv: most coordinates"):
        told(tmp_path / "p", metres)
