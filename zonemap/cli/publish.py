"""``zonemap publish``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zonemap.cli.options import (
    as_of_option,
    json_option,
    language_option,
    project_option,
    quiet_option,
)
from zonemap.cli.terminal import (
    chosen_language,
    say,
    say_json,
    say_table,
    set_project_language,
    words,
)
from zonemap.database import display_url
from zonemap.pipeline import judge_ledgers
from zonemap.published import published_tables
from zonemap.read.plan import read_config
from zonemap.workers import available_workers, worker_pool
from zonemap.write.database import publish_tables, require_database

__all__ = ["command"]


@click.command("publish")
@click.argument("database", metavar="postgresql://USER@HOST/DATABASE")
@click.option("--schema", default="public", show_default=True, help="Schema of the tables.")
@project_option
@as_of_option
@language_option
@json_option
@quiet_option
def command(
    *,
    database: str,
    schema: str,
    project: Path,
    as_of: date | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Judge the ledgers and write the tables zones, households_located and counts to PostGIS.

    All three are replaced together or not at all; no other table is touched. Identity numbers and
    phones are left out. The password belongs into PGPASSWORD or .pgpass.
    """
    config = read_config(project)
    set_project_language(config.plan.language)
    require_database(database, schema=schema)
    with worker_pool(available_workers()) as mapper:
        result = judge_ledgers(config, as_of=as_of, mapper=mapper)
    tables = published_tables(result, language=chosen_language() or config.plan.language)
    rows = publish_tables(database, tables, schema=schema)
    if as_json:
        report = {"database": display_url(database), "schema": schema}
        say_json({**report, "as_of": result.newest.day.isoformat(), "rows": rows})
    elif not quiet:
        _ = words()
        say_table([_("Table"), _("Rows")], [[f"{schema}.{name}", n] for name, n in rows.items()])
        say(_("Identity numbers and phones are left out"))
        say(_("Written: {made}").format(made=display_url(database)))
