from __future__ import annotations

import json

from tests.world import PLAN, make_project
from zonemap.manifest import manifest_text
from zonemap.pipeline import judge_ledgers
from zonemap.provenance import digests_read, manifest_of
from zonemap.read.plan import read_config


def test_the_manifest_says_what_coordinates_were_taken_for_and_how_they_were_moved(tmp_path):
    plan = PLAN + '\n[ledgers.crs_of]\n"2022*" = "GCJ-02"\n'
    result = judge_ledgers(read_config(make_project(tmp_path / "p", plan=plan)))
    manifest = json.loads(manifest_text(manifest_of(result, outputs={}, language="zh")))
    assert manifest["datum_operations"]["ledgers: GCJ-02"].startswith("inverse of GCJ-02")
    told = manifest["coordinates"]
    assert [group["frame"] for group in told] == ["GCJ-02"]
    assert told[0]["file"] == "households/2022-09-30.csv"
    assert told[0]["village_offset_m"] is None, "nothing was compared"
    assert manifest["row_digests"] == digests_read(result)
