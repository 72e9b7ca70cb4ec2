"""What follows for the zones if coordinates mean one thing or another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.crs import Coordinates
from zonemap.locate import join_zone_ids, locate_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.datum.detect import DatumFinding
    from zonemap.zones import Zone

__all__ = ["LOUD", "WeighedFrames", "weigh_frames"]

LOUD = ("cannot_tell", "contradicted")
"""How groups of rows were told that somebody must look at."""


@dataclass(frozen=True, slots=True, eq=False)
class WeighedFrames:
    """The frames that are possible for groups of rows, with what each means for the zones.

    Attributes
    ----------
    consequences
        A row per group that cannot be told, or contradicts what is stated, and frame:
        ``group``, ``frame``, ``rows``, ``changed`` (households whose zones differ from those under
        the first frame) and a column of households for each zone.
    same_zones
        On the index of the points: rows of groups that cannot be told whose zones are the same
        under every frame.
    places
        On the same index: ``longitude`` and ``latitude`` of all rows under the first frame.
    undecided
        Rows of groups that cannot be told, if a zone depends on any of them; else 0.
    """

    consequences: pd.DataFrame
    same_zones: pd.Series
    places: pd.DataFrame
    undecided: int


def weigh_frames(finding: DatumFinding, *, zones: Sequence[Zone]) -> WeighedFrames:
    """What each frame that is possible would mean for the zones, group by group.

    Parameters
    ----------
    finding
        From `zonemap.datum.detect.tell_datum`.
    zones
        In the plan's order.

    Returns
    -------
    weighed
        The frame that is stated comes first, or plain degrees where nothing can be told.
    """
    zone_ids = [zone.zone_id for zone in zones]
    loud = finding.groups[finding.groups["how"].isin(LOUD)]
    frames = _as_delivered_first(finding)
    group_of_row = finding.group_of_row.to_numpy()
    same = np.zeros(len(group_of_row), dtype=bool)
    rows: list[dict[str, object]] = []
    undecided = 0
    for group, how in zip(loud["group"], loud["how"], strict=True):
        here = np.flatnonzero(group_of_row == group)
        held = [_zones_held(finding.alternatives[frame], here, zones) for frame in frames]
        for frame, texts in zip(frames, held, strict=True):
            counts = [
                int(sum(zone_id in text.split(";") for text in texts)) for zone_id in zone_ids
            ]
            changed = int((texts != held[0]).sum())
            row = {"group": group, "frame": frame, "rows": len(here), "changed": changed}
            rows.append(row | dict(zip(zone_ids, counts, strict=True)))
        if how == "cannot_tell":
            alike = np.logical_and.reduce([texts == held[0] for texts in held])
            same[here] = alike
            undecided += 0 if alike.all() else len(here)
    return WeighedFrames(
        consequences=pd.DataFrame(rows, columns=["group", "frame", "rows", "changed", *zone_ids]),
        same_zones=pd.Series(same, index=finding.placed.index),
        places=_places(finding, frames),
        undecided=undecided,
    )


def _as_delivered_first(finding: DatumFinding) -> list[str]:
    """The frames that are possible: what is stated, or plain degrees, before what may be."""
    frames = list(finding.alternatives)
    undecided = (finding.groups["how"] == "cannot_tell").any()
    return sorted(frames, key=lambda frame: frame != "WGS84") if undecided else frames


def _zones_held(
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    here: NDArray[np.intp],
    zones: Sequence[Zone],
) -> NDArray[np.object_]:
    """For each of these rows the ids of its zones joined by ``;``."""
    lon, lat = places
    membership = locate_points(Coordinates(lon[here], lat[here]), zones=zones)
    zone_ids = [zone.zone_id for zone in zones]
    return np.array(join_zone_ids(membership, zone_ids=zone_ids, size=len(here)), dtype=object)


def _places(finding: DatumFinding, frames: Sequence[str]) -> pd.DataFrame:
    missing = np.full(len(finding.placed), np.nan)
    lon, lat = finding.alternatives[frames[0]] if frames else (missing, missing)
    return pd.DataFrame({"longitude": lon, "latitude": lat}, index=finding.placed.index)
