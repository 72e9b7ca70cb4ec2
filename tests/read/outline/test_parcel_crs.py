from __future__ import annotations

import numpy as np
import pytest

from zonemap.errors import BoundaryError
from zonemap.read.outline.parcel_crs import parcel_crs

NAME = {"坐标系": "2000国家大地坐标系", "投影类型": "高斯克吕格", "计量单位": "米"}
PLAIN, PREFIXED = np.array([409_420.0]), np.array([36_409_420.0])


def crs_of(eastings, **attributes):
    return parcel_crs(NAME | attributes, eastings=eastings, file="z.txt")


@pytest.mark.parametrize(
    ("eastings", "said", "epsg"),
    [
        (PREFIXED, {}, 4524),
        (PREFIXED, {"几度分带": "3", "带号": "36", "中央子午线": "108°"}, 4524),
        (PLAIN, {"几度分带": "3", "带号": "36"}, 4545),
        (PLAIN, {"带号": "３６带"}, 4545),
        (PLAIN, {"中央子午线": "108"}, 4545),
        (PLAIN, {"中央子午线": "105", "几度分带": "6"}, 4507),
        (np.array([18_409_420.0]), {"几度分带": "6"}, 4496),
    ],
)
def test_the_zone_is_what_number_meridian_or_eastings_say(eastings, said, epsg):
    assert crs_of(eastings, **said).to_epsg() == epsg


@pytest.mark.parametrize(
    ("eastings", "said"),
    [
        (PLAIN, {}),
        (PLAIN, {"几度分带": "3"}),
        (PREFIXED, {"带号": "35"}),
        (PREFIXED, {"几度分带": "6"}),
        (PREFIXED, {"中央子午线": "105"}),
        (PLAIN, {"带号": "18", "几度分带": "3"}),
        (PLAIN, {"中央子午线": "107"}),
        (PLAIN, {"带号": "24"}),
    ],
)
def test_too_little_or_a_contradiction_is_refused(eastings, said):
    with pytest.raises(BoundaryError, match="fit together"):
        crs_of(eastings, **said)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"坐标系": "80西安坐标系"}, "only 2000国家大地坐标系"),
        ({"坐标系": "54北京坐标系"}, "ask the bureau"),
        ({"坐标系": "1980西安坐标系"}, "only 2000"),
        ({"投影类型": "墨卡托"}, "投影类型"),
        ({"计量单位": "度"}, "计量单位"),
        ({"带号": "a"}, "no number"),
    ],
)
def test_another_datum_projection_or_unit_is_refused(said, why):
    with pytest.raises(BoundaryError, match=why):
        crs_of(PREFIXED, **said)


def test_a_file_that_names_no_system_has_none_and_mixed_zones_are_refused():
    assert crs_of(PREFIXED, 坐标系="") is None
    with pytest.raises(BoundaryError, match="different zone numbers"):
        crs_of(np.array([36_409_420.0, 35_409_420.0]))
