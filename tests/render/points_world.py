"""Two layers of points for the tests of page, sheets and workbook."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zonemap.render.points import PointTables

HOSTILE = '=HYPERLINK("http://x","甲")<img src=x onerror=alert(1)>'


def points(zone_ids, *, at=((107.02, 33.02), (107.11, 33.02)), hostile=HOSTILE):
    """Sellers: one in each of two zones, one outside, one without a place; one checkpoint."""
    first, second = zone_ids
    rows = [
        ("sellers", 1, "甲店", first, *at[0]),
        ("sellers", 2, hostile, second, *at[1]),
        ("sellers", 3, "外店13900001234", "", at[0][0] - 0.05, at[0][1] - 0.05),
        ("sellers", 4, "无坐标店", "", np.nan, np.nan),
        ("posts", 1, "", first, at[0][0] + 0.001, at[0][1]),
    ]
    names = ["layer_id", "number", "name", "zone_id", "longitude", "latitude"]
    table = pd.DataFrame(rows, columns=names).astype({"name": "str", "zone_id": "str"})
    index = pd.Index(["sellers", "posts"], name="layer_id")
    return PointTables(
        layers=pd.DataFrame(
            {
                "name": ["散煤<b>销售点</b>", "检查站"],
                "points": [4, 1],
                "inside": [2, 1],
                "outside": [1, 0],
                "unplaced": [1, 0],
            },
            index=index,
        ),
        by_zone=pd.DataFrame({first: [1, 1], second: [1, pd.NA]}, index=index).astype("Int64"),
        rows=table.assign(written="107, 33", address=""),
    )
