from __future__ import annotations

import numpy as np

from tests.datum.test_evidence import evidence, observed
from zonemap.datum.mixtures import doubtful_villages, is_mixed, single_rows


def every(units):
    return np.ones(len(units), dtype=bool)


def villages(share, *, spread=100.0, size=60, seed=1):
    rng = np.random.default_rng(seed)
    errors = rng.normal(0, spread, (size, 2))
    errors[:3] = rng.normal(0, 3000, (3, 2))
    return observed(errors, (rng.random(size) < share).astype(int))


def test_villages_in_another_frame_are_noticed_and_villages_far_off_are_not():
    assert is_mixed(villages(0.2), every(villages(0.2)), frame=0)
    wrong = [is_mixed(villages(0.0, seed=seed), np.ones(60, bool), frame=0) for seed in range(40)]
    assert sum(wrong) == 0


def test_a_village_that_lies_where_another_frame_puts_it_is_doubted():
    units = villages(0.1, spread=40.0)
    shifted = np.hypot(units.east[:, 1], units.north[:, 1]) < 150
    doubted = doubtful_villages(units, every(units), frame=0, strict=False)
    assert shifted.sum() > 2
    assert doubted[shifted].all()
    assert doubted[~shifted].sum() == 0


def rows(truth, errors):
    units = observed(errors, truth)
    zero = np.zeros(len(truth), dtype=int)
    return single_rows(evidence(earlier=units), zero, groups=zero, parts=zero)


def test_many_households_back_where_they_stood_under_another_frame_are_in_it():
    truth = np.repeat([0, 1], [80, 20])
    assert rows(truth, np.random.default_rng(1).normal(0, 6.0, (100, 2))).tolist() == truth.tolist()


def test_one_such_household_is_in_no_frame_rather_than_in_the_wrong_one():
    truth = np.repeat([0, 1], [399, 1])
    found = rows(truth, np.random.default_rng(1).normal(0, 6.0, (400, 2)))
    assert found[399] == -1
    assert (found[:399] == 0).all()


def test_households_that_moved_anywhere_stay_in_the_frame_of_their_file():
    errors = np.random.default_rng(1).normal(0, 6.0, (400, 2))
    errors[:60] += np.random.default_rng(2).normal(0, 900.0, (60, 2))
    assert (rows(np.zeros(400, int), errors) == 0).mean() > 0.99
