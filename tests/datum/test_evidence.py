from __future__ import annotations

import numpy as np

from zonemap.datum.evidence import EARLIER, TOWN, VILLAGE, Evidence, log_densities, weigh
from zonemap.datum.units import Units

SHIFTS = np.array([[0.0, 0.0], [424.0, -207.0], [954.0, 353.0]])
NONE = Units(np.empty(0, int), np.empty((0, 3)), np.empty((0, 3)), np.empty(0))


def observed(errors, truth):
    """Units of a file in frame ``truth`` whose references are off by ``errors``."""
    offset = (
        errors[:, None, :]
        + (SHIFTS[truth][None] if np.ndim(truth) == 0 else SHIFTS[truth][:, None, :])
        - SHIFTS[None]
    )
    return Units(np.arange(len(errors)), offset[..., 0], offset[..., 1], np.ones(len(errors)))


def evidence(villages=NONE, earlier=NONE, towns=NONE, inside=None, county_town=()):
    inside = np.empty((0, 3), dtype=bool) if inside is None else inside
    row = np.arange(len(inside))
    return Evidence(villages, earlier, towns, earlier, row, inside, np.array(county_town, int))


def test_of_thousands_of_files_none_is_told_wrongly():
    rng = np.random.default_rng(11)
    for villages, spread, least in (
        (3, 50, 0.6),
        (4, 400, 0),
        (6, 300, 0),
        (12, 200, 0.8),
        (40, 300, 0.95),
    ):
        truth = rng.integers(0, 3, 2000)
        errors = rng.normal(0, spread, (2000 * villages, 2))
        far = rng.random(len(errors)) < 0.1 * (villages > 5)
        errors[far] = rng.normal(0, 2500, (far.sum(), 2))
        label = np.repeat(np.arange(2000), villages)
        told = weigh(evidence(observed(errors, truth[label])), label, count=2000).told
        assert not ((told >= 0) & (told != truth)).any()
        assert (told >= 0).mean() > least


def test_what_fits_no_frame_is_not_told_however_much_likelier_one_is():
    errors = np.random.default_rng(1).normal([0.0, 1000.0], 100.0, (60, 2))
    verdict = weigh(evidence(observed(errors, 0)), np.zeros(60, dtype=int), count=1)
    assert verdict.told.tolist() == [-1]
    assert not verdict.fits.any()
    assert verdict.shares.max() > 0.999


def test_five_households_seen_before_are_enough_and_two_are_not():
    errors = np.random.default_rng(1).normal(0, 8.0, (5, 2))
    for size, told in ((5, 1), (2, -1)):
        units = observed(errors[:size], 1)
        verdict = weigh(evidence(earlier=units), np.zeros(size, dtype=int), count=1)
        assert verdict.told.tolist() == [told]


def test_earlier_places_outweigh_villages_that_are_all_a_little_off():
    rng = np.random.default_rng(1)
    villages = observed(rng.normal([90.0, 0.0], 60.0, (40, 2)), 0)
    label = np.zeros(40, dtype=int)
    assert weigh(evidence(villages), label, count=1).told.tolist() == [-1]
    both = evidence(villages, observed(rng.normal(0, 8.0, (40, 2)), 0))
    assert weigh(both, label, count=1).told.tolist() == [0]


def test_towns_and_counties_alone_tell_nothing_of_degrees():
    rng = np.random.default_rng(1)
    inside = np.column_stack([np.ones(300, bool), np.zeros((300, 2), bool)])
    towns = observed(rng.normal(0, 300.0, (300, 2)), 0)
    verdict = weigh(
        evidence(towns=towns, inside=inside, county_town=np.arange(300) // 10),
        np.zeros(300, dtype=int),
        count=1,
    )
    assert verdict.told.tolist() == [-1]
    assert verdict.inside[0].tolist() == [1, 0, 0]


def test_a_density_sums_to_one_over_the_plane():
    step = np.arange(5.0, 20_000, 10.0)
    for kind in (VILLAGE, EARLIER, TOWN):
        rings = np.exp(log_densities(step**2, np.float64(100.0), freedom=kind.freedom))
        assert abs((rings * 2 * np.pi * step * 10).sum() - 1) < 0.01
