"""Plots of the outcomes; the same outcomes make the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from locating.rounds import Outcome

__all__ = ["draw_peers", "draw_scaling"]

OWN, PEER, FLOOR = "#b3261e", "#5b7083", "#b9c2c9"
GREY = "#444444"
LINES = {
    "zonemap": (OWN, "zonemap"),
    "sedona": ("#1f6f8b", "SedonaDB"),
    "contains-box": ("#7a5ea8", "contains_xy + box"),
    "sjoin": ("#8a6d1f", "geopandas.sjoin"),
    "floor": ("#8a949c", "sum of columns"),
}
STYLE = {"font.size": 9, "font.family": "DejaVu Sans", "axes.spines.top": False,
         "axes.spines.right": False, "axes.edgecolor": "#888888"}  # fmt: skip


def _save(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure)
    figure.savefig(path, dpi=150, metadata={"Software": None}, facecolor="white")


def _answered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Uniform points in memory, with figures."""
    return [
        o for o in outcomes
        if o.seconds and not o.failed and o.peer.source == "memory"
        and o.world.spread == "uniform"
    ]  # fmt: skip


def _middle(outcomes: Sequence[Outcome]) -> int:
    sizes = sorted({o.world.points for o in outcomes})
    return sizes[len(sizes) // 2] if sizes else 0


def draw_peers(outcomes: Sequence[Outcome], path: Path) -> None:
    """Bars: the seconds of every peer, with few zones and with many."""
    asked = [o for o in outcomes if o.peer.source == "memory" and o.world.spread == "uniform"]
    middle = _middle(asked)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(10, 5.2), layout="constrained")
        few, many = figure.subplots(1, 2, sharey=True)
        for axes, zones, title in ((few, 5000, "5 zones"),
                                   (many, 0, "1,300 zones")):  # fmt: skip
            shown = [
                o
                for o in asked
                if o.world.vertices == zones
                and o.world.zones != "broad"
                and o.world.points == middle
            ]
            _bars(axes, shown, f"{middle / 1e6:g} M points in {title}")
        few.invert_yaxis()
        _save(figure, path)


def _bars(axes: Axes, outcomes: Sequence[Outcome], title: str) -> None:
    names = [o.peer.name for o in outcomes]
    seconds = [min(o.seconds) if o.seconds and not o.failed else 0 for o in outcomes]
    colours = [_colour(o) for o in outcomes]
    known = [s for s in seconds if s]
    least = min(known, default=1) / 2
    axes.barh(names, seconds, color=colours, height=0.65, left=0)
    axes.set_xscale("log")
    axes.set_xlim(least, max(known, default=1) * 8)
    for place, (outcome, time) in enumerate(zip(outcomes, seconds, strict=True)):
        words = f" {_told(time)}" if time else f" {outcome.failed[:36]}"
        axes.text(time or least, place, words, va="center", color=GREY, fontsize=8)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlabel("seconds, least of all rounds")
    axes.tick_params(axis="y", length=0)


def _told(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _colour(outcome: Outcome) -> str:
    if outcome.peer.key == "floor":
        return FLOOR
    return OWN if outcome.peer.key.startswith("zonemap") else PEER


def draw_scaling(outcomes: Sequence[Outcome], path: Path) -> None:
    """Lines: time against points with few and with many zones, and against vertices."""
    told = _answered(outcomes)
    middle = _middle(told)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(11, 4.2), layout="constrained")
        few, many, rims = figure.subplots(1, 3)
        usual = [o for o in told if o.world.zones == "stars" and o.world.vertices == 5000]
        villages = [o for o in told if o.world.zones == "villages"]
        stars = [o for o in told if o.world.zones == "stars" and o.world.points == middle]
        _lines(few, usual, "points", "points, 5 zones")
        _lines(many, villages, "points", "points, 1,300 zones")
        _lines(rims, stars, "vertices", f"vertices of a polygon, {middle / 1e6:g} M points")
        few.set_ylabel("seconds, least of all rounds")
        handles, labels = few.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=6, frameon=False)
        _save(figure, path)


def _lines(axes: Axes, outcomes: Sequence[Outcome], size: str, label: str) -> None:
    for key, (colour, name) in LINES.items():
        pairs = sorted((getattr(o.world, size), min(o.seconds))
                       for o in outcomes if o.peer.key == key)  # fmt: skip
        if pairs:
            x, y = zip(*pairs, strict=True)
            width = 2.4 if key == "zonemap" else 1.4
            axes.plot(x, y, marker="o", markersize=4, color=colour, linewidth=width, label=name)
    axes.set(xscale="log", yscale="log", xlabel=label)
    axes.grid(color="#e6e6e6", linewidth=0.6)
    axes.set_axisbelow(True)
    _guide(axes, 0.5 if size == "vertices" else 1.0)


def _guide(axes: Axes, power: float) -> None:
    """A dashed line of the growth that was asked for."""
    if not axes.lines:
        return
    line = axes.lines[0]
    x, y = line.get_xdata(), line.get_ydata()
    if len(x) < 2:
        return
    top = y[0] * 0.55 * (x[-1] / x[0]) ** power
    axes.plot([x[0], x[-1]], [y[0] * 0.55, top], linestyle="--", color="#999999", linewidth=1,
              label="linear; square root of vertices" if power == 1 else None)  # fmt: skip
