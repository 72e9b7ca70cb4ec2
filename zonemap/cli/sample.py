"""``zonemap sample``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pandas as pd

from zonemap.cli.options import day_of, language_option, quiet_option, verbose_option
from zonemap.cli.terminal import progress_steps, say, say_table, words
from zonemap.config import FILE_NAME
from zonemap.sample.dirty.catalogue import FAULTS, mild_rates
from zonemap.sample.dirty.generate import dirty_files
from zonemap.sample.dirty.truth import truth_files
from zonemap.sample.files import (
    SAMPLE_FORMATS,
    SampleFormat,
    sample_files,
    sample_ledgers,
    sample_village_points,
)
from zonemap.write.files import write_bytes

__all__ = ["command"]

TRUTH_FOLDER = "truth"

EVERY_FAULT = "all"


def _list_faults(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Callback of ``--list-faults``: print them and stop."""
    if not value or ctx.resilient_parsing:
        return
    _ = words()
    families = {
        "structure": _("structure"), "files": _("files"), "values": _("values"),
        "duplicates": _("duplicates"), "datum": _("datum"),
    }  # fmt: skip
    expected = {
        "repaired": _("repaired"), "blanked": _("blanked"), "undetermined": _("undetermined"),
        "noted": _("noted"), "superseded": _("superseded"),
    }  # fmt: skip
    say_table(
        [_("Name"), _("Of"), _("Right is"), _("Mild rate"), _("Example")],
        [
            [f.name, families[f.family], expected[f.expected], f.rate, f.example.strip("\u3000")]
            for f in FAULTS.values()
        ],
    )
    ctx.exit()


def _fault_rates(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> dict[str, float]:
    """Callback of ``--fault``: the rates that are named, later ones over earlier."""
    rates: dict[str, float] = {}
    for value in values:
        name, _equals, text = value.partition("=")
        try:
            rate = float(text)
        except ValueError:
            rate = -1.0
        if not 0 <= rate <= 1 or (name != EVERY_FAULT and name not in FAULTS):
            raise click.BadParameter(f"{value!r}: NAME=RATE, see --list-faults; RATE is 0 to 1")
        rates |= dict.fromkeys(FAULTS, rate) if name == EVERY_FAULT else {name: rate}
    return rates


@click.command("sample")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--households",
    type=click.IntRange(min=1),
    default=3000,
    show_default=True,
    help="How many the last ledger holds.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of chance; repeatable.")
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=520),
    default=8,
    show_default=True,
    help="How many weekly ledgers.",
)
@click.option(
    "--last-day",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2022-09-30",
    callback=day_of,
    metavar="YYYY-MM-DD",
    help="Day of the last; 2022-09-30.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(SAMPLE_FORMATS),
    default="xlsx",
    show_default=True,
    help="File format.",
)
@click.option("--dirty", is_flag=True, help="With faults, as real ones; the truth beside them.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    callback=_fault_rates,
    metavar="NAME=RATE",
    help="How often a fault befalls, 0 to 1; repeatable; all=RATE.",
)
@click.option("--village-points", is_flag=True, help="Also reference points of the villages.")
@language_option
@click.option(
    "--list-faults",
    is_flag=True,
    expose_value=False,
    callback=_list_faults,
    help="Name every fault and stop.",
)
@quiet_option
@verbose_option
def command(
    *, folder: Path, households: int, seed: int, weeks: int, last_day: date,
    file_format: SampleFormat, dirty: bool, faults: dict[str, float], village_points: bool,
    quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Make synthetic ledgers (模拟数据) in DIR that look like real ones.

    In the folder of a project they go to its households/. Everything about a household is
    invented; towns and villages are real. Dirty ones come with truth/: what a reader should
    make of every row.
    """
    rates = (mild_rates() if dirty else {}) | faults
    if rates:
        _require_cells(file_format)
    target = folder / "households" if (folder / FILE_NAME).is_file() else folder
    beside = target.parent if (target.parent / FILE_NAME).is_file() else target
    if village_points:
        points = sample_village_points(households=households, seed=seed)
        write_bytes(points, beside / "boundaries" / "village_points.csv")
    made = (
        _with_truth(
            sample_ledgers(households=households, seed=seed, weeks=weeks, last_day=last_day),
            (target, beside / TRUTH_FOLDER),
            rates=rates, seed=seed, village_points=village_points, file_format=file_format,
        )
        if rates
        else _clean(
            sample_files(
                households=households, seed=seed, weeks=weeks, last_day=last_day,
                file_format=file_format,
            ),
            target,
        )
    )  # fmt: skip
    with progress_steps(quiet=quiet, verbose=verbose) as progress:
        for done, name in made:
            progress(min(done, weeks), weeks, name)
    _ = words()
    say(
        _("{weeks} synthetic ledgers of about {households} households in {folder}").format(
            weeks=weeks, households=households, folder=target
        ),
        quiet=quiet,
    )


def _require_cells(file_format: SampleFormat) -> None:
    """Refuse a format whose columns hold no faulty cells."""
    if file_format == "parquet":
        raise click.UsageError("ledgers with faults are xlsx or csv")


def _clean(made: Iterator[tuple[str, bytes]], target: Path) -> Iterator[tuple[int, str]]:
    """Write sound ledgers; yields how many are done, and the name."""
    for number, (name, data) in enumerate(made, start=1):
        write_bytes(data, target / name)
        yield number, name


def _with_truth(
    ledgers: Iterator[tuple[date, pd.DataFrame]],
    folders: tuple[Path, Path],
    *,
    rates: dict[str, float],
    seed: int,
    village_points: bool,
    file_format: str,
) -> Iterator[tuple[int, str]]:
    """Write ledgers with faults and their truth; yields how many days are done, and the name."""
    target, truth = folders
    days: set[str] = set()
    made = dirty_files(
        ledgers, rates=rates, seed=seed, village_points=village_points, file_format=file_format
    )
    for file in made:
        write_bytes(file.data, target / file.name)
        for name, data in truth_files(file).items():
            write_bytes(data, truth / name)
        days.add(file.name[:10])
        yield len(days), file.name
