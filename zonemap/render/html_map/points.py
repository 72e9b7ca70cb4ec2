"""Layers of points as the page's scripts want them: plain values, no markup."""

from __future__ import annotations

from typing import Any

import pandas as pd

from zonemap.render.html_map.households import MERCATOR_LIMIT, mask_personal_numbers
from zonemap.render.points import PointTables
from zonemap.style import POINT_MARKS, POINT_RADIUS_MM

__all__ = ["point_layers"]

DECIMALS = 6
PIXELS_PER_MM = 96 / 25.4


def point_layers(points: PointTables) -> list[dict[str, Any]]:
    """The layers in the plan's order.

    Returns
    -------
    layers
        One mapping a layer: its name and counts; its mark, ``colour``, ``radius`` in CSS pixels
        and ``corners`` right and down of a radius; and of the points that can be drawn the names,
        the zones (ids) and the places (latitude and longitude in degrees).
    """
    drawn = points.rows[points.rows["latitude"].abs() <= MERCATOR_LIMIT]
    drawn = drawn.assign(name=mask_personal_numbers(drawn["name"].astype("str")))
    return [
        {
            "name": str(layer["name"]),
            "counts": {
                name: int(layer[name]) for name in ("points", "inside", "outside", "unplaced")
            },
            "zones": _zone_counts(points.by_zone.T[str(layer_id)]),
            **_mark(place),
            **_columns(drawn[drawn["layer_id"] == layer_id]),
        }
        for place, (layer_id, layer) in enumerate(points.layers.to_dict("index").items())
    ]


def _zone_counts(counts: pd.Series) -> dict[str, int | None]:
    return {str(zone): None if pd.isna(count) else int(count) for zone, count in counts.items()}


def _mark(place: int) -> dict[str, Any]:
    colour, corners = POINT_MARKS[place % len(POINT_MARKS)]
    return {
        "colour": colour,
        "radius": round(POINT_RADIUS_MM * PIXELS_PER_MM, 2),
        "corners": [[x, -y] for x, y in corners],
    }


def _columns(drawn: pd.DataFrame) -> dict[str, Any]:
    return {
        "names": drawn["name"].tolist(),
        "held_by": drawn["zone_id"]
        .str.split(";")
        .map(lambda ids: list(filter(None, ids)))
        .tolist(),
        "places": drawn[["latitude", "longitude"]]
        .astype(float)
        .round(DECIMALS)
        .to_numpy()
        .tolist(),
    }
