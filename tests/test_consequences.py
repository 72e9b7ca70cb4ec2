from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import shapely

from zonemap.consequences import weigh_frames
from zonemap.crs import WGS84
from zonemap.zones import Zone

ZONE = Zone(
    zone_id="z", name="z", parts=np.array([shapely.box(107.0, 33.0, 107.1, 33.1)]), crs=WGS84
)


def finding(how):
    """Three rows: well inside, at the edge, far outside; under GCJ-02 all lie 0.005 degree west."""
    lon = np.array([107.05, 107.002, 107.3])
    lat = np.full(3, 33.05)
    index = pd.Index([7, 8, 9])
    return SimpleNamespace(
        groups=pd.DataFrame({"group": [0], "how": [how]}),
        alternatives={"GCJ-02": (lon - 0.005, lat), "WGS84": (lon, lat)},
        group_of_row=pd.Series(0, index=index),
        placed=pd.DataFrame(index=index),
    )


def test_rows_whose_zones_do_not_depend_on_the_frame_are_known():
    weighed = weigh_frames(finding("cannot_tell"), zones=[ZONE])
    assert weighed.same_zones.to_dict() == {7: True, 8: False, 9: True}
    assert weighed.undecided == 3
    assert weighed.consequences[["frame", "rows", "changed", "z"]].to_numpy().tolist() == [
        ["WGS84", 3, 0, 2], ["GCJ-02", 3, 1, 1],
    ]  # fmt: skip
    assert weighed.places["longitude"].tolist() == [107.05, 107.002, 107.3]


def test_a_statement_that_is_contradicted_leaves_its_rows_where_they_are():
    weighed = weigh_frames(finding("contradicted"), zones=[ZONE])
    assert not weighed.same_zones.any()
    assert weighed.undecided == 0
    assert weighed.consequences["frame"].tolist() == ["GCJ-02", "WGS84"], "what is stated first"


def test_where_everything_was_told_nothing_follows():
    weighed = weigh_frames(finding("detected"), zones=[ZONE])
    assert len(weighed.consequences) == 0
