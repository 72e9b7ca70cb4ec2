"""Which points lie in which zones, as pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Membership", "join_zone_ids"]


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Pairs of a point and a zone that holds it, sorted by point, then zone.

    Attributes
    ----------
    point
        Positions in the columns that were located.
    zone
        Positions in the sequence of zones.
    """

    point: NDArray[np.intp]
    zone: NDArray[np.intp]


def join_zone_ids(membership: Membership, *, zone_ids: Sequence[str], size: int) -> list[str]:
    """For each of ``size`` points the ids of its zones joined by ``;``, empty where none."""
    joined = [""] * size
    names = np.asarray(zone_ids, dtype=object)[membership.zone]
    for point, name in zip(membership.point.tolist(), names.tolist(), strict=True):
        joined[point] = f"{joined[point]};{name}" if joined[point] else name
    return joined
