from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.datum.simulate import (
    DEGREE,
    Course,
    File,
    delivered,
    draw_file,
    error_m,
    only,
)
from zonemap.datum.detect import tell_datum
from zonemap.errors import CRSError, LedgerError

NAN = float("nan")


def drawn(frame="WGS84", *, seed=0, county="610702", **course) -> File:
    return draw_file(
        np.random.default_rng(seed), county, course=replace(Course(), **course), frame=frame
    )


def tell(file, *known, declared="auto", points=None, **given):
    references = only(file.references, *known) if known else file.references
    return tell_datum(
        file.points if points is None else points,
        declared=declared,
        references=given.get("references", references),
        inside_claimed=file.inside_claimed,
    )


@pytest.mark.parametrize("frame", ["WGS84", "GCJ-02", "BD-09", "EPSG:4545", "EPSG:4524"])
@pytest.mark.parametrize("known", ["village_points", "earlier"])
def test_a_ledger_in_any_frame_is_placed_where_its_households_are(frame, known):
    file = drawn(frame)
    finding = tell(file, known)
    assert (finding.placed["fault"] == "").mean() > 0.95
    assert np.nanmax(error_m(file, finding.placed)) < 0.2
    assert finding.placed["frame"].mode()[0] == frame
    assert finding.placed.index.equals(file.points.index)
    assert finding.groups["confidence"].max() <= 0.9999


def test_with_nothing_to_compare_degrees_cannot_be_told_and_every_frame_is_offered():
    file = drawn("GCJ-02")
    finding = tell(file, "town_points")
    assert finding.groups["how"].tolist() == ["cannot_tell"]
    assert (finding.placed["fault"] == "unknown_datum").all()
    assert finding.placed["longitude"].isna().all()
    assert sorted(finding.alternatives) == ["BD-09", "GCJ-02", "WGS84"]
    lon, _ = finding.alternatives["GCJ-02"]
    assert np.allclose(lon, file.lon, atol=1e-6)


def test_of_many_small_and_noisy_ledgers_none_is_told_wrongly():
    told = 0
    for seed in range(60):
        frame = ("WGS84", "GCJ-02", "BD-09")[seed % 3]
        file = drawn(frame, seed=seed, villages=3 + seed % 12, rows=90, noise_m=50 + 6 * seed)
        finding = tell(file, "village_points")
        assert not (error_m(file, finding.placed) > 30).any()
        told += (finding.placed["fault"] == "").mean() > 0.9
    assert told > 10


def test_one_village_alone_tells_nothing():
    assert tell(drawn(villages=1), "village_points").groups["how"].tolist() == ["cannot_tell"]


def test_a_local_shift_that_no_frame_explains_is_not_told():
    file = drawn(villages=60, noise_m=80.0)
    points = file.points.assign(y=file.points["y"] - 1000 / DEGREE)
    finding = tell(file, "village_points", points=points)
    assert (finding.placed["fault"] == "unknown_datum").mean() > 0.95


def test_a_few_tens_of_metres_in_common_do_not_hide_wgs84():
    file = drawn(villages=40, noise_m=200.0, common_m=(25.0, 20.0))
    assert (tell(file, "village_points").placed["fault"] == "").mean() > 0.95


def mixed(file, chosen, frame):
    x, y = delivered(frame, file.lon, file.lat)
    return file.points.assign(
        x=np.where(chosen, x, file.points["x"]), y=np.where(chosen, y, file.points["y"])
    )


def test_sheets_in_different_frames_are_told_apart():
    file = drawn(villages=60, rows=1500)
    sheet = np.where(np.arange(1500) < 800, "甲", "乙")
    points = mixed(file, sheet == "甲", "GCJ-02").assign(sheet=sheet)
    finding = tell(file, "village_points", points=points)
    frames = finding.groups[finding.groups["rows"] > 100].set_index("sheet")["frame"]
    assert frames.to_dict() == {"甲": "GCJ-02", "乙": "WGS84"}
    assert not (error_m(file, finding.placed) > 30).any()
    assert (finding.repairs["code"] == "other_frame").all()
    assert len(finding.repairs) > 500


def test_towns_in_different_frames_are_told_or_left_but_never_mistaken():
    file = drawn(villages=150, rows=3000)
    towns = sorted(set(file.points["town_code"]))
    points = mixed(file, file.points["town_code"].isin(towns[::3]).to_numpy(), "BD-09")
    finding = tell(file, "village_points", points=points)
    assert not (error_m(file, finding.placed) > 30).any()
    assert {"WGS84", "BD-09"} <= set(finding.placed["frame"])


def test_single_households_are_told_apart_by_where_they_stood_before():
    file = drawn(seen_before=1.0, moved=0.0)
    chosen = np.random.default_rng(3).random(len(file.points)) < 0.2
    finding = tell(file, "earlier", points=mixed(file, chosen, "GCJ-02"))
    assert not (error_m(file, finding.placed) > 30).any()
    assert (finding.placed["frame"] == "GCJ-02").sum() == chosen.sum()


def odd_ones(file):
    """Rows 0 and 1 swapped, 2 in Gauss-Krüger with zone, 3-6 nothing believable."""
    x, y = file.points["x"].to_numpy().copy(), file.points["y"].to_numpy().copy()
    x[:2], y[:2] = y[:2].copy(), x[:2].copy()
    east, north = delivered("EPSG:4524", file.lon[2:3], file.lat[2:3])
    x[2], y[2] = east[0], north[0]
    x[3:7], y[3:7] = [0, 107_123_456, NAN, NAN], [0, 33_067_890, 33.0, NAN]
    x[7] = 117.0
    return file.points.assign(x=x, y=y)


@pytest.mark.parametrize("declared", ["auto", "EPSG:4326"])
def test_odd_rows_are_read_by_their_form_and_listed(declared):
    file = drawn()
    finding = tell(file, points=odd_ones(file), declared=declared)
    assert finding.repairs["code"].tolist() == ["swapped_axes"] * 2 + ["gauss_krueger"]
    assert finding.repairs["index"].tolist() == [100, 101, 102]
    assert (error_m(file, finding.placed)[:3] < 0.1).all()
    faults = finding.placed["fault"].iloc[3:8].tolist()
    assert faults == ["bad_place"] * 3 + ["no_place", "bad_place"]
    assert (finding.group_of_row.iloc[3:7] == -1).all()


def test_a_way_of_locating_that_names_a_frame_is_believed_if_nothing_gainsays_it():
    file = drawn("GCJ-02")
    points = file.points.assign(location_method="高德地图")
    finding = tell(file, "town_points", points=points)
    assert finding.groups[["frame", "how", "stated"]].to_numpy().tolist() == [
        ["GCJ-02", "declared", "GCJ-02"]
    ]
    finding = tell(file, "village_points", points=points.assign(location_method="百度地图"))
    assert set(finding.placed["frame"]) <= {"GCJ-02", ""}


def test_a_declared_frame_is_applied_and_its_contradiction_said():
    file = drawn("GCJ-02", villages=60)
    finding = tell(file, declared="EPSG:4490")
    assert (finding.placed["fault"] == "").all()
    assert np.allclose(finding.placed["longitude"], file.points["x"])
    loud = finding.groups[finding.groups["how"] == "contradicted"]
    assert loud["rows"].sum() == len(file.points)
    assert loud["contradicted_by"].tolist() == ["GCJ-02"]
    assert list(finding.alternatives) == ["WGS84", "GCJ-02"]
    assert np.allclose(finding.alternatives["GCJ-02"][0], file.lon, atol=1e-6)


def test_a_declared_frame_without_evidence_is_taken_at_its_word():
    finding = tell(drawn("GCJ-02"), "town_points", declared="GCJ-02")
    assert finding.groups["how"].tolist() == ["declared"]
    assert finding.alternatives == {}


@pytest.mark.parametrize(
    ("frame", "declared", "say"),
    [
        ("EPSG:4545", "EPSG:4326", "EPSG:4545"),
        ("EPSG:4524", "GCJ-02", "EPSG:4524"),
        ("WGS84", "EPSG:4545", "degrees"),
        ("EPSG:4545", "EPSG:4544", "EPSG:4545"),
        ("EPSG:4545", "EPSG:4524", "EPSG:4545"),
    ],
)
def test_numbers_of_another_kind_than_declared_stop_the_run(frame, declared, say):
    file = drawn(frame)
    with pytest.raises(LedgerError, match=say):
        tell(file, declared=declared)


@pytest.mark.parametrize("frame", ["WGS84", "GCJ-02", "EPSG:4545", "EPSG:4524"])
def test_a_ledger_with_the_northing_first_is_turned(frame):
    file = drawn(frame)
    points = file.points.assign(x=file.points["y"], y=file.points["x"])
    finding = tell(file, points=points, declared=frame)
    assert np.nanmax(error_m(file, finding.placed)) < 0.1
    assert finding.placed["longitude"].notna().mean() > 0.9


def test_a_declared_projection_turns_single_swapped_rows():
    file = drawn("EPSG:32648", county="610726")
    points = file.points.copy()
    points.iloc[0, points.columns.get_indexer(["x", "y"])] = file.points[["y", "x"]].iloc[0]
    finding = tell(file, points=points, declared="EPSG:32648")
    assert np.nanmax(error_m(file, finding.placed)) < 0.1
    assert finding.repairs["code"].tolist() == ["swapped_axes"]


def test_utm_is_not_taken_for_gauss_krueger():
    file = drawn("EPSG:32648", county="610726")
    assert set(tell(file, "village_points").placed["frame"]) == {"EPSG:32648"}
    finding = tell(file, "town_points")
    assert finding.groups["how"].tolist() == ["cannot_tell"]
    assert sorted(finding.alternatives) == ["EPSG:32648", "EPSG:4544"]


def test_an_unknown_declared_system_is_an_error():
    with pytest.raises(CRSError):
        tell(drawn(rows=5), declared="EPSG:4610")


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_any_rows_are_no_error(rows):
    file = drawn(rows=max(rows, 1))
    points = file.points.iloc[:rows]
    file = File(points, file.references, file.lon[:rows], file.lat[:rows])
    assert len(tell(file).placed) == rows


def test_the_same_rows_in_another_order_are_told_alike():
    file = drawn("BD-09")
    order = np.random.default_rng(5).permutation(len(file.points))
    turned = File(file.points.iloc[order], file.references, file.lon[order], file.lat[order])
    pd.testing.assert_frame_equal(
        tell(turned).placed.loc[file.points.index], tell(file).placed, rtol=0, atol=1e-12
    )
