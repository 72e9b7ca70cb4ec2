"""The whole job: read a project, judge every ledger date, and make every output.

This module alone knows the order of the stages.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import shapely

from zonemap import __version__
from zonemap.assess import DIGEST_COLUMNS, assess
from zonemap.config import FILE_NAME
from zonemap.crs import Coordinates
from zonemap.deliveries import dated_deliveries, delivery_name, passed_over
from zonemap.errors import ControlError, LedgerError
from zonemap.frames import require_known_frames, require_used_statements
from zonemap.intake import OwnWords, TypedLedger, take_in
from zonemap.locate import locate_points
from zonemap.manifest import (
    checksums,
    file_account,
    manifest_text,
    require_same_rows,
    row_digests,
    summed_digests,
)
from zonemap.outputs import internal_outputs, output_count, rejects_output
from zonemap.point_layers import locate_layers
from zonemap.project import open_project
from zonemap.provenance import digests_read, manifest_of
from zonemap.read.files import file_sha256
from zonemap.results import Assessment, Result
from zonemap.tally import tally_places
from zonemap.workers import here, worker_pool
from zonemap.write.files import remove_files, sweep_parts, write_bytes, write_files

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from zonemap.config import Config
    from zonemap.messages import Language
    from zonemap.point_layers import PointLayer
    from zonemap.project import Project
    from zonemap.read.ledgers import RawLedger
    from zonemap.workers import Mapper

__all__ = ["MANIFEST", "Progress", "check", "judge_ledgers", "run"]

Progress = Callable[[int, int, str], None]
"""Called with the steps done, all steps, and what comes next."""

MANIFEST = "internal/manifest.json"

EARLIER_LEDGERS = 3
"""So many ledger dates back households are looked up, as evidence of what coordinates mean."""


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
        result = _judge(config, as_of=as_of, progress=progress, mapper=mapper)
        _require_sound(result)
        read = len(result.accounting)
        for name, data in internal_outputs(result, language=language, mapper=mapper):
            files[name] = data
            progress(read + len(files), read + output_count(config), name)
    _require_all_rows(result, files["internal/located.parquet"])
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
    result = _judge(config, as_of=as_of, progress=progress, mapper=mapper)
    _require_sound(result)
    return result


def _require_sound(result: Result) -> None:
    """Stop if the counts must not be used."""
    if result.problems:
        raise result.problems[0]


def _judge(
    config: Config, *, as_of: date | None, progress: Progress, mapper: Mapper = here
) -> Result:
    """Read and judge every ledger; what forbids to use the counts is in the result."""
    require_known_frames(config)
    project = open_project(config)
    layers = locate_layers(
        config.points, zones=project.zones, bounds=project.bounds, root=config.root
    )
    deliveries = dated_deliveries(config.ledgers, root=config.root)
    names = (delivery_name(delivery, root=config.root) for delivery in deliveries)
    require_used_statements(config, files=names)
    files = [delivery for delivery in deliveries if as_of is None or delivery.day <= as_of]
    if not files:
        raise LedgerError(
            "{pattern}: no ledger up to {day}",
            pattern=config.ledgers.table or config.ledgers.path,
            day=as_of,
        )
    ledgers: list[RawLedger] = []
    assessments: list[Assessment] = []
    first_row = 0
    words = OwnWords(config.ledgers.named_columns, config.ledgers.named_statuses)
    taken = mapper(partial(take_in, root=config.root, words=words), files)
    for day, dated in groupby(taken, key=lambda typed: typed.ledger.day):
        typed: list[TypedLedger] = []
        for delivery in dated:
            typed.append(delivery)
            ledgers.append(delivery.ledger)
            progress(len(ledgers), len(files) + output_count(config), delivery.ledger.file)
        _require_distinct(typed)
        earlier = _earlier_places(assessments)
        newest = day == files[-1].day
        assessments.append(
            assess(typed, project, first_row=first_row, earlier=earlier, near_line=newest)
        )
        first_row += len(assessments[-1].households)
    return _result(project, assessments, ledgers, layers)


def _earlier_places(assessments: list[Assessment]) -> pd.DataFrame:
    """Where the households of earlier ledgers stood by their own coordinates, newest first."""
    columns = ["household_id", "longitude", "latitude"]
    tables = []
    for day in reversed(assessments[-EARLIER_LEDGERS:]):
        table = day.households
        own = (table["place_source"] == "own") & table[columns].notna().all(axis=1)
        tables.append(table.loc[own, columns])
    if not tables:
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in columns}).astype(
            {"household_id": "str"}
        )
    return pd.concat(tables).drop_duplicates("household_id", ignore_index=True)


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
        What the ledgers say; ``problems`` tells why the counts must not be used, if so.

    Raises
    ------
    ZonemapError
        If a file cannot be used at all.
    """
    result = _judge(config, as_of=as_of, progress=lambda *_: None)
    name, data = rejects_output(result, language=language or config.plan.language)
    write_bytes(data, config.root / "output" / name)
    return result


def _control_problems(newest: Assessment, project: Project) -> Iterator[ControlError]:
    """An empty zone is an error, unless points known to lie inside it are found there."""
    points = project.control_points
    lon, lat = shapely.get_x(points.geometry.to_numpy()), shapely.get_y(points.geometry.to_numpy())
    for zone in project.zones:
        here = (points["zone_id"] == zone.zone_id).to_numpy()
        found = len(locate_points(Coordinates(lon[here], lat[here]), zones=[zone]).point)
        if found < here.sum():
            yield ControlError(
                "zone {zone}: only {found} of {points} control points are found inside it; check "
                "its boundary and CRS",
                zone=zone.zone_id,
                found=found,
                points=int(here.sum()),
            )
        elif found == 0 and newest.zone_counts.loc[zone.zone_id, "households"] == 0:
            yield ControlError(
                "zone {zone}: no household was found inside it, which is no proof of zero; check "
                "its boundary and CRS, or name control_points known to lie inside",
                zone=zone.zone_id,
            )


def _result(
    project: Project,
    assessments: list[Assessment],
    ledgers: list[RawLedger],
    layers: tuple[PointLayer, ...],
) -> Result:
    newest = assessments[-1]
    history = pd.concat(
        [
            day.zone_counts.reset_index().assign(ledger_date=pd.Timestamp(day.day).as_unit("s"))
            for day in assessments
        ],
        ignore_index=True,
    )
    named = [FILE_NAME, *project.files, *project.gazetteer.files, *(layer.file for layer in layers)]
    tables = project.row_hashes
    inputs = {file: tables.get(file) or file_sha256(project.config.root / file) for file in named}
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
        point_layers=layers,
        passed_over=passed_over(project.config.ledgers, root=project.config.root),
        inputs=inputs | {ledger.file: ledger.sha256 for ledger in ledgers},
        problems=(
            *(problem for day in assessments for problem in day.problems),
            *_control_problems(newest, project),
        ),
    )


def _accounting(assessments: list[Assessment], ledgers: list[RawLedger]) -> pd.DataFrame:
    rows = pd.DataFrame([asdict(ledger.account) for ledger in ledgers])
    rows.insert(0, "file", [ledger.file for ledger in ledgers])
    rows.insert(1, "ledger_date", pd.to_datetime([ledger.day for ledger in ledgers]))
    rows["digest"] = [ledger.digest for ledger in ledgers]
    became = pd.concat([file_account(day.households) for day in assessments])
    return rows.join(became.drop(columns="data"), on="file")


def _require_all_rows(result: Result, parquet: bytes) -> None:
    """Stop unless the rows of ``located.parquet``, read back, are those read and judged."""
    rows = pq.read_table(io.BytesIO(parquet), columns=list(DIGEST_COLUMNS))
    written = summed_digests(rows, digest="source_digest", by="source_file")
    account = result.accounting[result.accounting["data"] > 0]
    read = {
        file: digest[-16:] for file, digest in zip(account["file"], account["digest"], strict=True)
    }
    require_same_rows(read, written)
    judged = row_digests(rows, columns=DIGEST_COLUMNS, by="source_file")
    require_same_rows(digests_read(result), judged)


def _write_all(files: dict[str, bytes], result: Result, folder: Path, language: Language) -> None:
    """Every file under its name, the manifest last; sheets of zones that are no more, removed."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    account = {"zonemap": __version__, **manifest_of(result, outputs=sums, language=language)}
    manifest = manifest_text(account).encode()
    sums[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    sweep_parts(folder)
    inside = {name.removeprefix("internal/"): digest for name, digest in sums.items()}
    files |= {"internal/SHA256SUMS": checksums(inside).encode(), MANIFEST: manifest}
    write_files({folder / name: data for name, data in files.items()})
    maps = (folder / "internal" / "maps").glob("*.p[dn][fg]")
    remove_files(path for path in maps if path.relative_to(folder).as_posix() not in files)
