r"""How well each frame explains what is known of a ledger's places.

Under a frame :math:`h` observation :math:`j` lies :math:`r_{jh}` metres from its reference. Its
density is a two-dimensional Student t with ν degrees of freedom and scale :math:`s g_j`

.. math:: f = \frac{1}{2π s^2 g^2} \left(1 + \frac{r^2}{ν s^2 g^2}\right)^{-(ν+2)/2}

(Lange, Little and Taylor 1989, doi:10.1080/01621459.1989.10478852), so that a place far off counts
for little. The scale is not known: the product over the observations is averaged over it with a
wide log-normal prior, which keeps three villages honest. The frames are equally likely before.

A frame is *told* when it is `DECISIVE` times as likely as any other, **and** the robust mean of
its offsets is zero within `FIT_ERRORS` standard errors and a few tens of metres. Of two frames
one is always better; that it fits is what an unknown third one (Beijing 1954, a local grid)
fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonemap.datum.centres import centre_offsets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonemap.datum.units import Numbers, Positions, Units

__all__ = [
    "AGAINST",
    "DECISIVE",
    "EARLIER",
    "TOWN",
    "VILLAGE",
    "Evidence",
    "Kind",
    "Verdict",
    "log_densities",
    "weigh",
]

DECISIVE = float(np.log(1e4))
"""Log odds from which a frame is told: in 192,000 synthetic sets of 3-60 villages with errors of
50-500 m and up to a tenth of them anywhere, it was wrong once."""

AGAINST = float(np.log(100))
"""Log odds from which a part of a file speaks against a frame."""

FIT_ERRORS = 4.0
FIT_BESIDE_EARLIER_M = 200.0
"""By how much villages may be off together where earlier places of households fit."""

COUNTY_WEIGHT, COUNTY_CAP = 1.4, 5.0
"""Log odds of a town wholly inside its county against wholly outside, and of all together:
county lines are generalised by up to 1.5 km, over stretches of several villages."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is believed of a kind of observation before it is seen.

    Attributes
    ----------
    scale_m, spread
        Median of its scale in metres, and the standard deviation of the logarithm.
    freedom
        ν: small for kinds with many places far off.
    least
        How many are needed before the mean offset must fit.
    tolerance_m
        Common offset that is forgiven.
    cap
        Most log odds that all together may give.
    """

    scale_m: float
    spread: float
    freedom: float
    least: int
    tolerance_m: float
    cap: float

    @property
    def scales(self) -> Numbers:
        """Scales to average over, in metres."""
        return np.asarray(self.scale_m * np.exp(self.spread * np.linspace(-3, 3, 25)))

    @property
    def log_prior(self) -> Numbers:
        """Their log prior, which sums to one."""
        weights = np.exp(-(np.linspace(-3, 3, 25) ** 2) / 2)
        return np.asarray(np.log(weights / weights.sum()))


VILLAGE = Kind(150.0, 0.9, 3.0, 3, 30.0, np.inf)
EARLIER = Kind(12.0, 1.2, 2.0, 5, 20.0, np.inf)
TOWN = Kind(2_000.0, 0.6, 3.0, 10**9, np.inf, 3.0)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that is known of the places of one family of rows.

    Attributes
    ----------
    villages, earlier, towns
        Observations under each frame.
    matched
        Every row whose household was seen before; ``earlier`` is a sample of them.
    county_row, inside
        Rows that claim a county, and whether each lies in it under each frame.
    county_town
        The town of each such row, as a number.
    """

    villages: Units
    earlier: Units
    towns: Units
    matched: Units
    county_row: Positions
    inside: NDArray[np.bool_]
    county_town: Positions


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What the evidence says of each label: a row per label, a column per frame.

    Attributes
    ----------
    score
        Log likelihood; only differences in a row mean anything.
    fits
        Whether the offsets are zero within their error.
    villages, earlier
        How many observations; a number per label.
    village_error
        Standard error of the villages' mean offset, metres.
    village_m, earlier_m, town_m
        Length of the robust mean offset, metres; NaN without observations.
    inside
        Share of rows inside the county they claim; NaN without claims.
    """

    score: Numbers
    fits: NDArray[np.bool_]
    villages: Positions
    earlier: Positions
    village_m: Numbers
    village_error: Numbers
    earlier_m: Numbers
    town_m: Numbers
    inside: Numbers

    @property
    def told(self) -> Positions:
        """The frame that is told for each label, -1 where none is."""
        best = self.score.argmax(axis=1)
        rest = self.score.copy()
        rows = np.arange(len(best))
        rest[rows, best] = -np.inf
        lead = self.score[rows, best] - rest.max(axis=1, initial=-np.inf)
        seen = (self.villages >= VILLAGE.least) | (self.earlier >= EARLIER.least)
        return np.where((lead >= DECISIVE) & self.fits[rows, best] & seen, best, -1)

    @property
    def shares(self) -> Numbers:
        """Posterior share of each frame."""
        odds = np.exp(self.score - self.score.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def trails(self, frame: int, *, by: float = AGAINST) -> NDArray[np.bool_]:
        """Whether another frame is much likelier than ``frame``, for each label."""
        return np.asarray(self.score.max(axis=1) - self.score[:, frame] > by)

    def against(self, frame: int) -> NDArray[np.bool_]:
        """Whether each label speaks against ``frame``: it trails, or does not fit."""
        return np.asarray(self.trails(frame) | ~self.fits[:, frame])

    def fits_beside(self, whole: Verdict, frame: int) -> NDArray[np.bool_]:
        """Whether each label fits ``frame``, if its villages scatter like those of ``whole``."""
        # The few villages of a part may lie together by chance: then their own scatter says
        # that they are well known, and their offset looks large.
        few = np.sqrt(whole.villages[0] / np.maximum(self.villages, 1))
        reach = np.hypot(VILLAGE.tolerance_m, FIT_ERRORS * whole.village_error[0, frame] * few)
        near = (self.earlier < EARLIER.least) & (self.village_m[:, frame] <= reach)
        return np.asarray(self.fits[:, frame] | near)


def weigh(evidence: Evidence, labels: Positions, *, count: int) -> Verdict:
    """Weigh the frames for each label.

    Parameters
    ----------
    evidence
        Observations of the rows.
    labels
        For each row the label it belongs to, -1 for none.
    count
        Number of labels.

    Returns
    -------
    verdict
        In the order of the labels.
    """
    frames = evidence.villages.east.shape[1]
    score, found = np.zeros((count, frames)), []
    for units, kind in (
        (evidence.villages, VILLAGE),
        (evidence.earlier, EARLIER),
        (evidence.towns, TOWN),
    ):
        chosen = labels[units.row]
        score += _capped(_log_likelihood(units, kind, chosen, count), kind.cap)
        offset, error = centre_offsets(units, chosen, freedom=kind.freedom, count=count)
        size = np.bincount(chosen[chosen >= 0], minlength=count)
        found.append((size, offset, error))
    inside, county = _county(evidence, labels, count, frames)
    (villages, village_m, village_error), (earlier, earlier_m, earlier_error), town = found
    beside = _fitting(earlier, earlier_m, earlier_error, EARLIER)
    near = village_m <= FIT_BESIDE_EARLIER_M + FIT_ERRORS * village_error
    fitting = _fitting(villages, village_m, village_error, VILLAGE)
    known = (earlier >= EARLIER.least)[:, None]
    return Verdict(
        score=score + _capped(county, COUNTY_CAP),
        fits=np.where(known, beside & (near | (villages < VILLAGE.least)[:, None]), fitting),
        villages=villages,
        earlier=earlier,
        village_m=village_m,
        village_error=village_error,
        earlier_m=earlier_m,
        town_m=town[1],
        inside=inside,
    )


def _fitting(size: Positions, offset: Numbers, error: Numbers, kind: Kind) -> NDArray[np.bool_]:
    few = (size < kind.least)[:, None]
    return np.asarray(few | (offset <= np.hypot(kind.tolerance_m, FIT_ERRORS * error)))


def _capped(score: Numbers, cap: float) -> Numbers:
    """Scores relative to the best, none further behind than ``cap``."""
    return np.asarray(np.maximum(score - score.max(axis=1, keepdims=True), -cap))


def log_densities(squares: Numbers, scale: Numbers, *, freedom: float) -> Numbers:
    """Log density of the two-dimensional Student t at squared distances; shapes broadcast."""
    variance = scale**2
    tail = (freedom + 2) / 2 * np.log1p(squares / (freedom * variance))
    return np.asarray(-np.log(2 * np.pi * variance) - tail)


def _log_likelihood(units: Units, kind: Kind, labels: Positions, count: int) -> Numbers:
    """Log of the average over scales of the product over the units of each label."""
    squares = (units.east**2 + units.north**2)[:, None, :]
    scales = kind.scales[None, :, None] * units.weight[:, None, None]
    densities = log_densities(squares, scales, freedom=kind.freedom)
    sums = np.zeros((count, *densities.shape[1:]))
    used = labels >= 0
    np.add.at(sums, labels[used], densities[used])
    sums += kind.log_prior[None, :, None]
    most = sums.max(axis=1, keepdims=True)
    return np.asarray(most[:, 0] + np.log(np.exp(sums - most).sum(axis=1)))


def _county(
    evidence: Evidence, labels: Positions, count: int, frames: int
) -> tuple[Numbers, Numbers]:
    """Share of each label inside the county it claims, and the score of its towns."""
    label = labels[evidence.county_row]
    used = label >= 0
    label, inside = label[used], evidence.inside[used].astype(float)
    share, score = np.full((count, frames), np.nan), np.zeros((count, frames))
    if len(label) == 0:
        return share, score
    pair = label.astype(np.int64) * (evidence.county_town.max() + 1) + evidence.county_town[used]
    _, first, town, sizes = np.unique(
        pair, return_index=True, return_inverse=True, return_counts=True
    )
    for frame in range(frames):
        by_town = np.bincount(town, weights=inside[:, frame]) / sizes
        score[:, frame] = COUNTY_WEIGHT * np.bincount(
            label[first], weights=by_town, minlength=count
        )
        held = np.bincount(label, weights=inside[:, frame], minlength=count)
        members = np.bincount(label, minlength=count)
        share[members > 0, frame] = held[members > 0] / members[members > 0]
    return share, score
