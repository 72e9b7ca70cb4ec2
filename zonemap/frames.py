"""What the coordinates of a ledger file mean: told by evidence, and weighed.

What cannot be told is not guessed: then it is shown how many households would change zones
under each possibility.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.crs import Coordinates, read_crs
from zonemap.datum.detect import References, tell_datum
from zonemap.errors import DatumError, LedgerError, ZonemapError
from zonemap.locate import join_zone_ids, locate_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zonemap.config import Config
    from zonemap.datum.detect import DatumFinding
    from zonemap.project import Project
    from zonemap.zones import Zone

__all__ = ["LEDGER_FRAMES", "ToldFile", "require_known_frames", "tell_file"]

LEDGER_FRAMES = ("auto", "GCJ-02", "BD-09")
"""What the coordinates of a ledger may be said to be, beside a CRS."""

WEIGHED = ("village_offset_m", "earlier_offset_m", "town_offset_m", "county_inside_share")

LOUD = ("cannot_tell", "contradicted")
"""How groups of rows were told that somebody must look at."""

MOST = 0.5
"""A file of whose coordinates so large a share cannot be told or believed stops the run."""


def require_known_frames(config: Config) -> None:
    """Stop if what a plan says of coordinates is nothing that is known.

    Raises
    ------
    CRSError
        If it is neither `LEDGER_FRAMES` nor a CRS on WGS84 or CGCS2000.
    """
    stated = {"ledgers.crs": config.ledgers.crs}
    stated |= {f"ledgers.crs_of {name}": crs for name, crs in config.ledgers.crs_of.items()}
    for where, crs in stated.items():
        if crs not in LEDGER_FRAMES:
            read_crs(crs, where=where)


def _stated_frame(file: str, own: str, *, config: Config) -> tuple[str, str]:
    """What the coordinates of a ledger are said to be, and what else they may be taken for.

    Parameters
    ----------
    file
        Its name relative to the project.
    own
        What the file itself states; empty if nothing.
    config
        The plan; ``crs_of`` goes before what a file states, and that before ``crs``.

    Returns
    -------
    frame, fallback
        ``auto``, ``GCJ-02``, ``BD-09`` or a CRS; and what to take where ``auto`` finds no
        evidence: what the file states, else nothing. Degrees that a file states are not believed
        before they are looked at, for maps on shifted grids are saved as WGS84 every day.
    """
    names = (file, PurePosixPath(file).name)
    for pattern, crs in config.ledgers.crs_of.items():
        if any(fnmatchcase(name, pattern) for name in names):
            return crs, ""
    if not own:
        return config.ledgers.crs, ""
    if read_crs(own, where=file).is_geographic:
        return (config.ledgers.crs, own) if config.ledgers.crs in LEDGER_FRAMES else (own, "")
    return own, ""


@dataclass(frozen=True, slots=True, eq=False)
class ToldFile:
    """One file: its rows placed, and what was found about its coordinates.

    Attributes
    ----------
    placed, repairs
        From `zonemap.datum.detect.tell_datum`.
    groups
        Rows told together, with the evidence, and ``file``.
    consequences
        For groups that cannot be told, or contradict what is stated: ``file``, ``group``,
        ``frame``, ``rows``, ``changed`` (households whose zones differ from those under the
        first frame) and a column of households for each zone.
    problems
        Why nothing may be counted with them, if so.
    """

    placed: pd.DataFrame
    repairs: pd.DataFrame
    groups: pd.DataFrame
    consequences: pd.DataFrame
    problems: tuple[ZonemapError, ...]


def tell_file(
    points: pd.DataFrame, file: str, *, project: Project, own: str, earlier: pd.DataFrame
) -> ToldFile:
    """What the coordinates of one ledger file mean.

    Parameters
    ----------
    points
        Its rows as `zonemap.datum.detect.tell_datum` asks.
    file
        Its name relative to the project.
    project
        The plan, its boundaries and points of places.
    own
        The CRS that the file states itself; empty if none.
    earlier
        ``household_id``, ``longitude``, ``latitude`` (WGS84) of earlier ledgers.

    Returns
    -------
    told
        On the index of ``points``.

    Raises
    ------
    LedgerError
        If its coordinates are not of the kind the plan says.
    """
    gazetteer = project.gazetteer
    references = References(
        village_points=gazetteer.village_points,
        town_points=gazetteer.town_points,
        earlier=earlier,
        bounds=project.bounds,
    )
    inside = partial(_inside_claimed, codes=points["county_code"].to_numpy(), project=project)
    tell = partial(tell_datum, points, references=references, inside_claimed=inside)
    frame, fallback = _stated_frame(file, own, config=project.config)
    try:
        finding = tell(declared=frame)
        if fallback and (finding.groups["how"] == "cannot_tell").any():
            finding = tell(declared=fallback)
    except LedgerError as error:
        raise LedgerError("{file}: {why}", file=file, why=error) from error
    consequences = _consequences(finding, project.zones).assign(file=file)
    consequences.attrs["file"] = file
    return ToldFile(
        placed=finding.placed,
        repairs=finding.repairs,
        groups=_brief(finding.groups).assign(file=file),
        consequences=consequences,
        problems=_problems(points, finding, consequences, frame=frame, project=project),
    )


def _inside_claimed(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    *,
    codes: NDArray[np.object_],
    project: Project,
) -> NDArray[np.bool_]:
    """Whether each point lies in the county its row claims."""
    inside = np.zeros(len(longitude), dtype=bool)
    membership = locate_points(Coordinates(longitude, latitude), zones=project.county_zones)
    county = project.counties["code"].to_numpy(dtype=object)[membership.zone]
    inside[membership.point[codes[membership.point] == county]] = True
    return inside


def _consequences(finding: DatumFinding, zones: Sequence[Zone]) -> pd.DataFrame:
    """What each frame that is possible would mean for the zones, group by group."""
    rows = []
    zone_ids = [zone.zone_id for zone in zones]
    loud = finding.groups[finding.groups["how"].isin(LOUD)]
    frames = _as_delivered_first(finding)
    for group in loud["group"]:
        here = np.flatnonzero((finding.group_of_row == group).to_numpy())
        first: NDArray[np.object_] | None = None
        for frame in frames:
            lon, lat = finding.alternatives[frame]
            membership = locate_points(Coordinates(lon[here], lat[here]), zones=zones)
            joined = join_zone_ids(membership, zone_ids=zone_ids, size=len(here))
            held = np.array(joined, dtype=object)
            first = held if first is None else first
            counts = np.bincount(membership.zone, minlength=len(zones))
            rows.append(
                {
                    "group": group,
                    "frame": frame,
                    "rows": len(here),
                    "changed": int((held != first).sum()),
                    **dict(zip(zone_ids, counts.tolist(), strict=True)),
                }
            )
    return pd.DataFrame(rows, columns=["group", "frame", "rows", "changed", *zone_ids])


def _brief(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups of a file, those told alike as one, unless somebody must look at them."""
    alike = ["form", "frame", "how", "contradicted_by", "stated"]
    key = groups["group"].where(groups["how"].isin(LOUD), -1)
    rows = []
    for _, part in groups.groupby([key, *alike], sort=False, dropna=False):
        first = part.iloc[0].to_dict()
        first["rows"] = int(part["rows"].sum())
        for name in ("sheet", "method"):
            first[name] = first[name] if (part[name] == first[name]).all() else ""
        for name in ("villages", "earlier"):
            first[name] = int(part[name].sum())
        for name in WEIGHED:
            known = part[part[name].notna()]
            first[name] = (
                float(np.average(known[name], weights=known["rows"])) if len(known) else np.nan
            )
        first["confidence"] = part["confidence"].min()
        rows.append(first)
    return pd.DataFrame(rows, columns=groups.columns)


def _as_delivered_first(finding: DatumFinding) -> list[str]:
    """The frames that are possible: what is stated, or plain degrees, before what may be."""
    frames = list(finding.alternatives)
    undecided = (finding.groups["how"] == "cannot_tell").any()
    return sorted(frames, key=lambda frame: frame != "WGS84") if undecided else frames


def _effects(consequences: pd.DataFrame) -> str:
    """For each frame how many of the households would change zones."""
    changed = consequences.groupby("frame", sort=False)[["changed", "rows"]].sum()
    return ", ".join(f"{row.Index} {row.changed}/{row.rows}" for row in changed.itertuples())


def _problems(
    points: pd.DataFrame,
    finding: DatumFinding,
    consequences: pd.DataFrame,
    *,
    frame: str,
    project: Project,
) -> tuple[ZonemapError, ...]:
    """What is so wrong with a file's coordinates that nothing may be counted with them."""
    file = consequences.attrs["file"]
    given = finding.placed["fault"] != "no_place"
    if not given.any():
        return ()
    faults = finding.placed.loc[given, "fault"]
    unknown, bad = (float((faults == code).mean()) for code in ("unknown_datum", "bad_place"))
    if unknown > MOST:
        return (
            DatumError(
                "{file}: what datum its coordinates are in cannot be told; state it under "
                "[ledgers.crs_of] in zonemap.toml, or give village_points. Households that would "
                "change zones: {effects}",
                file=file,
                effects=_effects(consequences),
            ),
        )
    if bad > MOST:
        return (
            DatumError(
                "{file}: {percent} % of its coordinates lie far outside the counties; check that "
                "经度 and 纬度 are not swapped, and ledgers.crs ({crs})",
                file=file,
                percent=f"{bad * 100:.0f}",
                crs=frame,
            ),
        )
    return _disagreement(points, finding, file=file, frame=frame, project=project)


def _disagreement(
    points: pd.DataFrame, finding: DatumFinding, *, file: str, frame: str, project: Project
) -> tuple[ZonemapError, ...]:
    """Places that lie outside the county they claim betray a wrong CRS."""
    claimed = (finding.placed["fault"] == "") & points["county_code"].ne("")
    if not claimed.any() or len(project.counties) == 0:
        return ()
    rows = finding.placed[claimed]
    inside = _inside_claimed(
        rows["longitude"].to_numpy(),
        rows["latitude"].to_numpy(),
        codes=points.loc[claimed, "county_code"].to_numpy(),
        project=project,
    )
    share = float(inside.mean())
    if share >= MOST:
        return ()
    return (
        DatumError(
            "{file}: only {percent} % of its households lie in the county they name; check the "
            "coordinates and ledgers.crs ({crs})",
            file=file,
            percent=f"{share * 100:.0f}",
            crs=frame,
        ),
    )
