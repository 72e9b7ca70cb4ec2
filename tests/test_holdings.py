from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import shapely

from zonemap.crs import WGS84
from zonemap.holdings import named_zones, pairs_by_claim, undetermined_faults
from zonemap.zones import Zone

ZONES = [
    Zone(zone_id=name, name=name, parts=np.array([shapely.Point(107, 33)]), crs=WGS84, codes=codes)
    for name, codes in (("a", ("610702001",)), ("b", ("610702",)))
]


def test_a_household_is_held_once_by_the_zones_that_list_the_village_of_any_of_its_rows():
    rows = pd.DataFrame({"village_code": ["610702001001", None, "610702002001"]}, index=[5, 6, 7])
    counted = pd.Series([5, 5, 5], index=rows.index)
    pairs = pairs_by_claim(rows, counted, ZONES)
    assert sorted(pairs.itertuples(index=False, name=None)) == [(5, 0), (5, 1)]


def test_zones_are_named_by_their_position():
    project = SimpleNamespace(zones=ZONES)
    assert named_zones(project, pd.Series([1, 0, 1])).tolist() == ["b", "a", "b"]


def faults(issues, *, place_source=("", "own"), counted=(0, 1), held=()):
    columns = pd.DataFrame(
        {"coordinate_fault": ["no_place", ""], "place_source": list(place_source)}, index=[0, 1]
    )
    table = pd.DataFrame(issues, columns=["index", "column", "code"])
    return undetermined_faults(
        SimpleNamespace(columns=columns),
        table,
        pd.Series(counted, index=[0, 1]),
        held=pd.Series(held, dtype="int64"),
    ).tolist()


def test_a_place_is_missing_bad_or_that_of_another_row_or_not_needed():
    assert faults([]) == ["no_place", ""]
    assert faults([(0, "longitude", "bad_place")]) == ["bad_place", ""]
    assert faults([], counted=(0, 0)) == ["", ""]
    assert faults([], held=[0]) == ["", ""]


def test_a_status_that_cannot_be_used_and_a_broken_row_are_faults_of_their_own():
    assert faults([(1, "status", "unknown_status")]) == ["no_place", "unknown_status"]
    assert faults([(1, "status", "blanked")]) == ["no_place", ""]
    assert faults([(1, "", "broken_row")]) == ["no_place", "broken_row"]
