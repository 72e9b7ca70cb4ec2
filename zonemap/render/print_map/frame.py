"""Where the land falls on the paper: a frame in millimetres, its projection and its scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError as ProjError

from zonemap.errors import CRSError

__all__ = [
    "Box",
    "MapFrame",
    "crs_name",
    "fit_frame",
    "lonlat_of",
    "lowered",
    "page_of",
    "projected_of",
]

Array = npt.NDArray[np.float64]

DRAWING_CRS = "EPSG:4326"
ROUND_SCALES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""What the denominator of a printed scale begins with."""

SMALLEST_DENOMINATOR = 1_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper, in millimetres from the lower left corner of the sheet."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge, millimetres."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge, millimetres."""
        return self.bottom + self.height

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A map on the paper.

    Attributes
    ----------
    box
        The frame on the paper, millimetres.
    crs
        The projected CRS, metres.
    west, south
        The lower left corner of the frame, projected metres.
    denominator
        N of the scale 1:N, true on the ground at the centre.
    scale_factor
        Projected over true length at the centre.
    convergence_deg
        From true north to grid north at the centre, clockwise: positive east of the central
        meridian in the northern hemisphere. True north is this far left of the paper's top.
    """

    box: Box
    crs: str
    west: float
    south: float
    denominator: int
    scale_factor: float
    convergence_deg: float

    @property
    def metres_per_mm(self) -> float:
        """Projected metres to a millimetre of paper."""
        return self.denominator * self.scale_factor / 1000

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, projected metres."""
        east = self.west + self.box.width * self.metres_per_mm
        return self.west, self.south, east, self.south + self.box.height * self.metres_per_mm


def fit_frame(bounds: npt.ArrayLike, *, box: Box, crs: str, inset_mm: float = 0) -> MapFrame:
    """The largest round scale at which the bounds fit the box, centred.

    Parameters
    ----------
    bounds
        West, south, east, north of what must be seen, projected metres.
    box
        The frame on the paper, millimetres.
    crs
        A projected CRS in metres.
    inset_mm
        How far what must be seen stays from the frame.

    Returns
    -------
    frame
        Its scale holds on the ground: the projection's own scale at the centre is taken out.
    """
    west, south, east, north = np.asarray(bounds, dtype="float64").tolist()
    centre_x, centre_y = (west + east) / 2, (south + north) / 2
    longitude, latitude = lonlat_of(crs, np.array([centre_x]), np.array([centre_y]))
    factors = Proj(crs).get_factors(float(longitude[0]), float(latitude[0]))
    scale_factor = float(factors.areal_scale) ** 0.5
    room_x, room_y = box.width - 2 * inset_mm, box.height - 2 * inset_mm
    need = 1000 * max((east - west) / room_x, (north - south) / room_y) / scale_factor
    denominator = _round_denominator(need)
    metres_per_mm = denominator * scale_factor / 1000
    return MapFrame(
        box=box,
        crs=crs,
        west=centre_x - box.width * metres_per_mm / 2,
        south=centre_y - box.height * metres_per_mm / 2,
        denominator=denominator,
        scale_factor=scale_factor,
        convergence_deg=float(factors.meridian_convergence),
    )


def projected_of(crs: str, longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Easting and northing in `crs`, metres, of degrees in EPSG:4326."""
    x, y = _transformer(crs).transform(longitude, latitude)
    return x, y


def lonlat_of(crs: str, x: Array, y: Array) -> tuple[Array, Array]:
    """Longitude and latitude, degrees in EPSG:4326, of easting and northing in `crs`."""
    longitude, latitude = _transformer(crs).transform(x, y, direction="INVERSE")
    return longitude, latitude


def page_of(frame: MapFrame, longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Millimetres on the sheet of degrees in EPSG:4326."""
    x, y = projected_of(frame.crs, longitude, latitude)
    return (
        frame.box.left + (x - frame.west) / frame.metres_per_mm,
        frame.box.bottom + (y - frame.south) / frame.metres_per_mm,
    )


def lowered(box: Box, height: float) -> Box:
    """What is left of a box, millimetres, when this much is taken off its top."""
    return Box(box.left, box.bottom, box.width, box.height - height)


def crs_name(crs: str) -> str:
    """The name of the CRS as its registry has it, with the code it was asked for."""
    return f"{_metric_crs(crs).name} ({crs})"


def _round_denominator(need: float) -> int:
    power: int = 10 ** int(np.floor(np.log10(max(need, SMALLEST_DENOMINATOR))))
    candidates = [round(step * scale) for scale in (power, 10 * power) for step in ROUND_SCALES]
    fitting = (candidate for candidate in candidates if candidate >= need)
    return next(fitting)


@lru_cache(maxsize=8)
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(DRAWING_CRS, _metric_crs(crs), always_xy=True)


@lru_cache(maxsize=8)
def _metric_crs(crs: str) -> CRS:
    try:
        found = CRS.from_user_input(crs)
    except ProjError as error:
        raise CRSError(
            "{crs} is no coordinate reference system; give a code such as EPSG:4545", crs=crs
        ) from error
    if not found.is_projected or any(axis.unit_name != "metre" for axis in found.axis_info[:2]):
        raise CRSError(
            "{crs} is not projected in metres; a sheet at a true scale needs one such as EPSG:4545",
            crs=crs,
        )
    return found
