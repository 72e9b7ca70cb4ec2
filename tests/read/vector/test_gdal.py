from __future__ import annotations

import subprocess
import sys

import pytest

DRIVERS = "{'GeoJSON', 'GPKG', 'ESRI Shapefile', 'FlatGeobuf'}"


@pytest.mark.parametrize("first", ["zonemap.read.boundaries", "zonemap", "geopandas"])
def test_only_four_drivers_can_open_anything_whatever_is_imported_first(first):
    code = (
        f"import {first}, os, zonemap.read.boundaries, pyogrio; "
        f"assert set(pyogrio.list_drivers()) == {DRIVERS}, pyogrio.list_drivers(); "
        "assert 'OGR_SKIP' not in os.environ"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stderr.decode() == ""
    assert done.returncode == 0
