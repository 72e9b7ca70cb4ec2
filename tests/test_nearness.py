from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS, Geod

from tests.world import PLAN, households, in_b, make_project, proven, put_ledger, row
from zonemap.crs import Coordinates, from_degrees
from zonemap.judge import EVIDENCE, judge_households, place_households
from zonemap.locate import locate_points
from zonemap.nearness import measure_nearness
from zonemap.pipeline import judge_ledgers
from zonemap.read.plan import read_config
from zonemap.zones import Zone

WGS84 = CRS.from_epsg(4326)
GK = CRS.from_epsg(4545)
GEOD = Geod(ellps="WGS84")
SQUARE = shapely.box(107.0, 33.0, 107.1, 33.1)
DAYS = {"energy_on_date", "accepted_date", "check_date"}


def polygon(shape=SQUARE, *, accuracy_m=np.nan, zone_id="z", **more):
    parts = shapely.get_parts([shape])
    more = {"crs": WGS84} | more
    return Zone(zone_id=zone_id, name=zone_id, parts=parts, accuracy_m=accuracy_m, **more)


def discs(*centres, accuracy_m, radius_m=3000.0, zone_id="d"):
    parts = shapely.points(centres)
    return Zone(
        zone_id=zone_id, name=zone_id, parts=parts, crs=WGS84,
        radius_m=radius_m, accuracy_m=accuracy_m,
    )  # fmt: skip


def measured(lon, lat, zones, *, accuracy_m=10.0, status="active", counts_as=None):
    """Households at places, of one status or of one each; ``counts_as``: labels of their rows."""
    size = len(lon)
    index = pd.RangeIndex(size)
    columns = {name: pd.Series(pd.NaT if name in DAYS else None, index=index) for name in EVIDENCE}
    texts = {name: column.astype("str") for name, column in columns.items() if name not in DAYS}
    table = pd.DataFrame({**columns, **texts, "deferred_reason": texts["note"]})
    table = table.assign(status=status, energy_ready=pd.Series(pd.NA, index, dtype="boolean"))
    counted = pd.Series(index if counts_as is None else counts_as, index=index)
    placed = pd.DataFrame(
        {
            "longitude": np.asarray(lon, float), "latitude": np.asarray(lat, float),
            "delivered_x": np.asarray(lon, float), "delivered_y": np.asarray(lat, float),
            "coordinate_frame": "WGS84", "place_source": "own",
            "place_accuracy_m": accuracy_m, "household": counted,
        },
        index=index,
    )  # fmt: skip
    points = Coordinates(placed["longitude"].to_numpy(), placed["latitude"].to_numpy())
    found = locate_points(points, zones=zones)
    ids = np.array([zone.zone_id for zone in zones], dtype=object)[found.zone]
    pairs = pd.DataFrame({"household": counted.to_numpy()[found.point], "zone_id": ids})
    pairs = pairs.drop_duplicates(ignore_index=True)
    rules = {zone.zone_id: None for zone in zones}
    judged = judge_households(table, pairs, rules=rules)
    faults = pd.Series("", index=index)
    judged_table = place_households(table, judged, faults=faults, counted=counted)
    return measure_nearness(placed, judged_table, judged, zones=zones, rules=rules)


def east_of(lon, lat, *metres):
    size = len(metres)
    back = np.where(np.array(metres) < 0, 270.0, 90.0)
    return GEOD.fwd([lon] * size, [lat] * size, back, np.abs(metres))[:2]


def calls(nearness, zone_id="z", of="households"):
    """Certain, counted, possible; low, high."""
    names = [f"{of}_certain", of, f"{of}_possible", f"{of}_low", f"{of}_high"]
    return nearness.zone_nearness.loc[zone_id, names].tolist()


def test_a_household_whose_accuracy_reaches_across_the_line_is_too_close_to_call():
    lon, lat = east_of(107.1, 33.05, -30, -9, 9, 11, -5)
    near = measured(lon, lat, [polygon()], accuracy_m=[10, 10, 10, 10, 4])
    assert calls(near)[:3] == [2, 3, 4]
    table = near.near_line
    assert table["household"].tolist() == [1, 2]
    assert table["inside"].tolist() == [True, False]
    assert table["distance_to_edge_m"].tolist() == pytest.approx([9, -9], abs=0.01)
    assert table["stage"].tolist() == ["active", "active"]
    assert near.distance_to_edge_m.round(1).fillna(0).tolist() == [0, 9, -9, 0, 0]


def test_only_what_is_not_proven_remains_on_either_side():
    lon, lat = east_of(107.1, 33.05, -5, -5, 5, 5)
    status = ["demolished", "active", "demolished", "active"]
    near = measured(lon, lat, [polygon()], status=status)
    assert calls(near)[:3] == [0, 2, 4]
    assert calls(near, of="remaining")[:3] == [0, 1, 2]
    assert near.near_line["stage"].value_counts().to_dict() == {"proven": 2, "active": 2}


def test_a_line_in_doubt_makes_a_range_but_nobody_too_close_to_call():
    lon, lat = east_of(107.1, 33.05, -200, -90, 90, 110)
    near = measured(lon, lat, [polygon(accuracy_m=100)], accuracy_m=1.0)
    assert calls(near) == [2, 2, 2, 1, 3]
    assert len(near.near_line) == 0
    assert near.distance_to_edge_m.round(0).fillna(0).tolist() == [0, 90, -90, 0]
    assert near.zone_nearness["range_of"].tolist() == ["line"]


def test_without_a_stated_accuracy_there_is_no_range():
    near = measured([107.05], [33.05], [polygon()])
    assert near.zone_nearness.loc["z", "range_of"] == ""
    assert near.zone_nearness[["households_low", "remaining_high"]].isna().all(axis=None)
    assert calls(measured([107.05], [33.05], [polygon(accuracy_m=0)]))[3:] == [1, 1]


@pytest.mark.parametrize("crs", [WGS84, GK])
def test_the_moved_line_is_the_polygon_shrunk_and_grown(crs):
    x, y = from_degrees(*shapely.get_coordinates(SQUARE).T, crs=crs)
    shape = shapely.Polygon(np.column_stack([x, y]))
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(106.98, 107.12, 4000), rng.uniform(32.98, 33.12, 4000)
    found = calls(measured(lon, lat, [polygon(shape, accuracy_m=500, crs=crs)]))
    flat = shapely.Polygon(np.column_stack(from_degrees(*_dense(shape, crs), crs=GK)))
    here = from_degrees(lon, lat, crs=GK)
    least = shapely.intersects_xy(flat.buffer(-500, quad_segs=64), *here).sum()
    most = shapely.intersects_xy(flat.buffer(500, quad_segs=64), *here).sum()
    assert found[3] == pytest.approx(least, abs=3)
    assert found[4] == pytest.approx(most, abs=3)


def _dense(shape, crs):
    from zonemap.crs import to_degrees

    step = 1e-3 if crs is WGS84 else 100
    return to_degrees(*shapely.get_coordinates(shapely.segmentize(shape, step)).T, crs=crs)


def test_the_county_stays_where_it_is_when_the_line_moves():
    county = np.array([shapely.box(107.1, 32.9, 107.2, 33.2)])
    zone = polygon(shapely.box(107.0, 33.0, 107.15, 33.1), accuracy_m=300, county_parts=county)
    west = east_of(107.1, 33.05, -50, 50)
    east = east_of(107.15, 33.05, -200, 200)
    elsewhere = [[107.05], [33.1005]]
    lon, lat = np.concatenate([west, east, elsewhere], axis=1)
    near = measured(lon, lat, [zone], accuracy_m=60.0)
    assert calls(near) == [1, 2, 3, 1, 3]
    assert near.near_line["distance_to_edge_m"].abs().round(0).tolist() == [50, 50]


def test_a_moved_centre_is_a_full_recount_by_geodesic_distance():
    rng = np.random.default_rng(11)
    lon, lat = rng.uniform(106.93, 107.17, 6000), rng.uniform(32.93, 33.13, 6000)
    centres = [(107.03, 33.03), (107.07, 33.04)]
    near = measured(lon, lat, [discs(*centres, accuracy_m=640)])
    counts = []
    for azimuth in (None, 0, 45, 90, 135, 180, 225, 270, 315):
        metres = 0 if azimuth is None else 640
        moved = [GEOD.fwd(*centre, azimuth or 0, metres)[:2] for centre in centres]
        away = [GEOD.inv(*np.full((2, 6000), [[x], [y]]), lon, lat)[2] for x, y in moved]
        counts.append(int((np.min(away, axis=0) <= 3000).sum()))
    assert calls(near, "d")[1] == counts[0]
    assert calls(near, "d")[3:] == [min(counts), max(counts)]
    assert min(counts) < counts[0] < max(counts)
    assert near.zone_nearness.loc["d", "range_of"] == "centre"


def test_several_rows_of_a_household_count_it_where_any_lies():
    lon, lat = east_of(107.1, 33.05, -500, 5, 400, -5, 5, -7)
    near = measured(lon, lat, [polygon()], counts_as=[0, 0, 2, 2, 5, 5])
    assert calls(near)[:3] == [1, 3, 3]
    assert near.near_line["household"].tolist() == [2, 5]
    assert near.near_line["distance_to_edge_m"].round(1).tolist() == [5, 7]
    assert near.distance_to_edge_m.notna().tolist() == [False, False, True, False, False, True]


def test_of_several_rows_outside_the_one_that_may_be_inside_is_shown():
    lon, lat = east_of(107.1, 33.05, 5, 3)
    zone = polygon(accuracy_m=100)
    near = measured(lon, lat, [zone], accuracy_m=[10.0, 1.0], counts_as=[0, 0]).near_line
    assert near["distance_to_edge_m"].round(1).tolist() == [-5]
    assert near["accuracy_m"].tolist() == [10]


def test_zones_keep_the_plans_order_and_households_the_distance_to_the_nearest_edge():
    lon, lat = east_of(107.1, 33.05, -6, -3)
    zones = [polygon(zone_id="z"), polygon(shapely.box(107.1, 33, 107.2, 33.1), zone_id="a")]
    near = measured(lon, lat, zones)
    assert near.zone_nearness.index.tolist() == ["z", "a"]
    assert near.near_line[["zone_id", "household"]].to_numpy().tolist() == [
        ["z", 1], ["z", 0], ["a", 1], ["a", 0],
    ]  # fmt: skip
    assert near.distance_to_edge_m.abs().round(1).tolist() == [6, 3]


def test_zones_of_nobody_and_zones_of_villages_have_nobody_near():
    point = np.array([shapely.Point(107.05, 33.05)])
    listed = Zone(zone_id="v", name="v", parts=point, crs=WGS84, codes=("1",), accuracy_m=50)
    empty = Zone(zone_id="e", name="e", parts=point[:0], crs=WGS84, accuracy_m=50)
    far = polygon(shapely.box(100, 20, 101, 21), accuracy_m=50)
    near = measured([107.05], [33.05], [listed, empty, far])
    assert calls(near, "v")[:3] == [0, 0, 0]
    assert near.zone_nearness.loc["v", "range_of"] == ""
    assert calls(near, "e") == [0] * 5
    assert calls(near, "z") == [0] * 5
    assert len(near.near_line) == 0
    nobody = measured([], [], [far, discs((107, 33), accuracy_m=100)])
    assert nobody.zone_nearness["households"].tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_every_count_lies_between_its_bounds(seed):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(106.95, 107.15, 500), rng.uniform(32.95, 33.15, 500)
    zones = [polygon(accuracy_m=400), discs((107.05, 33.02), accuracy_m=700)]
    accuracy = rng.choice([1.0, 50, 900], 500)
    status = rng.choice(["active", "demolished"], 500)
    near = measured(lon, lat, zones, accuracy_m=accuracy, status=status)
    table = near.zone_nearness.astype("float64", errors="ignore")
    for of in ("households", "remaining"):
        assert (table[f"{of}_certain"] <= table[of]).all()
        assert (table[of] <= table[f"{of}_possible"]).all()
        assert (table[f"{of}_low"] <= table[of]).all()
        assert (table[of] <= table[f"{of}_high"]).all()
    inside = near.near_line.groupby("zone_id")["inside"].agg(["sum", "size"])
    doubt = table["households"] - table["households_certain"]
    assert inside["sum"].reindex(table.index).tolist() == doubt.tolist()
    spread = table["households_possible"] - table["households_certain"]
    assert inside["size"].reindex(table.index).tolist() == spread.tolist()


def world(folder, rows, plan=PLAN):
    return judge_ledgers(read_config(make_project(folder, rows, plan=plan)))


def test_of_a_project_the_newest_date_is_measured_and_agrees_with_its_counts(tmp_path):
    folder = make_project(tmp_path / "p")
    put_ledger(folder, "2022-09-23", households())
    result = judge_ledgers(read_config(folder))
    counts = result.newest.zone_counts.drop(index="total")
    assert result.zone_nearness["households"].equals(counts["households"])
    assert result.zone_nearness["remaining"].equals(counts["remaining"])
    assert result.assessments[0].households["distance_to_edge_m"].isna().all()
    assert result.newest.households["distance_to_edge_m"].notna().sum() == 2


def test_undetermined_and_superseded_rows_are_no_part_of_it(tmp_path):
    rows = [
        row("h1", 107.0501, 33.05, status="不认识"),
        row("h2", 107.0501, 33.04),
        proven("h2", 107.0501, 33.04),
        row("h3", "", ""),
        in_b(row("h4", 107.17, 33.05)),
        row("h5", 107.06, 33.05),
    ]
    result = world(tmp_path / "p", rows)
    table = result.newest.households
    assert table.loc[result.near_line["household"], "household_id"].tolist() == ["h2"]
    assert (table.loc[result.near_line["household"], "placement"] == "in").all()
    assert table["distance_to_edge_m"].notna().sum() == 1


def test_the_plan_says_what_a_way_of_finding_a_place_is_worth(tmp_path):
    rows = [row("h1", 107.0502, 33.05), in_b(row("h2", 107.17, 33.05))]
    assert len(world(tmp_path / "p", rows).near_line) == 1
    exact = PLAN + "[places.accuracy_m]\nunknown = 5\n"
    assert len(world(tmp_path / "q", rows, plan=exact).near_line) == 0


def test_a_household_beyond_the_line_is_judged_by_the_rules_of_the_zone(tmp_path):
    rows = [proven("h1", 107.0498, 33.05, 替代方式="木柴"), row("h2", 107.06, 33.05)]
    result = world(tmp_path / "p", [*rows, in_b(row("h3", 107.17, 33.05))])
    assert result.newest.households["stage"].iloc[0] == "proven"
    assert result.near_line["stage"].tolist() == ["unproven"]
    assert calls(result, "a-ban", of="remaining")[:3] == [1, 1, 2]


def test_the_tables_do_not_change_what_they_were_given():
    zone = polygon(accuracy_m=100)
    before = shapely.get_coordinates(zone.parts).copy()
    measured([107.05, 107.1], [33.05, 33.05], [zone, replace(zone, zone_id="y")])
    assert np.array_equal(shapely.get_coordinates(zone.parts), before)
