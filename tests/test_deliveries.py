from __future__ import annotations

import json

from tests.postgis import server
from tests.world import HEADINGS, PLAN, households, make_project, put_ledger
from zonemap.config import Ledgers
from zonemap.deliveries import dated_deliveries, passed_over
from zonemap.pipeline import run
from zonemap.read.plan import read_config


def test_dated_files_come_oldest_first_and_papers_are_named(tmp_path):
    folder = make_project(tmp_path / "p")
    put_ledger(folder, "2022-09-23", households())
    (folder / "households/说明.pdf").write_bytes(b"%PDF")
    found = dated_deliveries(Ledgers(), root=folder)
    assert [item.day.isoformat() for item in found] == ["2022-09-23", "2022-09-30"]
    assert passed_over(Ledgers(), root=folder) == ("households/说明.pdf",)


def test_a_table_of_a_database_is_counted_like_files(tmp_path, monkeypatch):
    import psycopg

    with server() as found:
        monkeypatch.setenv("PGPASSWORD", found.url().split(":")[2].split("@")[0])
        with psycopg.connect(found.url(), autocommit=True) as connection:
            texts = ", ".join(f'"{name}" text' for name in HEADINGS if name not in {"经度", "纬度"})
            connection.execute(
                f"CREATE TABLE ledger (day date, {texts}, geom geometry(Point, 4326))"
            )
            for day in ("2022-09-23", "2022-09-30"):
                for cells in households():
                    _insert(connection, day, cells)
        url = f"postgresql://postgres@127.0.0.1:{found.port}/postgres"
        plan = f'{PLAN}\n[ledgers]\npath = "{url}"\ntable = "ledger"\nday_column = "day"\n'
        folder = make_project(tmp_path / "p", plan=plan)
        result = run(read_config(folder))
    assert result.newest.zone_counts["households"].to_dict() == {
        "a-ban": 4, "b-disc": 2, "total": 6,
    }  # fmt: skip
    assert len(result.assessments) == 2
    manifest = (folder / "output/internal/manifest.json").read_text(encoding="utf-8")
    assert f"{url} ledger 2022-09-30" in json.loads(manifest)["inputs"]
    assert "s3cr3t" not in manifest


def _insert(connection, day, cells):
    names = [name for name in HEADINGS if name not in {"经度", "纬度"}]
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(["%s"] * len(names))
    connection.execute(
        f"INSERT INTO ledger (day, {columns}, geom) VALUES "
        f"(%s, {marks}, ST_SetSRID(ST_MakePoint(%s, %s), 4326))",
        [day, *(cells.get(name) or None for name in names), cells["经度"], cells["纬度"]],
    )
