"""What lies too near the line to call, and how far the counts hang on the line itself.

Two doubts, kept apart. A household's own place may be off: where that reaches across the edge of
a zone, nobody can tell on which side it stands until someone goes there. Such a household is
counted by the edge rule like any other; *certain* leaves it out, *possible* takes it in. The line
or centre of a zone may be off too: the *range* is the least and the most that the zone would hold
if its line lay so much further in or out, or its centre so far off in any of eight directions; no
visit can mend that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.judge import judge_households
from zonemap.locate import AZIMUTHS, edge_distances, locate_points, moved_zones
from zonemap.placing import locate_placed, placed_points
from zonemap.zones import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zonemap.crs import Coordinates
    from zonemap.judge import FuelRule

    Frames = list[tuple[NDArray[np.intp], Coordinates]]

__all__ = ["Nearness", "measure_nearness"]

NEAR_COLUMNS = {
    "household": "int64", "zone_id": "str", "inside": "bool", "distance_to_edge_m": "float64",
    "accuracy_m": "float64", "stage": "str",
}  # fmt: skip

ZONE_COLUMNS = {
    **{
        f"{name}{call}": "int64"
        for name in ("households", "remaining")
        for call in ("_certain", "", "_possible")
    },
    "line_accuracy_m": "float64",
    "range_of": "str",
    **{
        f"{name}{end}": "Int64" for name in ("households", "remaining") for end in ("_low", "_high")
    },
}

CALLS = ("certain", "inside", "possible")

WAYS = {
    "": (),
    "line": ("inward", "outward"),
    "centre": tuple(f"azimuth_{azimuth}" for azimuth in AZIMUTHS),
}
"""How a zone may lie elsewhere, by what is moved; a column of the cases each."""

MOVE_SLACK = 1.01
"""Features are moved point by point: no distance changes by a hundredth more than they move."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """The tables ``near_line`` and ``zone_nearness`` of ``docs/architecture.md``.

    Attributes
    ----------
    near_line
        A row per household and zone too near to call.
    zone_nearness
        A row per zone.
    distance_to_edge_m
        On the index of the households; NaN where no edge matters.
    """

    near_line: pd.DataFrame
    zone_nearness: pd.DataFrame
    distance_to_edge_m: pd.Series


def measure_nearness(
    placed: pd.DataFrame,
    households: pd.DataFrame,
    judged: pd.DataFrame,
    *,
    zones: Sequence[Zone],
    rules: Mapping[str, FuelRule | None],
) -> Nearness:
    """Which households are too near the edge of a zone to call, and what the counts hang on.

    Parameters
    ----------
    placed
        The columns of `zonemap.placing.Placing` for every row of one date, and ``household``: the
        index label of the row it counts as. A household is in a zone if any row of it is.
    households
        The same rows as placed by `zonemap.judge.place_households`; those that are superseded or
        undetermined are no part of this.
    judged
        ``household``, ``zone_id``, ``proven``, ``stage``.
    zones
        In the plan's order.
    rules
        For each zone what its fuel class allows; see `zonemap.judge.judge_households`.

    Returns
    -------
    nearness
        A household of which only the zones are known, not what its coordinates mean, is measured
        where the first of the possible systems puts it.
    """
    called = households.index[households["placement"].isin(["in", "outside"])]
    rows = placed[placed["household"].isin(called)]
    frames = placed_points(rows)
    pairs = locate_placed(rows, zones=zones)
    cases = []
    for position, zone in enumerate(zones):
        inside = rows.index.isin(pairs.loc[pairs["zone"] == position, "household"])
        cases.append(_by_household(_cases(rows, frames, inside, zone)))
    table = _with_stages(pd.concat(cases, ignore_index=True), households, judged, rules)
    counted = [_zone_counts(zone, table, judged) for zone in zones]
    index = pd.Index([zone.zone_id for zone in zones], name="zone_id", dtype="str")
    return Nearness(
        near_line=_near_line(table),
        zone_nearness=_typed(pd.DataFrame(counted, index=index)),
        distance_to_edge_m=_nearest_edge(table).reindex(households.index),
    )


def _cases(
    rows: pd.DataFrame, frames: Frames, inside: NDArray[np.bool_], zone: Zone
) -> pd.DataFrame:
    """Rows that one zone holds, might hold, or would hold if it lay elsewhere."""
    own = rows["place_accuracy_m"].to_numpy(dtype=float)
    line = 0.0 if np.isnan(zone.accuracy_m) else zone.accuracy_m
    slack = 1.0 if zone.radius_m is None else MOVE_SLACK
    reach = np.fmax(own, line * slack)
    distance = _distances(frames, zone, reach)
    near = np.abs(distance) <= own
    held = pd.DataFrame(
        {
            "household": rows["household"].to_numpy(),
            "zone_id": zone.zone_id,
            "inside": inside,
            "distance_to_edge_m": np.where(
                np.abs(distance) <= np.fmax(own, line), distance, np.nan
            ),
            "accuracy_m": own,
            "near": near,
            "certain": inside & ~near,
            "possible": inside | near,
        }
    )
    held = held.assign(**dict(_moved(frames, zone, inside, distance)))
    return held[held["possible"] | held["distance_to_edge_m"].notna() | _elsewhere(held)]


def _elsewhere(held: pd.DataFrame) -> pd.Series:
    ways = [way for way in held.columns if way in {*WAYS["line"], *WAYS["centre"]}]
    return held[ways].any(axis=1)


def _distances(frames: Frames, zone: Zone, reach_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed metres of every row to the zone's edge; NaN beyond its reach."""
    distance = np.full(len(reach_m), np.nan)
    for rows, points in frames:
        near, metres = edge_distances(points, zone=zone, reach_m=reach_m[rows])
        distance[rows[near]] = metres
    return distance


def _moved(
    frames: Frames, zone: Zone, inside: NDArray[np.bool_], distance: NDArray[np.float64]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """What the zone would hold were it elsewhere, as a column for each way it may lie."""
    moved = _range_of(zone)
    if moved == "centre":
        yield from _centre_moved(frames, zone, inside, np.flatnonzero(~np.isnan(distance)))
    if moved != "line":
        return
    far = zone.accuracy_m
    county = np.ones(len(inside), dtype=bool)
    if len(zone.county_parts):
        alone = replace(zone, county_parts=zone.county_parts[:0])
        distance = _distances(frames, alone, np.full(len(inside), far))
        county = _held(frames, _county(zone), len(inside))
    yield "inward", inside & ~(distance < far)
    yield "outward", inside | (county & (distance >= -far))


def _county(zone: Zone) -> Zone:
    return Zone(zone_id=zone.county_code, name="", parts=zone.county_parts, crs=zone.county_crs)


def _held(frames: Frames, zone: Zone, size: int) -> NDArray[np.bool_]:
    held = np.zeros(size, dtype=bool)
    for rows, points in frames:
        held[rows[locate_points(points, zones=[zone]).point]] = True
    return held


def _centre_moved(
    frames: Frames, zone: Zone, inside: NDArray[np.bool_], near: NDArray[np.intp]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each way counted anew by geodesic distance; what is farther from the edge stays as it is."""
    elsewhere = moved_zones(zone, metres=zone.accuracy_m)
    held = np.repeat(inside[:, None], len(elsewhere), axis=1)
    held[near] = False
    for rows, points in frames:
        asked = np.flatnonzero(np.isin(rows, near))
        found = locate_points(points.take(asked), zones=elsewhere)
        held[rows[asked[found.point]], found.zone] = True
    yield from zip(WAYS["centre"], held.T, strict=True)


def _by_household(cases: pd.DataFrame) -> pd.DataFrame:
    """Households, each once: in wherever any row of it is, at its row that lies furthest in."""
    if not cases["household"].duplicated().any():
        return cases
    flags = [name for name in cases.columns if cases[name].dtype == bool]
    unmeasured = pd.Series(np.where(cases["inside"], np.inf, -np.inf), index=cases.index)
    order = cases.assign(depth=cases["distance_to_edge_m"].fillna(unmeasured))
    order = order.sort_values(["certain", "near", "depth"], kind="stable")
    once = order.drop(columns="depth").drop_duplicates("household", keep="last")
    anywhere = cases.groupby("household")[flags].any()
    once = once.set_index("household")
    return once.assign(**anywhere.reindex(once.index)).reset_index()


def _with_stages(
    cases: pd.DataFrame,
    households: pd.DataFrame,
    judged: pd.DataFrame,
    rules: Mapping[str, FuelRule | None],
) -> pd.DataFrame:
    """The stage of each household in each zone: as judged, or as it would be were it inside."""
    pairs = cases.loc[~cases["inside"], ["household", "zone_id"]]
    stages = pd.concat([judged, judge_households(households, pairs, rules=rules)])
    names = ["household", "zone_id", "proven", "stage"]
    return cases.merge(stages[names], on=names[:2], how="left", validate="one_to_one")


def _zone_counts(zone: Zone, cases: pd.DataFrame, judged: pd.DataFrame) -> dict[str, object]:
    """A row of ``zone_nearness``."""
    if zone.codes:
        here = judged[judged["zone_id"] == zone.zone_id]
        here = here.assign(inside=True, certain=True, possible=True)
    else:
        here = cases[cases["zone_id"] == zone.zone_id]
    range_of = _range_of(zone)
    remains = ~here["proven"].to_numpy(dtype=bool)
    row: dict[str, object] = {"line_accuracy_m": float(zone.accuracy_m), "range_of": range_of}
    for name, kept in (("households", np.ones(len(here), dtype=bool)), ("remaining", remains)):
        counts = [int((here[way].eq(other=True) & kept).sum()) for way in (*CALLS, *WAYS[range_of])]
        row |= dict(zip((f"{name}_certain", name, f"{name}_possible"), counts, strict=False))
        ranged = counts[1:2] + counts[3:] if range_of else [pd.NA]
        row |= {f"{name}_low": min(ranged), f"{name}_high": max(ranged)}
    return row


def _range_of(zone: Zone) -> str:
    """What is moved for the range: the line, the centre, or nothing."""
    if zone.codes or np.isnan(zone.accuracy_m):
        return ""
    return "line" if zone.radius_m is None else "centre"


def _typed(counts: pd.DataFrame) -> pd.DataFrame:
    return counts[list(ZONE_COLUMNS)].astype(ZONE_COLUMNS)


def _near_line(cases: pd.DataFrame) -> pd.DataFrame:
    """Households that may stand on either side, by zone, the nearest to its edge first."""
    near = cases[cases["possible"] & ~cases["certain"]]
    near = near.assign(
        order=pd.factorize(near["zone_id"])[0], metres=near["distance_to_edge_m"].abs()
    )
    near = near.sort_values(["order", "metres", "household"], ignore_index=True)
    return near[list(NEAR_COLUMNS)].astype(NEAR_COLUMNS)


def _nearest_edge(cases: pd.DataFrame) -> pd.Series:
    """By household the signed metres to the nearest edge that matters."""
    metres = cases[["household", "distance_to_edge_m"]].dropna()
    order = metres["distance_to_edge_m"].abs().argsort(kind="stable")
    nearest = metres.iloc[order].drop_duplicates("household")
    return nearest.set_index("household")["distance_to_edge_m"]
