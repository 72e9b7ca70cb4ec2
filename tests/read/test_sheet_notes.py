from __future__ import annotations

import pandas as pd
import pyproj
import pytest

from zonemap.errors import LedgerError
from zonemap.read.layout.headers import Header
from zonemap.read.sheet import Finding, Sheet
from zonemap.read.sheet_notes import cells_filled_down, stated_crs, the_findings

HEADER = Header(0, {"village": 0, "status": 1}, ("年用煤量（公斤）", "银行账户"))


def sheet(name="s", **more):
    cells = pd.DataFrame([["一村", "在用"], ["一村", "复烧"], ["合计", ""]], index=[2, 3, 4])
    return Sheet(name, HEADER, (1, 0), cells, **more)


def test_the_system_that_layers_state_is_named_and_two_are_refused():
    metres, degrees = pyproj.CRS.from_epsg(4545), pyproj.CRS.from_epsg(4490)
    assert stated_crs([sheet()], file="x") == ""
    assert stated_crs([sheet(crs=metres), sheet(crs=metres)], file="x") == "EPSG:4545"
    own = pyproj.CRS.from_proj4("+proj=tmerc +lon_0=107.3 +ellps=GRS80 +units=m")
    assert stated_crs([sheet(crs=own)], file="x").startswith(("PROJCRS", "BOUNDCRS"))
    for other in (sheet(crs=degrees), sheet()):
        with pytest.raises(LedgerError, match="different coordinate systems"):
            stated_crs([sheet(crs=metres), other], file="x")


def test_findings_are_the_readers_broken_rows_and_columns_in_another_unit():
    found = the_findings([sheet(findings=(Finding(0, "", "2", "hidden_rows"),), broken={3: "a,b"})])
    assert found.to_numpy().tolist() == [
        ["s", 0, "", "2", "hidden_rows"],
        ["s", 3, "", "a,b", "broken_row"],
        ["s", 0, "年用煤量（公斤）", "年用煤量（公斤）", "other_unit"],
    ]


def test_filled_cells_of_data_rows_are_repairs_by_their_place_among_all_rows():
    first, second = sheet(), sheet("t", filled=((3, 0), (4, 0), (3, 9)))
    rows = [
        pd.DataFrame({"village": ["一村"], "status": ["在用"], "source_row": [2]}),
        pd.DataFrame({"village": ["一村", "一村"], "status": ["", ""], "source_row": [2, 3]}),
    ]
    assert cells_filled_down([first, second], rows).to_numpy().tolist() == [
        [2, "village", "", "一村", "filled_down"]
    ]
