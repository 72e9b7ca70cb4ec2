"""Reference points of the villages of synthetic ledgers, as a bureau would hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.land import METRES
from zonemap.sample.places import settle
from zonemap.schema import SAMPLE_MARK

if TYPE_CHECKING:
    from zonemap.sample.land import Places

__all__ = ["village_points"]

NOISE_M = 40.0
"""Standard deviation of a reference point about the place the households were set round."""

MARGIN_M = 300.0
"""Households lie so far round their settlement."""

LEAST_RADIUS_M = 500.0


def village_points(places: Places, *, households: int, seed: int) -> pd.DataFrame:
    """A point and a radius for every village of the plan.

    Parameters
    ----------
    places, households, seed
        As the ledgers were made with: the same arguments give the villages they live in.

    Returns
    -------
    points
        ``village_code``, ``village``, ``town``, ``county``, ``longitude``, ``latitude`` (WGS84
        degrees), ``radius_m`` (to the farthest settlement, to 10 m) and ``note``, which says
        that it is synthetic.
    """
    villages, settlements = settle(places, households=households, rng=np.random.default_rng(seed))
    own = villages[["longitude", "latitude"]].to_numpy()
    noise = np.random.default_rng([seed, len(villages)]).normal(size=own.shape) * NOISE_M
    points = np.round(own + noise / METRES, 6)
    village = settlements["village"].to_numpy()
    away = (settlements[["longitude", "latitude"]].to_numpy() - points[village]) * METRES
    farthest = pd.Series(np.hypot(*away.T)).groupby(village).max()
    radius = farthest.reindex(range(len(villages)), fill_value=0.0).to_numpy() + MARGIN_M
    return pd.DataFrame(
        {
            "village_code": villages["village_code12"].astype("str"),
            "village": villages["village"].astype("str"),
            "town": villages["town"].astype("str"),
            "county": villages["county_name"].astype("str"),
            "longitude": points[:, 0],
            "latitude": points[:, 1],
            "radius_m": np.maximum(np.round(radius, -1), LEAST_RADIUS_M),
            "note": SAMPLE_MARK,
        }
    )
