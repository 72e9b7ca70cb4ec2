"""What lies near the lines, as the page's scripts want it: plain values, no markup."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from zonemap.messages import Translate
from zonemap.render.captions import certainty_sentence, range_sentence
from zonemap.render.nearness import NearTables

__all__ = ["band_rows", "near_columns", "near_sentences"]

BAND_DECIMALS = 5
"""Of a drawn coordinate: a metre."""


def near_sentences(near: NearTables, *, translate: Translate) -> dict[str, dict[str, Any]]:
    """By zone how many households are to be visited, and what its counts hang on, in words."""
    visits = near.households["zone_id"].value_counts()
    return {
        str(zone_id): {
            "visits": int(visits.get(zone_id, 0)),
            "certainty": certainty_sentence(
                counts, visits=int(visits.get(zone_id, 0)), translate=translate
            ),
            "range": range_sentence(counts, translate=translate),
        }
        for zone_id, counts in near.zones.to_dict("index").items()
    }


def band_rows(bands: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """The bands in the plan's order; shapes are GeoJSON in degrees."""
    shapes = shapely.transform(bands.geometry.to_numpy(), lambda at: at.round(BAND_DECIMALS))
    return [
        {"target": str(target), "metres": float(metres), "shape": json.loads(text)}
        for target, metres, shape, text in zip(
            bands["target"],
            bands["accuracy_m"],
            shapes,
            shapely.to_geojson(shapes),
            strict=True,
        )
        if not shape.is_empty
    ]


def near_columns(near: NearTables, drawn: pd.Index) -> dict[str, list[int]]:
    """The households near a line that the page draws, by zone, the nearest first.

    Parameters
    ----------
    drawn
        Labels of the households in the order in which the page has them.

    Returns
    -------
    columns
        ``row`` in that order, ``zone`` as its place among the zones, and in whole metres
        ``metres`` to its line and ``accuracy`` of the household; ``inside`` is 1 or 0.
    """
    rows = near.households.assign(row=drawn.get_indexer(pd.Index(near.households["household"])))
    rows = rows[rows["row"] >= 0]
    columns = {
        "row": rows["row"],
        "zone": near.zones.index.get_indexer(pd.Index(rows["zone_id"])),
        "metres": rows["distance_to_edge_m"].abs().round(),
        "accuracy": rows["accuracy_m"].round(),
        "inside": rows["inside"],
    }
    table = pd.DataFrame(columns).astype("int64")
    return {str(name): table[name].tolist() for name in table.columns}
