"""What lies near the lines of two zones, for the tests of page, sheets and workbook."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from zonemap.render.nearness import NearTables

METRES = (12.4, -130.6, 3.2)
ACCURACIES = (20.0, 300.0, 20.0)


def near(zone_ids, households, *, counts, boxes):
    """Three rows: two households near the first zone, of which one near the second too.

    ``counts`` are ``zone_counts``; ``boxes`` the bounds of the first band and of the second.
    """
    first, second = zone_ids
    listed = [households[0], households[1], households[1]]
    rows = pd.DataFrame(
        {
            "household": pd.Series(listed, dtype="int64"),
            "zone_id": pd.Series([first, first, second], dtype="str"),
            "inside": [True, False, True],
            "distance_to_edge_m": METRES,
            "accuracy_m": ACCURACIES,
            "stage": pd.Series(["active", "blocked", "blocked"], dtype="str"),
        }
    )
    index = pd.Index(zone_ids, name="zone_id", dtype="str")
    told = counts.loc[list(zone_ids), ["households", "remaining"]].astype("int64").set_axis(index)
    zones = pd.DataFrame(
        {
            f"{name}{suffix}": told[name] + change
            for name in told.columns
            for suffix, change in (("_certain", -1), ("", 0), ("_possible", 1))
        }
    )
    zones["line_accuracy_m"] = [1500.0, float("nan")]
    zones["range_of"] = pd.Series(["line", ""], index, dtype="str")
    for name, low, high in (("households", 2, 40), ("remaining", 1, 30)):
        zones[f"{name}_low"] = pd.Series([low, pd.NA], index, dtype="Int64")
        zones[f"{name}_high"] = pd.Series([high, pd.NA], index, dtype="Int64")
    bands = gpd.GeoDataFrame(
        {"target": ["zero"], "accuracy_m": [1500.0]},
        geometry=[shapely.box(*boxes[0]).difference(shapely.box(*boxes[1]))],
        index=pd.Index([first], name="zone_id", dtype="str"),
        crs="EPSG:4326",
    )
    return NearTables(zones=zones, households=rows, bands=bands)
