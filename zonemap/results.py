"""What one ledger date says, and what all of them say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from zonemap.errors import ZonemapError
    from zonemap.nearness import Nearness
    from zonemap.point_layers import PointLayer
    from zonemap.project import Project

__all__ = ["Assessment", "Result"]


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What one ledger date says; the tables of ``docs/architecture.md``.

    Attributes
    ----------
    day
        The ledger date.
    households, judged, zone_counts, zone_statuses, controls
        See ``docs/architecture.md`` and `zonemap.tally`.
    issues, repairs
        What was found wanting and what was mended; see `zonemap.findings`.
    datum, consequences
        What the coordinates of each file were taken for; see `zonemap.placing.Placing`.
    digests
        For each ledger file the hash of its data rows, taken before they were judged.
    problems
        Why the counts of this date must not be used, if so.
    nearness
        What is too near the line to call; None where it was not asked for.
    """

    day: date
    households: pd.DataFrame
    judged: pd.DataFrame
    zone_counts: pd.DataFrame
    zone_statuses: pd.DataFrame
    controls: pd.DataFrame
    issues: pd.DataFrame
    repairs: pd.DataFrame
    datum: pd.DataFrame
    consequences: pd.DataFrame
    digests: dict[str, str]
    problems: tuple[ZonemapError, ...]
    nearness: Nearness | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """What a project's ledgers say.

    Attributes
    ----------
    project
        The plan and its boundaries.
    assessments
        One for each ledger date, oldest first; the last is the one reported.
    place_counts, history
        See ``docs/architecture.md``; places of the last date, history of every date.
    accounting
        A row per ledger file: its rows by kind, what became of its data rows, and ``digest``, the
        order-free hash of its data rows as read.
    control_totals
        Sub-totals that the files state, against their rows.
    unread
        For each ledger file the sheets and headings that are no part of a ledger.
    passed_over
        Files among the ledgers that are no tables.
    inputs
        SHA-256 of every file read, by its name in the project.
    problems
        Why the counts must not be used: coordinates that cannot be told, or zones without any
        household. Empty if they may.
    point_layers
        Coal sellers, checkpoints and the like, located in the zones of the plan.
    """

    project: Project
    assessments: tuple[Assessment, ...]
    place_counts: pd.DataFrame
    history: pd.DataFrame
    accounting: pd.DataFrame
    control_totals: pd.DataFrame
    unread: dict[str, tuple[str, ...]]
    passed_over: tuple[str, ...]
    inputs: dict[str, str]
    problems: tuple[ZonemapError, ...] = ()
    point_layers: tuple[PointLayer, ...] = ()

    @property
    def newest(self) -> Assessment:
        """The ledger date that is reported."""
        return self.assessments[-1]

    @property
    def near_line(self) -> pd.DataFrame:
        """Households of the newest date too near the edge of a zone to call."""
        return _asked(self.newest.nearness).near_line

    @property
    def zone_nearness(self) -> pd.DataFrame:
        """By zone what its counts of the newest date hang on."""
        return _asked(self.newest.nearness).zone_nearness


def _asked(nearness: Nearness | None) -> Nearness:
    if nearness is None:
        msg = "the last ledger date was assessed without nearness"
        raise ValueError(msg)
    return nearness
