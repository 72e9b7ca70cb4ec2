"""Whether all peers give the same answer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locating.rounds import Outcome

__all__ = ["DISC_TOLERANCE", "differences"]

DISC_TOLERANCE = 10
"""Points by which a true disc of 3 km may hold more than its 720-gon.

The polygon lies at most 0.03 m inside the circle, and is smaller by 1.3e-5 of its area: of
50 million points in a plain of 7,400 km2 two or three are expected between them; among
clustered ones it may be a few more.
"""


def differences(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each peer whose counts are not those of the first that counted."""
    told = [outcome for outcome in outcomes if outcome.counts is not None]
    lines = [f"{o.world.key}: {o.peer.name}: {o.failed}" for o in told if o.failed]
    for _, of_world in groupby(told, key=lambda o: (o.world.key, o.peer.source)):
        first, *others = of_world
        lines += [line for other in others if (line := _difference(first, other))]
    return lines


def _difference(first: Outcome, other: Outcome) -> str:
    more = np.array(other.counts) - np.array(first.counts)
    allowed = 0 if other.peer.shares_discs else DISC_TOLERANCE
    if (more >= 0).all() and (more <= allowed).all():
        return ""
    return (
        f"{other.world.key}: {other.peer.name} differs from {first.peer.name} in "
        f"{np.count_nonzero(more)} of {len(more)} counts, by {more.min()} to {more.max()}"
    )
