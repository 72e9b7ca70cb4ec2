"""Tables and plots of the outcomes."""

from __future__ import annotations

import os
import platform
import statistics
from importlib import metadata
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from locating.peers import PEERS
from locating.plots import draw_peers, draw_scaling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locating.rounds import Outcome
    from locating.worlds import World

BREADTH = {"stars": "", "broad": "broad "}

__all__ = ["exponent", "write_report"]

BEGIN, END = "<!-- locate: begin -->", "<!-- locate: end -->"
OURS = {"memory": "zonemap", "parquet": "zonemap-file"}
LIBRARIES = (
    "zonemap", "numpy", "shapely", "geopandas", "pandas", "pyarrow", "sedonadb", "duckdb",
    "duckdb-ext-spatial", "dask-geopandas", "psycopg",
)  # fmt: skip
IMAGES = {
    "peers": "Seconds of every peer with 5 and with 1,300 zones, logarithmic",
    "scaling": "Seconds against points and against vertices, both axes logarithmic",
}


def write_report(outcomes: Sequence[Outcome], wrong: Sequence[str], *, out: Path) -> None:
    """Put tables and plots into ``out`` between its markers, or at its end; plots beside it."""
    folder = out.parent / "images"
    folder.mkdir(parents=True, exist_ok=True)
    draw_peers(outcomes, folder / "locate-peers.png")
    draw_scaling(outcomes, folder / "locate-scaling.png")
    told = "\n".join([BEGIN, "", *_paragraphs(outcomes, wrong), END])
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    if BEGIN in text and END in text:
        before, rest = text.split(BEGIN, 1)
        text = before + told + rest.split(END, 1)[1]
    else:
        text = f"{text.rstrip()}\n\n{told}\n".lstrip()
    out.write_text(text, encoding="utf-8")


def _paragraphs(outcomes: Sequence[Outcome], wrong: Sequence[str]) -> list[str]:
    lines = [_circumstances(), "", *_verdict(outcomes, wrong), "", *_left_out(outcomes)]
    for image, words in IMAGES.items():
        lines += [f"![{words}](images/locate-{image}.png)", ""]
    for _, of_world in groupby(outcomes, key=lambda o: (o.world.key, o.peer.source)):
        lines += [*_table(list(of_world)), ""]
    return [*lines, *_exponents(outcomes), ""]


def _circumstances() -> str:
    """Machine and libraries, without names of host or folders."""
    held = []
    for name in LIBRARIES:
        try:
            held.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            held.append(f"{name} missing")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {', '.join(held)}."
    )


def _verdict(outcomes: Sequence[Outcome], wrong: Sequence[str]) -> list[str]:
    if wrong:
        return ["**Counts differ:**", "", *(f"- {line}" for line in wrong)]
    asked = sum(outcome.counts is not None for outcome in outcomes)
    return [
        f"All {asked} answers that were given are equal, zone by zone; true geodesic discs may "
        "hold up to 10 points more than their 720-gons. From columns in memory to points of each "
        "zone, zones compiled within; peers use both cores where they can; memory is the peak "
        "beyond what stood there before; made ready: the seconds of what was done beforehand."
    ]


def _left_out(outcomes: Sequence[Outcome]) -> list[str]:
    """The peers that the command line left out: none is dropped without a word."""
    asked = {outcome.peer.key for outcome in outcomes}
    names = [peer.name for peer in PEERS if peer.key not in asked]
    return [f"Not asked in this run: {'; '.join(names)}.", ""] if names else []


def _title(world: World, source: str) -> str:
    zones = (
        "1,300 villages"
        if world.zones == "villages"
        else f"2 {BREADTH[world.zones]}polygons of {world.vertices:,} vertices and 3 discs"
    )
    place = " from Parquet, by zone, town and status" if source == "parquet" else ""
    return f"**{world.points / 1e6:g} M points, {world.spread}, in {zones}{place}**"


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    first = outcomes[0]
    ours = next((o for o in outcomes if o.peer.key == OURS[first.peer.source]), first)
    lines = [
        _title(first.world, first.peer.source),
        "",
        "| what | min s | median s | made ready s | x zonemap | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    return [*lines, *(_row(outcome, ours) for outcome in outcomes)]


def _row(outcome: Outcome, ours: Outcome) -> str:
    name = outcome.peer.name
    if not outcome.seconds or outcome.failed:
        return f"| {name} | {outcome.failed} | | | | |"
    least, middle = min(outcome.seconds), statistics.median(outcome.seconds)
    times = f"{least / min(ours.seconds):.3g}" if ours.seconds else ""
    ready = f"{outcome.ready_s:.3g}" if outcome.ready_s >= 1e-3 else ""
    memory = "in its server" if outcome.peer.elsewhere else f"{outcome.peak_mb:,.0f}"
    return f"| {name} | {least:.3g} | {middle:.3g} | {ready} | {times} | {memory} |"


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The power of the size by which time grows: the slope of the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def _exponents(outcomes: Sequence[Outcome]) -> list[str]:
    """How time grows, of every peer that answered in three sizes or two."""
    lines = [
        "**How time grows**: the power of their number (1 is linear, 0.5 the square root)",
        "",
        "| what | points, 5 zones | points, 1,300 zones | vertices |",
        "|---|---|---|---|",
    ]
    plain = [o for o in outcomes if _plain(o)]
    for name in dict.fromkeys(o.peer.name for o in plain):
        own = [o for o in plain if o.peer.name == name]
        stars = [o for o in own if o.world.zones == "stars"]
        usual = [o for o in stars if o.world.vertices == 5000]
        middle = _shared_size(stars)
        cells = (
            _slope([(o.world.points, min(o.seconds)) for o in usual]),
            _slope([(o.world.points, min(o.seconds)) for o in own if o.world.zones == "villages"]),
            _slope([(o.world.vertices, min(o.seconds)) for o in stars if o.world.points == middle]),
        )
        if any(cells):
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _plain(outcome: Outcome) -> bool:
    """Whether it answered for uniform points in memory."""
    held = outcome.peer.source == "memory" and outcome.world.spread == "uniform"
    return held and bool(outcome.seconds) and not outcome.failed


def _shared_size(outcomes: Sequence[Outcome]) -> int:
    """The number of points at which vertices vary."""
    return next((o.world.points for o in outcomes if o.world.vertices != 5000), 0)


def _slope(pairs: Sequence[tuple[float, float]]) -> str:
    if len(pairs) < 2:
        return ""
    sizes, seconds = zip(*sorted(pairs), strict=True)
    return f"{exponent(sizes, seconds):.2f}"
