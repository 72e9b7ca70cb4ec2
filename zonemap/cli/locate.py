"""``zonemap locate``."""

from __future__ import annotations

from pathlib import Path

import click

from zonemap.cli.engines import Engine, engine_options, points_location
from zonemap.cli.options import json_option, language_option, quiet_option, zones_options
from zonemap.cli.terminal import progress_steps, say, say_json, say_table, words
from zonemap.points import layer_zones, locate_table, require_apart
from zonemap.read.batches import PointSource, can_stream, open_points, point_batches
from zonemap.read.boundaries import read_layer
from zonemap.read.points import read_points
from zonemap.streams import LocatedTotals, locate_batches
from zonemap.write.batches import BATCH_SUFFIXES
from zonemap.write.files import SPATIAL_SUFFIXES, write_table
from zonemap.zones import Zone

__all__ = ["command"]

STEPS = 1000
"""Of a progress bar."""


@click.command("locate")
@click.argument("points")
@zones_options(required=True)
@click.option("--distance", is_flag=True, help="Add distance_to_edge_m, positive inside.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV, Parquet, GPKG or GeoJSON by its ending; on Dask a new folder of parts.",
)
@click.option("--summary", is_flag=True, help="Print the count per zone.")
@engine_options
@language_option
@json_option
@quiet_option
def command(
    *,
    points: str,
    layer: Path,
    radius_m: float | None,
    crs: str | None,
    id_column: str | None,
    distance: bool,
    out: Path,
    summary: bool,
    engine: Engine,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell which zones hold which POINTS.

    Every row and column is kept in its order; zone_id is added: the ids of the zones that hold
    the point, joined by ;, and empty outside. A point on an edge is inside.
    """
    location = points_location(points)
    require_apart(out, layer, *([location] if isinstance(location, Path) else []))
    features = read_layer(layer, kind="any")
    zones = layer_zones(features, radius_m=radius_m, id_column=id_column, file=layer.name)
    if engine.dask or (can_stream(location) and out.suffix.lower() in BATCH_SUFFIXES):
        source = open_points(location, crs=crs)
        totals = _stream(source, zones, engine=engine, distance=distance, out=out, quiet=quiet)
    else:
        totals = _whole(Path(location), zones, crs=crs, distance=distance, out=out)
    if as_json:
        say_json(_report(totals, out))
    elif not quiet:
        _tell(totals, out, summary=summary)


def _stream(
    source: PointSource,
    zones: tuple[Zone, ...],
    *,
    engine: Engine,
    distance: bool,
    out: Path,
    quiet: bool,
) -> LocatedTotals:
    """Locate batch by batch, or part by part: points of any number."""
    with progress_steps(quiet=quiet, verbose=False) as progress:

        def tell(done: float) -> None:
            progress(int(done * STEPS), STEPS, source.name)

        if not engine.dask:
            batches = point_batches(source)
            return locate_batches(batches, zones, out=out, distance=distance, progress=tell)
        # only a cluster needs it
        from zonemap.partitions import Target, locate_parts

        target = Target(out, distance)
        with engine.open() as client:
            return locate_parts(source, zones, client=client, target=target, progress=tell)


def _whole(
    points: Path, zones: tuple[Zone, ...], *, crs: str | None, distance: bool, out: Path
) -> LocatedTotals:
    """Locate all at once: formats that are read or written as a whole."""
    spatial = out.suffix.lower() in SPATIAL_SUFFIXES
    located = locate_table(read_points(points, crs=crs), zones, distance=distance, spatial=spatial)
    write_table(located.table, out)
    return located.totals


def _report(totals: LocatedTotals, out: Path) -> dict[str, object]:
    return {
        "points": totals.points,
        "zones": {str(zone): int(count) for zone, count in totals.counts.items()},
        "outside": totals.outside,
        "without_coordinates": totals.unplaced,
        "written": str(out),
    }


def _tell(totals: LocatedTotals, out: Path, *, summary: bool) -> None:
    _ = words()
    if summary:
        say_table([_("Zone"), _("Points")], [[zone, int(n)] for zone, n in totals.counts.items()])
    say(
        _("{points} points: {outside} in no zone, {unplaced} without usable coordinates").format(
            points=totals.points, outside=totals.outside, unplaced=totals.unplaced
        )
    )
    say(_("Written: {made}").format(made=out))
