"""Households of zones that are lists of villages: found by code, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zonemap.locate.memberships import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.zones import Zone

__all__ = ["locate_claims"]


def locate_claims(village_codes: NDArray[np.object_], *, zones: Sequence[Zone]) -> Membership:
    """Every pair of a household and a zone of villages that its village code names.

    Parameters
    ----------
    village_codes
        Text of 12 digits; empty where unknown.
    zones
        In the plan's order; those that are not lists of villages hold nobody here.

    Returns
    -------
    membership
        A code of a county or town holds all its villages.
    """
    codes, written = np.unique(village_codes.astype("U12"), return_inverse=True)
    point, zone = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for position, listed in enumerate(zones):
        named = np.zeros(len(codes), dtype=bool)
        for prefix in listed.codes:
            named |= np.strings.startswith(codes, prefix)
        members = np.flatnonzero(named[written])
        point.append(members)
        zone.append(np.full(len(members), position, dtype=np.intp))
    points, positions = np.concatenate(point), np.concatenate(zone)
    order = np.lexsort((positions, points))
    return Membership(points[order], positions[order])
