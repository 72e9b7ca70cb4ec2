"""The robust mean of offsets, and how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from zonemap.datum.units import Numbers, Positions, Units

__all__ = ["centre_offsets"]

ROUNDS = 12
"""Of the EM iteration."""


def centre_offsets(
    units: Units, labels: Positions, *, freedom: float, count: int
) -> tuple[Numbers, Numbers]:
    """Length of the robust mean offset of each label under each frame, and its standard error.

    The maximum of the Student t likelihood in place and scale, by its EM iteration; the error
    is that of one axis, from the expected information :math:`(ν+2)/((ν+4) s^2)`
    (Lange, Little and Taylor 1989).

    Parameters
    ----------
    units
        Observations.
    labels
        Of each observation, -1 for none.
    freedom
        ν.
    count
        Number of labels.

    Returns
    -------
    offset_m, error_m
        A row per label, a column per frame; NaN without observations, and an infinite error
        with one or two.
    """
    used = labels >= 0
    label, weight = labels[used], units.weight[used]
    frames = units.east.shape[1]
    offset, error = np.full((count, frames), np.nan), np.full((count, frames), np.nan)
    if len(label) == 0:
        return offset, error
    sizes = np.bincount(label, minlength=count)
    some = sizes > 0
    information = np.bincount(label, weights=weight**-2, minlength=count)
    for frame in range(frames):
        place = pd.DataFrame({"x": units.east[used, frame], "y": units.north[used, frame]})
        centre, scale = _t_centre(place, label, weight, freedom)
        offset[some, frame] = np.hypot(*centre)
        ratio = (freedom + 4) / (freedom + 2)
        with np.errstate(divide="ignore"):
            lost = np.where(sizes[some] > 2, sizes[some] / (sizes[some] - 2.0), np.inf)
        error[some, frame] = scale * np.sqrt(ratio * lost / information[some])
    return offset, error


def _t_centre(
    place: pd.DataFrame, label: Positions, weight: Numbers, freedom: float
) -> tuple[tuple[Numbers, Numbers], Numbers]:
    """Centre and scale of each label that occurs, in the order of the labels."""
    names, group = np.unique(label, return_inverse=True)
    size = len(names)
    x, y = place["x"].to_numpy(), place["y"].to_numpy()
    medians = place.groupby(group).median()
    cx, cy = medians["x"].to_numpy(), medians["y"].to_numpy()
    reach = pd.Series(np.hypot(x - cx[group], y - cy[group]) / weight).groupby(group).median()
    variance = np.maximum(reach.to_numpy() / 1.18, 1.0) ** 2
    members = np.bincount(group, minlength=size)
    for _ in range(ROUNDS):
        squares = ((x - cx[group]) ** 2 + (y - cy[group]) ** 2) / weight**2
        trust = (freedom + 2) / (freedom + squares / variance[group])
        pull = trust / weight**2
        total = np.bincount(group, weights=pull, minlength=size)
        cx = np.bincount(group, weights=pull * x, minlength=size) / total
        cy = np.bincount(group, weights=pull * y, minlength=size) / total
        spread = np.bincount(group, weights=trust * squares, minlength=size)
        variance = np.maximum(spread / (2 * members), 1.0)
    return (cx, cy), np.sqrt(variance)
