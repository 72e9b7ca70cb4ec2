from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from zonemap.schema import STAGES
from zonemap.style import OUTSIDE_COLOUR, STAGE_COLOURS, SYMBOL_RADII_MM, ZONE_COLOURS

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SIGHTS = {
    "full": np.eye(3),
    "without green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "without red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def seen_lab(colour: str, sight: np.ndarray) -> np.ndarray:
    share = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(sight @ linear, 0, 1) / WHITE
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_every_stage_has_a_colour() -> None:
    assert list(STAGE_COLOURS) == [stage.name for stage in STAGES]
    assert set(ZONE_COLOURS) == {"zero", "baseline"}


@pytest.mark.parametrize("sight", SIGHTS)
def test_stages_stay_apart_for_colour_blind_eyes(sight: str) -> None:
    colours = [*STAGE_COLOURS.values(), OUTSIDE_COLOUR]
    labs = [seen_lab(colour, SIGHTS[sight]) for colour in colours]
    assert min(np.linalg.norm(a - b) for a, b in combinations(labs, 2)) > 25


def test_symbols_grow_so_that_classes_are_told_apart() -> None:
    assert all(b >= a * 1.2 for a, b in pairwise(SYMBOL_RADII_MM))
