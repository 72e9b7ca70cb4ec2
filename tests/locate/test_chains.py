from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.locate.shapes import GEOD, GK, WGS84
from zonemap.crs import from_degrees, to_degrees
from zonemap.locate.chains import SLACK_M, STEPS, chain_distance, cut_chains, within_chain

ROAD = shapely.LineString([(107.0, 33.0), (107.3, 33.05), (107.31, 33.2)])


def least(lon, lat, x, y, crs):
    """Metres from one place to a straight edge of a file, by ever finer sampling."""
    low, high = 0.0, 1.0
    for _ in range(12):
        share = np.linspace(low, high, 101)
        places = to_degrees(x[0] + share * (x[1] - x[0]), y[0] + share * (y[1] - y[0]), crs=crs)
        metres = GEOD.inv(*places, np.full(101, lon), np.full(101, lat))[2]
        best = int(metres.argmin())
        low, high = share[max(best - 1, 0)], share[min(best + 1, 100)]
    return metres.min()


def test_a_line_is_cut_into_short_chains_that_together_are_the_line():
    chains = list(cut_chains(ROAD, WGS84))
    assert all(len(chain.x) <= STEPS + 1 for chain in chains)
    assert [chain.x[0] for chain in chains[1:]] == [chain.x[-1] for chain in chains[:-1]]
    assert (chains[0].x[0], chains[-1].y[-1]) == (107.0, 33.2)


def test_a_ring_is_cut_for_the_shell_and_for_every_hole():
    hole = shapely.box(107.2, 33.2, 107.3, 33.3).exterior.coords
    polygon = shapely.Polygon(shapely.box(107, 33, 108, 34).exterior.coords, [hole])
    places = np.concatenate([chain.x for chain in cut_chains(polygon, WGS84)])
    assert {107.0, 108.0, 107.2, 107.3} <= set(places.tolist())


@pytest.mark.parametrize("crs", [WGS84, GK])
def test_the_distance_is_never_short_and_at_most_a_metre_long(crs):
    edge = np.array([[107.02, 33.0], [107.05, 33.1]])
    x, y = from_degrees(edge[:, 0], edge[:, 1], crs=crs)
    chains = list(cut_chains(shapely.LineString(np.column_stack([x, y])), crs))
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(106.9, 107.2, 50), rng.uniform(32.9, 33.2, 50)
    found = np.min([chain_distance(lon, lat, chain) for chain in chains], axis=0)
    truth = [least(*place, x, y, crs) for place in zip(lon, lat, strict=True)]
    assert (found - truth >= -1e-8).all()
    assert (found - truth <= SLACK_M).all()


@pytest.mark.parametrize("crs", [WGS84, GK])
def test_a_micrometre_within_the_radius_is_inside_and_one_beyond_is_not(crs):
    edge = np.array([[107.02, 33.0], [107.05, 33.1]])
    x, y = from_degrees(edge[:, 0], edge[:, 1], crs=crs)
    chain = next(cut_chains(shapely.LineString(np.column_stack([x, y])), crs))
    for lon, lat in ((107.0, 33.06), (107.3, 33.02), (107.03, 33.2)):
        radius_m = least(lon, lat, x, y, crs)
        at = np.array([lon]), np.array([lat])
        assert within_chain(*at, chain, radius_m + 1e-6).all()
        assert not within_chain(*at, chain, radius_m - 1e-6).any()


def test_a_chain_of_one_place_twice_is_that_place():
    chain = next(cut_chains(shapely.LineString([(107, 33), (107, 33)]), WGS84))
    assert len(chain.x) == 1
    metres = chain_distance(np.array([107.01]), np.array([33.0]), chain)
    assert metres[0] == pytest.approx(GEOD.inv(107, 33, 107.01, 33)[2], abs=1e-8)
