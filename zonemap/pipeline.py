"""The whole job: read a project, judge every ledger date, and make every output.

This module alone knows the order of the stages.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import shapely

from zonemap import __version__
from zonemap.assess import DIGEST_COLUMNS, Assessment, Result, assess
from zonemap.config import FILE_NAME
from zonemap.crs import Coordinates, datum_operation
from zonemap.errors import ControlError, LedgerError
from zonemap.intake import TypedLedger, take_in
from zonemap.locate import locate_points
from zonemap.manifest import (
    checksums,
    file_account,
    manifest_text,
    require_same_rows,
    row_digests,
)
from zonemap.outputs import internal_outputs, output_count, rejects_output
from zonemap.project import open_project
from zonemap.read.files import file_sha256
from zonemap.read.ledgers import find_ledgers, other_files
from zonemap.tally import tally_places, zero_findings
from zonemap.workers import here, worker_pool
from zonemap.write import remove_files, sweep_parts, write_bytes, write_files

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from zonemap.config import Config
    from zonemap.messages import Language
    from zonemap.project import Project
    from zonemap.read.ledgers import RawLedger
    from zonemap.workers import Mapper

__all__ = ["MANIFEST", "Progress", "check", "judge_ledgers", "run"]

Progress = Callable[[int, int, str], None]
"""Called with the steps done, all steps, and what comes next."""

MANIFEST = "internal/manifest.json"


def run(
    config: Config,
    *,
    as_of: date | None = None,
    language: Language | None = None,
    progress: Progress = lambda *_: None,
    workers: int = 1,
) -> Result:
    """Read every ledger and make every file of ``output/``.

    Parameters
    ----------
    config
        The plan; ``output/`` is made beside its file.
    as_of
        Leave out ledgers of later days.
    language
        Instead of the plan's own.
    progress
        Told of every step.
    workers
        Processes to spread the work over; the outputs are the same. With more than one the
        caller's main module must be guarded by ``if __name__ == "__main__"``.

    Returns
    -------
    result
        What was written. Nothing is written before every ledger has been judged.

    Raises
    ------
    ZonemapError
        As `judge_ledgers`; `AccountingError` if the rows written are not those read;
        `OutputError` if a file cannot be written.
    """
    language = language or config.plan.language
    files: dict[str, bytes] = {}
    with worker_pool(workers) as mapper:
        result = judge_ledgers(config, as_of=as_of, progress=progress, mapper=mapper)
        read = len(result.accounting)
        for name, data in internal_outputs(result, language=language, mapper=mapper):
            files[name] = data
            progress(read + len(files), read + output_count(config), name)
    require_same_rows(_digests_read(result), _digests_written(files["internal/located.parquet"]))
    _write_all(files, result, config.root / "output", language)
    return result


def judge_ledgers(
    config: Config,
    *,
    as_of: date | None = None,
    progress: Progress = lambda *_: None,
    mapper: Mapper = here,
) -> Result:
    """Read and judge every ledger of a project; write nothing.

    Parameters
    ----------
    config
        The plan.
    as_of
        Leave out ledgers of later days.
    progress
        Told of every step.
    mapper
        From `zonemap.workers.worker_pool`: reads files side by side.

    Returns
    -------
    result
        Every data row of every ledger is in it once.

    Raises
    ------
    LedgerError
        If there is no ledger up to that day.
    ZonemapError
        If a boundary or ledger cannot be used, its rows do not add up, or a zone is empty and
        nothing shows that the search for its households works.
    """
    project = open_project(config)
    files = [
        file
        for file in find_ledgers(config.root, config.ledgers.path)
        if as_of is None or file.day <= as_of
    ]
    if not files:
        raise LedgerError(
            "{pattern}: no ledger up to {day}", pattern=config.ledgers.path, day=as_of
        )
    ledgers: list[RawLedger] = []
    assessments: list[Assessment] = []
    first_row = 0
    deliveries = mapper(partial(take_in, root=config.root), files)
    for _day, dated in groupby(deliveries, key=lambda typed: typed.ledger.day):
        typed: list[TypedLedger] = []
        for delivery in dated:
            typed.append(delivery)
            ledgers.append(delivery.ledger)
            progress(len(ledgers), len(files) + output_count(config), delivery.ledger.file)
        _require_distinct(typed)
        assessments.append(assess(typed, project, first_row=first_row))
        first_row += len(assessments[-1].households)
    _require_controls(assessments[-1], project)
    return _result(project, assessments, ledgers)


def _require_distinct(typed: list[TypedLedger]) -> None:
    """The same file twice on one day would count its households twice."""
    seen: dict[str, str] = {}
    for part in typed:
        other = seen.setdefault(part.ledger.sha256, part.ledger.file)
        if other != part.ledger.file:
            raise LedgerError(
                "{file}: is the same file as {other}; take one out",
                file=part.ledger.file,
                other=other,
            )


def check(config: Config, *, as_of: date | None = None, language: Language | None = None) -> Result:
    """Read and judge everything, write ``rejects.xlsx`` and change nothing else.

    Parameters
    ----------
    config, as_of, language
        As for `run`.

    Returns
    -------
    result
        What the ledgers say.

    Raises
    ------
    ZonemapError
        As `judge_ledgers`.
    """
    result = judge_ledgers(config, as_of=as_of)
    name, data = rejects_output(result, language=language or config.plan.language)
    write_bytes(data, config.root / "output" / name)
    return result


def _require_controls(newest: Assessment, project: Project) -> None:
    """An empty zone is an error, unless points known to lie inside it are found there."""
    points = project.control_points
    lon, lat = shapely.get_x(points.geometry.to_numpy()), shapely.get_y(points.geometry.to_numpy())
    for zone in project.zones:
        here = (points["zone_id"] == zone.zone_id).to_numpy()
        found = len(locate_points(Coordinates(lon[here], lat[here]), zones=[zone]).point)
        if found < here.sum():
            raise ControlError(
                "zone {zone}: only {found} of {points} control points are found inside it; check "
                "its boundary and CRS",
                zone=zone.zone_id,
                found=found,
                points=int(here.sum()),
            )
        if found == 0 and newest.zone_counts.loc[zone.zone_id, "households"] == 0:
            raise ControlError(
                "zone {zone}: no household was found inside it, which is no proof of zero; check "
                "its boundary and CRS, or name control_points known to lie inside",
                zone=zone.zone_id,
            )


def _result(project: Project, assessments: list[Assessment], ledgers: list[RawLedger]) -> Result:
    newest = assessments[-1]
    history = pd.concat(
        [
            day.zone_counts.reset_index().assign(ledger_date=pd.Timestamp(day.day).as_unit("s"))
            for day in assessments
        ],
        ignore_index=True,
    )
    named = [FILE_NAME, *project.files]
    inputs = {file: file_sha256(project.config.root / file) for file in named}
    return Result(
        project=project,
        assessments=tuple(assessments),
        place_counts=tally_places(newest.judged, newest.households),
        history=history,
        accounting=_accounting(assessments, ledgers),
        control_totals=pd.concat(
            [ledger.control_totals.assign(file=ledger.file) for ledger in ledgers],
            ignore_index=True,
        ),
        unread={ledger.file: ledger.unread for ledger in ledgers},
        passed_over=other_files(project.config.root, project.config.ledgers.path),
        inputs=inputs | {ledger.file: ledger.sha256 for ledger in ledgers},
    )


def _accounting(assessments: list[Assessment], ledgers: list[RawLedger]) -> pd.DataFrame:
    rows = pd.DataFrame([asdict(ledger.account) for ledger in ledgers])
    rows.insert(0, "file", [ledger.file for ledger in ledgers])
    rows.insert(1, "ledger_date", pd.to_datetime([ledger.day for ledger in ledgers]))
    became = pd.concat([file_account(day.households) for day in assessments])
    return rows.join(became.drop(columns="data"), on="file")


def _digests_read(result: Result) -> dict[str, str]:
    return {file: digest for day in result.assessments for file, digest in day.digests.items()}


def _digests_written(parquet: bytes) -> dict[str, str]:
    """The hashes of the rows of ``located.parquet``, read back."""
    rows = pq.read_table(io.BytesIO(parquet), columns=list(DIGEST_COLUMNS))
    return row_digests(rows, columns=DIGEST_COLUMNS, by="source_file")


def _write_all(files: dict[str, bytes], result: Result, folder: Path, language: Language) -> None:
    """Every file under its name, the manifest last; sheets of zones that are no more, removed."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = manifest_text(_manifest(result, sums, language)).encode()
    sums[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    sweep_parts(folder)
    inside = {name.removeprefix("internal/"): digest for name, digest in sums.items()}
    files |= {"internal/SHA256SUMS": checksums(inside).encode(), MANIFEST: manifest}
    write_files({folder / name: data for name, data in files.items()})
    maps = (folder / "internal" / "maps").glob("*.p[dn][fg]")
    remove_files(path for path in maps if path.relative_to(folder).as_posix() not in files)


def _manifest(result: Result, outputs: dict[str, str], language: Language) -> dict[str, object]:
    """What ``manifest.json`` says; ``docs/outputs.md`` describes it."""
    project, newest = result.project, result.newest
    accounting = result.accounting.assign(
        ledger_date=result.accounting["ledger_date"].dt.strftime("%Y-%m-%d")
    )
    return {
        "zonemap": __version__,
        "title": project.config.plan.title,
        "as_of": newest.day.isoformat(),
        "deadline": project.config.plan.deadline.isoformat(),
        "language": language,
        "inputs": dict(sorted(result.inputs.items())),
        "datum_operations": {
            file: datum_operation(crs) for file, crs in sorted(project.files.items())
        }
        | {"ledgers": datum_operation(project.ledger_crs)},
        "accounting": accounting.to_dict(orient="records"),
        "row_digests": _digests_read(result),
        "control_totals_wrong": int(_wrong_totals(result)),
        "unread": {file: list(names) for file, names in result.unread.items() if names},
        "passed_over": list(result.passed_over),
        "zone_counts": newest.zone_counts.to_dict(orient="index"),
        "findings": zero_findings(newest.zone_counts, newest.controls).to_dict(),
        "controls": newest.controls.to_dict(orient="index"),
        "outputs": dict(sorted(outputs.items())),
    }


def _wrong_totals(result: Result) -> int:
    return sum(int((day.issues["code"] == "control_total").sum()) for day in result.assessments)
