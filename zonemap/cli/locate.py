"""``zonemap locate``."""

from __future__ import annotations

from pathlib import Path

import click

from zonemap.cli.options import json_option, language_option, quiet_option
from zonemap.cli.terminal import say, say_json, say_table, words
from zonemap.points import LocatedPoints, layer_zones, locate_table, require_apart
from zonemap.read.boundaries import read_layer
from zonemap.read.points import read_points
from zonemap.write.files import SPATIAL_SUFFIXES, write_table

__all__ = ["command"]


@click.command("locate")
@click.argument("points", type=click.Path(path_type=Path))
@click.option(
    "--zones",
    "layer",
    type=click.Path(path_type=Path),
    required=True,
    help="Polygons, or with --radius-m any features.",
)
@click.option(
    "--radius-m",
    type=click.FloatRange(min=0, min_open=True),
    help="Within so many metres of the features, by geodesic distance.",
)
@click.option("--crs", help="CRS of the points' coordinate columns; EPSG:4326 if not given.")
@click.option("--id", "id_column", help="Column of the layer that names a zone.")
@click.option("--distance", is_flag=True, help="Add distance_to_edge_m, positive inside.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV, Parquet, GPKG or GeoJSON by its ending.",
)
@click.option("--summary", is_flag=True, help="Print the count per zone.")
@language_option
@json_option
@quiet_option
def command(
    *,
    points: Path,
    layer: Path,
    radius_m: float | None,
    crs: str | None,
    id_column: str | None,
    distance: bool,
    out: Path,
    summary: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell which zones hold which POINTS.

    Every row and column is kept in its order; zone_id is added: the ids of the zones that hold
    the point, joined by ;, and empty outside. A point on an edge is inside.
    """
    require_apart(out, points, layer)
    features = read_layer(layer, kind="any")
    zones = layer_zones(features, radius_m=radius_m, id_column=id_column, file=layer.name)
    located = locate_table(
        read_points(points, crs=crs),
        zones,
        distance=distance,
        spatial=out.suffix.lower() in SPATIAL_SUFFIXES,
    )
    write_table(located.table, out)
    if as_json:
        say_json(_report(located, out))
    elif not quiet:
        _tell(located, out, summary=summary)


def _report(located: LocatedPoints, out: Path) -> dict[str, object]:
    return {
        "points": len(located.table),
        "zones": {str(zone): int(count) for zone, count in located.counts.items()},
        "outside": located.outside,
        "without_coordinates": located.unplaced,
        "written": str(out),
    }


def _tell(located: LocatedPoints, out: Path, *, summary: bool) -> None:
    _ = words()
    if summary:
        say_table([_("Zone"), _("Points")], [[zone, int(n)] for zone, n in located.counts.items()])
    say(
        _("{points} points: {outside} in no zone, {unplaced} without usable coordinates").format(
            points=len(located.table), outside=located.outside, unplaced=located.unplaced
        )
    )
    say(_("Written: {made}").format(made=out))
