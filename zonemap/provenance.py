"""What a run was made from: the account in ``manifest.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zonemap.crs import datum_operation, read_crs
from zonemap.point_layers import point_account
from zonemap.tally import zero_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zonemap.messages import Language
    from zonemap.results import Result

__all__ = ["digests_read", "manifest_of"]


def digests_read(result: Result) -> dict[str, str]:
    """For each ledger file the hash of its data rows, taken before they were judged."""
    return {file: digest for day in result.assessments for file, digest in day.digests.items()}


def manifest_of(
    result: Result, *, outputs: Mapping[str, str], language: Language
) -> dict[str, object]:
    """What ``manifest.json`` says of a run; ``docs/outputs.md`` describes it.

    Parameters
    ----------
    result
        What the ledgers say.
    outputs
        SHA-256 of every file made, by name.
    language
        Of the outputs.

    Returns
    -------
    manifest
        Plain values and numbers of numpy; the same arguments give the same manifest.
    """
    project, newest = result.project, result.newest
    accounting = result.accounting.assign(
        ledger_date=result.accounting["ledger_date"].dt.strftime("%Y-%m-%d")
    )
    return {
        "title": project.config.plan.title,
        "as_of": newest.day.isoformat(),
        "deadline": project.config.plan.deadline.isoformat(),
        "language": language,
        "inputs": dict(sorted(result.inputs.items())),
        "datum_operations": {
            file: datum_operation(crs) for file, crs in sorted(project.files.items())
        }
        | {layer.file: layer.operation for layer in result.point_layers}
        | _ledger_operations(result),
        "coordinates": _told_coordinates(result),
        "accounting": accounting.to_dict(orient="records"),
        "row_digests": digests_read(result),
        "control_totals_wrong": int(_wrong_totals(result)),
        "unread": {file: list(names) for file, names in result.unread.items() if names},
        "passed_over": list(result.passed_over),
        "zone_counts": newest.zone_counts.to_dict(orient="index"),
        "findings": zero_findings(newest.zone_counts, newest.controls).to_dict(),
        "points": point_account(result.point_layers),
        "controls": newest.controls.to_dict(orient="index"),
        "outputs": dict(sorted(outputs.items())),
    }


def _ledger_operations(result: Result) -> dict[str, str]:
    """By which operation the coordinates of ledgers became WGS84 degrees, frame by frame."""
    frames = {
        frame
        for day in result.assessments
        for frame in day.households["coordinate_frame"].unique()
        if frame
    }
    shifts = {"GCJ-02", "BD-09"}
    return {
        f"ledgers: {frame}": f"inverse of {frame} by fixed-point iteration"
        if frame in shifts
        else datum_operation(read_crs(frame, where=frame))
        for frame in sorted(frames)
    }


def _told_coordinates(result: Result) -> list[dict[str, object]]:
    """What the coordinates of each file were taken for, and on what evidence."""
    told = pd.concat([day.datum for day in result.assessments], ignore_index=True)
    rounded = told.round(dict.fromkeys(told.select_dtypes("float").columns, 4))
    plain = rounded.astype("object").where(rounded.notna(), None)
    return [{str(name): row[name] for name in row} for row in plain.to_dict(orient="records")]


def _wrong_totals(result: Result) -> int:
    return sum(int((day.issues["code"] == "control_total").sum()) for day in result.assessments)
