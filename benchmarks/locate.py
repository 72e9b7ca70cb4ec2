"""How long points in zones take: zonemap beside its peers, in one run, with equal answers.

    python benchmarks/locate.py

makes zones and points from seeds in a temporary folder, asks every peer in interleaved rounds,
each in a process of its own, compares the counts of every zone, and writes table and plots into
``benchmarks/README.md`` and ``benchmarks/images``. A peer that is not installed is named as
missing; install them with ``pip install -e ".[bench]"`` (and PostgreSQL with PostGIS by the
system's own means). It ends with 1 where any two counts differ.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from locating.answers import differences
from locating.peers import PEERS
from locating.peers.postgis import SERVER
from locating.report import write_report
from locating.rounds import Limits, Outcome, measure_world
from locating.servers import postgis_server
from locating.worlds import World, write_parquet, write_points, write_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locating.tasks import Peer

README = Path(__file__).parent / "README.md"
STARS = World()
BROAD = World(zones="broad")
VILLAGES = World(zones="villages", vertices=0)
POINTS = (1_000_000, 10_000_000, 50_000_000)


def memory_worlds(points: Sequence[int]) -> list[World]:
    """Worlds whose points stand in memory; fewer points before more."""
    middle = sorted(points)[len(points) // 2]
    by_points = [replace(w, points=n) for w in (STARS, VILLAGES) for n in sorted(points)]
    by_vertices = [replace(STARS, points=middle, vertices=n) for n in (500, 50_000)]
    clustered = [replace(w, points=middle, spread="clustered") for w in (STARS, VILLAGES)]
    return [*by_points, replace(BROAD, points=middle), *by_vertices, *clustered]


def make_files(worlds: Sequence[World], folder: Path) -> None:
    """Zones of every world, and each kind of points once, as many as the largest world has."""
    largest: dict[str, World] = {}
    for world in worlds:
        write_zones(world, folder)
        held = largest.get(world.points_key, world)
        largest[world.points_key] = max(held, world, key=lambda w: w.points)
    for world in largest.values():
        write_points(world, folder)


def measured(
    worlds: Sequence[World], peers: Sequence[Peer], *, folder: Path, limits: Limits
) -> list[Outcome]:
    """The outcomes of all peers in all worlds; told on the way."""
    outcomes: list[Outcome] = []
    for world in worlds:
        lost = {
            o.peer.key
            for o in outcomes
            if o.failed.startswith(("over", "not asked")) and _fewer(o.world, world)
        }
        sys.stdout.write(f"\n{world.key}\n")
        for outcome in measure_world(world, peers, folder=folder, limits=limits, lost=lost):
            outcomes.append(outcome)
            best = f"{min(outcome.seconds):.3f} s" if outcome.seconds else ""
            sys.stdout.write(f"  {outcome.peer.name:44} {outcome.failed or best}\n")
            sys.stdout.flush()
    return outcomes


def _fewer(one: World, other: World) -> bool:
    """Whether they differ in points only, of which one has fewer."""
    return one.points < other.points and replace(one, points=other.points) == other


def chosen_peers(only: Sequence[str]) -> list[Peer]:
    """All peers, or those of the given keys."""
    return [peer for peer in PEERS if not only or peer.key in only]


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, nargs="+", default=POINTS)
    parser.add_argument("--quick", action="store_true", help="one round of 1 M points")
    parser.add_argument("--only", nargs="+", default=[], metavar="PEER",
                        help=", ".join(peer.key for peer in PEERS))  # fmt: skip
    parser.add_argument("--worlds", nargs="+", default=[""], metavar="PART",
                        help="only worlds whose names hold one of these")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patience", type=float, default=60, help="seconds an answer may take")
    parser.add_argument("--memory-gb", type=float, default=12, help="memory a peer may take")
    parser.add_argument("--out", type=Path, default=README, help="Markdown file with the markers")
    parser.add_argument("--json", type=Path, help="all figures for other programs")
    return parser.parse_args()


def main() -> int:
    """Make the worlds, ask the peers, compare, report."""
    # Ended from outside, the database is stopped and the folder removed all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = options()
    points = [1_000_000] if wanted.quick else wanted.points
    limits = Limits(
        patience=wanted.patience,
        memory_gb=wanted.memory_gb,
        rounds=1 if wanted.quick else wanted.rounds,
    )
    peers = chosen_peers(wanted.only)
    worlds = [w for w in memory_worlds(points) if any(part in w.key for part in wanted.worlds)]
    in_file = replace(STARS, points=sorted(points)[len(points) // 2])
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if any(peer.key == "postgis" for peer in peers):
            url = stack.enter_context(postgis_server())
            os.environ.update({SERVER: url} if url else {})
        make_files([in_file, *worlds], folder)
        write_parquet(in_file, folder)
        from_memory = [peer for peer in peers if peer.source == "memory"]
        from_file = [peer for peer in peers if peer.source == "parquet"]
        outcomes = measured([in_file], from_file, folder=folder, limits=limits)
        outcomes += measured(worlds, from_memory, folder=folder, limits=limits)
    wrong = differences(outcomes)
    if wanted.json:
        told = [{**asdict(o), "peer": o.peer.key, "counts": None} for o in outcomes]
        wanted.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    write_report(outcomes, wrong, out=wanted.out)
    sys.stdout.write("\n".join(wrong) + "\n" if wrong else "\nevery count equal\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
