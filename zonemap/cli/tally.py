"""``zonemap tally``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pandas as pd

from zonemap.cli.engines import Engine, engine_options, points_location
from zonemap.cli.options import (
    as_of_option,
    json_option,
    language_option,
    project_option,
    quiet_option,
    zones_options,
)
from zonemap.cli.terminal import (
    progress_steps,
    say,
    say_json,
    say_table,
    set_project_language,
    words,
)
from zonemap.point_tallies import Tally, require_tally_columns, tally_batches, zone_totals
from zonemap.points import layer_zones, require_apart
from zonemap.read.batches import open_points, point_batches
from zonemap.read.boundaries import read_layer
from zonemap.write.files import write_table

if TYPE_CHECKING:
    from zonemap.read.batches import PointSource
    from zonemap.results import Result
    from zonemap.zones import Zone

__all__ = ["command"]

STEPS = 1000
"""Of a progress bar."""

SHOWN_ROWS = 200
"""So many rows of counts are printed; ``--out`` and ``--json`` give all."""


@click.command("tally")
@click.argument("points", required=False)
@zones_options(required=False)
@click.option("--by", multiple=True, help="Count by the values of this column too; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="CSV or Parquet by its ending.")
@engine_options
@project_option
@as_of_option
@language_option
@json_option
@quiet_option
def command(
    *,
    points: str | None,
    layer: Path | None,
    radius_m: float | None,
    crs: str | None,
    id_column: str | None,
    by: tuple[str, ...],
    out: Path | None,
    engine: Engine,
    project: Path,
    as_of: date | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Count POINTS per zone of a layer, and by the values of columns.

    POINTS is a CSV, Parquet or XLSX file, or a folder of CSV or Parquet, of any size. Every point
    is counted: in each zone that holds it, or as outside, or as undetermined where it has no
    usable coordinates.

    Without POINTS: the households per zone of the project's newest ledger, as run counts them.
    """
    if points is None:
        _require_bare(layer, by, engine)
        result = _judged(project, as_of, quiet=quiet)
        _tell_project(result, out, as_json=as_json, quiet=quiet)
        return
    layer = _require_layer(layer)
    require_tally_columns(by)
    location = points_location(points)
    if out is not None:
        require_apart(out, layer, *([location] if isinstance(location, Path) else []))
    features = read_layer(layer, kind="any")
    zones = layer_zones(features, radius_m=radius_m, id_column=id_column, file=layer.name)
    with progress_steps(quiet=quiet, verbose=False) as progress:
        tally = _counted(
            open_points(location, crs=crs), zones, engine=engine, by=by, progress=progress
        )
    if out is not None:
        write_table(tally.counts, out)
    if as_json:
        say_json(_report(tally, out))
    elif not quiet:
        _tell(tally, out)


def _require_layer(layer: Path | None) -> Path:
    if layer is None:
        raise click.UsageError("--zones is needed to count POINTS")
    return layer


def _require_bare(layer: Path | None, by: tuple[str, ...], engine: Engine) -> None:
    if layer is not None or by or engine.dask:
        raise click.UsageError("--zones, --by and --engine count POINTS: name a file of points")


def _counted(
    source: PointSource,
    zones: tuple[Zone, ...],
    *,
    engine: Engine,
    by: tuple[str, ...],
    progress: Callable[[int, int, str], None],
) -> Tally:
    def tell(done: float) -> None:
        progress(int(done * STEPS), STEPS, source.name)

    if not engine.dask:
        batches = point_batches(source, columns=by)
        return tally_batches(batches, zones, by=by, progress=tell)
    # only a cluster needs it
    from zonemap.partitions import tally_parts

    with engine.open() as client:
        return tally_parts(source, zones, client=client, by=by, progress=tell)


def _report(tally: Tally, out: Path | None) -> dict[str, object]:
    counts = tally.counts.astype(object)
    return {
        "points": tally.points,
        "zones": {str(zone): int(count) for zone, count in zone_totals(tally).items()},
        "outside": tally.outside,
        "without_coordinates": tally.unplaced,
        "counts": counts.where(counts.notna(), None).to_dict(orient="records"),
        "written": None if out is None else str(out),
    }


def _tell(tally: Tally, out: Path | None) -> None:
    _ = words()
    counts = tally.counts
    say_table([_("Zone"), *tally.by, _("Points")], _rows(tally, counts.head(SHOWN_ROWS)))
    if len(counts) > SHOWN_ROWS:
        say(
            _("{count} more rows; --out FILE or --json gives all").format(
                count=len(counts) - SHOWN_ROWS
            )
        )
    say(
        _("{points} points: {outside} in no zone, {unplaced} without usable coordinates").format(
            points=tally.points, outside=tally.outside, unplaced=tally.unplaced
        )
    )
    if out is not None:
        say(_("Written: {made}").format(made=out))


def _rows(tally: Tally, counts: pd.DataFrame) -> list[list[object]]:
    """The counts as they are shown; zones that hold nothing stand behind, with 0."""
    _ = words()
    placements = {"outside": _("in no zone"), "undetermined": _("without usable coordinates")}
    rows: list[list[object]] = []
    for placement, zone_id, *values, points in counts.itertuples(index=False):
        shown = ["-" if value is None or pd.isna(value) else str(value) for value in values]
        rows.append([placements.get(placement, zone_id), *shown, int(points)])
    empty = zone_totals(tally)
    blank = [""] * len(tally.by)
    return rows + [[zone_id, *blank, 0] for zone_id in empty.index[empty == 0]]


def _judged(project: Path, as_of: date | None, *, quiet: bool) -> Result:
    # only a project needs what reads ledgers
    from zonemap.pipeline import judge_ledgers
    from zonemap.read.plan import read_config
    from zonemap.workers import available_workers, worker_pool

    config = read_config(project)
    set_project_language(config.plan.language)
    with (
        progress_steps(quiet=quiet, verbose=False) as progress,
        worker_pool(available_workers()) as mapper,
    ):
        return judge_ledgers(config, as_of=as_of, progress=progress, mapper=mapper)


def _tell_project(result: Result, out: Path | None, *, as_json: bool, quiet: bool) -> None:
    from zonemap.cli.report import tell_zone_counts, zone_counts_report

    if out is not None:
        write_table(result.newest.zone_counts.reset_index(), out)
    if as_json:
        say_json({**zone_counts_report(result), "written": None if out is None else str(out)})
    elif not quiet:
        tell_zone_counts(result)
        if out is not None:
            say(words()("Written: {made}").format(made=out))
