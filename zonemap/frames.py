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

from zonemap.config import FILE_NAME
from zonemap.consequences import LOUD, weigh_frames
from zonemap.crs import Coordinates, read_crs
from zonemap.datum.detect import References, tell_datum
from zonemap.errors import ConfigError, DatumError, LedgerError, ZonemapError
from zonemap.locate import locate_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from zonemap.config import Config
    from zonemap.consequences import WeighedFrames
    from zonemap.datum.detect import DatumFinding
    from zonemap.project import Project

__all__ = [
    "LEDGER_FRAMES",
    "PROBLEMS",
    "ToldFile",
    "require_known_frames",
    "require_used_statements",
    "tell_file",
]

LEDGER_FRAMES = ("auto", "GCJ-02", "BD-09")
"""What the coordinates of a ledger may be said to be, beside a CRS."""

WEIGHED = ("village_offset_m", "earlier_offset_m", "town_offset_m", "county_inside_share")

PROBLEMS = {
    "cannot_tell": "{file}: what datum its coordinates are in cannot be told; state it under "
    "[ledgers.crs_of] in zonemap.toml, or give village_points. Households that would change "
    "zones: {effects}",
    "far_off": "{file}: {percent} % of its coordinates lie far outside the counties; check that "
    "经度 and 纬度 are not swapped, and ledgers.crs ({crs})",
    "other_county": "{file}: only {percent} % of its households lie in the county they name; "
    "check the coordinates and ledgers.crs ({crs})",
}
"""Why nothing may be counted with the coordinates of a file, as message ids."""

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


def require_used_statements(config: Config, *, files: Iterable[str]) -> None:
    """Stop if a statement about the coordinates of a ledger is about none: it was mistyped.

    Parameters
    ----------
    config
        The plan.
    files
        Names of every ledger, relative to the project.

    Raises
    ------
    ConfigError
        If a pattern of ``crs_of`` names no ledger.
    """
    names = list(files)
    for pattern in config.ledgers.crs_of:
        if not any(_is_meant(name, pattern) for name in names):
            raise ConfigError(
                "{file}: ledgers.crs_of {pattern} names no ledger; write the file's name, or the "
                "end of its path, as 2022-09-30/*.xlsx",
                file=FILE_NAME,
                pattern=pattern,
            )


def _is_meant(file: str, pattern: str) -> bool:
    """Whether a pattern names a file, or the end of its path."""
    parts = PurePosixPath(file).parts
    return any(fnmatchcase("/".join(parts[start:]), pattern) for start in range(len(parts)))


def _stated_frame(file: str, own: str, *, config: Config) -> tuple[str, str]:
    """What the coordinates of a ledger are said to be, and what else they may be taken for.

    Parameters
    ----------
    file
        Its name relative to the project.
    own
        What the file itself states; empty if nothing.
    config
        The plan; ``crs_of``, by the name of a file or the end of its path, goes before what a
        file states, and that before ``crs``.

    Returns
    -------
    frame, fallback
        ``auto``, ``GCJ-02``, ``BD-09`` or a CRS; and what to take where ``auto`` finds no
        evidence: what the file states, else nothing. Degrees that a file states are not believed
        before they are looked at, for maps on shifted grids are saved as WGS84 every day.
    """
    for pattern, crs in config.ledgers.crs_of.items():
        if _is_meant(file, pattern):
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
        ``file`` and the columns of `zonemap.consequences.WeighedFrames`.
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
    weighed = weigh_frames(finding, zones=project.zones)
    placed = _placed_anyhow(finding, weighed)
    return ToldFile(
        placed=placed,
        repairs=finding.repairs,
        groups=_brief(finding.groups).assign(file=file),
        consequences=weighed.consequences.assign(file=file),
        problems=tuple(
            DatumError(PROBLEMS[problem], file=file, crs=frame, **values)
            for problem, values in _problems(points, placed, weighed, project=project)
        ),
    )


def _placed_anyhow(finding: DatumFinding, weighed: WeighedFrames) -> pd.DataFrame:
    """The places, with those that cannot be told but lie in the same zones under every frame."""
    # Nothing is guessed by that: the counts are the same whatever the frame. The place is off by
    # as much as the frames differ.
    placed = finding.placed
    here = weighed.same_zones.to_numpy() & (placed["fault"] == "unknown_datum").to_numpy()
    if not here.any():
        return placed
    return placed.assign(
        longitude=placed["longitude"].mask(here, weighed.places["longitude"]),
        latitude=placed["latitude"].mask(here, weighed.places["latitude"]),
        fault=placed["fault"].mask(here, ""),
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


def _effects(consequences: pd.DataFrame) -> str:
    """For each frame how many of the households would change zones."""
    changed = consequences.groupby("frame", sort=False)[["changed", "rows"]].sum()
    return ", ".join(f"{row.Index} {row.changed}/{row.rows}" for row in changed.itertuples())


def _problems(
    points: pd.DataFrame, placed: pd.DataFrame, weighed: WeighedFrames, *, project: Project
) -> Iterator[tuple[str, dict[str, object]]]:
    """What is so wrong with a file's coordinates that nothing may be counted with them."""
    given = placed["fault"] != "no_place"
    if not given.any():
        return
    faults = placed.loc[given, "fault"]
    known = faults.isin(["", "bad_place"])
    if not known.all() and weighed.undecided > MOST * given.sum():
        yield "cannot_tell", {"effects": _effects(weighed.consequences)}
        return
    bad = float((faults == "bad_place").mean())
    if bad > MOST:
        yield "far_off", {"percent": f"{bad * 100:.0f}"}
        return
    share = _share_in_claimed_county(points, placed, project=project)
    if share < MOST:
        yield "other_county", {"percent": f"{share * 100:.0f}"}


def _share_in_claimed_county(
    points: pd.DataFrame, placed: pd.DataFrame, *, project: Project
) -> float:
    """Of the places of rows that name a county, those that lie in it; 1 if there is none."""
    claimed = (placed["fault"] == "") & points["county_code"].ne("")
    if not claimed.any() or len(project.counties) == 0:
        return 1.0
    rows = placed[claimed]
    inside = _inside_claimed(
        rows["longitude"].to_numpy(),
        rows["latitude"].to_numpy(),
        codes=points.loc[claimed, "county_code"].to_numpy(),
        project=project,
    )
    return float(inside.mean())
