from __future__ import annotations

import hashlib
import json
import re

import geopandas as gpd
import numpy as np
import openpyxl
import pytest

from tests.world import (
    HEADINGS,
    PLAN,
    households,
    in_b,
    ledger_csv,
    make_project,
    proven,
    put_ledger,
    row,
)
from zonemap.errors import (
    AccountingError,
    ConfigError,
    ControlError,
    DatumError,
    LedgerError,
    OutputError,
)
from zonemap.pipeline import check, judge_ledgers, run
from zonemap.read.plan import read_config


def judged(folder, rows=None, *, plan=PLAN, **more):
    return judge_ledgers(read_config(make_project(folder, rows, plan=plan)), **more)


def counts_of(result, column="households"):
    return result.newest.zone_counts[column].to_dict()


def placements(result):
    return result.newest.households.set_index("household_id")["placement"].to_dict()


def test_each_zone_holds_exactly_its_households(tmp_path):
    result = judged(tmp_path / "p")
    assert counts_of(result) == {"a-ban": 4, "b-disc": 2, "total": 6}
    assert counts_of(result, "proven") == {"a-ban": 1, "b-disc": 1, "total": 2}
    assert counts_of(result, "remaining") == {"a-ban": 3, "b-disc": 1, "total": 4}
    table = result.newest.households.set_index("household_id")
    assert table["zone_id"]["h3"] == "a-ban", "on the ban's edge"
    assert table["zone_id"]["h4"] == "a-ban", "on the county line"
    assert table.index[table["beyond_plan"]].tolist() == ["h7"]
    assert table["placement"]["h8"] == "outside"


def test_a_household_whose_place_or_status_is_unusable_is_undetermined_and_shown(tmp_path):
    rows = [
        *households(),
        row("u1", "", ""),
        row("u2", 10.7, 33.05),
        in_b(row("u3", 107.17, 33.05, status="？")),
        row("u4", "", "") | {"县区": "", "村社区代码": ""},
    ]
    result = judged(tmp_path / "p", rows)
    assert {placements(result)[name] for name in ("u1", "u2", "u3", "u4")} == {"undetermined"}
    assert counts_of(result) == {"a-ban": 4, "b-disc": 2, "total": 6}
    assert counts_of(result, "undetermined") == {"a-ban": 3, "b-disc": 4, "total": 4}
    table = result.newest.households.set_index("household_id")
    assert table["undetermined_reason"]["u1":"u3"].tolist() == [
        "no_place", "bad_place", "unknown_status",
    ]  # fmt: skip
    assert table["town"]["u1"] == "一镇"
    assert not table["claimed"]["u3"]


def test_rows_of_one_household_count_once_at_the_worst_status_and_in_the_zone(tmp_path):
    rows = [*households(), proven("h1", 107.01, 33.01), row("h8", 107.06, 33.06, status="复烧")]
    result = judged(tmp_path / "p", rows)
    assert counts_of(result) == {"a-ban": 5, "b-disc": 2, "total": 7}
    assert result.newest.zone_counts.loc["a-ban", ["active", "relapsed"]].tolist() == [1, 1]
    assert result.accounting["superseded"].tolist() == [2]
    assert set(result.newest.issues["code"]) == {"conflicting_rows"}


def test_every_data_row_is_in_one_place_of_the_account(tmp_path):
    account = judged(tmp_path / "p", [*households(), row("u1", "", "")]).accounting.iloc[0]
    assert account["data"] == 9
    assert account[["in", "outside", "undetermined", "superseded"]].tolist() == [6, 2, 1, 0]
    assert account["balanced"]


def test_an_empty_zone_is_an_error_never_a_zero(tmp_path):
    rows = [cells for cells in households() if cells["户编号"] not in {"h5", "h6"}]
    with pytest.raises(ControlError, match="b-disc"):
        judged(tmp_path / "p", rows)


def test_an_empty_zone_may_be_zero_where_control_points_are_found(tmp_path):
    rows = [cells for cells in households() if cells["户编号"] not in {"h5", "h6"}]
    plan = PLAN.replace('control_towns = ["100002001"]', 'control_points = "boundaries/known.csv"')
    folder = make_project(tmp_path / "p", rows, plan=plan)
    known = folder / "boundaries/known.csv"
    known.write_text("longitude,latitude\n107.171,33.051\n", encoding="utf-8")
    assert counts_of(judge_ledgers(read_config(folder)))["b-disc"] == 0
    known.write_text("longitude,latitude\n107.171,33.051\n107.01,33.01\n", encoding="utf-8")
    with pytest.raises(ControlError, match="1 of 2 control points"):
        judge_ledgers(read_config(folder))


def test_foreign_coordinates_stop_the_run(tmp_path):
    rows = [cells | {"经度": str(float(cells["经度"]) + 0.1)} for cells in households()]
    with pytest.raises(DatumError, match=r"\d+ % of its"):
        judged(tmp_path / "p", rows)


def test_swapped_axes_are_unmistakable_and_are_put_right(tmp_path):
    rows = [
        cells | {"经度": cells["纬度"], "纬度": cells["经度"]} if number < 3 else cells
        for number, cells in enumerate(households())
    ]
    result = judged(tmp_path / "p", rows)
    assert counts_of(result) == {"a-ban": 4, "b-disc": 2, "total": 6}
    assert result.newest.repairs["code"].tolist() == ["swapped_axes"] * 3


def test_coordinates_in_a_declared_projection_are_counted_alike(tmp_path):
    from zonemap.crs import from_degrees, read_crs

    rows = households()
    crs = read_crs("EPSG:4545", where="test")
    for cells in rows:
        x, y = from_degrees([float(cells["经度"])], [float(cells["纬度"])], crs=crs)
        cells["经度"], cells["纬度"] = f"{x[0] + 0.01:.4f}", f"{y[0]:.4f}"
    result = judged(tmp_path / "p", rows, plan=PLAN + '\n[ledgers]\ncrs = "EPSG:4545"\n')
    assert counts_of(result)["b-disc"] == 2
    assert counts_of(result)["a-ban"] >= 3


def test_the_newest_ledger_is_reported_and_as_of_leaves_later_ones_out(tmp_path):
    folder = make_project(tmp_path / "p")
    put_ledger(folder, "2022-09-23", [*households(), row("h9", 107.08, 33.05)])
    config = read_config(folder)
    assert judge_ledgers(config).newest.day.isoformat() == "2022-09-30"
    earlier = judge_ledgers(config, as_of=judge_ledgers(config).assessments[0].day)
    assert counts_of(earlier)["a-ban"] == 5
    history = judge_ledgers(config).history
    assert len(history) == 6
    assert history["households"].tolist() == [5, 2, 7, 4, 2, 6]


def test_several_files_of_one_day_are_one_ledger(tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "households/2022-09-30.csv").unlink()
    day = folder / "households/2022-09-30"
    day.mkdir()
    (day / "甲.csv").write_text(ledger_csv(households()[:4]), encoding="utf-8")
    (day / "乙.csv").write_text(ledger_csv(households()[4:]), encoding="utf-8")
    result = judge_ledgers(read_config(folder))
    assert counts_of(result) == {"a-ban": 4, "b-disc": 2, "total": 6}
    assert result.accounting["data"].tolist() == [4, 4]
    assert sorted(result.newest.digests) == [
        "households/2022-09-30/乙.csv", "households/2022-09-30/甲.csv",
    ]  # fmt: skip


def test_the_same_file_twice_on_one_day_is_refused(tmp_path):
    folder = make_project(tmp_path / "p")
    original = folder / "households/2022-09-30.csv"
    (folder / "households/2022-09-30_copy.csv").write_bytes(original.read_bytes())
    with pytest.raises(LedgerError, match="the same file as"):
        judge_ledgers(read_config(folder))


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = make_project(tmp_path_factory.mktemp("run") / "p", [*households(), row("u1", "", "")])
    run(read_config(folder))
    return folder


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "output").rglob("*"))
        if path.is_file()
    }


def test_a_run_leaves_every_output(finished):
    made = {name.removeprefix("output/internal/") for name in hashes(finished)}
    sheets = {
        f"maps/{name}.{kind}" for name in ("overview", "a-ban", "b-disc") for kind in ("pdf", "png")
    }
    assert made == sheets | {
        "index.html", "counts.xlsx", "rejects.xlsx", "zones.gpkg", "located.parquet",
        "manifest.json", "SHA256SUMS",
    }  # fmt: skip


def test_a_second_run_and_one_with_two_workers_give_the_same_bytes(finished):
    first = hashes(finished)
    run(read_config(finished), workers=2)
    assert hashes(finished) == first


def test_the_manifest_names_every_input_and_output_with_its_hash(finished):
    manifest = json.loads((finished / "output/internal/manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["inputs"].items():
        assert hashlib.sha256((finished / name).read_bytes()).hexdigest() == digest
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256((finished / "output" / name).read_bytes()).hexdigest() == digest
    assert set(manifest["inputs"]) == {
        "zonemap.toml", "boundaries/ban.geojson", "boundaries/centres.csv",
        "boundaries/counties.geojson", "households/2022-09-30.csv",
    }  # fmt: skip
    account = manifest["accounting"][0]
    assert (
        account["rows"]
        == account["headers"] + account["blank"] + account["subtotals"] + account["data"]
    )
    assert (
        account["data"]
        == account["in"] + account["outside"] + account["undetermined"] + account["superseded"]
    )
    assert "null" in manifest["datum_operations"]["boundaries/ban.geojson"]


def test_the_tables_for_gis_agree_with_the_counts(finished):
    located = gpd.read_parquet(finished / "output/internal/located.parquet")
    assert len(located) == 9
    assert (located["zone_id"] == "a-ban").sum() == 4
    zones = gpd.read_file(finished / "output/internal/zones.gpkg", layer="zones").set_index(
        "zone_id"
    )
    assert zones["remaining"].to_dict() == {"a-ban": 3, "b-disc": 1}
    assert zones["basis"].to_dict() == {"a-ban": "approximate", "b-disc": "approximate"}


def test_the_workbook_lists_who_remains_and_who_is_undetermined(finished):
    book = openpyxl.load_workbook(finished / "output/internal/counts.xlsx")
    texts = {
        sheet.title: {str(cell.value) for line in sheet.iter_rows() for cell in line}
        for sheet in book.worksheets
    }
    listed = [name for name, cells in texts.items() if {"h1", "h3", "h4", "h5"} <= cells]
    assert len(listed) == 1
    assert not {"h2", "h6", "u1"} & texts[listed[0]]
    assert any("u1" in cells for cells in texts.values())
    assert any("h7" in cells and "h1" not in cells for cells in texts.values())


def test_a_sheet_of_a_zone_that_is_no_more_is_removed(tmp_path):
    folder = make_project(tmp_path / "p")
    run(read_config(folder))
    text = re.sub(r'id = "b-disc"', 'id = "b-round"', PLAN)
    (folder / "zonemap.toml").write_text(text, encoding="utf-8")
    run(read_config(folder))
    sheets = {path.stem for path in (folder / "output/internal/maps").iterdir()}
    assert sheets == {"overview", "a-ban", "b-round"}


def test_a_run_that_fails_writes_nothing(tmp_path):
    folder = make_project(tmp_path / "p")
    put_ledger(folder, "2022-10-07", households()[:4])
    with pytest.raises(ControlError):
        run(read_config(folder))
    assert not (folder / "output").exists()


def test_a_file_that_cannot_be_written_leaves_the_old_outputs_whole(tmp_path):
    folder = make_project(tmp_path / "p")
    run(read_config(folder))
    manifest = folder / "output/internal/manifest.json"
    manifest.unlink()
    manifest.mkdir()
    before = hashes(folder)
    put_ledger(folder, "2022-10-07", [*households(), row("h9", 107.08, 33.05)])
    with pytest.raises(OutputError, match=r"manifest\.json"):
        run(read_config(folder))
    assert hashes(folder) == before


def test_rows_lost_on_the_way_out_stop_the_run(tmp_path, monkeypatch):
    from zonemap import outputs

    whole = outputs.parquet_bytes
    monkeypatch.setattr(outputs, "parquet_bytes", lambda table: whole(table.iloc[1:]))
    folder = make_project(tmp_path / "p")
    with pytest.raises(AccountingError, match="not the rows read"):
        run(read_config(folder))
    assert not (folder / "output").exists()


def test_check_writes_the_rejects_and_nothing_else(tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    result = check(read_config(folder))
    assert list(hashes(folder)) == ["output/internal/rejects.xlsx"]
    assert result.newest.issues["code"].tolist() == ["no_place"]
    book = openpyxl.load_workbook(folder / "output/internal/rejects.xlsx")
    cells = [str(cell.value) for line in book["Issues"].iter_rows() for cell in line]
    assert {"10", "no_place"} <= set(cells)


def test_a_ledger_with_neither_coordinates_nor_villages_is_refused(tmp_path):
    folder = make_project(tmp_path / "p")
    text = ledger_csv(households(), [h for h in HEADINGS if h not in {"经度", "纬度", "村社区"}])
    (folder / "households/2022-09-30.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="neither coordinates"):
        judge_ledgers(read_config(folder))


VILLAGES_ZONE = """
[[zone]]
id = "a-list"
name = "甲县清洁取暖村"
kind = "villages"
codes = ["100001001"]
target = "baseline"
"""

POINTS = "village_code,longitude,latitude,radius_m\n100001001001,107.06,33.06,400\n"


def test_households_without_coordinates_stand_at_the_point_of_their_village(tmp_path):
    rows = [*households(), row("u1", "", ""), in_b(row("u2", "", "")), row("u3", 10.7, 33.05)]
    plan = PLAN + '[places]\nvillage_points = "boundaries/points.csv"\n'
    folder = make_project(tmp_path / "p", rows, plan=plan)
    (folder / "boundaries/points.csv").write_text(POINTS, encoding="utf-8")
    result = judge_ledgers(read_config(folder))
    assert counts_of(result)["a-ban"] == 6
    table = result.newest.households.set_index("household_id")
    assert table.loc[["u1", "u2", "u3"], "place_source"].tolist() == ["village", "", "village"]
    assert table.loc["u1", ["longitude", "latitude", "place_accuracy_m"]].tolist() == [
        107.06, 33.06, 400,
    ]  # fmt: skip
    assert table.loc["u2", "undetermined_reason"] == "no_place"
    severity = result.newest.issues.set_index("code")["severity"].to_dict()
    assert severity == {"no_place": "undetermined", "bad_place": "blanked"}
    assert result.newest.repairs["code"].tolist() == ["village_point", "village_point"]


def test_a_zone_of_villages_counts_a_ledger_without_any_coordinates(tmp_path):
    bare = [cells | {"经度": "", "纬度": ""} for cells in households()]
    plan = PLAN[: PLAN.index("[[zone]]")] + VILLAGES_ZONE
    folder = make_project(tmp_path / "p", bare, plan=plan)
    result = run(read_config(folder))
    assert counts_of(result) == {"a-list": 5, "total": 5}
    assert result.newest.households["placement"].value_counts().to_dict() == {
        "in": 5, "undetermined": 3,
    }  # fmt: skip
    assert (folder / "output/internal/index.html").stat().st_size > 10_000


def test_a_household_of_a_village_zone_without_a_place_may_lie_in_others_too(tmp_path):
    rows = [*households(), row("u1", "", "")]
    result = judged(tmp_path / "p", rows, plan=PLAN + VILLAGES_ZONE)
    assert placements(result)["u1"] == "in"
    assert counts_of(result)["a-list"] == 6
    assert counts_of(result, "undetermined") == {"a-ban": 1, "b-disc": 1, "a-list": 0, "total": 1}


def test_a_village_is_known_by_its_name_where_it_has_no_code(tmp_path):
    rows = [cells | {"村社区代码": ""} for cells in households()]
    plan = PLAN + VILLAGES_ZONE + '[places]\nvillages = "boundaries/villages.csv"\n'
    folder = make_project(tmp_path / "p", rows, plan=plan)
    (folder / "boundaries/villages.csv").write_text(
        "village_code,village,town\n100001001001,一村,一镇\n100002001001,二村,二镇\n",
        encoding="utf-8",
    )
    result = judge_ledgers(read_config(folder))
    assert counts_of(result)["a-list"] == 5
    assert set(result.newest.repairs["code"]) == {"village_code"}


def test_coordinates_that_cannot_be_told_are_not_guessed(tmp_path):
    folder = make_project(tmp_path / "p", plan=PLAN + '\n[ledgers]\ncrs = "auto"\n')
    with pytest.raises(DatumError, match=r"cannot be told.*GCJ-02 \d+/8"):
        run(read_config(folder))
    assert not (folder / "output").exists()
    result = check(read_config(folder))
    assert len(result.problems) == 1
    assert set(result.newest.issues["code"]) == {"unknown_datum"}
    untold = result.newest.households.set_index("household_id")["coordinate_fault"]
    assert untold["h3"] == "unknown_datum", "on the edge: in or out as the frame may be"
    assert untold["h8"] == "", "outside whatever the frame"
    outside = result.newest.households.set_index("household_id").loc["h8"]
    assert outside["placement"] == "outside"
    assert np.isnan(outside["longitude"]), "its zones are known, its place is not"
    assert {"WGS84", "GCJ-02", "BD-09"} == set(result.newest.consequences["frame"])
    assert (folder / "output/internal/rejects.xlsx").exists()


def test_a_single_ledger_may_be_stated_to_be_on_a_shifted_grid(tmp_path):
    from zonemap.datum.shifts import to_gcj02

    rows = households()
    for cells in rows:
        lon, lat = to_gcj02(float(cells["经度"]), float(cells["纬度"]))
        cells["经度"], cells["纬度"] = f"{float(lon):.9f}", f"{float(lat):.9f}"
    plan = PLAN + '\n[ledgers.crs_of]\n"2022-09-30.csv" = "GCJ-02"\n'
    result = judged(tmp_path / "p", rows, plan=plan)
    table = result.newest.households.set_index("household_id")
    assert table.loc["h1", "longitude"] == pytest.approx(107.06, abs=1e-8)
    assert set(table["coordinate_frame"]) == {"GCJ-02"}


def test_every_row_is_hashed_as_it_was_read(finished):
    manifest = json.loads((finished / "output/internal/manifest.json").read_text(encoding="utf-8"))
    located = gpd.read_parquet(finished / "output/internal/located.parquet")
    total = sum(int(digest, 16) for digest in located["source_digest"]) % 2**64
    assert f"{total:016x}" == manifest["accounting"][0]["digest"][-16:]


def test_a_household_of_an_unknown_village_may_be_of_a_listed_one(tmp_path):
    rows = [*households(), row("u1", 107.01, 33.01) | {"村社区": "", "村社区代码": ""}]
    result = judged(tmp_path / "p", rows, plan=PLAN + VILLAGES_ZONE)
    assert placements(result)["u1"] == "outside"
    assert counts_of(result, "undetermined")["a-list"] == 1


def test_a_statement_about_a_ledger_that_is_not_there_is_refused(tmp_path):
    plan = PLAN + '\n[ledgers.crs_of]\n"2022-09-3l.csv" = "GCJ-02"\n'
    with pytest.raises(ConfigError, match="names no ledger"):
        judged(tmp_path / "p", plan=plan)
