"""Every peer in every world, one after the other, round after round."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from locating.tasks import Peer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locating.worlds import World

__all__ = ["Limits", "Outcome", "measure_world", "missing"]

REPEATS = 7
"""A peer is asked as often within a round, if that takes no more than the budget."""

BUDGET_S = 1.5
LOOKS_PER_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a peer may use.

    Attributes
    ----------
    patience
        Seconds of one answer; three times as long to make ready.
    memory_gb
        Of its process.
    rounds
        How many; a peer that takes longer than a third of the patience is asked in one.
    """

    patience: float = 60.0
    memory_gb: float = 12.0
    rounds: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a peer did in a world: its figures, or why there are none."""

    peer: Peer
    world: World
    seconds: tuple[float, ...] = ()
    ready_s: float = 0.0
    peak_mb: float = 0.0
    counts: tuple[int, ...] | None = None
    failed: str = ""


def missing(peer: Peer) -> str:
    """The first thing a peer needs and has not; empty where it has all."""
    return next((need.lstrip("$") for need in peer.needs if not _present(need)), "")


def _present(need: str) -> bool:
    """Whether there is such a module, distribution or ($) environment variable."""
    if need.startswith("$"):
        return need[1:] in os.environ
    try:
        return util.find_spec(need) is not None or bool(metadata.files(need))
    except (ModuleNotFoundError, metadata.PackageNotFoundError):
        return False


def measure_world(
    world: World, peers: Sequence[Peer], *, folder: Path, limits: Limits, lost: set[str]
) -> list[Outcome]:
    """The outcome of each peer, of interleaved rounds.

    Parameters
    ----------
    world
        Its files stand in ``folder``.
    peers
        In the order of the table.
    folder
        Of the worlds.
    limits
        What each may use.
    lost
        Keys of peers that could not do with fewer points: they are not asked.

    Returns
    -------
    outcomes
        In the order of ``peers``.
    """
    outcomes = [Outcome(peer=peer, world=world, failed=_refusal(peer, lost)) for peer in peers]
    for turn in range(limits.rounds):
        first = turn == 0
        outcomes = [
            _asked(outcome, folder, limits) if first or _quick(outcome, limits) else outcome
            for outcome in outcomes
        ]
    return outcomes


def _quick(outcome: Outcome, limits: Limits) -> bool:
    """Whether a peer is asked in another round."""
    return bool(outcome.seconds) and min(outcome.seconds) <= limits.patience / 3


def _refusal(peer: Peer, lost: set[str]) -> str:
    need = missing(peer)
    if need:
        return f"missing: {need}"
    return "not asked: too slow or too large with fewer points" if peer.key in lost else ""


def _asked(outcome: Outcome, folder: Path, limits: Limits) -> Outcome:
    """The outcome with the figures of one more round."""
    if outcome.failed:
        return outcome
    job = {
        "peer": outcome.peer.key,
        "world": asdict(outcome.world),
        "folder": str(folder),
        "patience": limits.patience,
        "repeats": REPEATS,
        "budget": BUDGET_S,
    }
    answer, failed = _run(json.dumps(job), folder, limits)
    if failed:
        return replace(outcome, failed=failed)
    counts = None if answer["counts"] is None else tuple(answer["counts"])
    changed = outcome.seconds and counts != outcome.counts
    return replace(
        outcome,
        seconds=outcome.seconds + tuple(answer["seconds"]),
        ready_s=max(outcome.ready_s, answer["ready_s"]),
        peak_mb=max(outcome.peak_mb, answer["peak_mb"]),
        counts=counts,
        failed="its counts differ from round to round" if changed else "",
    )


def _run(job: str, folder: Path, limits: Limits) -> tuple[dict, str]:
    """The answer of a process of its own, or why there is none."""
    here = str(Path(__file__).parents[1])
    command = [sys.executable, "-W", "ignore", "-m", "locating.worker", job]
    said, complaint = folder / "answer.json", folder / "complaint.txt"
    with said.open("w") as out, complaint.open("w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=here)
        too_large = _watch(process, limits)
    if too_large:
        return {}, f"over {limits.memory_gb:g} GB"
    if process.returncode == -signal.SIGALRM:
        return {}, f"over {limits.patience:g} s"
    if process.returncode:
        last = complaint.read_text(errors="replace").strip().splitlines()[-1:] or ["?"]
        return {}, f"failed: {last[0][:200]}"
    return json.loads(said.read_text()), ""


def _watch(process: subprocess.Popen, limits: Limits) -> bool:
    """Wait for a process, and end it where it needs too much memory; whether it did."""
    while process.poll() is None:
        if _memory_gb(process.pid) > limits.memory_gb:
            process.kill()
            process.wait()
            return True
        time.sleep(1 / LOOKS_PER_S)
    return False


def _memory_gb(process: int) -> float:
    """What a process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**30
